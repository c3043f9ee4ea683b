"""The structures of the plan, as values. The origin of each word stands in `data/README.md`. STR-01..20, STR-24, STR-29."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from forums.structures.domain.words import Each, Kind, Level


@dataclass(frozen=True, slots=True)
class Worded:
    """A code and its words: an area of cooperation, a topic, a service domain."""

    code: str
    fi: str
    en: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A structure as the plan describes it (rakenteen malli). With `one_per`, each area or domain has its own."""

    code: str
    names: Mapping[str, str]
    level: Level
    kind: Kind
    one_per: Each | None
    many: bool
    """There may be several beside each other, each under its own name: theme networks (STR-05)."""
    convenor_role: str | None
    convenor_text: str
    convenor_count: int
    """How many different organisations call it together; 0 where a role or somebody outside does."""
    cooperation_areas: tuple[str, ...]
    topics: tuple[str, ...]
    groups: tuple[Mapping[str, Any], ...]
    cadence: Mapping[str, Any] | None
    founded: str | None
    parent: str | None
    mandate: str | None


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Template]:
    """All structures of the plan, by code."""
    readings, topics = _read("readings"), {t["en"]: t["code"] for t in _read("readings")["topics"]}
    found = (_template(each, readings["structures"][each["id"]], topics) for each in _read("structures")["structures"])
    return MappingProxyType({each.code: each for each in found})


@lru_cache(maxsize=1)
def cooperation_areas() -> Mapping[str, Worded]:
    """The areas of cooperation, by code (yhteistyön alueet). STR-29."""
    return _worded("cooperation_areas")


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Worded]:
    """What structures deal with, by code: types of agenda items (käsiteltävät asiat). STR-04, STR-07, STR-09..11."""
    return _worded("topics")


@lru_cache(maxsize=1)
def domains() -> Mapping[str, Worded]:
    """The county's service domains, by code (sote-toimialueet)."""
    return _worded("domains")


def _worded(name: str) -> Mapping[str, Worded]:
    return MappingProxyType({each["code"]: Worded(**each) for each in _read("readings")[name]})


def _template(plan: Mapping[str, Any], reading: Mapping[str, Any], topics: Mapping[str, str]) -> Template:
    convenor = reading["convenor"]
    return Template(
        code=plan["id"],
        names=plan["name"] | {"sv": reading["sv"]},
        level=Level(plan["level"]),
        kind=Kind(plan["kind"]),
        one_per=Each(plan["one_per"]) if "one_per" in plan else None,
        many=reading.get("many", False),
        convenor_role=convenor.get("role"),
        convenor_text=convenor.get("named") or convenor.get("outside") or plan["convenor_role"],
        convenor_count=convenor.get("organisations", 0),
        cooperation_areas=tuple(reading["cooperation_areas"]),
        topics=tuple(topics[each] for each in plan["topics"]),
        groups=tuple(group | {"en": en} for group, en in zip(reading["groups"], plan["members"], strict=True)),
        cadence=_cadence(plan["cadence"], reading.get("cadence", {})),
        founded=plan.get("founded"),
        parent=reading.get("parent"),
        mandate=reading.get("mandate"),
    )


def _cadence(plan: Any, reading: Mapping[str, Any]) -> dict[str, Any] | None:
    """How often it meets: at least and at most in a year, how; or regularly; or the terms of an outside body."""
    if isinstance(plan, dict) and "term" in plan:
        return {"terms": plan["term"]}
    return plan if isinstance(plan, dict) else dict(reading) or None


def _read(name: str) -> Any:
    return json.loads(files("forums.structures").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))

"""The reference files beside the code, as values. The origin of each figure stands in `data/README.md`."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from registry.areas.domain.terms import CouncilKind, Term
from registry.areas.domain.tree import COUNTY, Area, Kind, Placement, Tree


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the county's service domains (sote-toimiala)."""

    code: str
    name_fi: str
    name_en: str
    network: str | None
    valid_from: date


def reference_tree() -> Tree:
    """The county, its service areas and municipalities, and what was abolished before them."""
    municipalities, service_areas = _read("municipalities"), _read("service_areas")
    county, since = municipalities["county"], _day(service_areas["valid_from"])
    return Tree([
        _area(county, Kind.COUNTY),
        *(
            _area(a | {"code": a["id"]}, Kind.SERVICE_AREA, Placement(COUNTY, since), since)
            for a in service_areas["service_areas"]
        ),
        *(_area(m, Kind.MUNICIPALITY, Placement(m["service_area"], since)) for m in municipalities["municipalities"]),
        *(_area(m, Kind.MUNICIPALITY) for m in municipalities["abolished"]),
        *(_area(j, Kind.JOINT_AUTHORITY) for j in municipalities["joint_authorities"]),
    ])


def domains() -> list[Domain]:
    """The six service domains."""
    read = _read("sote_domains")
    since = date.fromisoformat(read["valid_from"])
    return [Domain(d["id"], d["name"]["fi"], d["name"]["en"], d["network"], since) for d in read["domains"]]


def terms() -> list[Term]:
    """The known terms of the county council and of the municipal councils."""
    return [
        Term(t["code"], CouncilKind(t["kind"]), date.fromisoformat(t["from"]), date.fromisoformat(t["until"]))
        for t in _read("council_terms")["terms"]
    ]


def _area(read: dict[str, Any], kind: Kind, placement: Placement | None = None, since: date | None = None) -> Area:
    return Area(
        code=read["code"],
        kind=kind,
        name_fi=read["name"]["fi"],
        name_sv=read["name"].get("sv"),
        name_en=read["name"].get("en"),
        valid_from=_day(read.get("valid_from")) or since,
        valid_until=_day(read.get("valid_until")),
        successor=read.get("successor_code"),
        placements=(placement,) if placement else (),
        population={int(day[:4]): people for day, people in read.get("population", {}).items()},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(name: str) -> Any:
    return json.loads(files("registry.areas").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))

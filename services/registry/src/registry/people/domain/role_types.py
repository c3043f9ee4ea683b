"""Role types are data: where a role is held, whether by one person at a time, and who may give it (tehtävätyypit).

ACT-01, ACT-03..08, ACT-10, ACT-12, ACT-17.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from registry.people.problems import ROLE_UNKNOWN


class ScopeKind(Enum):
    """What a role is held for."""

    COUNTY = "county"
    DOMAIN = "domain"
    AREA = "area"
    CENTRE = "centre"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    CALL = "call"
    RESCUE = "rescue"
    RESCUE_AREA = "rescue_area"


_LEVELS: Mapping[str, frozenset[ScopeKind]] = {
    "county": frozenset({ScopeKind.COUNTY}),
    "sote_domain": frozenset({ScopeKind.DOMAIN}),
    "service_area": frozenset({ScopeKind.AREA}),
    "health_centre": frozenset({ScopeKind.CENTRE}),
    "municipality": frozenset({ScopeKind.MUNICIPALITY}),
    "organisation": frozenset({ScopeKind.ORGANISATION}),
    "parish": frozenset({ScopeKind.ORGANISATION}),
    "call": frozenset({ScopeKind.CALL}),
    "rescue": frozenset({ScopeKind.RESCUE}),
    "rescue_area": frozenset({ScopeKind.RESCUE_AREA}),
    "any": frozenset({
        ScopeKind.COUNTY, ScopeKind.DOMAIN, ScopeKind.AREA, ScopeKind.CENTRE, ScopeKind.MUNICIPALITY
    }),
}
"""The plan's words for levels; `network` and `person` are not assigned here."""

REPRESENTATIVE = "representative"
"""The role that acts for an organisation (järjestön edustaja). ACT-10."""


@dataclass(frozen=True, slots=True)
class RoleType:
    """One kind of role (tehtävätyyppi)."""

    role: str
    """The word of the permission tables; for a title without rights, its own."""
    title: str
    name_fi: str
    name_en: str
    scope_kinds: frozenset[ScopeKind]
    sole: bool
    """One primary holder for each scope at a time, deputies beside (R4)."""
    local: bool
    """A liaison may give it within the own scope."""
    grants: bool
    """Takes part in deciding or paying grants: nobody gives it to oneself."""
    duties: tuple[str, ...]


def role_type(role: str) -> RoleType:
    """The type of this role; refused where there is none."""
    found = role_types().get(role)
    if found is None:
        raise ROLE_UNKNOWN(role=role)
    return found


@lru_cache(maxsize=1)
def role_types() -> Mapping[str, RoleType]:
    """Every role that is assigned here, by its word."""
    rights = _read("rights")
    titles = [t for t in _read("roles")["roles"] if t["level"] in _LEVELS] + rights["beside"]
    found = (_type(title, rights) for title in titles)
    return MappingProxyType({each.role: each for each in found})


def _type(title: dict[str, Any], rights: dict[str, Any]) -> RoleType:
    role = title.get("role") or rights["rights"].get(title["id"]) or title["id"].replace("-", "_")
    return RoleType(
        role=role,
        title=title["id"],
        name_fi=title["name"]["fi"],
        name_en=title["name"]["en"],
        scope_kinds=_LEVELS[title["level"]],
        sole=title["one_per"] is not None,
        local=role in rights["local"],
        grants=title.get("grants", False),
        duties=tuple(title["duties"]),
    )


def _read(name: str) -> Any:
    return json.loads(files("registry.people").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))

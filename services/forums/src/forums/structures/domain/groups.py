"""Whom a structure describes as its members, as far as data can tell. Pure. STR-03, STR-05, STR-08, STR-10..14."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Where(Enum):
    """Which scopes are meant."""

    EVERYWHERE = "everywhere"
    HERE = "here"
    """The structure's own area or domain."""
    WITHIN = "within"
    """The structure's own area and all that lies in it."""


@dataclass(frozen=True, slots=True)
class RoleReach:
    """Whoever holds this role."""

    role: str
    scope_kind: str
    where: Where


@dataclass(frozen=True, slots=True)
class OrganisationReach:
    """Organisations of these kinds; each further condition narrows, and nothing means whatever it is."""

    kinds: tuple[str, ...]
    where: Where
    sote: bool = False
    """Only social and health organisations (ORG-27)."""
    producers: bool = False
    """Only those that produce services (ORG-05)."""
    fields: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Active in one of these fields, or speaking for one of these groups of people."""
    classes: tuple[str, ...] = ()
    """How wide they act; one of which that is not known is meant too: an open structure rather invites one too many."""


Reach = RoleReach | OrganisationReach


@dataclass(frozen=True, slots=True)
class Group:
    """One described group (kuvattu jäsenryhmä). Without `who` its words stand and nobody is found."""

    code: str
    fi: str
    en: str
    who: tuple[Reach, ...] = ()
    least: int = 0
    """Members it has at least, where members are named."""
    most: int | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of organisation that may be represented in it; empty: any."""


def groups_in(stored: Sequence[Mapping[str, Any]]) -> tuple[Group, ...]:
    """The groups of a structure, from what is kept of them."""
    return tuple(_group(each) for each in stored)


def _group(stored: Mapping[str, Any]) -> Group:
    return Group(
        stored["code"], stored["fi"], stored["en"], tuple(map(_reach, stored.get("who", ()))), stored.get("least", 0),
        stored.get("most"), tuple(stored.get("kinds", ())),
    )


def _reach(stored: Mapping[str, Any]) -> Reach:
    where = Where(stored["where"])
    if "role" in stored:
        return RoleReach(stored["role"], stored["scope_kind"], where)
    lists = {name: tuple(stored.get(name, ())) for name in ("fields", "groups", "classes")}
    return OrganisationReach(
        tuple(stored["organisations"]), where, stored.get("sote", False), stored.get("producers", False), **lists
    )


def organisations_meant(groups: Sequence[Group]) -> Iterator[OrganisationReach]:
    """The conditions on organisations, of all groups."""
    return (reach for group in groups for reach in group.who if isinstance(reach, OrganisationReach))

"""What an organisation says about itself: registered once, then changed field by field, with what was before. ORG-01..08."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum
from typing import Protocol, TypeVar

from chassis.problems import Reason, refuse_if_any
from chassis.values import today
from registry.organisations.domain import identifiers
from registry.organisations.domain.identifiers import Holder, Identifier
from registry.organisations.domain.kinds import KINDS_OF_FORM, AreaClass, Field, Group, Kind, LegalForm, Support
from registry.organisations.domain.lifecycle import Action, Organisation, Status, allow
from registry.organisations.problems import (
    AREA_CLASS_MISMATCH,
    FOUNDED_IN_FUTURE,
    KIND_AND_FORM,
    MUNICIPALITY_UNKNOWN,
    NAME_MISSING,
    SAID_BY_COUNTY,
)

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Profile:
    """The plain data of an organisation. No field of it names a person. Lists are kept sorted, so that equal means equal."""

    kind: Kind = Kind.UNKNOWN
    legal_form: LegalForm = LegalForm.UNKNOWN
    name_fi: str | None = None
    name_sv: str | None = None
    name_en: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    locality: str | None = None
    """Where it is, as a source writes it: a town or a postal code, not an official code."""
    home_municipality: str | None = None
    """Official code of the municipality of its seat (kotipaikka); where it acts is another matter."""
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    is_service_producer: bool = False
    """It also produces services (palveluntuottaja): a flag that keeps this apart from its non-profit activity. ORG-05."""
    supports_others: Support = Support.NONE
    founded_on: date | None = None
    industry: str | None = None
    description: str | None = None
    website: str | None = None

    @property
    def name(self) -> str:
        """The name it goes by: Finnish, else Swedish, else English."""
        return self.name_fi or self.name_sv or self.name_en or ""


PROFILE_FIELDS = tuple(f.name for f in fields(Profile))
OF_THE_COUNTY = frozenset({"kind", "legal_form", "identifiers", "supports_others"})
"""What the county says of an organisation: who it is, and what others may expect of it. It does not say so itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What these rules know besides the row, read in the same transaction."""

    holders: Mapping[Identifier, Holder] = field(default_factory=dict)
    """Those of the wanted identifiers that somebody else has."""
    municipalities: Collection[str] = frozenset()
    """Codes that are valid today."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field and its values, before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Registered:
    """A new organisation."""

    status: Status
    profile: Profile


@dataclass(frozen=True, slots=True)
class OperatingArea:
    """How wide it acts and in which municipalities (toiminta-alue); the wide classes name none. ORG-06, ORG-07."""

    area_class: AreaClass
    municipalities: tuple[str, ...] = ()


class Acting(Organisation, Protocol):
    """An organisation with the place where it acts."""

    @property
    def operating_area(self) -> OperatingArea | None: ...


def register(profile: Profile, facts: Facts, *, now: datetime) -> Registered:
    """Take up an organisation (rekisteriin ottaminen). No identifier is required: unregistered groups have none. ORG-01, ORG-02."""
    refuse_if_any(objections(profile, facts, now=now))
    return Registered(Status.ACTIVE, profile)


def update(organisation: Organisation, before: Profile, after: Profile, facts: Facts, *, now: datetime) -> tuple[Change, ...]:
    """Change what is said of it (tietojen muuttaminen); nothing changed is no change, and nothing is announced."""
    allow(organisation, Action.UPDATE, now=now)
    changed = changes(before, after)
    if changed:
        refuse_if_any(objections(after, facts, now=now, before=before))
    return changed


def changes(before: Profile, after: Profile) -> tuple[Change, ...]:
    """The fields that differ, in the order of the profile."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in PROFILE_FIELDS)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def refuse_of_the_county(changed: Iterable[Change]) -> None:
    """An organisation changes its own plain data, not what the county says of it."""
    refuse_if_any(SAID_BY_COUNTY.at(f"/{change.field}") for change in changed if change.field in OF_THE_COUNTY)


def set_operating_area(organisation: Acting, area: OperatingArea, facts: Facts, *, now: datetime) -> Change | None:
    """Say where it acts (toiminta-alueen asettaminen), apart from its seat; nothing if it is so already."""
    allow(organisation, Action.SET_OPERATING_AREA, now=now)
    codes = tuple(sorted(set(area.municipalities)))
    refuse_if_any(objections_to_area(area, facts))
    after = OperatingArea(area.area_class, codes)
    return None if organisation.operating_area == after else Change("operating_area", organisation.operating_area, after)


def objections(profile: Profile, facts: Facts, *, now: datetime, before: Profile | None = None) -> Iterator[Reason]:
    """Everything that is wrong with a profile, at once. A seat that was abolished since keeps nothing else from changing."""
    if not profile.name.strip():
        yield NAME_MISSING.at("/name_fi")
    if profile.kind is not Kind.UNKNOWN and profile.kind not in KINDS_OF_FORM[profile.legal_form]:
        yield KIND_AND_FORM.at("/legal_form", legal_form=profile.legal_form.value, kind=profile.kind.value)
    yield from identifiers.objections(profile.identifiers, facts.holders)
    seat = profile.home_municipality
    if seat is not None and seat not in facts.municipalities and not (before and before.home_municipality == seat):
        yield MUNICIPALITY_UNKNOWN.at("/home_municipality", code=seat)
    if profile.founded_on is not None and profile.founded_on > today(now):
        yield FOUNDED_IN_FUTURE.at("/founded_on", founded_on=profile.founded_on)


def objections_to_area(area: OperatingArea, facts: Facts) -> Iterator[Reason]:
    """Everything that is wrong with an operating area, at once."""
    codes = tuple(sorted(set(area.municipalities)))
    yield from _wrong_class(area.area_class, codes)
    yield from _unknown_municipalities(codes, facts)


def in_order(values: Iterable[E]) -> tuple[E, ...]:
    """Each once, by value: the order in which lists of a profile are kept."""
    return tuple(sorted(set(values), key=lambda each: str(each.value)))


_HOW_MANY: Mapping[AreaClass, range] = {
    AreaClass.MUNICIPALITY: range(1, 2),
    AreaClass.SEVERAL_MUNICIPALITIES: range(2, 400),
    AreaClass.REGION: range(1),
    AreaClass.COUNTRY: range(1),
}


def _wrong_class(area_class: AreaClass, codes: tuple[str, ...]) -> Iterator[Reason]:
    if len(codes) not in _HOW_MANY[area_class]:
        yield AREA_CLASS_MISMATCH.at("/area_class", area_class=area_class.value, count=len(codes))


def _unknown_municipalities(codes: tuple[str, ...], facts: Facts) -> Iterator[Reason]:
    for position, code in enumerate(codes):
        if code not in facts.municipalities:
            yield MUNICIPALITY_UNKNOWN.at(f"/municipalities/{position}", code=code)

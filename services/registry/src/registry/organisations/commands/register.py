"""Taking up organisations: one by a person, many by an import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.areas import queries as areas
from registry.events.organisation import Identifier, Names, OperatingArea, OperatingAreaChanged, OrganisationRegistered
from registry.organisations import queries
from registry.organisations.commands.reading import area_of, profile_of
from registry.organisations.commands.writing import NAMES, Source, Writing, stored
from registry.organisations.domain import profile as rules
from registry.organisations.domain.kinds import Language
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.names import Named
from registry.organisations.domain.nonprofit import NonProfit
from registry.organisations.domain.profile import PROFILE_FIELDS, Facts, Profile
from registry.organisations.domain.sote import SoteStatus
from registry.organisations.schemas import Register
from registry.organisations.tables import Organisation
from registry.search import commands as search
from registry.search.domain import sort_key

_EMPTY = Profile()


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation that a source brings, as it shall stand; `origins`: field -> who says it, for fields that say something."""

    id: UUID
    profile: Profile
    source: str
    auxiliary: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    language: Language = Language.FI
    """Of the auxiliary names."""
    origins: Mapping[str, Source] = field(default_factory=dict)


async def register(uow: UnitOfWork, body: Register) -> Organisation:
    """Take up one organisation that a person enters."""
    tree, day = await areas.tree(uow), today(uow.now)
    profile, area = profile_of(_EMPTY, body), area_of(body.operating_area)
    source = Source.entered(uow, day)
    said = [name for name in PROFILE_FIELDS if getattr(profile, name) != getattr(_EMPTY, name)]
    entry = Entry(uow.new_id(), profile, source.name, origins=dict.fromkeys(said, source))
    municipalities = list(area.municipalities) if area else []
    home = [profile.home_municipality] if profile.home_municipality else []
    row = Organisation(**_columns(entry, areas.cover(tree, [*home, *municipalities], day), uow.now))
    row.area_class, row.municipalities = area.area_class if area else None, municipalities
    uow.actor.must(Permission.ORGANISATION_REGISTER, row)
    facts = await queries.facts(uow, tree, profile.identifiers)
    refuse_if_any(_objections(profile, area, facts, uow.now))
    uow.add(row)
    uow.publish(row, _registered(entry))
    if area is not None:
        after = OperatingArea(area_class=area.area_class.value, municipalities=tuple(row.municipalities))
        uow.publish(row, OperatingAreaChanged(organisation_id=row.id, before=None, after=after))
    await _write_parts(uow, [entry])
    return row


async def register_many(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    """Take up many organisations at once, for an import: a few statements however many there are.

    The importer has read, matched and planned them; here each is held against the rules once more, and the whole batch is refused
    if one does not keep them, with the batch's position first in the pointer (`/17/identifiers/0`). Identifiers must be free, also
    among the entries themselves. Call it with some hundred at a time, each batch in a unit of its own::

        entries = [Entry(p.id, p.stored.profile, source=key, auxiliary=..., origins={field: Source(key, edition), ...}), ...]
        await commands.register_many(uow, entries)

    Each announces `OrganisationRegistered` and its state, as if it had been entered alone.
    """
    tree = await areas.tree(uow)
    facts = await queries.facts(uow, tree, [each for entry in entries for each in entry.profile.identifiers])
    refuse_if_any(
        reason.problem.at(f"/{position}{reason.pointer}", **reason.values)
        for position, entry in enumerate(entries)
        for reason in rules.objections(entry.profile, facts, now=uow.now)
    )
    homes = {entry.profile.home_municipality for entry in entries}
    covers = {home: areas.cover(tree, [home] if home else [], today(uow.now)) for home in homes}
    rows = [_columns(entry, covers[entry.profile.home_municipality], uow.now) for entry in entries]
    await uow.add_many(Organisation, rows, [[_registered(entry)] for entry in entries])
    await _write_parts(uow, entries)


async def _write_parts(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    writing = Writing(new=True)
    for entry in entries:
        for named in _names(entry.profile):
            writing.name(entry.id, named)
        writing.auxiliary(entry.id, entry.auxiliary, entry.language)
        writing.identify(entry.id, entry.profile.identifiers)
        for name, source in entry.origins.items():
            writing.origin(entry.id, [name], source)
    await writing.write(uow)
    await search.enter(uow, {
        entry.id: [*(named.text for named in _names(entry.profile)), *entry.auxiliary] for entry in entries
    })


def _objections(
    profile: Profile, area: rules.OperatingArea | None, facts: Facts, now: datetime
) -> Iterator[Any]:
    yield from rules.objections(profile, facts, now=now)
    if area is not None:
        for reason in rules.objections_to_area(area, facts):
            yield reason.problem.at(f"/operating_area{reason.pointer}", **reason.values)


def _names(profile: Profile) -> list[Named]:
    return [Named(text, language) for name, language in NAMES.items() if (text := getattr(profile, name))]


def _registered(entry: Entry) -> OrganisationRegistered:
    profile = entry.profile
    return OrganisationRegistered(
        organisation_id=entry.id,
        kind=profile.kind.value,
        legal_form=profile.legal_form.value,
        names=Names(fi=profile.name_fi, sv=profile.name_sv, en=profile.name_en),
        identifiers=tuple(Identifier(scheme=each.scheme.value, value=each.value) for each in profile.identifiers),
        home_municipality=profile.home_municipality,
        source=entry.source,
    )


def _columns(entry: Entry, area_codes: list[str], now: datetime) -> dict[str, Any]:
    """Every column of a new row but those that the unit of work counts."""
    profile = entry.profile
    return {
        "id": entry.id,
        **{name: stored(getattr(profile, name)) for name in PROFILE_FIELDS},
        "memberships": list(entry.memberships),
        "area_class": None,
        "municipalities": [],
        "area_codes": area_codes,
        "status": Status.ACTIVE,
        "status_before": None,
        "ended_at": None,
        "dissolved_on": None,
        "dissolves_on": None,
        "dissolution_grounds": None,
        "successor_id": None,
        "sote_status": SoteStatus.NOT_EVALUATED,
        "sote_definition_version": None,
        "sote_due": True,
        "non_profit_status": NonProfit.NOT_ASSESSED,
        "non_profit_until": None,
        "sort_key": sort_key(profile.name),
        "registered_at": now,
        "updated_at": now,
    }

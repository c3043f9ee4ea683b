"""Changing what is said of organisations: one by a person, many by an import; names go through their history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.areas import queries as areas
from registry.areas.domain import Tree
from registry.events.organisation import OrganisationUpdated
from registry.organisations import queries
from registry.organisations.commands.reading import profile_of
from registry.organisations.commands.writing import MEASURED, NAMES, Source, Writing, held, stored, told
from registry.organisations.domain import profile as rules
from registry.organisations.domain.kinds import Language
from registry.organisations.domain.lifecycle import Action, allow
from registry.organisations.domain.names import NameKind, rename
from registry.organisations.domain.profile import Change, Profile
from registry.organisations.schemas import Update
from registry.organisations.tables import Organisation, OrganisationName
from registry.search.domain import sort_key


@dataclass(frozen=True, slots=True)
class Amendment:
    """A known organisation as a source says it shall stand; the profile is whole, `fields` are those that the source changes."""

    id: UUID
    profile: Profile
    source: Source
    fields: tuple[str, ...]
    """For the origin: names of the profile's fields, `auxiliary`, `memberships`."""
    auxiliary: tuple[str, ...] = ()
    """All other names in use; those that are new are added, none is removed."""
    memberships: tuple[str, ...] | None = None
    """All of them; none: as they were."""
    language: Language = Language.FI


async def update(uow: UnitOfWork, id: UUID, body: Update) -> Organisation:
    """Change plain data (tietojen muuttaminen). What is as it was before is no change: nothing is announced."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_EDIT, lock=True)
    allow(row, Action.UPDATE, now=uow.now)
    tree, before = await areas.tree(uow), queries.profile_of(row)
    after = profile_of(before, body)
    if not uow.actor.may(Permission.ORGANISATION_IDENTIFY, row):
        rules.refuse_of_the_county(rules.changes(before, after))
    facts = await queries.facts(uow, tree, after.identifiers, besides=[id])
    if changes := rules.update(row, before, after, facts, now=uow.now):
        writing = Writing()
        names = await _names_of(uow, [id]) if not NAMES.keys().isdisjoint(c.field for c in changes) else {}
        source = Source.entered(uow, today(uow.now))
        _change(uow, row, changes, tree, source, names.get(id, ()), writing)
        writing.origin(id, (change.field for change in changes), source)
        await writing.write(uow)
    return row


async def update_many(uow: UnitOfWork, amendments: Sequence[Amendment]) -> int:
    """Change many organisations at once, for an import; how many really changed. What has ended is refused: plan without it.

    Of several amendments of one organisation the last says how it shall stand: they are one change, announced once.
    """
    amendments = _one_of_each(amendments)
    rows = await held(uow, (amendment.id for amendment in amendments))
    tree, names, writing = await areas.tree(uow), await _names_of(uow, list(rows)), Writing()
    wanted = [each for amendment in amendments for each in amendment.profile.identifiers]
    facts, changed = await queries.facts(uow, tree, wanted, besides=rows), 0
    for amendment in amendments:
        row, history = rows[amendment.id], names.get(amendment.id, ())
        changes = rules.update(row, queries.profile_of(row), amendment.profile, facts, now=uow.now)
        _change(uow, row, changes, tree, amendment.source, history, writing)
        beside = _change_beside(uow, row, amendment, history, writing)
        if changes or beside:
            changed += 1
            writing.origin(row.id, amendment.fields, amendment.source)
    await writing.write(uow)
    return changed


def _one_of_each(amendments: Sequence[Amendment]) -> list[Amendment]:
    found: dict[UUID, Amendment] = {}
    for later in amendments:
        earlier = found.get(later.id, later)
        fields = tuple(dict.fromkeys((*earlier.fields, *later.fields)))
        memberships = earlier.memberships if later.memberships is None else later.memberships
        auxiliary = tuple(dict.fromkeys((*earlier.auxiliary, *later.auxiliary)))
        found[later.id] = replace(later, fields=fields, memberships=memberships, auxiliary=auxiliary)
    return list(found.values())


def _change(
    uow: UnitOfWork,
    row: Organisation,
    changes: Sequence[Change],
    tree: Tree,
    source: Source,
    history: Iterable[OrganisationName],
    writing: Writing,
) -> None:
    if not changes:
        return
    for change in changes:
        setattr(row, change.field, stored(change.after))
        if change.field in NAMES:
            _rename(row, change, uow, list(history), writing)
    fields = {change.field for change in changes}
    if "identifiers" in fields:
        writing.identified_anew.append(row.id)
        writing.identify(row.id, queries.profile_of(row).identifiers)
    if "home_municipality" in fields:
        row.area_codes = areas.cover(tree, where_it_is(row), today(uow.now))
    row.sort_key, row.updated_at = sort_key(row.name), uow.now
    row.sote_due = row.sote_due or not MEASURED.isdisjoint(fields)
    uow.publish(row, OrganisationUpdated(organisation_id=row.id, changes=tuple(map(told, changes)), source=source.name))


def where_it_is(row: Organisation) -> list[str]:
    """Its seat and where it acts."""
    return [*filter(None, [row.home_municipality]), *row.municipalities]


def _rename(
    row: Organisation, change: Change, uow: UnitOfWork, history: list[OrganisationName], writing: Writing
) -> None:
    day, language = today(uow.now), NAMES[change.field]
    text = None if change.after is None else str(change.after)
    renaming = rename((each.named for each in history), language, text, on=day)
    if renaming is None:
        return
    if renaming.ended is not None:
        position = next(each.position for each in history if each.named == renaming.ended and each.position is not None)
        if renaming.slip or renaming.ended.valid_from == day:
            writing.slips.append(position)
        else:
            writing.ended.setdefault(day, []).append(position)
    if renaming.begun is not None:
        writing.name(row.id, renaming.begun)
    writing.renamed.append(row.id)


def _change_beside(
    uow: UnitOfWork, row: Organisation, amendment: Amendment, history: Iterable[OrganisationName], writing: Writing
) -> bool:
    """Auxiliary names and memberships: not in the public state, so nothing is announced of them."""
    known = {each.text for each in history if each.kind is NameKind.AUXILIARY}
    new = [text for text in amendment.auxiliary if text not in known]
    if new:
        writing.auxiliary(row.id, new, amendment.language)
        writing.renamed.append(row.id)
    joined = amendment.memberships is not None and list(amendment.memberships) != row.memberships
    if amendment.memberships is not None and joined:
        row.memberships = list(amendment.memberships)
    if new or joined:
        row.updated_at = uow.now
    return bool(new) or joined


async def _names_of(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, list[OrganisationName]]:
    found: dict[UUID, list[OrganisationName]] = {}
    rows = select(OrganisationName).where(col(OrganisationName.organisation_id).in_(ids))
    for row in await uow.all(rows.order_by(col(OrganisationName.position))):
        found.setdefault(row.organisation_id, []).append(row)
    return found

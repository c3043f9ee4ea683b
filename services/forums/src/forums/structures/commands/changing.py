"""What is said of a structure, who calls it together, how many sit in it, and its end. STR-06, STR-17, STR-23."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from chassis.problems import Reason, Refused, refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.copies import queries as copies
from forums.events.structure import ConvenorsAppointed, StructureChanged, StructureClosed
from forums.structures import domain
from forums.structures.commands.establishing import unknown_areas
from forums.structures.commands.holding import end
from forums.structures.domain import MACHINE, Action, Because, Kind, Status
from forums.structures.problems import (
    CADENCE_ORDER,
    COMPOSITION_ORDER,
    CONVENED_BY_ROLE,
    CONVENORS_DIFFER,
    GROUP_UNKNOWN,
    HAS_GROUPS,
    ORGANISATION_UNFIT,
    SUCCESSOR_OR_REASON,
    SUCCESSOR_UNFIT,
    TOPIC_UNKNOWN,
)
from forums.structures.schemas import AppointConvenors, Change, Close, Compose
from forums.structures.tables import Convening, Holding, Seat, Structure

ENDED = frozenset({"dissolved", "merged"})


async def change_structure(uow: UnitOfWork, id: UUID, body: Change) -> Structure:
    """Change plain data; nothing changed is no change, and nothing is announced."""
    row = await uow.target(Structure, id, may=Permission.STRUCTURE_EDIT)
    MACHINE.after(row.status, Action.CHANGE)
    refuse_if_any(_objections(body))
    wanted = body.model_dump(mode="json", exclude_unset=True)
    for name in ("names", "cadence"):
        if wanted.get(name):
            merged = {**(getattr(row, name) or {}), **wanted[name]}
            wanted[name] = {key: value for key, value in merged.items() if value not in (None, False, [])}
    changed = [name for name, value in wanted.items() if _differs(getattr(row, name), value)]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        uow.publish(row, StructureChanged(structure=row.named(), fields=tuple(changed)))
    return row


async def compose_structure(uow: UnitOfWork, id: UUID, body: Compose) -> Structure:
    """Say how many members each group has (kokoonpano)."""
    row = await uow.target(Structure, id, may=Permission.STRUCTURE_EDIT)
    MACHINE.after(row.status, Action.CHANGE)
    sizes = {size.group: size for size in body.groups}
    known = {group["code"] for group in row.groups}
    refuse_if_any([
        *(
            GROUP_UNKNOWN.at(f"/groups/{n}/group", group=size.group)
            for n, size in enumerate(body.groups) if size.group not in known
        ),
        *(
            COMPOSITION_ORDER.at(f"/groups/{n}/most", group=size.group)
            for n, size in enumerate(body.groups) if size.most is not None and size.most < size.least
        ),
    ])
    groups = [
        group | {"least": size.least, "most": size.most} if (size := sizes.get(group["code"])) else group for group in row.groups
    ]
    if groups != row.groups:
        row.groups = groups
        uow.publish(row, StructureChanged(structure=row.named(), fields=("groups",)))
    uow.because(body.grounds)
    return row


async def appoint_convenors(uow: UnitOfWork, id: UUID, body: AppointConvenors) -> Structure:
    """These organisations call it together from today on, each another (koolle kutsujien nimeäminen). STR-15..18."""
    row = await uow.target(Structure, id, may=Permission.STRUCTURE_EDIT, lock=True)
    MACHINE.after(row.status, Action.CONVENE)
    if row.convenor_role is not None or row.kind not in {Kind.OPEN, Kind.NETWORK}:
        raise CONVENED_BY_ROLE(convenor=row.convenor_role or row.convenor_text)
    present = await copies.present(uow, body.organisations)
    refuse_if_any(
        ORGANISATION_UNFIT.at(f"/organisations/{n}")
        for n, asked in enumerate(body.organisations) if asked not in present or present[asked].status in ENDED
    )
    wanted = {present[asked].id for asked in body.organisations}
    if len(wanted) != (row.convenor_count or len(body.organisations)):
        raise Refused([CONVENORS_DIFFER.at("/organisations", count=row.convenor_count or len(body.organisations))])
    uow.because(body.grounds)
    await convene(uow, row, wanted)
    return row


async def convene(uow: UnitOfWork, row: Structure, wanted: set[UUID], cause_id: UUID | None = None) -> None:
    """From today on these and no others; announced where that is new."""
    day = today(uow.now)
    now = await uow.all(
        select(Convening).where(
            col(Convening.structure_id) == row.id, or_(col(Convening.until).is_(None), col(Convening.until) > day)
        )
    )
    for each in now:
        if each.organisation_id not in wanted:
            each.until_before, each.until, each.cause_id = each.until, max(day, each.since), cause_id
    for id in sorted(wanted - {each.organisation_id for each in now}):
        uow.add(Convening(id=uow.new_id(), structure_id=row.id, organisation_id=id, since=day))
    if set(row.convenors) != wanted:
        row.convenors = sorted(wanted)
        uow.publish(row, ConvenorsAppointed(structure=row.named(), organisations=tuple(row.convenors), since=day))


async def close_structure(uow: UnitOfWork, id: UUID, body: Close) -> Structure:
    """It ends for good, with grounds and what goes on in its place (lakkauttaminen). Its seats become free. STR-23."""
    row = await uow.target(Structure, id, may=Permission.STRUCTURE_CLOSE, lock=True)
    after = MACHINE.after(row.status, Action.CLOSE)
    refuse_if_any([reason async for reason in _unfit(uow, row, body)])
    groups = await uow.one(
        select(func.count()).select_from(Structure).where(col(Structure.parent_id) == id, col(Structure.status) == Status.ACTIVE)
    )
    if groups:
        raise HAS_GROUPS(count=groups)
    day = today(uow.now)
    row.status, row.closed_on, row.closing_grounds = after, day, body.grounds
    row.successor_id, row.no_successor_because = body.successor_id, body.no_successor_because
    await _free_all(uow, row, day)
    await convene(uow, row, set())
    uow.publish(row, StructureClosed(
        structure=row.named(), grounds=body.grounds, successor_id=body.successor_id, closed_on=day
    ))
    uow.because(body.grounds)
    return row


async def _free_all(uow: UnitOfWork, row: Structure, day: date) -> None:
    held = await uow.rows(
        select(Holding, Seat).join(Seat, col(Seat.id) == col(Holding.seat_id)).where(
            col(Holding.structure_id) == row.id, or_(col(Holding.until).is_(None), col(Holding.until) > day)
        )
    )
    for holding, seat in held:
        await end(uow, row, seat, holding, on=max(day, holding.since), because=Because.STRUCTURE_CLOSED)


async def _unfit(uow: UnitOfWork, row: Structure, body: Close) -> AsyncIterator[Reason]:
    if (body.successor_id is None) == (body.no_successor_because is None):
        yield SUCCESSOR_OR_REASON.at("/successor_id")
    if body.successor_id is not None:
        found = await uow.maybe(
            select(col(Structure.id)).where(col(Structure.id) == body.successor_id, col(Structure.status) == Status.ACTIVE)
        )
        if found is None or found == row.id:
            yield SUCCESSOR_UNFIT.at("/successor_id")


def _objections(body: Change) -> Iterator[Reason]:
    yield from unknown_areas(body.cooperation_areas)
    known = domain.topics()
    for position, code in enumerate(body.topics):
        if code not in known:
            yield TOPIC_UNKNOWN.at(f"/topics/{position}", code=code)
    least, most = (body.cadence.per_year_min, body.cadence.per_year_max) if body.cadence else (None, None)
    if least is not None and most is not None and most < least:
        yield CADENCE_ORDER.at("/cadence/per_year_max")


def _differs(before: object, after: object) -> bool:
    """A language without a text and a language that is not kept are the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        return {k: v for k, v in before.items() if v is not None} != {k: v for k, v in after.items() if v is not None}
    return before != after

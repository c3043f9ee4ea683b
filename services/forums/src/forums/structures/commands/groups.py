"""Working groups: named members, a mandate and a term, under a structure (työryhmät). STR-24."""

from uuid import UUID

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from forums.access import Permission
from forums.structures import queries
from forums.structures.commands.establishing import announce, unknown_areas
from forums.structures.commands.holding import begin
from forums.structures.commands.seats import add_seat
from forums.structures.domain import MACHINE, Action, Kind
from forums.structures.domain.seating import Wanted
from forums.structures.problems import NOT_SET_UP_HERE, ORGANISATION_UNFIT, TERM_OVER, TWO_SEATS
from forums.structures.schemas import SetUpGroup
from forums.structures.tables import Structure

MEMBERS = {"code": "members", "fi": "Nimetyt jäsenet", "en": "named members"}


async def set_up_group(uow: UnitOfWork, id: UUID, body: SetUpGroup) -> Structure:
    """A body charges named members with a task for a time (työryhmän asettaminen)."""
    parent = await uow.target(Structure, id, may=Permission.STRUCTURE_EDIT, lock=True)
    MACHINE.after(parent.status, Action.SET_UP)
    if parent.kind is Kind.WORKING_GROUP:
        raise NOT_SET_UP_HERE()
    people = [member.person for member in body.members]
    represented = await queries.represented(uow, [member.organisation_id for member in body.members])
    refuse_if_any([
        *unknown_areas(body.cooperation_areas or ()),
        *(TWO_SEATS.at(f"/members/{n}/person") for n, person in enumerate(people) if person in people[:n]),
        *(ORGANISATION_UNFIT.at(f"/members/{n}/organisation_id") for n, each in enumerate(represented) if not each.fit),
        *(TERM_OVER.at("/term/until") for _ in [0] if body.term.until is not None and body.term.until <= today(uow.now)),
    ])
    row = uow.add(Structure(
        id=uow.new_id(), code=f"{parent.code}:{body.key}", names=body.names.model_dump(), level=parent.level,
        kind=Kind.WORKING_GROUP, area=parent.area, areas=parent.areas, domain=parent.domain, parent_id=parent.id,
        cooperation_areas=body.cooperation_areas or list(parent.cooperation_areas),
        groups=[MEMBERS | {"least": len(people), "most": None}], convenor_text=parent.names["fi"] or "", mandate=body.mandate,
        term_from=body.term.from_, term_until=body.term.until, since=body.term.from_,
    ))
    announce(uow, row)
    for number, (member, each) in enumerate(zip(body.members, represented, strict=True), 1):
        seat = add_seat(uow, row, MEMBERS["code"], number=number)
        wanted = Wanted(seat.id, member.person, body.term.from_, body.term.until)
        await begin(uow, row, seat, wanted, each.organisation.id if each.organisation else None)
    uow.because(body.grounds)
    return row

"""The audience of a structure as the API shows it: persons only for whoever may see them."""

from datetime import date, datetime, time
from uuid import UUID

from chassis.values import HELSINKI, today
from chassis.work import Reader
from forums.access import Permission
from forums.structures.domain import Kind
from forums.structures.queries.audience import Reached, audience
from forums.structures.queries.one import structure
from forums.structures.schemas import AudienceOut, ReachedOut


async def audience_of(reader: Reader, id: UUID, on: date | None) -> AudienceOut:
    """Whom the structure means now, or at noon of a day."""
    row = await structure(reader, id)
    found = await audience(reader, row, reader.now if on is None else datetime.combine(on, time(12), HELSINKI))
    people = reader.actor.may(Permission.SEAT_PEOPLE, row)
    if people:
        reader.has_read(*sorted(found.persons))
    return AudienceOut(
        structure_id=id,
        on=on or today(reader.now),
        anybody=row.kind is Kind.OPEN,
        groups=[_shown(each, people=people) for each in found.groups],
        members=len(found.members),
        deputies=len(found.deputies),
        represented=sorted(found.represented),
        persons=len(found.persons),
        organisations=len(found.organisations),
    )


def _shown(reached: Reached, *, people: bool) -> ReachedOut:
    return ReachedOut(
        code=reached.group.code, fi=reached.group.fi, persons=len(reached.persons),
        people=sorted(reached.persons) if people else None, organisations=sorted(reached.organisations),
    )

"""What a booking would come to now."""

from chassis.problems import NOT_ALLOWED
from chassis.work import Reader
from facilities.access import Permission
from facilities.bookings.domain.states import Status
from facilities.bookings.queries.facts import lineage
from facilities.bookings.queries.judging import Judged, judged, planned, wanted_space, wish
from facilities.bookings.schemas import Wanted
from facilities.bookings.tables import Booking


async def preview(reader: Reader, body: Wanted) -> Judged:
    """Everything that stands against it now. Nothing is booked, nothing is kept."""
    space = await wanted_space(reader, body.space_id)
    as_if = Booking(
        id=space.id,
        space_id=space.id,
        centre=space.centre,
        owner_municipality=space.owner_municipality,
        acting=await lineage(reader, body.organisation_id),
        purpose=body.purpose,
        booked_by=reader.actor.id,
        status=Status.HELD,
        occurrences=[],
        begins=reader.now,
        ends=reader.now,
        asked_at=reader.now,
        changed_at=reader.now,
    )
    decides = reader.actor.may(Permission.BOOKING_DECIDE, as_if)
    if not decides and (body.organisation_id is None or not reader.actor.may(Permission.BOOKING_MAKE, as_if)):
        raise NOT_ALLOWED()
    return await judged(reader, space, wish(body, staff=decides), planned(body))

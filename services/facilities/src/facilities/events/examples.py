"""One real-looking payload for each event and state: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from chassis.events import Event
from facilities.events.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingHandoverLifted,
    BookingHandoverOffered,
    BookingMoved,
    BookingNotRestored,
    BookingRefused,
    BookingState,
)
from facilities.events.parts import Alternative, Reason, SpaceNamed, Times, Words
from facilities.events.space import SpacePublished, SpaceState, SpaceUpdated, SpaceWithdrawn

_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_SITE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f01")
_SPACE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f02")
_HALL = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f03")
_BOOKING = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f04")
_MEETING = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f05")

_CENTRE = Words(fi="Esimerkkikunnan terveysasema", sv="Exempelkommuns hälsostation")
_ROOM = SpaceNamed(
    space_id=_SPACE, names=Words(fi="Vertaisryhmähuone", sv="Rum för kamratgrupper", en="Peer group room"), site_id=_SITE,
    site=_CENTRE, address="Esimerkkitie 1, 90100 Oulu", municipality="564",
)
_LARGER = SpaceNamed(
    space_id=_HALL, names=Words(fi="Sali"), site_id=_SITE, site=_CENTRE, address="Esimerkkitie 1, 90100 Oulu",
    municipality="564",
)
_EVENING = (Times(starts_at=datetime(2027, 3, 2, 15, 0, tzinfo=UTC), ends_at=datetime(2027, 3, 2, 17, 0, tzinfo=UTC)),)
_NEXT_WEEK = (Times(starts_at=datetime(2027, 3, 9, 15, 0, tzinfo=UTC), ends_at=datetime(2027, 3, 9, 17, 0, tzinfo=UTC)),)

EXAMPLES: Final[tuple[Event, ...]] = (
    SpacePublished(
        space=_ROOM, owner="county", capacity=12, features=("bookable", "coffee_making", "peer_group_room"), bookable=True
    ),
    SpaceUpdated(space=_ROOM, changed=("capacity", "features")),
    SpaceWithdrawn(space_id=_SPACE, grounds="Huone otetaan vastaanottokäyttöön."),
    SpaceState(
        id=_SPACE, space=_ROOM, parent_id=_HALL, owner="county", status="published", capacity=12,
        features=("bookable", "coffee_making", "peer_group_room"), bookable=True,
    ),
    BookingConfirmed(
        booking_id=_BOOKING, organisation_id=_ORGANISATION, meeting_id=_MEETING, schedule_version=1, space=_ROOM, times=_EVENING
    ),
    BookingRefused(
        booking_id=_BOOKING, organisation_id=_ORGANISATION, space_id=_SPACE, times=_EVENING,
        reasons=(Reason(code="facilities.booking.taken", detail="Tila on jo varattu tähän aikaan."),),
        alternatives=(Alternative(space=_LARGER, times=_EVENING),),
    ),
    BookingMoved(
        booking_id=_BOOKING, organisation_id=_ORGANISATION, space=_LARGER, times=_NEXT_WEEK, was_space_id=_SPACE,
        was_times=_EVENING,
    ),
    BookingHandoverOffered(
        booking_id=_BOOKING, organisation_id=_ORGANISATION, space=_ROOM, times=_EVENING,
        until=datetime(2027, 2, 15, 22, 0, tzinfo=UTC), because="organisation_dissolved",
    ),
    BookingHandoverLifted(booking_id=_BOOKING, organisation_id=_ORGANISATION),
    BookingNotRestored(
        booking_id=_BOOKING, organisation_id=_ORGANISATION, space=_ROOM, was_organisation_id=_ORGANISATION, because="given_up"
    ),
    BookingCancelled(booking_id=_BOOKING, organisation_id=_ORGANISATION, because="by_holder", times=_EVENING),
    BookingState(
        id=_BOOKING, space_id=_SPACE, organisation_id=_ORGANISATION, status="confirmed", times=_EVENING, meeting_id=_MEETING,
        schedule_version=1,
    ),
)

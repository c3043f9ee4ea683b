"""One real-looking payload for each event and state: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from chassis.events import Event
from forums.events.invitation import CalendarChanged, ParticipantsInvited
from forums.events.meeting import (
    MeetingCancelled,
    MeetingChanged,
    MeetingConfirmed,
    MeetingHeld,
    MeetingRescheduled,
    MeetingRoomRefused,
    MeetingScheduled,
    MeetingState,
    MinutesPublished,
    RoomFree,
    RoomWanted,
)
from forums.events.parts import StructureNamed, Words
from forums.events.registration import RegistrationCalendarChanged, RegistrationLeft, RegistrationPromoted
from forums.events.room import RoomKept, RoomMissing
from forums.events.structure import (
    ConvenorNotRestored,
    ConvenorsAppointed,
    SeatFilled,
    SeatNotRestored,
    SeatVacated,
    StructureChanged,
    StructureClosed,
    StructureEstablished,
    StructureState,
)

_STRUCTURE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21")
_SUCCESSOR = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e22")
_SEAT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e23")
_MEETING = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e24")
_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_INVITATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e25")
_SPACE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e31")
_BOOKING = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e32")
_FROM, _UNTIL = datetime(2027, 3, 10, 11, 0, tzinfo=UTC), datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
_COUNCIL = StructureNamed(
    structure_id=_STRUCTURE, level="county", kind="representative",
    names=Words(fi="Hyvinvointialueen järjestöneuvottelukunta", en="The county's council of organisations"),
)
_ROOM = RoomWanted(space_id=_SPACE, before_minutes=15, after_minutes=15, persons=20)
_TITLE = Words(fi="Järjestöneuvottelukunnan kevätkokous")
_MEETS: Final[dict[str, Any]] = {
    "meeting_id": _MEETING, "schedule_version": 1, "structure": _COUNCIL, "title": _TITLE, "starts_at": _FROM, "ends_at": _UNTIL,
}
_ENTRY: Final[dict[str, Any]] = {
    **_MEETS, "mode": "in_person", "place": "Kokoushuone Hupisaari, Oulu", "remote_link": None, "calendar_sequence": 0,
}
_INVITED: Final[dict[str, Any]] = {
    **_ENTRY, "invitation_id": _INVITATION, "persons": (_PERSON,), "organisations": (_ORGANISATION,),
}
_REGISTERED: Final[dict[str, Any]] = {
    **_ENTRY, "registration_id": _BOOKING, "person": _PERSON, "organisation_id": _ORGANISATION, "persons": 2,
}
_FREE = RoomFree(space_id=_SPACE, place="Sali, Oulu", starts_at=_FROM, ends_at=_UNTIL)

EXAMPLES: Final[tuple[Event, ...]] = (
    StructureEstablished(
        structure=_COUNCIL, area=None, cooperation_areas=("participation", "wellbeing"), since=date(2027, 1, 1),
    ),
    StructureChanged(structure=_COUNCIL, fields=("names",)),
    StructureClosed(
        structure=_COUNCIL, grounds="Kaksi neuvottelukuntaa yhdistetään.", successor_id=_SUCCESSOR, closed_on=date(2029, 5, 31)
    ),
    ConvenorsAppointed(structure=_COUNCIL, organisations=(_ORGANISATION,), since=date(2027, 1, 1)),
    SeatFilled(
        structure=_COUNCIL, seat_id=_SEAT, group="parishes", organisation_id=_ORGANISATION, deputy=False, since=date(2027, 1, 1)
    ),
    SeatNotRestored(
        structure=_COUNCIL, seat_id=_SEAT, group="parishes", organisation_id=_ORGANISATION, deputy=False, because="seat_filled"
    ),
    ConvenorNotRestored(structure=_COUNCIL, organisation_id=_ORGANISATION, because="place_taken"),
    SeatVacated(
        structure=_COUNCIL, seat_id=_SEAT, group="parishes", organisation_id=_ORGANISATION, deputy=False, because="resigned",
        vacated_on=date(2028, 1, 31),
    ),
    StructureState(
        id=_STRUCTURE, code="county-ngo-council", names=_COUNCIL.names, level="county", kind="representative", status="active",
        cooperation_areas=("participation", "wellbeing"),
    ),
    MeetingScheduled(**_MEETS, public=True, mode="in_person", room=_ROOM, languages=("fi",), interpretation=("sign_language",)),
    MeetingConfirmed(
        **_MEETS, public=True, mode="in_person", booking_id=_BOOKING, space_id=_SPACE, place="Kokoushuone Hupisaari, Oulu"
    ),
    MeetingRoomRefused(
        **_MEETS, public=True, reasons=("Tila on varattu klo 14–15.",),
        alternatives=(_FREE,),
    ),
    MeetingChanged(**_MEETS, public=True, fields=("title",)),
    MeetingRescheduled(
        **_MEETS, public=True, mode="in_person", room=_ROOM, was_starts_at=datetime(2027, 3, 3, 11, 0, tzinfo=UTC),
        was_ends_at=datetime(2027, 3, 3, 13, 0, tzinfo=UTC), because="Koulujen talviloma.",
    ),
    MeetingCancelled(**_MEETS, public=True, because="Esittelijät ovat estyneet."),
    MeetingHeld(**_MEETS, public=True, attendance={"organisation": 14, "parish": 3, "county": 4}),
    MinutesPublished(**_MEETS, public=True, minutes_id=_INVITATION, agenda_version=2),
    MeetingState(
        id=_MEETING, structure_id=_STRUCTURE, title=_TITLE, status="invited", room="won", mode="in_person", public=True,
        starts_at=_FROM, ends_at=_UNTIL, schedule_version=1, calendar_sequence=0, place="Kokoushuone Hupisaari, Oulu",
    ),
    ParticipantsInvited(**_INVITED, invited_at=datetime(2027, 2, 10, 10, 0, tzinfo=UTC)),
    RegistrationPromoted(**_REGISTERED),
    RegistrationCalendarChanged(**_REGISTERED, cancelled=False, because="Koulujen talviloma."),
    RegistrationLeft(**_REGISTERED),
    RoomMissing(
        **_MEETS, request_id=_BOOKING, person=_PERSON, lost=False, reasons=("Tila on varattu klo 14–15.",), alternatives=(_FREE,),
        kept=RoomKept(place="Kokoushuone Hupisaari, Oulu", starts_at=_FROM, ends_at=_UNTIL), untold=14,
    ),
    CalendarChanged(**_INVITED, cancelled=True, because="Esittelijät ovat estyneet."),
)
"""Every class of `forums.events` once."""

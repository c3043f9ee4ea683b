"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Text
from forums.meetings.domain import How, MinutesStatus, Mode, Pace, RegistrationStatus, Room, Sector, Status, Visibility
from forums.meetings.schemas import (
    AgendaItemIn,
    AgendaItemOut,
    AgendaOut,
    Attendance,
    CadenceOut,
    Cancel,
    Change,
    Correct,
    CountsOut,
    DraftMeeting,
    EntryOut,
    Hold,
    InvitedOut,
    MeetingItem,
    MeetingOut,
    MinutesItemIn,
    MinutesItemOut,
    MinutesOut,
    MunicipalityOut,
    OpenForRemarks,
    PublishedAgendaOut,
    Register,
    RegistrationOut,
    Remark,
    Reschedule,
    RoomOut,
    Schedule,
    StructureCountOut,
    WriteAgenda,
    WriteMinutes,
)

MEETING: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e24")
STRUCTURE: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21")
ITEM: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e41")
_MINUTES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e42")
_REGISTRATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e43")
_ENTRY = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e44")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_FROM, _UNTIL = datetime(2027, 3, 10, 11, 0, tzinfo=UTC), datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
_TITLE = Text(fi="Kevään järjestöfoorumi", sv="Vårens organisationsforum", en="The spring forum of organisations")
_ITEM: Final[dict[str, Any]] = {"title": Text(fi="Hyvinvointisuunnitelma"), "text": "Luonnos lähetekeskusteluun.", "minutes": 30}
_SHOWN: Final[dict[str, Any]] = {
    "id": MEETING, "version": 3, "structure_id": STRUCTURE, "title": _TITLE, "status": Status.INVITED,
    "room_status": Room.NOT_NEEDED, "mode": Mode.HYBRID, "public": True, "starts_at": _FROM, "ends_at": _UNTIL,
    "place": "Iin kirjasto, Haminantie 30, 91100 Ii",
}
_AGENDA = AgendaItemOut(
    id=ITEM, parent_id=None, number="1", kind=None, visibility=Visibility.COMMON, late=False, **_ITEM
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    DraftMeeting(
        structure_id=STRUCTURE, title=_TITLE, description="Hyvinvointisuunnitelman valmistelu.", languages=["fi", "sv"],
        interpretation=["sign_language"], accessibility="Esteetön sisäänkäynti pihan puolelta.", capacity=40,
    ),
    Change(description="Hyvinvointisuunnitelman valmistelu ja avustushaku.", capacity=50),
    Schedule(
        starts_at=_FROM, ends_at=_UNTIL, mode=Mode.HYBRID, place="Iin kirjasto, Haminantie 30, 91100 Ii",
        remote_link="https://kokous.example/foorumi",
    ),
    Reschedule(
        starts_at=_FROM, ends_at=_UNTIL, mode=Mode.HYBRID, place="Iin kirjasto, Haminantie 30, 91100 Ii",
        remote_link="https://kokous.example/foorumi", because="Koulujen talviloma.",
    ),
    Cancel(because="Esittelijät ovat estyneet."),
    Hold(attendance=Attendance(organisation=14, parish=3, county=4)),
    MeetingItem(**_SHOWN),
    MeetingOut(
        **_SHOWN, description=None,
        room=RoomOut(
            status=Room.NOT_NEEDED, space_id=None, before_minutes=0, after_minutes=0, persons=None, booking_id=None, kept=None,
            reasons=[], alternatives=[],
        ),
        remote_link=None, languages=["fi"], interpretation=[], accessibility=None, capacity=40, waiting_capacity=None,
        schedule_version=1, calendar_sequence=0, because=None, attendance=None,
        invited=InvitedOut(
            persons=21, organisations=340, untold_persons=0, untold_organisations=0, at=datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
        ),
        cautions=[],
    ),
    WriteAgenda(items=[AgendaItemIn(**_ITEM)]),
    AgendaOut(meeting_id=MEETING, version=2, published=1, items=[_AGENDA]),
    PublishedAgendaOut(meeting_id=MEETING, number=1, published_at=datetime(2027, 2, 20, 8, 0, tzinfo=UTC), items=[_AGENDA]),
    Register(how=How.ROOM, persons=2, reserve=True),
    RegistrationOut(
        id=_REGISTRATION, version=1, meeting_id=MEETING, person=_PERSON, organisation_id=None, how=How.ROOM, persons=2,
        status=RegistrationStatus.WAITING, ahead=3, reserved_until=None, made_at=datetime(2027, 2, 2, 8, 0, tzinfo=UTC),
        promoted_at=None,
    ),
    WriteMinutes(items=[MinutesItemIn(agenda_item_id=ITEM, text="Keskusteltiin. Järjestöt toivovat toista kierrosta.")]),
    OpenForRemarks(until=date(2099, 12, 31)),
    Remark(text="Läsnäolijoista puuttuu yksi järjestö."),
    Correct(text="Seuraavan tapaamisen päivä on 5.5., ei 6.5."),
    MinutesOut(
        id=_MINUTES, version=3, meeting_id=MEETING, agenda_version=1, status=MinutesStatus.APPROVED,
        remarks_until=date(2027, 3, 24), approved_at=datetime(2027, 3, 25, 8, 0, tzinfo=UTC),
        items=[MinutesItemOut(agenda_item_id=ITEM, agenda_version=1, text="Keskusteltiin.")], remarks=[],
        corrections=[EntryOut(
            id=_ENTRY, agenda_item_id=None, text="Päivä on 5.5.", person=None, made_at=datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
        )],
    ),
    CountsOut(
        year=2027, meetings=12, attendance={Sector.ORGANISATION: 140}, municipalities=1,
        by_municipality=[MunicipalityOut(municipality="139", meetings=12)],
        by_structure=[StructureCountOut(
            structure_id=STRUCTURE, names=Text(fi="Paikallinen järjestötapaaminen, Ii"), municipality="139", meetings=12,
            attendance={Sector.ORGANISATION: 140},
        )],
    ),
    CadenceOut(
        structure_id=STRUCTURE, names=Text(fi="Järjestöfoorumi"), per_year_min=1, per_year_max=3, held=1, ahead=1, pace=Pace.FINE
    ),
)

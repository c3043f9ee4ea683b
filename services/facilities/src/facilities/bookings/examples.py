"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from facilities.bookings.domain.states import Kept, Status
from facilities.bookings.schemas import (
    AvailabilityOut,
    BlockedOut,
    BlockTime,
    Book,
    BookingOut,
    Cancel,
    FirstFreeOut,
    FreeSlot,
    HandoverOut,
    Move,
    OccurrenceOut,
    PreviewOut,
    Refuse,
    SeriesBody,
    SpaceFree,
    Stretch,
    TakeOver,
    TimesBody,
    Wanted,
    Why,
)
from facilities.spaces.domain.kinds import FreeUse

SPACE: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f02")
ORGANISATION: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
OTHER: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_BOOKING = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f04")
_BLOCKED = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f08")
_RULES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f07")
_FROM, _UNTIL = datetime(2027, 3, 2, 15, 0, tzinfo=UTC), datetime(2027, 3, 2, 17, 0, tzinfo=UTC)
_NEXT, _NEXT_UNTIL = datetime(2027, 3, 9, 15, 0, tzinfo=UTC), datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
_PASSED = [FreeUse.NON_PROFIT, FreeUse.OPEN_TO_ALL]
_TAKEN = Why(code="facilities.booking.taken", detail="Tila on jo varattu 9.3.2027 klo 17.00–9.3.2027 klo 19.00.")
_KEPT = OccurrenceOut(day=date(2027, 3, 2), starts_at=_FROM, ends_at=_UNTIL, kept=Kept.KEPT, reasons=[])
_SKIPPED = OccurrenceOut(day=date(2027, 3, 9), starts_at=_NEXT, ends_at=_NEXT_UNTIL, kept=Kept.SKIPPED, reasons=[_TAKEN])
_WEEKLY = SeriesBody(weekdays=[2], first=date(2027, 3, 1), last=date(2027, 5, 31), starts="17:00", minutes=120)
_CHANGED = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Book(
        space_id=SPACE, organisation_id=ORGANISATION, purpose="Omaishoitajien vertaisryhmä", persons=10, free_use=_PASSED,
        occurrences=[TimesBody(starts_at=_FROM, ends_at=_UNTIL)], hold=True,
    ),
    Wanted(
        space_id=SPACE, organisation_id=ORGANISATION, purpose="Omaishoitajien vertaisryhmä", persons=10, free_use=_PASSED,
        series=_WEEKLY,
    ),
    PreviewOut(possible=False, reasons=[], occurrences=[_KEPT, _SKIPPED]),
    HandoverOut(organisation_id=ORGANISATION, because="organisation_dissolved", cause_id=_RULES),
    BookingOut(
        id=_BOOKING, version=2, space_id=SPACE, organisation_id=ORGANISATION, visitor=None, purpose="Omaishoitajien vertaisryhmä",
        persons=10, free_use=_PASSED, usage_rules_id=_RULES, status=Status.CONFIRMED, occurrences=[_KEPT, _SKIPPED],
        hold_until=None, handover_until=None, handover=None, grounds=None, reasons=[], meeting_id=None, changed_at=_CHANGED,
    ),
    Move(occurrences=[TimesBody(starts_at=_NEXT, ends_at=_NEXT_UNTIL)], grounds="Huone tarvitaan rokotuksiin sinä iltana."),
    Cancel(grounds="Huone tarvitaan rokotuksiin."),
    Refuse(grounds="Huoneeseen tulee remontti. Päätökseen voi hakea muutosta tilan omistajalta."),
    TakeOver(organisation_id=OTHER, free_use=_PASSED),
    BlockTime(space_id=SPACE, starts_at=_NEXT, ends_at=_NEXT_UNTIL, grounds="Siivous ja huolto."),
    BlockedOut(id=_BLOCKED, version=1, space_id=SPACE, starts_at=_NEXT, ends_at=_NEXT_UNTIL, grounds="Siivous ja huolto."),
    AvailabilityOut(
        from_=date(2027, 3, 2), until=date(2027, 3, 3),
        spaces=[SpaceFree(
            space_id=SPACE, free=[Stretch(starts_at=_UNTIL, ends_at=datetime(2027, 3, 2, 19, 0, tzinfo=UTC))],
            taken=[Stretch(starts_at=_FROM, ends_at=_UNTIL)],
        )],
    ),
    FirstFreeOut(
        found=[FreeSlot(space_id=SPACE, starts_at=_NEXT, ends_at=_NEXT_UNTIL)], until=datetime(2027, 3, 29, 21, 0, tzinfo=UTC)
    ),
)

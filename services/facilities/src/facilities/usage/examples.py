"""One answer, for the API document. Tested to be valid."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from facilities.usage.schemas import RefusedHours, UseOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    UseOut(
        space_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f02"), space="Vertaisryhmähuone", month=date(2027, 3, 1),
        kind="organisation", bookings=4,
        asked_hours=12, given_hours=8, waiting_hours=2, refused_hours=2, cancelled_hours=0, expired_hours=0,
        refused_because=[RefusedHours(reason="facilities.booking.taken", hours=2)], median_minutes=0, longest_minutes=7.5,
    ),
)

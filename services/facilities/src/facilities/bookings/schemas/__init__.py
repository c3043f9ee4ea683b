"""Bookings as the API takes and shows them."""

from facilities.bookings.schemas.answers import (
    AvailabilityOut,
    BlockedOut,
    BookingOut,
    FirstFreeOut,
    FreeSlot,
    HandoverOut,
    OccurrenceOut,
    PreviewOut,
    SpaceFree,
    Stretch,
    Why,
)
from facilities.bookings.schemas.bodies import (
    BlockTime,
    Book,
    Cancel,
    Move,
    Refuse,
    SeriesBody,
    TakeOver,
    TimesBody,
    Wanted,
)

__all__ = [
    "AvailabilityOut",
    "BlockTime",
    "BlockedOut",
    "Book",
    "BookingOut",
    "Cancel",
    "FirstFreeOut",
    "FreeSlot",
    "HandoverOut",
    "Move",
    "OccurrenceOut",
    "PreviewOut",
    "Refuse",
    "SeriesBody",
    "SpaceFree",
    "Stretch",
    "TakeOver",
    "TimesBody",
    "Wanted",
    "Why",
]

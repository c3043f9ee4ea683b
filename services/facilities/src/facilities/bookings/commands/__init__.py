"""Use cases of bookings: `making`, `changing`, `timing`, `handing_over` after a dissolution, `meetings`, `blocking`."""

from facilities.bookings.commands.blocking import block, unblock
from facilities.bookings.commands.changing import cancel, check_in, move, refuse, restore
from facilities.bookings.commands.handing_over import (
    HANDOVER_OVER,
    handover_over,
    inherit,
    lift,
    offer,
    organisation_apart,
    organisation_ended,
    organisation_goes_on,
    organisation_merged,
    take_over,
)
from facilities.bookings.commands.making import EXPIRE, book, confirm
from facilities.bookings.commands.meetings import Asked, book_for_meeting, free_for_meeting, move_for_meeting
from facilities.bookings.commands.timing import expire, release

__all__ = [
    "EXPIRE", "HANDOVER_OVER", "Asked", "block", "book", "book_for_meeting", "cancel", "check_in", "confirm", "expire",
    "free_for_meeting", "handover_over", "inherit", "lift", "move", "move_for_meeting", "offer", "organisation_apart",
    "organisation_ended", "organisation_goes_on", "organisation_merged", "refuse", "release", "restore", "take_over",
    "unblock",
]

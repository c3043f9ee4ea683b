"""Rows and reasons as the API shows them."""

from collections.abc import Sequence

from chassis.answers.languages import sentence
from chassis.problems import Reason
from facilities.bookings.domain.plans import Planned
from facilities.bookings.domain.states import Because, Kept
from facilities.bookings.queries.judging import Judged
from facilities.bookings.schemas import BlockedOut, BookingOut, HandoverOut, OccurrenceOut, PreviewOut, Why
from facilities.bookings.tables import Blocked, Booking
from facilities.spaces.domain.kinds import FreeUse

_INSIDE = {
    "sequence", "centre", "owner_municipality", "acting", "booked_by", "begins", "ends", "schedule_version", "before_minutes",
    "after_minutes", "calendar_sequence", "occurrences", "free_use", "reasons",
    "handover_of", "handover_cause", "handed_over_from",
}


def shown(row: Booking) -> BookingOut:
    return BookingOut(
        **row.model_dump(exclude=_INSIDE),
        free_use=[FreeUse(test) for test in row.free_use],
        occurrences=[OccurrenceOut.model_validate(each) for each in row.occurrences],
        reasons=[Why.model_validate(each) for each in row.reasons],
        handover=None if row.handover_of is None else HandoverOut(
            organisation_id=row.handover_of, because=Because.ORGANISATION_DISSOLVED.value, cause_id=row.handover_cause
        ),
    )


def shown_blocked(row: Blocked) -> BlockedOut:
    return BlockedOut(**row.model_dump(exclude={"centre", "owner_municipality"}))


def shown_preview(found: Judged) -> PreviewOut:
    return PreviewOut(
        possible=not found.reasons,
        reasons=[Why(**why(reason)) for reason in found.general],
        occurrences=[OccurrenceOut.model_validate(stored(n, each)) for n, each in enumerate(found.planned)],
    )


def stored(n: int, each: Planned) -> dict[str, object]:
    """An occurrence as its booking keeps it: skipped where something stands against it."""
    times = each.times
    return {
        "n": n,
        "day": each.day.isoformat(),
        "starts_at": None if times is None else times.starts_at.isoformat(),
        "ends_at": None if times is None else times.ends_at.isoformat(),
        "kept": (Kept.SKIPPED if each.reasons else Kept.KEPT).value,
        "reasons": whys(each.reasons),
        "checked_in_at": None,
    }


def whys(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as they are kept: once each."""
    return list({tuple(why(reason).items()): why(reason) for reason in reasons}.values())


def why(reason: Reason) -> dict[str, str]:
    """Its code, and its sentence in Finnish."""
    return {"code": reason.problem.code, "detail": sentence(reason.problem, reason.values, "fi")}

"""What bookings do when meetings ask for rooms, and when an organisation ends or goes on."""

from chassis.listening import Listener
from chassis.work import Irrelevant, UnitOfWork
from facilities.bookings import commands
from facilities.bookings.commands import Asked
from facilities.bookings.domain.states import Because
from facilities.heard.forums import MeetingCancelled, MeetingRescheduled, MeetingScheduled, MeetingTimes
from facilities.heard.registry import (
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationMergeUndone,
    OrganisationsMerged,
)

ROOMS = Listener("rooms", topics=["forums.meeting"])
ENDED = Listener("ended", topics=["registry.organisation"])


@ROOMS.hears(MeetingScheduled)
async def on_meeting_scheduled(uow: UnitOfWork, fact: MeetingScheduled) -> None:
    """A meeting asks for a room (tilatoive)."""
    await commands.book_for_meeting(uow, _asked(fact))


@ROOMS.hears(MeetingRescheduled)
async def on_meeting_rescheduled(uow: UnitOfWork, fact: MeetingRescheduled) -> None:
    """It asks for another time or room; or for none any more."""
    if fact.room is None:
        await commands.free_for_meeting(uow, fact.meeting_id, fact.schedule_version, Because.MEETING_MOVED)
    else:
        await commands.move_for_meeting(uow, _asked(fact))


@ROOMS.hears(MeetingCancelled)
async def on_meeting_cancelled(uow: UnitOfWork, fact: MeetingCancelled) -> None:
    """It is not held: the room is free."""
    await commands.free_for_meeting(uow, fact.meeting_id, fact.schedule_version, Because.BY_MEETING)


@ENDED.hears(OrganisationDissolved)
async def on_organisation_dissolved(uow: UnitOfWork, fact: OrganisationDissolved) -> None:
    """Its bookings are offered to others (lakkautuminen)."""
    await commands.organisation_ended(uow, fact.organisation_id, fact.dissolved_on)


@ENDED.hears(OrganisationDissolutionReverted)
async def on_dissolution_reverted(uow: UnitOfWork, fact: OrganisationDissolutionReverted) -> None:
    """They are its own again (lakkautumisen peruminen)."""
    await commands.organisation_goes_on(uow, fact.organisation_id)


@ENDED.hears(OrganisationsMerged)
async def on_organisations_merged(uow: UnitOfWork, fact: OrganisationsMerged) -> None:
    """Whoever acts for the successor acts for its bookings (fuusio)."""
    await commands.organisation_merged(uow, fact.organisation_id, fact.into_id)


@ENDED.hears(OrganisationMergeUndone)
async def on_merge_undone(uow: UnitOfWork, fact: OrganisationMergeUndone) -> None:
    """And no longer (fuusion purku)."""
    await commands.organisation_apart(uow, fact.organisation_id)


def _asked(fact: MeetingTimes) -> Asked:
    if fact.room is None:
        raise Irrelevant("no_room_wanted")
    return Asked(
        meeting_id=fact.meeting_id,
        schedule_version=fact.schedule_version,
        space_id=fact.room.space_id,
        title=fact.title.fi,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        before_minutes=fact.room.before_minutes,
        after_minutes=fact.room.after_minutes,
        persons=fact.room.persons,
    )

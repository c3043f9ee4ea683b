"""Changing meetings: plan, schedule, invite, move, cancel, hold; rooms; agendas; registrations; minutes."""

from forums.meetings.commands.agenda import publish_agenda, write_agenda
from forums.meetings.commands.inviting import invite
from forums.meetings.commands.minutes import approve, correct, open_for_remarks, remark, rewrite, write_minutes
from forums.meetings.commands.planning import change_meeting, draft_meeting, hold_meeting
from forums.meetings.commands.registering import EXPIRE, confirm, expire, leave, register
from forums.meetings.commands.rooms import lose_room, move_room, refuse_room, take_room
from forums.meetings.commands.scheduling import cancel_meeting, reschedule_meeting, schedule_meeting

__all__ = [
    "EXPIRE", "approve", "cancel_meeting", "change_meeting", "confirm", "correct", "draft_meeting", "expire", "hold_meeting",
    "invite", "leave", "lose_room", "move_room", "open_for_remarks", "publish_agenda", "refuse_room", "register", "remark",
    "reschedule_meeting", "rewrite", "schedule_meeting", "take_room", "write_agenda", "write_minutes",
]

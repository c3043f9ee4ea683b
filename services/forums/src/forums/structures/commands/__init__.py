"""Changing structures: establish, change, convene, set up groups, close; seats and who holds them."""

from forums.structures.commands.changing import appoint_convenors, change_structure, close_structure, compose_structure
from forums.structures.commands.establishing import Loaded, establish_structure, load_reference
from forums.structures.commands.groups import set_up_group
from forums.structures.commands.hearing import leave_ended, organisation_ended, organisation_goes_on, organisation_is_now
from forums.structures.commands.holding import FREE, free_seat
from forums.structures.commands.seats import define_seat, fill_seat, vacate_seat, withdraw_seat

__all__ = [
    "FREE", "Loaded", "appoint_convenors", "change_structure", "close_structure", "compose_structure", "define_seat",
    "establish_structure", "fill_seat", "free_seat", "leave_ended", "load_reference", "organisation_ended", "organisation_goes_on",
    "organisation_is_now", "set_up_group", "vacate_seat", "withdraw_seat",
]

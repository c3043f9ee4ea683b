"""Use cases of sites, spaces, hours and usage rules."""

from facilities.spaces.commands.hours import add_holidays, add_hours, edit_hours, remove_hours
from facilities.spaces.commands.sites import add_site, edit_site
from facilities.spaces.commands.spaces import add_space, edit_space, move_space, publish_space, withdraw_space
from facilities.spaces.commands.usage_rules import draft_usage_rules, edit_usage_rules, publish_usage_rules

__all__ = [
    "add_holidays",
    "add_hours",
    "add_site",
    "add_space",
    "draft_usage_rules",
    "edit_hours",
    "edit_site",
    "edit_space",
    "edit_usage_rules",
    "move_space",
    "publish_space",
    "publish_usage_rules",
    "remove_hours",
    "withdraw_space",
]

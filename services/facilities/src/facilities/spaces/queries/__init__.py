"""Reads of sites, spaces, hours and usage rules. Bookings ask `leaves_of`, `named`, `hours_of`, `rules_of`, `usage_rules_for`."""

from facilities.spaces.queries.hours import hours_of, hours_statement, periods_by_space
from facilities.spaces.queries.spaces import has_use_hours, leaf_of, leaves_of, leaves_statement, named, rules_of, space, tree
from facilities.spaces.queries.usage_rules import usage_rules, usage_rules_for

__all__ = [
    "has_use_hours",
    "hours_of",
    "hours_statement",
    "leaf_of",
    "leaves_of",
    "leaves_statement",
    "named",
    "periods_by_space",
    "rules_of",
    "space",
    "tree",
    "usage_rules",
    "usage_rules_for",
]

"""Reads of sites, spaces, hours and usage rules. Bookings ask `leaves_of`, `named`, `hours_of`, `rules_of`, `usage_rules_for`."""

from facilities.spaces.queries.hours import hours_of, hours_statement, periods_by_space
from facilities.spaces.queries.lists import Near, SitesWanted, SpacesWanted, sites, spaces
from facilities.spaces.queries.one import all_features, period, periods, site, space_hours, space_usage_rules, versions
from facilities.spaces.queries.shown import shown_hours, shown_site, shown_space, shown_usage_rules
from facilities.spaces.queries.spaces import (
    has_use_hours,
    leaf_of,
    leaves_of,
    leaves_statement,
    named,
    rules_of,
    site_id_of,
    space,
    tree,
    tree_key,
    visible,
)
from facilities.spaces.queries.usage_rules import usage_rules, usage_rules_for

__all__ = [
    "Near",
    "SitesWanted",
    "SpacesWanted",
    "all_features",
    "has_use_hours",
    "hours_of",
    "hours_statement",
    "leaf_of",
    "leaves_of",
    "leaves_statement",
    "named",
    "period",
    "periods",
    "periods_by_space",
    "rules_of",
    "shown_hours",
    "shown_site",
    "shown_space",
    "shown_usage_rules",
    "site",
    "site_id_of",
    "sites",
    "space",
    "space_hours",
    "space_usage_rules",
    "spaces",
    "tree",
    "tree_key",
    "usage_rules",
    "usage_rules_for",
    "versions",
    "visible",
]

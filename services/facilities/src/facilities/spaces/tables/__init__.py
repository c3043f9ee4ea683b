"""Rows of sites, spaces, their leaves, hours and usage rules."""

from facilities.spaces.tables.hours import HoursPeriod
from facilities.spaces.tables.sites import Site
from facilities.spaces.tables.spaces import Space, SpaceLeaf
from facilities.spaces.tables.usage_rules import UsageRules

__all__ = ["HoursPeriod", "Site", "Space", "SpaceLeaf", "UsageRules"]

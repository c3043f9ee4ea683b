"""HTTP: sites, spaces, features, hours, usage rules."""

from facilities.spaces.api.hours import hours, usage_rules
from facilities.spaces.api.sites import features, sites
from facilities.spaces.api.spaces import spaces

ROUTES = [sites, features, spaces, hours, usage_rules]

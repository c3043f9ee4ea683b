"""Bodies in, answers out."""

from facilities.spaces.schemas.hours import AddHolidays, AddHours, DaySpans, EditHours, HolidaysOut, HoursOut, RuleBody, SpanOut
from facilities.spaces.schemas.parts import Accessibility, FeatureOut, LongText, WordsOut
from facilities.spaces.schemas.sites import AddSite, EditSite, OriginOut, SiteOut
from facilities.spaces.schemas.spaces import AddSpace, BookingRules, EditSpace, MoveSpace, SpaceOut, WithdrawSpace
from facilities.spaces.schemas.usage_rules import DraftUsageRules, EditUsageRules, RulesInForce, UsageRulesOut

__all__ = [
    "Accessibility",
    "AddHolidays",
    "AddHours",
    "AddSite",
    "AddSpace",
    "BookingRules",
    "DaySpans",
    "DraftUsageRules",
    "EditHours",
    "EditSite",
    "EditSpace",
    "EditUsageRules",
    "FeatureOut",
    "HolidaysOut",
    "HoursOut",
    "LongText",
    "MoveSpace",
    "OriginOut",
    "RuleBody",
    "RulesInForce",
    "SiteOut",
    "SpaceOut",
    "SpanOut",
    "UsageRulesOut",
    "WithdrawSpace",
    "WordsOut",
]

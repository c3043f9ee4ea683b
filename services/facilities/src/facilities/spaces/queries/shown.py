"""Rows as the API shows them."""

from facilities.spaces.domain.features import Feature
from facilities.spaces.domain.hours import Hours, Span, State, clock_of, usable
from facilities.spaces.domain.kinds import UseForm
from facilities.spaces.schemas import (
    Accessibility,
    BookingRules,
    FeatureOut,
    HoursOut,
    OriginOut,
    RuleBody,
    SiteOut,
    SpaceOut,
    SpanOut,
    UsageRulesOut,
    WordsOut,
)
from facilities.spaces.tables import HoursPeriod, Site, Space, UsageRules

_OF_SITE = ("source", "source_id", "seen_on", "by_hand", "sort_name", "searched", "accessibility")


def shown_site(row: Site) -> SiteOut:
    origin = None
    if row.source is not None and row.source_id is not None and row.seen_on is not None:
        origin = OriginOut(source=row.source, source_id=row.source_id, seen_on=row.seen_on, by_hand=row.by_hand)
    said = row.model_dump(exclude=set(_OF_SITE))
    return SiteOut(**said, accessibility=Accessibility.model_validate(row.accessibility), origin=origin)


def shown_space(row: Space) -> SpaceOut:
    said = row.model_dump(exclude={"sequence", "accessibility", "rules", "use_forms", "site_names", "sort_name", "searched"})
    return SpaceOut(
        **said,
        site=WordsOut.model_validate(row.site_names),
        bookable=row.bookable,
        use_forms=[UseForm(form) for form in row.use_forms],
        accessibility=Accessibility.model_validate(row.accessibility),
        rules=BookingRules.model_validate(row.rules),
    )


def shown_hours(row: HoursPeriod) -> HoursOut:
    rules = [
        RuleBody(
            weekdays=rule["weekdays"],
            starts=clock_of(rule["starts"]),
            ends=clock_of(rule["ends"]),
            ends_next_day=rule["next_day"],
            state=State(rule["state"]) if rule["state"] else None,
        )
        for rule in row.rules
    ]
    return HoursOut(**row.model_dump(exclude={"rules", "owner_municipality", "centre"}), rules=rules)


def shown_usage_rules(row: UsageRules) -> UsageRulesOut:
    return UsageRulesOut(**row.model_dump(exclude={"scope", "centre", "published_by"}))


def shown_spans(found: Hours) -> dict[str, list[SpanOut]]:
    """The spans of both kinds, and when the space can be used."""
    kinds = {"opening": found.opening, "use": found.use, "usable": usable(found.use)}
    return {name: [_span(span) for span in spans] for name, spans in kinds.items()}


def shown_feature(feature: Feature) -> FeatureOut:
    return FeatureOut(code=feature.code, kind=feature.kind, fi=feature.fi, en=feature.en, source=feature.source)


def _span(span: Span) -> SpanOut:
    return SpanOut(starts_at=span.starts_at, ends_at=span.ends_at, state=span.state)

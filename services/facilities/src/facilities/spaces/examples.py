"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Text
from facilities.spaces.domain.hours import Purpose, State
from facilities.spaces.domain.kinds import FreeUse, Needs, OwnerKind, SiteKind, UseForm
from facilities.spaces.domain.lifecycle import RulesStatus, Status
from facilities.spaces.schemas import (
    Accessibility,
    AddHolidays,
    AddHours,
    AddSite,
    AddSpace,
    BookingRules,
    DaySpans,
    DraftUsageRules,
    EditHours,
    EditSite,
    EditSpace,
    EditUsageRules,
    FeatureOut,
    HolidaysOut,
    HoursOut,
    LongText,
    MoveSpace,
    RuleBody,
    SiteOut,
    SpaceOut,
    SpanOut,
    UsageRulesOut,
    WithdrawSpace,
    WordsOut,
)

SITE: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f01")
SPACE: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f02")
HALL: Final = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f03")
_PERIOD = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f06")
_RULES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4f07")
_CENTRE, _ROOM = WordsOut(fi="Esimerkin terveysasema", sv="Exempels hälsostation"), WordsOut(fi="Vertaisryhmähuone")
_ACCESS = Accessibility(step_free_entrance=True, door_width_cm=90, lift=True, accessible_toilet=True, guide_dog=True)
_IN_WORDS = LongText(fi="Pääovella on kynnyksetön sisäänkäynti ja ovipainike.")
_BOOKING = BookingRules(
    start_interval_minutes=30, min_minutes=30, max_minutes=240, min_days_ahead=1, max_days_ahead=180, after_minutes=15,
    cancellation_hours=24, free_use=[FreeUse.NON_PROFIT, FreeUse.OPEN_TO_ALL], free_use_needs=Needs.ANY,
)
_FEATURES = ["bookable", "coffee_making", "network_connection", "outside_entrance", "peer_group_room"]
_WEEKDAYS = RuleBody(weekdays=[1, 2, 3, 4, 5], starts="16:00", ends="21:00")
_SATURDAYS = RuleBody(weekdays=[6], starts="10:00", ends="24:00", state=State.WITH_KEY)
_TEXT = LongText(fi="Tila on maksuton järjestöille. Jätä se siistiksi ja sulje ovet.", sv="Lokalen är avgiftsfri för föreningar.")
_EVENING = SpanOut(
    starts_at=datetime(2027, 3, 2, 14, 0, tzinfo=UTC), ends_at=datetime(2027, 3, 2, 19, 0, tzinfo=UTC), state=State.OPEN
)
_OPEN = SpanOut(
    starts_at=datetime(2027, 3, 2, 6, 0, tzinfo=UTC), ends_at=datetime(2027, 3, 2, 14, 0, tzinfo=UTC), state=State.OPEN
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    AddSite(
        kind=SiteKind.HEALTH_CENTRE, names=Text(fi="Esimerkin terveysasema", sv="Exempels hälsostation"), owner=OwnerKind.COUNTY,
        municipality="564", street="Esimerkkitie 1", postal_code="90100", post_office="Oulu", latitude=65.0121, longitude=25.4651,
        website="https://terveysasema.example", accessibility=_ACCESS, accessibility_text=_IN_WORDS, demonstration=True,
    ),
    EditSite(street="Esimerkkitie 3", accessibility=_ACCESS),
    SiteOut(
        id=SITE, version=1, kind=SiteKind.HEALTH_CENTRE, names=_CENTRE, owner=OwnerKind.COUNTY, owner_municipality=None,
        owner_name=None, centre=None, municipality="564", street="Esimerkkitie 1", postal_code="90100", post_office="Oulu",
        latitude=65.0121, longitude=25.4651, website="https://terveysasema.example", accessibility=_ACCESS,
        accessibility_text=WordsOut(fi=_IN_WORDS.fi), demonstration=True, origin=None,
    ),
    FeatureOut(
        code="peer_group_room", kind="room", fi="Huone, jossa voi kokoontua vertaisryhmällä", en="room for a peer group",
        source="A:674",
    ),
    AddSpace(
        site_id=SITE, names=Text(fi="Vertaisryhmähuone", sv="Rum för kamratgrupper", en="Peer group room"),
        description=LongText(fi="Rauhallinen huone kahdelletoista."), capacity=12, features=_FEATURES,
        use_forms=[UseForm.TEMPORARY], rules=_BOOKING, demonstration=True,
    ),
    EditSpace(capacity=14, rules=_BOOKING),
    MoveSpace(parent_id=None),
    WithdrawSpace(grounds="Huone otetaan vastaanottokäyttöön."),
    SpaceOut(
        id=SPACE, version=2, site_id=SITE, site=_CENTRE, parent_id=HALL, path=[HALL, SPACE], names=_ROOM,
        description=WordsOut(fi="Rauhallinen huone kahdelletoista."), status=Status.PUBLISHED,
        published_at=datetime(2027, 1, 4, 8, 0, tzinfo=UTC), withdrawal_grounds=None, owner=OwnerKind.COUNTY,
        owner_municipality=None, centre=None, municipality="564", address="Esimerkkitie 1, 90100 Oulu", capacity=12,
        features=_FEATURES, bookable=True, use_forms=[UseForm.TEMPORARY], accessibility=Accessibility(),
        accessibility_text=WordsOut(), rules=_BOOKING, demonstration=True,
    ),
    AddHours(
        site_id=SITE, purpose=Purpose.USE, name=Text(fi="Järjestöjen illat"), valid_from=date(2027, 1, 1),
        rules=[_WEEKDAYS, _SATURDAYS],
    ),
    AddHolidays(site_id=SITE, purpose=Purpose.USE, year=2027),
    HolidaysOut(added=14, kept=1),
    EditHours(valid_until=date(2028, 1, 1), rules=[_WEEKDAYS]),
    HoursOut(
        id=_PERIOD, version=1, site_id=SITE, space_id=None, purpose=Purpose.USE, name=WordsOut(fi="Järjestöjen illat"),
        valid_from=date(2027, 1, 1), valid_until=None, override=False, state=State.OPEN, rules=[_WEEKDAYS, _SATURDAYS],
    ),
    DaySpans(
        space_id=SPACE, from_=date(2027, 3, 2), until=date(2027, 3, 3), opening=[_OPEN], use=[_EVENING], usable=[_EVENING]
    ),
    DraftUsageRules(owner=OwnerKind.COUNTY, text=_TEXT, valid_from=date(2099, 1, 1)),
    EditUsageRules(text=_TEXT),
    UsageRulesOut(
        id=_RULES, version=2, site_id=None, owner=OwnerKind.COUNTY, owner_municipality=None, owner_name=None, number=1,
        text=WordsOut(fi=_TEXT.fi, sv=_TEXT.sv), status=RulesStatus.PUBLISHED, valid_from=date(2027, 1, 1),
        published_at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
    ),
)

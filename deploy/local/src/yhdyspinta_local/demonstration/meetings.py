"""The demonstration's rooms and meetings in words (esimerkkiaineisto): made up, and marked so. No person is named."""

from datetime import date, datetime, time
from typing import Any, Final

from chassis.holidays import holidays
from chassis.values import DAY, HELSINKI
from yhdyspinta_local.demonstration.mark import GROUNDS, MARK

MUNICIPALITY: Final = "564"
"""Official code of Oulu."""
AREA: Final = "oulu"
"""Code of the service area of Oulu."""
BUFFER: Final = 30
"""Minutes that a half of the hall needs after each use."""
LINK: Final = "https://kokous.esimerkki.invalid/"
HOURS: Final = {"weekdays": [1, 2, 3, 4, 5, 6], "starts": "08:00", "ends": "21:00"}
_RULES: Final[dict[str, Any]] = {
    "start_interval_minutes": 30, "min_minutes": 30, "max_minutes": 480, "min_days_ahead": 1, "max_days_ahead": 400,
    "cancellation_hours": 24, "free_use": ["non_profit", "open_to_all"], "free_use_needs": "any",
}


CENTRE_SPACES: Final = (
    ("hall", "Järjestösali", 40, None), ("north", "Salin pohjoispää", 20, "hall"), ("south", "Salin eteläpää", 20, "hall"),
    ("room", "Vertaisryhmähuone", 12, None),
)
"""Spaces of the health centre: short name, name, persons, and the larger space that it is a part of."""


def weekday(first: date) -> date:
    """The first from this day on, of Tuesday, Wednesday and Thursday, that is no holiday."""
    return next(
        day for n in range(14) if (day := first + n * DAY).isoweekday() in {2, 3, 4} and day not in holidays(day.year)
    )


def at(day: date, hour: int, minute: int = 0) -> str:
    """An instant by the wall clock in Finland."""
    return datetime.combine(day, time(hour, minute), HELSINKI).isoformat()


def times(day: date, begins: int, ends: int) -> dict[str, str]:
    """Whole hours of one day."""
    return {"starts_at": at(day, begins), "ends_at": at(day, ends)}


def site(tag: str) -> dict[str, Any]:
    """A house of the municipality."""
    return {
        "kind": "association_house", "names": {"fi": f"Esimerkkitalo {tag}", "sv": f"Exempelhuset {tag}"}, "owner": "municipality",
        "owner_municipality": MUNICIPALITY, "municipality": MUNICIPALITY, "street": "Esimerkkitie 1", "postal_code": "90100",
        "post_office": "Oulu", "latitude": 65.0121, "longitude": 25.4651,
        "accessibility": {"step_free_entrance": True, "door_width_cm": 90, "lift": True, "induction_loop": True},
        "accessibility_text": {"fi": f"{MARK}: pääovella ei ole kynnystä."}, "demonstration": True,
    }


def centre(code: str) -> dict[str, Any]:
    """A health centre of the county, where associations come in the evenings."""
    return {
        "kind": "health_centre", "names": {"fi": "Keskustan sote-keskus (esimerkki)", "en": "Central health centre (example)"},
        "owner": "county", "centre": code, "municipality": MUNICIPALITY, "street": "Esimerkkikatu 2", "postal_code": "90100",
        "post_office": "Oulu", "latitude": 65.0123, "longitude": 25.4712,
        "accessibility": {"step_free_entrance": True, "door_width_cm": 90, "lift": True, "accessible_toilet": True, "guide_dog": True},
        "accessibility_text": {"fi": f"{MARK}: pääovella ei ole kynnystä, ja hissi kulkee jokaiseen kerrokseen."}, "demonstration": True,
    }


def space(site_id: str, fi: str, capacity: int, *, parent_id: str | None = None, buffer: int = 0) -> dict[str, Any]:
    """A room that associations use free of charge."""
    return {
        "site_id": site_id, "parent_id": parent_id, "names": {"fi": fi}, "capacity": capacity,
        "description": {"fi": f"{MARK}."}, "features": ["bookable", "coffee_making", "network_connection"],
        "rules": {**_RULES, "after_minutes": buffer}, "demonstration": True,
    }


def usage_rules(site_id: str, day: date) -> dict[str, Any]:
    """What whoever books agrees to."""
    text = f"{MARK}: tila on maksuton järjestöille. Jätä se siistiksi ja sulje ovet."
    return {"site_id": site_id, "text": {"fi": text}, "valid_from": day.isoformat()}


def booking(space_id: str, organisation_id: str, occurrence: dict[str, str] | None, purpose: str) -> dict[str, Any]:
    """An association's own use; without an occurrence, times are to be added."""
    return {
        "space_id": space_id, "organisation_id": organisation_id, "purpose": f"{purpose} ({MARK.lower()})", "persons": 8,
        "free_use": ["non_profit"], "occurrences": [occurrence] if occurrence else [],
    }


def meeting(structure_id: str, fi: str, **more: Any) -> dict[str, Any]:
    """A draft."""
    return {
        "structure_id": structure_id, "title": {"fi": f"{fi} ({MARK.lower()})"}, "description": f"{MARK}: keksitty näyttöä varten.",
        **more,
    }


def item(fi: str, **more: Any) -> dict[str, Any]:
    """Of an agenda."""
    return {"title": {"fi": fi}, "text": f"{MARK}.", "minutes": 20, **more}


def because(why: str) -> dict[str, str]:
    """Why it is moved or cancelled."""
    return {"because": f"{why} ({MARK.lower()})"}


def network(tag: str) -> dict[str, Any]:
    """A theme network that does not live long."""
    return {
        "template": "wellbeing-theme-network", "key": f"esimerkki-{tag}",
        "names": {"fi": f"Esimerkkiteeman verkosto {tag}", "en": f"Network of an example theme {tag}"}, "grounds": GROUNDS,
    }

"""The words by which sites and spaces are told apart. Pure."""

from enum import Enum


class SiteKind(Enum):
    """What a site (toimipaikka) is."""

    HEALTH_CENTRE = "health_centre"
    """Terveysasema."""
    LIBRARY = "library"
    TOWN_HALL = "town_hall"
    """Kunnantalo."""
    YOUTH_SPACE = "youth_space"
    """Nuorisotila."""
    ASSOCIATION_HOUSE = "association_house"
    """Järjestötalo."""
    SPORTS_PLACE = "sports_place"
    """Liikuntatila."""
    MEETING_PLACE = "meeting_place"
    """A low-threshold meeting place, as a family centre has (kohtaamispaikka). FAC-24."""
    OTHER = "other"


class OwnerKind(Enum):
    """Whose it is: by it follows who decides."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    OTHER = "other"


class UseForm(Enum):
    """How an association is supported with the space (tilatuki). FAC-18."""

    PERMANENT = "permanent"
    """Pysyvä käyttö."""
    TEMPORARY = "temporary"
    """Tilapäinen käyttö."""
    RENT_DISCOUNT = "rent_discount"
    """Vuokranalennus."""


class FreeUse(Enum):
    """The three tests of free use in the municipal recommendation (maksuton käyttö). FAC-17."""

    NON_PROFIT = "non_profit"
    FREE_FOR_PARTICIPANTS = "free_for_participants"
    OPEN_TO_ALL = "open_to_all"


class Needs(Enum):
    """Whether all tests must hold or any: left to the owner. FAC-17."""

    ALL = "all"
    ANY = "any"


class Way(Enum):
    """What may be known of the way in and of the room; codes of `Accessibility`. FAC-29."""

    STEP_FREE_ENTRANCE = "step_free_entrance"
    LIFT = "lift"
    ACCESSIBLE_TOILET = "accessible_toilet"
    INDUCTION_LOOP = "induction_loop"
    ACCESSIBLE_PARKING = "accessible_parking"
    GUIDE_DOG = "guide_dog"

"""The words that sort organisations. All of them are open to the outside: a reader meets unknown values and goes on."""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Kind(Enum):
    """On which side of the table it sits. ACT-11, ACT-16.

    An organisation (järjestö) may nominate, apply and be heard; a parish (seurakunta) takes part but does not nominate where only
    organisations do; an external party (kumppanitaho) convenes, agrees and receives. Unknown until a person or a source says.
    """

    ORGANISATION = "organisation"
    PARISH = "parish"
    EXTERNAL_PARTY = "external_party"
    UNKNOWN = "unknown"


class LegalForm(Enum):
    """Legal form (oikeudellinen muoto). ORG-03; unregistered groups: ORG-02; cooperatives and companies only as partners."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    PARISH = "parish"
    UNREGISTERED_GROUP = "unregistered_group"
    NETWORK = "network"
    COOPERATIVE = "cooperative"
    COMPANY = "company"
    UNIVERSITY = "university"
    PUBLIC_BODY = "public_body"
    OTHER = "other"
    """Of its own act: a student union, an unemployment fund, the Red Cross."""
    UNKNOWN = "unknown"


KINDS_OF_FORM: Final[Mapping[LegalForm, frozenset[Kind]]] = {
    LegalForm.ASSOCIATION: frozenset({Kind.ORGANISATION}),
    LegalForm.FOUNDATION: frozenset({Kind.ORGANISATION, Kind.EXTERNAL_PARTY}),
    LegalForm.PARISH: frozenset({Kind.PARISH}),
    LegalForm.UNREGISTERED_GROUP: frozenset({Kind.ORGANISATION}),
    LegalForm.NETWORK: frozenset({Kind.ORGANISATION, Kind.EXTERNAL_PARTY}),
    LegalForm.COOPERATIVE: frozenset({Kind.EXTERNAL_PARTY}),
    LegalForm.COMPANY: frozenset({Kind.EXTERNAL_PARTY}),
    LegalForm.UNIVERSITY: frozenset({Kind.EXTERNAL_PARTY}),
    LegalForm.PUBLIC_BODY: frozenset({Kind.EXTERNAL_PARTY}),
    LegalForm.OTHER: frozenset({Kind.ORGANISATION, Kind.EXTERNAL_PARTY}),
    LegalForm.UNKNOWN: frozenset(Kind),
}
"""Which kinds a legal form can be. A kind that is not known yet never contradicts."""


class Field(Enum):
    """Field of activity (toimiala), several allowed: the six of the county's survey and what lies beyond them. ORG-08."""

    CHILD_FAMILY = "child_family"
    MEETING_PLACE = "meeting_place"
    GENERAL_HEALTH = "general_health"
    PATIENT = "patient"
    CARERS = "carers"
    SUBSTANCE_MENTAL = "substance_mental"
    DISABILITY = "disability"
    OLDER_PEOPLE = "older_people"
    YOUTH = "youth"
    SPORT = "sport"
    CULTURE = "culture"
    VILLAGE = "village"
    WORK_AND_TRADE = "work_and_trade"
    EDUCATION = "education"
    ENVIRONMENT = "environment"
    RELIGION = "religion"
    POLITICS = "politics"
    RESCUE_AND_SAFETY = "rescue_and_safety"
    INTERNATIONAL = "international"
    OTHER = "other"


class Group(Enum):
    """Whose rights an organisation watches (edunvalvonta): the groups it represents. ORG-26."""

    PENSIONERS = "pensioners"
    OLDER_PEOPLE = "older_people"
    CHILDREN_YOUNG = "children_young"
    FAMILIES = "families"
    LONG_TERM_ILL = "long_term_ill"
    PATIENTS = "patients"
    DISABLED = "disabled"
    REDUCED_MOBILITY = "reduced_mobility"
    REHABILITATION = "rehabilitation"
    CARERS = "carers"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    UNEMPLOYED = "unemployed"
    IMMIGRANTS = "immigrants"
    VETERANS = "veterans"
    LANGUAGE_MINORITIES = "language_minorities"
    OTHER = "other"


class AreaClass(Enum):
    """How wide it acts (toiminta-alueen laajuus), apart from where it has its seat. ORG-06, ORG-07."""

    MUNICIPALITY = "municipality"
    SEVERAL_MUNICIPALITIES = "several_municipalities"
    REGION = "region"
    COUNTRY = "country"


class Support(Enum):
    """Whether it coordinates and supports the cooperation of others, and on which level. ACT-14."""

    NONE = "none"
    AREA = "area"
    COUNTY = "county"


class Language(Enum):
    """A language in which a name is kept."""

    FI = "fi"
    SV = "sv"
    EN = "en"

"""What is sent about organisations. Nothing here names a person."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from chassis.values import Grounds, Line, Name, Prose, WebAddress
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import AreaClass, Group, Kind, LegalForm, Support
from registry.organisations.domain.kinds import Field as FieldOfActivity

Municipality = Annotated[str, Field(pattern=r"^[0-9]{3}$", description="Official code of a municipality (kuntakoodi).")]
OptionalName = Annotated[Name | None, Field(description="Official name; null removes it.")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class IdentifierBody(Body):
    """An external identifier (tunnus), as people write it."""

    scheme: Annotated[Scheme, Field(description="Who gave it.")]
    value: Annotated[str, Field(min_length=1, max_length=40, description="As written; it is kept in its normal form.")]


class OperatingAreaBody(Body):
    """Where it acts (toiminta-alue), apart from its seat. ORG-06, ORG-07."""

    area_class: Annotated[AreaClass, Field(description="How wide it acts.")]
    municipalities: Annotated[
        list[Municipality], Field(max_length=400, description="One, or several; none for a region or the country.")
    ] = []


class Update(Body):
    """Plain data, changed as a JSON merge patch: what is not sent stays, null removes. ORG-01..08, 14, 26."""

    kind: Annotated[Kind, Field(description="On which side of the table it sits.")] = Kind.UNKNOWN
    legal_form: Annotated[LegalForm, Field(description="Legal form (oikeudellinen muoto).")] = LegalForm.UNKNOWN
    name_fi: OptionalName = None
    name_sv: OptionalName = None
    name_en: OptionalName = None
    identifiers: Annotated[
        list[IdentifierBody], Field(max_length=10, description="All of them, one of a scheme at most; none is required.")
    ] = []
    locality: Annotated[Line | None, Field(description="Where it is, as written: a town or a postal code.")] = None
    home_municipality: Annotated[Municipality | None, Field(description="Municipality of its seat (kotipaikka).")] = None
    fields: Annotated[list[FieldOfActivity], Field(max_length=20, description="Fields of activity (toimialat).")] = []
    groups: Annotated[list[Group], Field(max_length=20, description="Groups whose rights it watches (edunvalvonta).")] = []
    is_service_producer: Annotated[bool, Field(description="It also produces services (palveluntuottaja).")] = False
    supports_others: Annotated[Support, Field(description="It coordinates and supports others, on this level.")] = Support.NONE
    founded_on: Annotated[date | None, Field(description="Day of foundation.")] = None
    industry: Annotated[Line | None, Field(description="Line of work as a register names it.")] = None
    description: Annotated[Prose | None, Field(description="What it does, in its own words.")] = None
    website: Annotated[WebAddress | None, Field(description="Address of its web pages.")] = None


class Register(Update):
    """A new organisation (rekisteriin ottaminen). A name is needed, nothing else is."""

    operating_area: Annotated[OperatingAreaBody | None, Field(description="Where it acts, if that is known.")] = None


class WithGrounds(Body):
    """Why."""

    grounds: Annotated[Grounds, Field(description="The reasons (perustelut).")]


class Dissolve(WithGrounds):
    """An end (lakkautuminen)."""

    dissolved_on: Annotated[
        date,
        Field(description="The day on which it ends or ended. Until a day to come it acts as before; another one replaces it."),
    ]


class Merge(WithGrounds):
    """One or more become part of the organisation of the address (fuusio)."""

    from_ids: Annotated[list[UUID], Field(min_length=1, max_length=50, description="Those that become part of it.")]


class ReportWorkforce(Body):
    """Who did the work in a year; a second report of a year replaces the first. ORG-10."""

    year: Annotated[int, Field(ge=1800, le=9999, description="Calendar year.")]
    person_years: Annotated[
        Decimal,
        Field(max_digits=8, decimal_places=2, description="Employees' work in full years (henkilötyövuosi)."),
        WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}),
    ]
    volunteers: Annotated[int, Field(le=10_000_000, description="Volunteers in the year.")]


class Assess(WithGrounds):
    """Whether it is of common good: the three tests of the income tax act 1535/1992, 22 §. ORG-04."""

    for_common_good: Annotated[bool, Field(description="It acts solely and directly for the common good.")]
    not_for_a_closed_circle: Annotated[bool, Field(description="Its activity is not for restricted groups of persons only.")]
    no_private_gain: Annotated[bool, Field(description="Nobody taking part gains by dividend, profit share or undue pay.")]
    assessed_on: Annotated[date, Field(description="Day of the assessment.")]
    valid_until: Annotated[date | None, Field(description="First day on which it no longer counts; null: until the next.")] = None


class PublishDefinition(WithGrounds):
    """The next version of the definition of a social and health organisation. Within a list any member will do. ORG-27."""

    number: Annotated[int, Field(ge=1, description="One more than the newest version.")]
    term: Annotated[str, Field(max_length=40, description="Code of the council term that it is made for.")]
    valid_from: Annotated[date | None, Field(description="First day in force; the term's own if none is given.")] = None
    valid_until: Annotated[date | None, Field(description="First day after it; the term's end if none is given.")] = None
    kinds: Annotated[list[Kind], Field(description="One of these kinds; none asks nothing.")] = []
    legal_forms: Annotated[list[LegalForm], Field(description="One of these legal forms.")] = []
    fields: Annotated[list[FieldOfActivity], Field(description="At least one of these fields of activity.")] = []
    groups: Annotated[list[Group], Field(description="At least one of these represented groups.")] = []
    refuses_service_producers: Annotated[bool, Field(description="Who also produces services is left out.")] = False


class EvaluateMany(Body):
    """How many to hold against the definition in one go."""

    limit: Annotated[int, Field(ge=1, le=2000, description="At most so many; ask again while some remain.")] = 1000

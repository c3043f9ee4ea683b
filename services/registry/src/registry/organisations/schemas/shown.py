"""What is shown of organisations."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import AreaClass, Kind, Language, LegalForm, Support
from registry.organisations.domain.lifecycle import Action, Status
from registry.organisations.domain.names import NameKind
from registry.organisations.domain.nonprofit import NonProfit
from registry.organisations.domain.sote import SoteStatus


class IdentifierOut(BaseModel):
    """An external identifier (tunnus) in its normal form."""

    scheme: Annotated[Scheme, Field(description="Who gave it.")]
    value: Annotated[str, Field(description="Normal form.")]


class OperatingAreaOut(BaseModel):
    """Where it acts (toiminta-alue)."""

    area_class: Annotated[AreaClass, Field(description="How wide it acts.")]
    municipalities: Annotated[list[str], Field(description="Official codes; none for a region or the country.")]


class OrganisationOut(BaseModel):
    """An organisation, a parish or an external party (järjestö, seurakunta, kumppanitaho)."""

    id: Annotated[UUID, Field(description="Our own id.")]
    name: Annotated[str, Field(description="The name it goes by: Finnish, else Swedish, else English.")]
    kind: Annotated[Kind, Field(description="On which side of the table it sits.")]
    legal_form: Annotated[LegalForm, Field(description="Legal form (oikeudellinen muoto).")]
    status: Annotated[Status, Field(description="Active, paused, dissolved or merged.")]
    name_fi: Annotated[str | None, Field(description="Finnish official name.")]
    name_sv: Annotated[str | None, Field(description="Swedish official name.")]
    name_en: Annotated[str | None, Field(description="English official name.")]
    identifiers: Annotated[list[IdentifierOut], Field(description="External identifiers.")]
    locality: Annotated[str | None, Field(description="Where it is, as a source writes it.")]
    home_municipality: Annotated[str | None, Field(description="Municipality of its seat (kotipaikka).")]
    operating_area: Annotated[OperatingAreaOut | None, Field(description="Where it acts (toiminta-alue).")]
    fields: Annotated[list[str], Field(description="Fields of activity (toimialat).")]
    groups: Annotated[list[str], Field(description="Groups whose rights it watches (edunvalvonta).")]
    is_service_producer: Annotated[bool, Field(description="It also produces services (palveluntuottaja).")]
    supports_others: Annotated[Support, Field(description="It coordinates and supports others, on this level.")]
    founded_on: Annotated[date | None, Field(description="Day of foundation.")]
    dissolved_on: Annotated[date | None, Field(description="Day on which it ended.")]
    dissolves_on: Annotated[date | None, Field(description="Day to come on which it will end; until then it acts.")]
    successor_id: Annotated[UUID | None, Field(description="What it merged into.")]
    sote_status: Annotated[SoteStatus, Field(description="Whether it is a social and health organisation (sote-järjestö).")]
    sote_definition_version: Annotated[int | None, Field(description="Version of the definition behind that.")]
    non_profit_status: Annotated[NonProfit, Field(description="Outcome of the newest assessment (yleishyödyllisyys).")]
    non_profit_until: Annotated[date | None, Field(description="First day on which the assessment no longer counts.")]
    industry: Annotated[str | None, Field(description="Line of work as a register names it.")]
    description: Annotated[str | None, Field(description="What it does.")]
    website: Annotated[str | None, Field(description="Address of its web pages.")]
    memberships: Annotated[list[str], Field(description="Umbrella organisations, as a source writes them.")]
    registered_at: Annotated[datetime, Field(description="When it was taken up here.")]
    updated_at: Annotated[datetime, Field(description="When something about it last changed.")]


class NameOut(BaseModel):
    """A name, and the days on which it was in use (nimihistoria)."""

    text: Annotated[str, Field(description="The name.")]
    language: Annotated[Language, Field(description="Its language.")]
    kind: Annotated[NameKind, Field(description="Official, or another one in use.")]
    version: Annotated[int, Field(description="1 is in use, older ones follow: as the business information system numbers them.")]
    valid_from: Annotated[date | None, Field(description="First day; null: not known.")]
    valid_until: Annotated[date | None, Field(description="First day on which it was no longer used; null: in use.")]


class StatusChangeOut(BaseModel):
    """Something that happened to it."""

    action: Annotated[Action, Field(description="What.")]
    before: Annotated[Status, Field(description="Status before.")]
    after: Annotated[
        Status, Field(description="Status after; as before where a dissolution was settled for a day to come, or taken back.")
    ]
    at: Annotated[datetime, Field(description="When it was recorded.")]
    effective_on: Annotated[date, Field(description="The day from which it counts.")]
    other_id: Annotated[UUID | None, Field(description="What it merged into, or was parted from.")]
    grounds: Annotated[str | None, Field(description="Why.")]


class AssessmentOut(BaseModel):
    """A non-profit assessment (yleishyödyllisyyden arviointi)."""

    outcome: Annotated[NonProfit, Field(description="What came of it.")]
    for_common_good: Annotated[bool, Field(description="First test.")]
    not_for_a_closed_circle: Annotated[bool, Field(description="Second test.")]
    no_private_gain: Annotated[bool, Field(description="Third test.")]
    assessed_on: Annotated[date, Field(description="Day of the assessment.")]
    valid_until: Annotated[date | None, Field(description="First day on which it no longer counts.")]
    grounds: Annotated[str, Field(description="How each was judged.")]
    assessed_by: Annotated[UUID, Field(description="Id of the person.")]


class History(BaseModel):
    """What it was called, what happened to it, how it was judged; the newest first."""

    names: Annotated[list[NameOut], Field(description="All its names.")]
    changes: Annotated[list[StatusChangeOut], Field(description="Changes of its status.")]
    assessments: Annotated[list[AssessmentOut], Field(description="Non-profit assessments.")]


class SourceOut(BaseModel):
    """Where the present value of a field comes from (tiedon alkuperä). ORG-22."""

    field: Annotated[str, Field(description="Name of the field.")]
    source: Annotated[str, Field(description="`person`, or the key of a source of imports.")]
    seen_on: Annotated[date, Field(description="Day of the entry, or of the source's edition.")]


class WorkforceOut(BaseModel):
    """Who did the work in a year. ORG-10."""

    year: Annotated[int, Field(description="Calendar year.")]
    person_years: Annotated[Decimal, Field(description="Employees' work in full years, to one decimal (henkilötyövuosi).")]
    volunteers: Annotated[int, Field(description="Volunteers in the year.")]
    by_volunteers_only: Annotated[bool, Field(description="Run fully by volunteers (vapaaehtoisvoimin toimiva).")]


class DefinitionOut(BaseModel):
    """A version of the definition of a social and health organisation (sote-järjestön määritelmä). ORG-27."""

    id: Annotated[UUID, Field(description="Our own id.")]
    number: Annotated[int, Field(description="1, 2, 3 …")]
    term: Annotated[str, Field(description="Code of the council term that it was made for.")]
    valid_from: Annotated[date, Field(description="First day in force.")]
    valid_until: Annotated[date | None, Field(description="First day after it.")]
    kinds: Annotated[list[str], Field(description="One of these kinds.")]
    legal_forms: Annotated[list[str], Field(description="One of these legal forms.")]
    fields: Annotated[list[str], Field(description="At least one of these fields.")]
    groups: Annotated[list[str], Field(description="At least one of these groups.")]
    refuses_service_producers: Annotated[bool, Field(description="Who also produces services is left out.")]
    grounds: Annotated[str, Field(description="Why.")]


class EvaluatedMany(BaseModel):
    """What came of one go."""

    evaluated: Annotated[int, Field(description="Held against the definition in force.")]
    changed: Annotated[int, Field(description="Whose status is another one than before.")]
    remaining: Annotated[int, Field(description="Still to be evaluated.")]

"""Answers out. A person is an id, and null for whoever may not see who it is."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Text
from forums.structures.domain import Because, Each, Kind, Level, Status
from forums.structures.schemas.bodies import Cadence


class WordedOut(BaseModel):
    """A code and its words."""

    code: Annotated[str, Field(description="Code.")]
    fi: Annotated[str, Field(description="In Finnish.")]
    en: Annotated[str | None, Field(description="In English.")]


class GroupOut(BaseModel):
    """A described group of members."""

    code: Annotated[str, Field(description="Code, within the structure.")]
    fi: Annotated[str, Field(description="In Finnish.")]
    en: Annotated[str, Field(description="In English, as in the reference data.")]
    found: Annotated[bool, Field(description="Whether roles or organisations tell who it is; else its words stand alone.")]
    least: Annotated[int, Field(description="Members at least, where members are named.")]
    most: Annotated[int | None, Field(description="Members at most; null: no limit.")]


class ConvenorOut(BaseModel):
    """Who calls it together (koolle kutsuja)."""

    role: Annotated[str | None, Field(description="The role that does, held for the structure's scope.")]
    text: Annotated[str, Field(description="In the words of the plan.")]
    count: Annotated[int, Field(description="How many different organisations do; 0: a role, or somebody outside.")]
    organisations: Annotated[list[UUID], Field(description="Those that do now; a merged one as its successor.")]
    missing: Annotated[int, Field(description="How many are missing: a task.")]


class StructureOut(BaseModel):
    """A structure of cooperation (yhteistyörakenne)."""

    id: Annotated[UUID, Field(description="The structure.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    code: Annotated[str, Field(description="One active structure has it at a time.")]
    template: Annotated[str | None, Field(description="The template of the plan, if it follows one.")]
    names: Annotated[Text, Field(description="Its names.")]
    level: Annotated[Level, Field(description="Where it works.")]
    kind: Annotated[Kind, Field(description="How one comes to take part; an open one refuses nobody (STR-02).")]
    status: Annotated[Status, Field(description="Active or closed; never deleted.")]
    area: Annotated[str | None, Field(description="Official code of its area; null: the whole county.")]
    domain: Annotated[str | None, Field(description="Code of its service domain.")]
    parent_id: Annotated[UUID | None, Field(description="Of a working group: the body that set it up.")]
    cooperation_areas: Annotated[list[str], Field(description="Areas of cooperation. STR-29.")]
    topics: Annotated[list[str], Field(description="Types of its agenda items.")]
    groups: Annotated[list[GroupOut], Field(description="Whom it describes as members.")]
    cadence: Annotated[Cadence | None, Field(description="How often it meets, as far as said.")]
    convenor: Annotated[ConvenorOut, Field(description="Who calls it together.")]
    mandate: Annotated[str | None, Field(description="What it is charged with.")]
    term_from: Annotated[date | None, Field(description="First day of its term.")]
    term_until: Annotated[date | None, Field(description="First day after its term.")]
    founded: Annotated[str | None, Field(description="When it was founded, as far as known.")]
    since: Annotated[date, Field(description="From when it stands here.")]
    closed_on: Annotated[date | None, Field(description="When it was closed.")]
    closing_grounds: Annotated[str | None, Field(description="Why.")]
    successor_id: Annotated[UUID | None, Field(description="What goes on in its place.")]
    no_successor_because: Annotated[str | None, Field(description="Why nothing does.")]


class TemplateOut(BaseModel):
    """A structure as the plan describes it (rakenteen malli)."""

    code: Annotated[str, Field(description="Code.")]
    names: Annotated[Text, Field(description="Its names.")]
    level: Annotated[Level, Field(description="Where it works.")]
    kind: Annotated[Kind, Field(description="How one comes to take part.")]
    one_per: Annotated[Each | None, Field(description="There is one for each of these. Null: one for the whole county.")]
    many: Annotated[bool, Field(description="There may be several beside each other, each under its own name.")]
    convenor: Annotated[str, Field(description="Who calls it together, in the words of the plan.")]
    cooperation_areas: Annotated[list[str], Field(description="Areas of cooperation.")]
    topics: Annotated[list[str], Field(description="Types of its agenda items.")]


class ReachedOut(BaseModel):
    """Who a group is."""

    code: Annotated[str, Field(description="Code of the group.")]
    fi: Annotated[str, Field(description="In Finnish.")]
    persons: Annotated[int, Field(description="How many persons hold a role that is meant.")]
    people: Annotated[list[UUID] | None, Field(description="Who they are; null for whoever may not see it.")]
    organisations: Annotated[list[UUID], Field(description="Organisations and parishes meant, each as it is called now.")]


class AudienceOut(BaseModel):
    """Whom a structure means as its members on a day (kohderyhmä)."""

    structure_id: Annotated[UUID, Field(description="The structure.")]
    on: Annotated[date, Field(description="The day; roles and areas as on that day, organisations as they are now.")]
    anybody: Annotated[bool, Field(description="Open: whoever else wants to take part may (STR-02).")]
    groups: Annotated[list[ReachedOut], Field(description="By described group; one may stand in several.")]
    members: Annotated[int, Field(description="How many persons sit in seats.")]
    deputies: Annotated[int, Field(description="How many are their deputies.")]
    represented: Annotated[list[UUID], Field(description="Organisations represented in seats.")]
    persons: Annotated[int, Field(description="How many persons in all, each once, deputies left out.")]
    organisations: Annotated[int, Field(description="How many organisations in all, each once.")]


class FillingOut(BaseModel):
    """One group of the composition."""

    group: Annotated[str, Field(description="Code of the group.")]
    fi: Annotated[str, Field(description="In Finnish.")]
    least: Annotated[int, Field(description="Members at least.")]
    most: Annotated[int | None, Field(description="Members at most.")]
    seats: Annotated[int, Field(description="Seats defined, deputies' seats left out.")]
    filled: Annotated[int, Field(description="Of them filled.")]
    deputies: Annotated[int, Field(description="Deputies' seats filled.")]
    missing: Annotated[int, Field(description="Members missing.")]
    over: Annotated[int, Field(description="Members too many.")]


class CompositionOut(BaseModel):
    """Whether a structure is composed as it should be (kokoonpano). STR-06."""

    structure_id: Annotated[UUID, Field(description="The structure.")]
    on: Annotated[date, Field(description="The day.")]
    complete: Annotated[bool, Field(description="Nobody is missing and nobody too many.")]
    groups: Annotated[list[FillingOut], Field(description="Group by group.")]


class HolderOut(BaseModel):
    """Who holds a seat, and for how long."""

    person: Annotated[UUID | None, Field(description="The person; null for whoever may not see it.")]
    organisation_id: Annotated[UUID | None, Field(description="Who is represented; a merged one as its successor.")]
    since: Annotated[date, Field(description="First day.")]
    until: Annotated[date | None, Field(description="First day after the term.")]


class SeatOut(BaseModel):
    """A seat (paikka)."""

    id: Annotated[UUID, Field(description="The seat.")]
    version: Annotated[int, Field(description="Grows with each change; the ETag.")]
    structure_id: Annotated[UUID, Field(description="Its structure.")]
    group: Annotated[str, Field(description="Code of the group of members.")]
    number: Annotated[int, Field(description="In the order in which seats were defined.")]
    deputy_of: Annotated[UUID | None, Field(description="The seat whose holder this one stands in for.")]
    withdrawn_on: Annotated[date | None, Field(description="From when it is no seat any more.")]
    holder: Annotated[HolderOut | None, Field(description="Who holds it today; null: vacant.")]
    next: Annotated[HolderOut | None, Field(description="Who holds it next.")]
    vacant_since: Annotated[date | None, Field(description="Since when it is vacant; null where nobody has held it.")]
    vacated_because: Annotated[Because | None, Field(description="Why its last holder left.")]

"""Bodies in. Persons are the ids of their tokens."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Days, Grounds, Prose, Text

Code = Annotated[str, Field(pattern="^[0-9a-z_-]{1,60}$")]
Areas = Annotated[list[Code], Field(min_length=1, max_length=5)]
Why = Annotated[Grounds, Field(description="Why, for instance the number of the decision.")]
Person = Annotated[UUID, Field(description="The person: the `sub` of the token.")]
Represented = Annotated[UUID | None, Field(description="The organisation that the person represents; none: an official.")]
GroupCode = Annotated[Code, Field(description="Code of the group of members, as the structure describes them.")]


def _without_default(schema: dict[str, Any]) -> None:
    """What is not sent stays: the default is never read."""
    schema.pop("default", None)


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Cadence(Closed):
    """How often it meets."""

    per_year_min: Annotated[int | None, Field(ge=0, le=100, description="Meetings in a year, at least.")] = None
    per_year_max: Annotated[int | None, Field(ge=1, le=100, description="Meetings in a year, at most.")] = None
    mode: Annotated[Literal["in_person", "remote", "hybrid"] | None, Field(description="How it meets; none: any way.")] = None
    regularly: Annotated[bool, Field(description="Regularly, without a number.")] = False
    terms: Annotated[
        list[Annotated[str, Field(max_length=20)]], Field(max_length=20, description="Terms of an outside body, as years.")
    ] = []


class Establish(Closed):
    """Establish a structure from a template of the plan."""

    template: Annotated[Code, Field(description="Code of the template.")]
    scope: Annotated[Code | None, Field(description="Code of its area or service domain, where there is one each.")] = None
    key: Annotated[Code | None, Field(description="Its own short code, where there may be several: the theme.")] = None
    names: Annotated[Text | None, Field(description="Its own name; else that of the template and its area.")] = None
    cooperation_areas: Annotated[Areas | None, Field(description="Areas of cooperation; else the template's. STR-29.")] = None
    since: Annotated[date | None, Field(description="From when it stands; none: from today.")] = None
    grounds: Why


class Change(Closed):
    """Plain data, changed as a JSON merge patch: what is not sent stays, null removes where that is possible."""

    names: Annotated[Text, Field(description="Its names.", json_schema_extra=_without_default)] = Text(fi="-")
    cooperation_areas: Annotated[
        Areas, Field(description="Areas of cooperation, at least one. STR-29.", json_schema_extra=_without_default)
    ] = []
    topics: Annotated[list[Code], Field(max_length=50, description="Types of its agenda items, by code.")] = []
    cadence: Annotated[Cadence | None, Field(description="How often it meets.")] = None
    mandate: Annotated[Prose | None, Field(description="What it is charged with (toimeksianto).")] = None


class GroupSize(Closed):
    """How many members of one group."""

    group: GroupCode
    least: Annotated[int, Field(ge=0, le=200, description="At least.")]
    most: Annotated[int | None, Field(ge=0, le=200, description="At most; none: no limit.")] = None


class Compose(Closed):
    """Say how many members each group has; groups not named keep their numbers. STR-06."""

    groups: Annotated[list[GroupSize], Field(min_length=1, max_length=50, description="Groups and their numbers.")]
    grounds: Why


class AppointConvenors(Closed):
    """The organisations that call it together from today on, all of them. STR-17."""

    organisations: Annotated[list[UUID], Field(max_length=5, description="Organisations, each another.")]
    grounds: Why


class Member(Closed):
    """Somebody named to a working group."""

    person: Person
    organisation_id: Represented = None


class SetUpGroup(Closed):
    """Set up a working group under a structure. STR-24."""

    key: Annotated[Code, Field(description="Its short code.")]
    names: Annotated[Text, Field(description="Its names.")]
    mandate: Annotated[Grounds, Field(description="What it is charged with (toimeksianto).")]
    term: Annotated[Days, Field(description="From when until when it works.")]
    cooperation_areas: Annotated[Areas | None, Field(description="Areas of cooperation; else those of the body.")] = None
    members: Annotated[list[Member], Field(min_length=1, max_length=50, description="Its members, by name.")]
    grounds: Why


class Close(Closed):
    """End a structure for good. STR-23."""

    grounds: Why
    successor_id: Annotated[UUID | None, Field(description="The structure that goes on in its place.")] = None
    no_successor_because: Annotated[Grounds | None, Field(description="Why nothing goes on in its place.")] = None


class DefineSeat(Closed):
    """One more seat of a group, or one more deputy of a seat."""

    group: GroupCode
    deputy_of: Annotated[UUID | None, Field(description="The seat whose holder this one stands in for (varapaikka).")] = None
    grounds: Why


class Fill(Closed):
    """Appoint somebody to a seat."""

    person: Person
    organisation_id: Represented = None
    since: Annotated[date | None, Field(description="First day; none: today.")] = None
    until: Annotated[date | None, Field(description="First day after the term; none: until further notice.")] = None
    grounds: Why


class Vacate(Closed):
    """End the term of a seat's holder."""

    because: Annotated[Literal["resigned", "term_ended", "removed"], Field(description="Why it becomes free.")]
    on: Annotated[date | None, Field(description="First day on which it is free; none: today.")] = None
    grounds: Why


class Withdraw(Closed):
    """Take a vacant seat away."""

    grounds: Why

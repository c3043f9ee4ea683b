"""Spaces as the API takes and shows them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Grounds, Text
from facilities.spaces.domain.kinds import FreeUse, Needs, OwnerKind, UseForm
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.schemas.parts import Accessibility, Body, LongText, WordsOut
from facilities.spaces.schemas.sites import kept

Names = Annotated[Text, Field(description="Its name.")]
Features = Annotated[list[str], Field(max_length=50, description="Codes of features; with `bookable`, it is booked here.")]
Forms = Annotated[list[UseForm], Field(max_length=3, description="How associations are supported with it. FAC-18.")]
Ways = Annotated[Accessibility, Field(description="Where it differs from the site's; sent whole. A:80.")]


class BookingRules(Body):
    """By which rules it is booked (varaussäännöt)."""

    start_interval_minutes: Annotated[
        int, Field(ge=15, le=420, description="Starts are this far apart, from the start of the use hours: a multiple of 15 min.")
    ] = 15
    min_minutes: Annotated[int | None, Field(ge=15, le=1440, description="Least length; a multiple of the interval.")] = None
    max_minutes: Annotated[int | None, Field(ge=15, le=1440, description="Greatest length; a multiple of the interval.")] = None
    min_days_ahead: Annotated[
        int | None, Field(ge=0, le=366, description="From the start of today in Finland: 1 is tomorrow 00:00. Null: no limit.")
    ] = None
    max_days_ahead: Annotated[int | None, Field(ge=1, le=1100, description="From this instant. Null: no limit.")] = None
    before_minutes: Annotated[int, Field(ge=0, le=720, description="Time needed before each booking; where it has no parts.")] = 0
    after_minutes: Annotated[int, Field(ge=0, le=720, description="Time needed after each booking; where it has no parts.")] = 0
    block_whole_day: Annotated[bool, Field(description="A booking takes the whole Finnish calendar day.")] = False
    cancellation_hours: Annotated[
        int | None, Field(ge=0, le=8760, description="One may cancel until so many hours before. Null: not at all.")
    ] = None
    check_in_minutes: Annotated[
        int | None, Field(ge=5, le=120, description="Who is not checked in so long after the start loses the time. Null: nobody.")
    ] = None
    free_use: Annotated[list[FreeUse], Field(max_length=3, description="Tests that the use must pass. FAC-17.")] = []
    free_use_needs: Annotated[Needs, Field(description="All of the tests, or any: the owner's choice. FAC-17.")] = Needs.ALL


Rules = Annotated[BookingRules, Field(description="By which rules it is booked; sent whole.")]


class EditSpace(Body):
    """What is sent changes; null removes what may be missing."""

    names: Names = Field(default_factory=kept)
    description: Annotated[LongText | None, Field(description="What it is like.")] = None
    capacity: Annotated[int | None, Field(ge=1, le=100_000, description="Persons.")] = None
    features: Features = Field(default_factory=kept)
    use_forms: Forms = Field(default_factory=kept)
    accessibility: Ways = Field(default_factory=kept)
    accessibility_text: Annotated[LongText | None, Field(description="The same in words. A:80.")] = None
    rules: Rules = Field(default_factory=kept)


class AddSpace(EditSpace):
    """A new space (tila), drafted."""

    site_id: Annotated[UUID, Field(description="The site in which it lies.")]
    parent_id: Annotated[UUID | None, Field(description="The larger space that it is a part of: the hall of a half.")] = None
    names: Names
    features: Features = []
    use_forms: Forms = [UseForm.TEMPORARY]
    accessibility: Ways = Accessibility()
    rules: Rules = BookingRules()
    demonstration: Annotated[bool, Field(description="Made up to show the system.")] = False


class MoveSpace(Body):
    """Another place in the tree of its site."""

    parent_id: Annotated[UUID | None, Field(description="The larger space that it will be a part of; null: of none.")]


class WithdrawSpace(Body):
    """It is offered no more."""

    grounds: Annotated[Grounds, Field(description="Why.")]


class SpaceOut(BaseModel):
    """A space (tila) with what it has of its site."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change.")]
    site_id: Annotated[UUID, Field(description="The site in which it lies.")]
    site: Annotated[WordsOut, Field(description="Names of the site by language.")]
    parent_id: Annotated[UUID | None, Field(description="The larger space that it is a part of.")]
    path: Annotated[list[UUID], Field(description="From the outermost space to this one.")]
    names: Annotated[WordsOut, Field(description="Its names by language.")]
    description: Annotated[WordsOut, Field(description="What it is like, by language.")]
    status: Annotated[Status, Field(description="draft, published or withdrawn.")]
    published_at: Annotated[datetime | None, Field(description="When it was offered last.")]
    withdrawal_grounds: Annotated[str | None, Field(description="Why it is offered no more.")]
    owner: Annotated[OwnerKind, Field(description="Whose it is.")]
    owner_municipality: Annotated[str | None, Field(description="Official code of the municipality that owns it.")]
    centre: Annotated[str | None, Field(description="Code of the health centre in which it lies.")]
    municipality: Annotated[str, Field(description="Official code of the municipality in which it lies.")]
    address: Annotated[str | None, Field(description="Street address, postal code and post office.")]
    capacity: Annotated[int | None, Field(description="Persons.")]
    features: Annotated[list[str], Field(description="Codes of the list of features.")]
    bookable: Annotated[bool, Field(description="Whether it is booked here. FAC-11.")]
    use_forms: Annotated[list[UseForm], Field(description="How associations are supported with it. FAC-18.")]
    accessibility: Annotated[Accessibility, Field(description="Where it differs from the site's. A:80.")]
    accessibility_text: Annotated[WordsOut, Field(description="The same in words, by language.")]
    rules: Annotated[BookingRules, Field(description="By which rules it is booked.")]
    demonstration: Annotated[bool, Field(description="Made up to show the system.")]

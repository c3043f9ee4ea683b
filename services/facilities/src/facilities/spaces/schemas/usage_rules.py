"""Usage rules as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Name
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import RulesStatus
from facilities.spaces.schemas.parts import Body, LongText, WordsOut
from facilities.spaces.schemas.sites import Municipality, kept

Words = Annotated[LongText, Field(description="The rules as a user reads them.")]
Since = Annotated[date, Field(description="The first day in force.")]


class EditUsageRules(Body):
    """A change of a draft: what is not sent stays."""

    text: Words = Field(default_factory=kept)
    valid_from: Since = Field(default_factory=kept)


class DraftUsageRules(Body):
    """The next version of the usage rules (käyttöohjeet) of a site, or of all sites of an owner. FAC-01."""

    site_id: Annotated[UUID | None, Field(description="Of this site alone; null: of all sites of the owner.")] = None
    owner: Annotated[OwnerKind | None, Field(description="Whose sites; with a site, its owner is meant.")] = None
    owner_municipality: Annotated[Municipality | None, Field(description="Official code, where it is a municipality.")] = None
    owner_name: Annotated[Name | None, Field(description="Name, where the owner is another.")] = None
    text: Words
    valid_from: Since


class RulesInForce(BaseModel):
    """Which version a booking made now would name."""

    usage_rules_id: Annotated[UUID, Field(description="The version.")]
    number: Annotated[int, Field(description="Its number within its owner or site.")]


class UsageRulesOut(BaseModel):
    """A version of the usage rules (käyttöohjeet)."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change of the draft.")]
    site_id: Annotated[UUID | None, Field(description="Of this site alone; null: of all sites of the owner.")]
    owner: Annotated[OwnerKind, Field(description="Whose sites.")]
    owner_municipality: Annotated[str | None, Field(description="Official code, where a municipality is the owner.")]
    owner_name: Annotated[str | None, Field(description="Name, where the owner is another.")]
    number: Annotated[int, Field(description="1, 2, 3 … given when it is published; 0: a draft.")]
    text: Annotated[WordsOut, Field(description="The rules by language.")]
    status: Annotated[RulesStatus, Field(description="draft or published.")]
    valid_from: Annotated[date, Field(description="The first day in force.")]
    published_at: Annotated[datetime | None, Field(description="When it came out.")]

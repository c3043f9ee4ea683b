"""Minutes in and out. M7."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Grounds
from forums.meetings.domain import MinutesStatus
from forums.meetings.schemas.bodies import Closed

About = Annotated[UUID | None, Field(description="The agenda item that it is about; none: the whole.")]


class MinutesItemIn(Closed):
    """What was said and agreed about one item."""

    agenda_item_id: Annotated[UUID, Field(description="The item of the published agenda.")]
    text: Annotated[Grounds, Field(description="What was said and agreed.")]


class WriteMinutes(Closed):
    """The whole of the minutes; they answer the newest published agenda."""

    items: Annotated[list[MinutesItemIn], Field(min_length=1, max_length=200, description="Item by item.")]


class OpenForRemarks(Closed):
    """Let those who took part make remarks."""

    until: Annotated[date, Field(description="The last day of remarks.")]


class Remark(Closed):
    """A remark on minutes that are not approved yet (huomautus)."""

    agenda_item_id: About = None
    text: Annotated[Grounds, Field(description="What should be otherwise.")]


class Correct(Closed):
    """An entry of correction after they were approved (korjausmerkintä). What was approved stays."""

    agenda_item_id: About = None
    text: Annotated[Grounds, Field(description="What is corrected, and why.")]


class MinutesItemOut(BaseModel):
    """One item."""

    agenda_item_id: UUID = Field(description="The item of the agenda.")
    agenda_version: int = Field(description="Number of the published agenda in which it stands.")
    text: str = Field(description="What was said and agreed.")


class EntryOut(BaseModel):
    """A remark or a correction."""

    id: UUID = Field(description="Its id.")
    agenda_item_id: UUID | None = Field(description="The item that it is about; none: the whole.")
    text: str = Field(description="What it says.")
    person: UUID | None = Field(description="Who made it; for who convenes, and the person.")
    made_at: datetime = Field(description="When.")


class MinutesOut(BaseModel):
    """Minutes of a meeting as the reader may see them (muistio)."""

    id: UUID = Field(description="Their id.")
    version: int = Field(description="Grows with each change; the ETag.")
    meeting_id: UUID = Field(description="Their meeting.")
    agenda_version: int = Field(description="Number of the published agenda that they answer.")
    status: MinutesStatus = Field(description="draft, open, approved.")
    remarks_until: date | None = Field(description="The last day of remarks.")
    approved_at: datetime | None = Field(description="When they were approved.")
    items: list[MinutesItemOut] = Field(description="Item by item.")
    remarks: list[EntryOut] = Field(description="Remarks, in order.")
    corrections: list[EntryOut] = Field(description="Corrections after the approval, in order.")

"""Agendas in and out. M6."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from typing_extensions import override

from chassis.values import Prose, Text
from forums.meetings.domain import Visibility
from forums.meetings.schemas.bodies import Closed

Code = Annotated[str, Field(pattern="^[0-9a-z_-]{1,60}$")]


class LeafItemIn(Closed):
    """One item under which nothing stands."""

    id: Annotated[UUID | None, Field(description="Of an item that stands on the agenda already; none: a new one.")] = None
    kind: Annotated[Code | None, Field(description="Its type, of those of the structure; none: a formal item.")] = None
    title: Annotated[Text, Field(description="What it is about.")]
    text: Annotated[Prose, Field(description="More of it.")] = ""
    minutes: Annotated[int | None, Field(ge=1, le=600, description="Minutes set aside for it.")] = None
    visibility: Annotated[Visibility, Field(description="Who sees it; nothing under it is more open.")] = Visibility.COMMON

    @property
    def under(self) -> Sequence["LeafItemIn"]:
        """What stands under it."""
        return ()


class SubItemIn(LeafItemIn):
    """An item under another."""

    items: Annotated[list[LeafItemIn], Field(max_length=50, description="What stands under it.")] = []

    @property
    @override
    def under(self) -> Sequence[LeafItemIn]:
        return self.items


class AgendaItemIn(LeafItemIn):
    """One item with what stands under it; an agenda is three deep."""

    items: Annotated[list[SubItemIn], Field(max_length=50, description="What stands under it.")] = []

    @property
    @override
    def under(self) -> Sequence[LeafItemIn]:
        return self.items


class WriteAgenda(Closed):
    """The whole agenda as it shall be; an item that is not named is taken off. Published versions stay as they are."""

    items: Annotated[list[AgendaItemIn], Field(max_length=100, description="Items in order.")]


class AgendaItemOut(BaseModel):
    """One item as the reader may see it. Items that one may not see leave no gap."""

    id: UUID = Field(description="Its id, the same in every version.")
    parent_id: UUID | None = Field(description="What it stands under.")
    number: str | None = Field(description="1, 1.1 …; none where not everybody sees it.")
    kind: str | None = Field(description="Its type.")
    title: Text = Field(description="What it is about.")
    text: str = Field(description="More of it.")
    minutes: int | None = Field(description="Minutes set aside for it.")
    visibility: Visibility = Field(description="common, internal, hidden: as it is, with what stands above it.")
    late: bool = Field(description="Whether it was added after the agenda was first published.")


class AgendaOut(BaseModel):
    """The agenda as it is being written, for who convenes (asialistan luonnos)."""

    meeting_id: UUID = Field(description="Its meeting.")
    version: int = Field(description="Grows with each change; the ETag.")
    published: int = Field(description="Number of the newest published version; 0: none.")
    items: list[AgendaItemOut] = Field(description="All items, a parent before its children.")


class PublishedAgendaOut(BaseModel):
    """A published version of an agenda (asialista)."""

    meeting_id: UUID = Field(description="Its meeting.")
    number: int = Field(description="Versions are numbered from 1.")
    published_at: datetime = Field(description="When it was published.")
    items: list[AgendaItemOut] = Field(description="What the reader may see, a parent before its children.")

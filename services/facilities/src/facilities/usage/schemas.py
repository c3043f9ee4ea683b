"""Answers about use."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

Hours = Annotated[float, Field(ge=0)]


class RefusedHours(BaseModel):
    """Hours that one reason stood against."""

    reason: Annotated[str, Field(description="Code of the refusal; `by_owner`: who decides about the space said no.")]
    hours: Annotated[Hours, Field(description="Where several reasons stand against an hour, it counts for each.")]


class UseOut(BaseModel):
    """What was asked for of a space in a month by one kind of holder, and what became of it (käyttö). Never by whom. FAC-15."""

    space_id: Annotated[UUID, Field(description="Which space, as it was asked for: a hall, or a half of it.")]
    space: Annotated[str, Field(description="Its name, Finnish or its own.")]
    month: Annotated[date, Field(description="First day of the Finnish month in which the use begins.")]
    kind: Annotated[str, Field(description="Of organisation as the registry has it; or visitor, meeting, county (its own).")]
    bookings: Annotated[int, Field(description="How many bookings asked for something.")]
    asked_hours: Annotated[Hours, Field(description="All of the following together.")]
    given_hours: Annotated[Hours, Field(description="Taken for them, offered to others after the end of their organisation too.")]
    waiting_hours: Annotated[Hours, Field(description="Held, not yet confirmed: the queue.")]
    refused_hours: Annotated[Hours, Field(description="By the rules, where it was kept, or by who decides about the space.")]
    cancelled_hours: Annotated[Hours, Field(description="Given up by its holder or taken back.")]
    expired_hours: Annotated[Hours, Field(description="Held and never confirmed.")]
    refused_because: Annotated[list[RefusedHours], Field(description="Refused hours by reason.")]
    median_minutes: Annotated[
        float | None, Field(description="From asking to the first yes or no, the middle one; null where nothing was decided.")
    ]
    longest_minutes: Annotated[float | None, Field(description="The longest of these.")]

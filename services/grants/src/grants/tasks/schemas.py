"""Answers about what waits for whom."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Text
from grants.tasks.domain import Kind


class TaskOut(BaseModel):
    """Something that waits for the one who asks (tehtävä)."""

    kind: Annotated[Kind, Field(description="What is to be done.")]
    title: Annotated[Text, Field(description="The same in words.")]
    subject_id: Annotated[UUID, Field(description="What it is about: an application, a decision, a question …")]
    about: Annotated[str, Field(description="Its case number, title or words.")]
    since: Annotated[datetime | None, Field(description="Since when it waits, where that is known.")]
    due: Annotated[datetime | None, Field(description="The first instant at which it is too late; none: no time is set.")]
    paths: Annotated[list[str], Field(description="Where it is done: the commands, or the place to look.")]

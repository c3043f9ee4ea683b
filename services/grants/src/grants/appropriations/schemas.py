"""Appropriations as the API takes and shows them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Sum

Amount = Annotated[Sum, Field(description="How much there is.")]


class SetAppropriation(BaseModel):
    """Money for one kind of grant in one year. GRC-03."""

    model_config = ConfigDict(extra="forbid")
    year: Annotated[int, Field(ge=2023, le=2100, description="In which the money is used; the county began in 2023.")]
    kind: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", description="Kind of grant.")]
    amount: Amount
    grounds: Annotated[Grounds, Field(description="What it rests on, for instance the budget decision.")]


class ChangeAppropriation(BaseModel):
    """Another amount."""

    model_config = ConfigDict(extra="forbid")
    amount: Amount
    grounds: Annotated[Grounds, Field(description="Why.")]


class AppropriationOut(BaseModel):
    """An appropriation and what is left of it (määräraha)."""

    id: Annotated[UUID, Field(description="The appropriation.")]
    version: Annotated[int, Field(description="Grows with each change and each grant; the ETag.")]
    year: Annotated[int, Field(description="In which the money is used.")]
    kind: Annotated[str, Field(description="Kind of grant.")]
    amount: Amount
    committed: Annotated[Sum, Field(description="What was granted out of it.")]
    remaining: Annotated[Sum, Field(description="What may still be granted.")]

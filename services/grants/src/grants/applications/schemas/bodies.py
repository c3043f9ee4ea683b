"""What is sent about applications."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError, PydanticKnownError

from chassis.values import Days, Grounds, Instant, Money, Name, Prose, Sum
from grants.applications.domain.budget import Line

Municipality = Annotated[str, Field(pattern=r"^[0-9]{3}$", description="Official code of a municipality (kuntakoodi).")]
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _clean(value: Any) -> Any:
    """Every text in it as people's texts are kept; an identity code anywhere is refused."""
    match value:
        case str():
            return _text(value)
        case list():
            return [_clean(one) for one in value]
        case Mapping():
            return {_text(name): _clean(one) for name, one in value.items()}
    return value


def _text(value: str) -> str:
    try:
        return _PROSE.validate_python(value)
    except ValidationError as wrong:
        error = wrong.errors(include_input=False, include_url=False)[0]
        if "." not in error["type"]:
            raise PydanticKnownError("string_too_long", error.get("ctx")) from None
        raise PydanticCustomError(error["type"], error["msg"]) from None


Answers = Annotated[dict[str, Any], AfterValidator(_clean)]
"""Answers to a form: JSON whose texts are clean."""


def _nothing() -> Money:
    return Money(cents=0)


class BudgetLine(Body):
    """One line of costs or income (talousarvion rivi)."""

    kind: Annotated[Line, Field(description="A cost, or an income other than this grant.")]
    title: Annotated[Name, Field(description="What it is.")]
    amount: Annotated[Sum, Field(description="Euros in the period.")]


class Start(Body):
    """A draft begins (luonnos). Either a call, or a kind of grant to hear how it is got."""

    call_id: Annotated[UUID | None, Field(description="The call that is applied in.")] = None
    kind: Annotated[str | None, Field(max_length=40, description="Kind of grant, where no call is known.")] = None
    lead_id: Annotated[UUID, Field(description="The organisation that answers for it (päähakija); you act for it.")]
    activity_id: Annotated[
        UUID | None, Field(description="The activity, where it was applied for before; without it, a new one.")
    ] = None
    activity_title: Annotated[Name, Field(description="What the money is for (avustettava toiminta).")]
    activity_municipality: Annotated[Municipality | None, Field(description="Where it is local: its municipality. GRO-17.")] = None
    period: Annotated[Days | None, Field(description="When it takes place; without it, the year of the call.")] = None


class Copy(Body):
    """Last year's application, begun anew in another call: words, budget, partners; neither documents nor signatures."""

    call_id: Annotated[UUID, Field(description="The call that is applied in now.")]


class Edit(Body):
    """A JSON merge patch, also inside `form`: what is not sent stays, null removes."""

    activity_title: Annotated[Name, Field(description="What the money is for.")] = "…"
    activity_municipality: Annotated[Municipality | None, Field(description="Where it is local: its municipality.")] = None
    period: Annotated[Days | None, Field(description="When it takes place; null: the year of the call.")] = None
    sought: Sum = Field(default_factory=_nothing, description="The sum that is sought.")
    budget: Annotated[list[BudgetLine], Field(max_length=100, description="All costs and income of the activity.")] = []
    form: Annotated[Answers, Field(description="Answers to the call's form, merged into those before; null removes.")] = {}


class ShareBody(Body):
    """A party and its part."""

    organisation_id: Annotated[UUID, Field(description="The organisation; a merged one means its successor.")]
    share: Annotated[int, Field(ge=0, le=10_000, description="Its part of the sum, in hundredths of a per cent.")]


class SetParties(Body):
    """Everyone who applies, the lead too. GRO-07."""

    parties: Annotated[
        list[ShareBody], Field(min_length=1, max_length=51, description="All parties; the shares make 10 000 (100 %).")
    ]


class ChangeLead(Body):
    """Another of the parties answers for it from now on; all sign anew."""

    lead_id: Annotated[UUID, Field(description="The new lead, one of the parties.")]


class Sign(Body):
    """A partner's signature."""

    organisation_id: Annotated[UUID, Field(description="The partner that you sign for.")]
    hash: Annotated[
        str, Field(pattern="^[0-9a-f]{64}$", description="`sign_off_hash` of the application as you have read it.")
    ]


class Withdraw(Body):
    """The applicant takes it back."""

    grounds: Annotated[Grounds, Field(description="Why.")]


class Leave(Withdraw):
    """One party goes, the others stay. G12."""

    organisation_id: Annotated[UUID, Field(description="The party that goes; you act for it.")]
    new_lead_id: Annotated[UUID | None, Field(description="Where the lead goes: which of the others leads from now on.")] = None


class Release(Body):
    """An official lets a party go after the call has closed; those who stay sign anew and complete. G12."""

    organisation_id: Annotated[UUID, Field(description="The party that goes.")]
    new_lead_id: Annotated[UUID | None, Field(description="Where the lead goes: which of the others leads from now on.")] = None
    shares: Annotated[
        list[ShareBody], Field(min_length=1, max_length=50, description="Shares of those who stay, as they agreed: 10 000.")
    ]
    grounds: Annotated[Grounds, Field(description="Why, for the parties to read.")]
    complete_by: Annotated[
        Instant | None, Field(description="The first instant too late to complete; else as the guideline says.")
    ] = None


class RequestCompletion(Body):
    """What is missing (täydennyspyyntö)."""

    wanted: Annotated[Grounds, Field(description="What shall be added, for the applicant to read.")]
    complete_by: Annotated[
        Instant | None, Field(description="The first instant that is too late; else as the guideline says.")
    ] = None


class ToMunicipality(Withdraw):
    """The activity is a municipality's to fund. GRO-17."""

    municipality: Annotated[Municipality, Field(description="Official code of the municipality (kuntakoodi).")]

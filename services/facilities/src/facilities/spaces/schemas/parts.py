"""What several bodies and answers are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Prose


class Body(BaseModel):
    """What is sent: nothing but what is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LongText(Body):
    """A text of some length in the languages in which it is kept; Finnish always."""

    fi: Annotated[Prose, Field(min_length=1, description="Finnish.")]
    sv: Annotated[Prose | None, Field(description="Swedish.")] = None
    en: Annotated[Prose | None, Field(description="English.")] = None


class WordsOut(BaseModel):
    """A text in the languages in which it is kept."""

    fi: Annotated[str | None, Field(description="Finnish.")] = None
    sv: Annotated[str | None, Field(description="Swedish.")] = None
    en: Annotated[str | None, Field(description="English.")] = None


class Accessibility(Body):
    """The way in and the room, for who moves, hears or sees otherwise (esteettömyys). Null: not known. FAC-29, A:80."""

    step_free_entrance: Annotated[bool | None, Field(description="One comes in without a step (esteetön sisäänkäynti).")] = None
    door_width_cm: Annotated[int | None, Field(ge=40, le=400, description="Free width of the narrowest door, cm.")] = None
    lift: Annotated[bool | None, Field(description="A lift to each floor that is needed, or nothing above the ground.")] = None
    accessible_toilet: Annotated[bool | None, Field(description="A toilet for who uses a wheelchair.")] = None
    induction_loop: Annotated[bool | None, Field(description="An induction loop for hearing aids (induktiosilmukka).")] = None
    accessible_parking: Annotated[bool | None, Field(description="A parking place for the disabled by the entrance.")] = None
    guide_dog: Annotated[bool | None, Field(description="A guide or assistance dog may come along.")] = None


class FeatureOut(BaseModel):
    """A feature that a space may have (tilan ominaisuus)."""

    code: Annotated[str, Field(description="What spaces carry.")]
    kind: Annotated[str, Field(description="point, equipment, use, room, access or booking.")]
    fi: Annotated[str, Field(description="Finnish.")]
    en: Annotated[str, Field(description="English.")]
    source: Annotated[str, Field(description="Line of the county's plan.")]

"""Bodies in, answers out. Persons are the ids of their tokens."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.values import Grounds, Text

Code = Annotated[str, Field(pattern="^[0-9a-z_-]{1,60}$")]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Establish(Closed):
    """Establish a structure from a template of the plan."""

    template: Annotated[Code, Field(description="Code of the template.")]
    scope: Annotated[Code | None, Field(description="Code of its area or service domain, where there is one each.")] = None
    key: Annotated[Code | None, Field(description="Its own short code, where there may be several: the theme.")] = None
    names: Annotated[Text | None, Field(description="Its own name; else that of the template and its area.")] = None
    cooperation_areas: Annotated[
        list[Code] | None, Field(min_length=1, max_length=5, description="Areas of cooperation; else the template's. STR-29.")
    ] = None
    since: Annotated[date | None, Field(description="From when it stands; none: from today.")] = None
    grounds: Annotated[Grounds, Field(description="Why, for instance the number of the decision.")]

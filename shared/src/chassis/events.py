"""What is announced and what is heard (`events.md`). Pure: no database, no broker.

An aggregate announces *facts* on `<service>.<aggregate>` and its newest public *state* on `<service>.<aggregate>.state`.
A consumer declares its own reading of both and names only the fields it needs.
"""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from typing_extensions import override

PREFIX = "fi.yhdyspinta"
STATE_SUFFIX = ".state"


class Event(BaseModel):
    """A published fact in the past tense: frozen, closed, versioned by its class."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    topic: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def said_by(cls) -> str:
        """The service that announces it: the first word of its topic."""
        return cls.topic.partition(".")[0]

    @classmethod
    def known_as(cls) -> str:
        """The name under which the world knows it: that of the class."""
        return cls.__name__

    @classmethod
    def ce_type(cls) -> str:
        """`ce_type`, for instance `fi.yhdyspinta.sample.ThingMade.v1`."""
        return f"{PREFIX}.{cls.said_by()}.{cls.known_as()}.v{cls.version}"

    @classmethod
    def ce_dataschema(cls) -> str:
        """`ce_dataschema`, for instance `urn:yhdyspinta:schema:sample:ThingMade:v1`."""
        return f"urn:yhdyspinta:schema:{cls.said_by()}:{cls.known_as()}:v{cls.version}"


class State(Event):
    """The newest public snapshot of an aggregate; goes to `<topic>.state`. Named after the aggregate, not the class."""

    @classmethod
    @override
    def known_as(cls) -> str:
        """`ThingState` is known as `Thing.state`."""
        return f"{cls.__name__.removesuffix('State')}{STATE_SUFFIX}"


@dataclass(frozen=True, slots=True)
class Erased:
    """In the place of a state: it was erased. Goes to the state topic as a null, so that every copy deletes its own."""

    of: type[State]


class Fact(BaseModel):
    """Our own reading of somebody else's event or state: only the fields we use, unknown ones ignored.

    `type` is the `ce_type` that it reads.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    type: ClassVar[str]

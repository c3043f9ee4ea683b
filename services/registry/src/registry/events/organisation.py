"""Facts and public state of an organisation (järjestö, seurakunta, kumppanitaho). Topic `registry.organisation`, key its id.

Enums are open words: a reader meets unknown ones and goes on. No field holds a person's name, address or mail.
"""

from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Event, State

TOPIC: Final = "registry.organisation"


class Closed(BaseModel):
    """A part of a fact: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Closed):
    """The official names in use (viralliset nimet)."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class Identifier(Closed):
    """An external identifier (tunnus) in its normal form: business_id `0219018-6`, association_register_number `123456`."""

    scheme: str
    value: str


class OperatingArea(Closed):
    """How wide it acts (toiminta-alue): municipality, several_municipalities, region, country; official municipality codes."""

    area_class: str
    municipalities: tuple[str, ...] = ()


class FieldChange(Closed):
    """One field of the state, before and after."""

    field: str
    before: Any
    after: Any


class Tests(Closed):
    """The three tests of the income tax act 1535/1992, 22 §."""

    for_common_good: bool
    not_for_a_closed_circle: bool
    no_private_gain: bool


class OrganisationEvent(Event):
    topic: ClassVar[str] = TOPIC
    organisation_id: UUID


class OrganisationRegistered(OrganisationEvent):
    """An organisation was taken up in the registry (rekisteriin otettu); `source` is a person's entry or an import's key."""

    kind: str
    legal_form: str
    names: Names
    identifiers: tuple[Identifier, ...] = ()
    home_municipality: str | None = None
    source: str


class OrganisationUpdated(OrganisationEvent):
    """What is said of it changed (tiedot muuttuneet): each field with its values before and after.

    `dissolves_on` is one of them: its end was settled for a day to come, moved to another, or taken back (then null).
    """

    changes: tuple[FieldChange, ...]
    source: str


class OperatingAreaChanged(OrganisationEvent):
    """It acts elsewhere or wider than before (toiminta-alue muuttunut)."""

    before: OperatingArea | None
    after: OperatingArea


class OrganisationPaused(OrganisationEvent):
    """It rests for now (tauolla)."""

    grounds: str


class OrganisationResumed(OrganisationEvent):
    """It acts again (toiminta jatkuu)."""


class OrganisationDissolved(OrganisationEvent):
    """It ended on `dissolved_on` (lakkautunut): bookings are handed over and payments held from now on.

    Said when that takes effect: on the day, later where it was recorded or heard of later, never before it. Of an end to come tells
    `OrganisationUpdated`, by the field `dissolves_on`.
    """

    dissolved_on: date
    grounds: str


class OrganisationDissolutionReverted(OrganisationEvent):
    """It had not ended after all (lakkautuminen peruttu); holds are lifted. Never said of an end that was still to come."""

    status: str
    grounds: str


class OrganisationsMerged(OrganisationEvent):
    """Said by each organisation that became part of another (fuusio): all of `from_ids` are now found under `into_id`."""

    from_ids: tuple[UUID, ...]
    into_id: UUID
    grounds: str


class OrganisationMergeUndone(OrganisationEvent):
    """It stands apart again (fuusio purettu); what happened on `was_into_id` meanwhile stays there."""

    was_into_id: UUID
    status: str
    grounds: str


class OrganisationErased(OrganisationEvent):
    """An unregistered group was erased (tiedot poistettu), and its state is a null from now on.

    Whoever keeps what was said of it deletes that too. If it still acted, it ended with this, and `OrganisationDissolved` comes
    first. Why it was erased stays in the registry.
    """


class NonProfitAssessed(OrganisationEvent):
    """The county judged whether it is of common good (yleishyödyllisyys arvioitu); counts until before `valid_until`.

    Who judged stays in the registry: no public event tells of a person, not even by an id.
    """

    status: str
    tests: Tests
    assessed_on: date
    valid_until: date | None = None
    grounds: str


class SoteStatusChanged(OrganisationEvent):
    """Under the definition in force it became, or ceased to be, a social and health organisation (sote-järjestö)."""

    before: str
    after: str
    definition_version: int
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class OrganisationState(State):
    """The newest public snapshot. The same whoever computes it: no versions, no instants."""

    topic: ClassVar[str] = TOPIC
    id: UUID
    kind: str
    """organisation, parish, external_party, unknown"""
    legal_form: str
    names: Names
    identifiers: tuple[Identifier, ...] = ()
    status: str
    """active, paused, dissolved, merged"""
    home_municipality: str | None = None
    operating_area: OperatingArea | None = None
    fields: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    is_service_producer: bool = False
    supports_others: str = "none"
    sote_status: str = "not_evaluated"
    sote_definition_version: int | None = None
    non_profit_status: str = "not_assessed"
    non_profit_until: date | None = None
    founded_on: date | None = None
    dissolved_on: date | None = None
    """The day on which it ended."""
    dissolves_on: date | None = None
    """The day to come on which it will end; it acts until then, and `OrganisationDissolved` follows on the day."""
    successor_id: UUID | None = None
    locality: str | None = None
    industry: str | None = None
    description: str | None = None
    website: str | None = None


EVENTS: Final[tuple[type[OrganisationEvent], ...]] = (
    OrganisationRegistered, OrganisationUpdated, OperatingAreaChanged, OrganisationPaused, OrganisationResumed,
    OrganisationDissolved, OrganisationDissolutionReverted, OrganisationsMerged, OrganisationMergeUndone, OrganisationErased,
    NonProfitAssessed, SoteStatusChanged,
)

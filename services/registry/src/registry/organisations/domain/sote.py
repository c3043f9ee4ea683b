"""What counts as a social and health organisation (sote-järjestön määritelmä): made per council term, held as data. ORG-27."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chassis.problems import Reason, refuse_if_any
from registry.organisations.domain.kinds import Field, Group, Kind, LegalForm
from registry.organisations.domain.profile import Profile
from registry.organisations.problems import DEFINITION_EMPTY, DEFINITION_OVERLAPS, DEFINITION_VERSION, NO_DEFINITION


class SoteStatus(Enum):
    """The outcome under the definition in force; undetermined where the data that it asks for is not known."""

    NOT_EVALUATED = "not_evaluated"
    SOTE = "sote"
    NOT_SOTE = "not_sote"
    UNDETERMINED = "undetermined"


class Criterion(Enum):
    """What a definition may ask for; the outcome names those that failed."""

    KIND = "kind"
    LEGAL_FORM = "legal_form"
    FIELD = "field"
    GROUP = "group"
    PRODUCES_NO_SERVICES = "produces_no_services"


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of the definition. An empty set asks nothing; within a set any member will do."""

    version: int
    term: str
    valid_from: date
    valid_until: date | None = None
    kinds: frozenset[Kind] = frozenset()
    legal_forms: frozenset[LegalForm] = frozenset()
    fields: frozenset[Field] = frozenset()
    groups: frozenset[Group] = frozenset()
    refuses_service_producers: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def overlaps(self, other: "Definition") -> bool:
        """Whether both would be in force on some day."""
        return (self.valid_until is None or other.valid_from < self.valid_until) and (
            other.valid_until is None or self.valid_from < other.valid_until
        )

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        return bool(self.kinds or self.legal_forms or self.fields or self.groups or self.refuses_service_producers)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The outcome, under which version, and what stood against it or was not known."""

    status: SoteStatus
    version: int
    failed: tuple[Criterion, ...] = ()
    unknown: tuple[Criterion, ...] = ()


def publish(definition: Definition, known: Iterable[Definition]) -> Definition:
    """Bring the next version of the definition into force (määritelmän vahvistaminen)."""
    refuse_if_any(_objections(definition, list(known)))
    return definition


def in_force(definitions: Iterable[Definition], day: date) -> Definition:
    """The version in force on the day; refused where there is none."""
    found = next((definition for definition in definitions if definition.holds(day)), None)
    if found is None:
        raise NO_DEFINITION(day=day)
    return found


def evaluate(profile: Profile, definition: Definition) -> Evaluated:
    """Hold an organisation against a version of the definition (arviointi): what is not known is not held against it."""
    outcomes = dict(_judged(profile, definition))
    failed = tuple(criterion for criterion, met in outcomes.items() if met is False)
    unknown = tuple(criterion for criterion, met in outcomes.items() if met is None)
    status = SoteStatus.NOT_SOTE if failed else SoteStatus.UNDETERMINED if unknown else SoteStatus.SOTE
    return Evaluated(status, definition.version, failed, unknown)


def _judged(profile: Profile, definition: Definition) -> Iterator[tuple[Criterion, bool | None]]:
    if definition.kinds:
        yield Criterion.KIND, None if profile.kind is Kind.UNKNOWN else profile.kind in definition.kinds
    if definition.legal_forms:
        known = profile.legal_form is not LegalForm.UNKNOWN
        yield Criterion.LEGAL_FORM, profile.legal_form in definition.legal_forms if known else None
    if definition.fields:
        yield Criterion.FIELD, not definition.fields.isdisjoint(profile.fields) if profile.fields else None
    if definition.groups:
        yield Criterion.GROUP, not definition.groups.isdisjoint(profile.groups) if profile.groups else None
    if definition.refuses_service_producers:
        yield Criterion.PRODUCES_NO_SERVICES, not profile.is_service_producer


def _objections(definition: Definition, known: list[Definition]) -> Iterator[Reason]:
    expected = max((each.version for each in known), default=0) + 1
    if definition.version != expected:
        yield DEFINITION_VERSION.at("/number", expected=expected)
    if not definition.asks:
        yield DEFINITION_EMPTY.at("")
    for other in known:
        if definition.overlaps(other):
            yield DEFINITION_OVERLAPS.at("/valid_from", version=other.version)

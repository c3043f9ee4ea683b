"""Events: an example for each class, closed, on the right topic, and no field for persons' data."""

import json

import pytest

from chassis.events import Event, State
from registry.events import area, assignment, council_term, imports, organisation
from registry.events.examples import EXAMPLES

MODULES = (organisation, area, council_term, assignment, imports)
CLASSES: list[type[Event]] = [
    each
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Event) and each not in {Event, State} and hasattr(each, "topic")
    and each is not organisation.OrganisationEvent
]


def test_examples__one_for_each_class() -> None:
    assert {type(example) for example in EXAMPLES} == set(CLASSES)
    assert len(EXAMPLES) == len(CLASSES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_example__survives_its_own_json(example: Event) -> None:
    assert type(example).model_validate_json(example.model_dump_json()) == example


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_class__says_what_it_means(kind: type[Event]) -> None:
    assert kind.__doc__
    assert kind.topic.startswith("registry.")
    assert kind.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("module", MODULES)
def test_lists__hold_every_fact_of_the_topic(module: object) -> None:
    facts = {each for each in CLASSES if each.__module__ == module.__name__ and not issubclass(each, State)}  # type: ignore[attr-defined]
    assert set(module.EVENTS) == facts  # type: ignore[attr-defined]


def test_types__as_the_world_knows_them() -> None:
    assert organisation.OrganisationsMerged.ce_type() == "fi.yhdyspinta.registry.OrganisationsMerged.v1"
    assert organisation.OrganisationState.ce_type() == "fi.yhdyspinta.registry.Organisation.state.v1"
    assert assignment.AssignmentState.topic == "registry.internal.assignment"


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if ".internal." not in kind.topic], ids=lambda kind: kind.__name__)
def test_public__tells_of_no_person(kind: type[Event]) -> None:
    """Not even by an id: it goes to other systems by webhook and feed, and `ce_actor` does not."""
    persons = {name for name in kind.model_fields if name.endswith("_by") or name in {"subject", "actor", "person_id"}}
    assert persons == set()


def test_schemas__no_personal_data() -> None:
    schemas = json.dumps([kind.model_json_schema() for kind in CLASSES])
    for word in ("email", "phone", "street", "birth", "person_name", "first_name", "last_name"):
        assert f'"{word}"' not in schemas

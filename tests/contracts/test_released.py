"""What was released holds: today's code, today's consumers and the samples of every version agree with it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import ValidationError
from tests.architecture.code import ROOT, SERVICES, service
from tests.contracts.documented import CHECKER

from chassis.contracts import released
from chassis.contracts.breaks import Break, breaks, broken, unread
from chassis.contracts.released import Contract, Released, Retired, Said, ce_type, contract_of, floor_of
from chassis.events import Fact
from chassis.listening import Listener

ALL = [service(name) for name in SERVICES]
TODAY = [contract_of(one) for one in ALL]
HEARD = [
    pytest.param(one.name, fact, id=f"{one.name}-{fact.type.removeprefix('fi.yhdyspinta.')}")
    for one in ALL
    for fact in dict.fromkeys([copy.reads for copy in one.copies] + [fact for listener in one.listeners for fact in listener.handlers])
]
"""Every copy and every subscription of every service."""
DISSOLVED, STATE = "OrganisationDissolved.v1", "Organisation.state.v1"


def floor(name: str) -> Released:
    found = floor_of(service(name))
    assert found is not None, f"{name}: make release-contracts"
    return found


def against(floor: Released, today: Contract) -> list[Break]:
    return list(breaks(floor, today, ALL))


@pytest.fixture(scope="module")
def registry() -> Contract:
    return contract_of(service("registry"))


def test_today__breaks_nobody() -> None:
    assert all(floor(name).contract.api["paths"] for name in SERVICES)
    assert [str(one) for one in broken(ALL)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_samples__are_of_the_schema_that_they_were_released_with(name: str) -> None:
    for said in floor(name).contract.said.values():
        assert said.samples
        for sample in said.samples:
            opened(said.schema).validate(sample)


@pytest.mark.parametrize("name", SERVICES)
def test_todays_examples__are_of_the_released_schema(name: str) -> None:
    before = floor(name).contract.said
    for version, said in contract_of(service(name)).said.items():
        for sample in said.samples if version in before else ():
            opened(before[version].schema).validate(sample)


def opened(schema: dict[str, Any]) -> Any:
    """As a subscriber reads it: unknown fields are left alone, wherever they stand."""
    return Draft202012Validator(json.loads(json.dumps(schema).replace('"additionalProperties": false', '"additionalProperties": true')),
                                format_checker=CHECKER)


def test_version__may_not_vanish(registry: Contract) -> None:
    """Whom it breaks, and what to do, stands in the message."""
    today = replace(registry, said={name: said for name, said in registry.said.items() if name != STATE})
    (one,) = against(floor("registry"), today)
    assert str(one).startswith(f"registry: {STATE}: is no longer said. It breaks ")
    for consumer in ("facilities", "forums", "grants", "notifications"):
        assert f"{consumer} (OrganisationState)" in one.hurts
    assert "every other system that reads registry.organisation.state" in one.hurts
    assert "say Organisation.state.v2 beside Organisation.state.v1" in one.remedy
    assert "retired.json" in one.remedy


def test_version__of_which_only_others_hear_names_who_passes_it_on(registry: Contract) -> None:
    (one,) = against(floor("registry"), without_field(registry, DISSOLVED, "dissolved_on"))
    assert str(one).startswith(f"registry: {DISSOLVED}: `dissolved_on` is gone. It breaks ")
    assert "notifications (passes it on)" in one.hurts


def test_version__of_an_internal_topic_breaks_only_us(registry: Contract) -> None:
    (one,) = against(floor("registry"), without_field(registry, "Assignment.state.v1", "role"))
    assert "grants (AssignmentState)" in one.hurts
    assert "every other system" not in one.hurts


def without_field(contract: Contract, version: str, field: str) -> Contract:
    said = contract.said[version]
    schema = {
        **said.schema,
        "properties": {name: form for name, form in said.schema["properties"].items() if name != field},
        "required": [name for name in said.schema["required"] if name != field],
    }
    return replace(contract, said={**contract.said, version: replace(said, schema=schema)})


def test_topic__may_not_change(registry: Contract) -> None:
    moved = replace(registry.said[DISSOLVED], topic="registry.internal.organisation")
    (one,) = against(floor("registry"), replace(registry, said={**registry.said, DISSOLVED: moved}))
    assert one.trouble.said == "moved from registry.organisation to registry.internal.organisation"


def test_operation__names_the_clients_and_the_way_out(registry: Contract) -> None:
    paths = {path: item for path, item in registry.api["paths"].items() if not path.endswith("/dissolve")}
    (one,) = against(floor("registry"), replace(registry, api={**registry.api, "paths": paths}))
    assert str(one) == (
        "registry: dissolve_organisation (POST /v1/organisations/{}/dissolve): is gone. "
        "It breaks HTTP clients written against the released document. "
        "Take it back, or put a /v2 beside it, announce the end of dissolve_organisation with the headers Deprecation and Sunset, "
        "and retire it in retired.json after six months."
    )


ENDED = Retired.model_validate({"announced": "2027-01-11", "ended": "2027-09-01", "instead": "Nothing.v1", "grounds": "Nobody hears it."})


@pytest.mark.parametrize("of", [DISSOLVED, "dissolve_organisation"])
def test_retired__may_end(registry: Contract, of: str) -> None:
    """Its schema and samples stay where they are."""
    today = replace(
        registry,
        said={name: said for name, said in registry.said.items() if name != of},
        api={**registry.api, "paths": {path: item for path, item in registry.api["paths"].items() if of == DISSOLVED or not path.endswith("/dissolve")}},
    )
    known = floor("registry")
    assert len(against(known, today)) == 1
    assert against(replace(known, retired={of: ENDED}), today) == []


def test_retired__may_not_lose_its_samples(registry: Contract) -> None:
    known = floor("registry")
    (one,) = against(replace(known, retired={"Gone.v1": ENDED}), registry)
    assert one.trouble.said == "is retired, but its schema and samples are gone"


def test_retired__not_before_half_a_year() -> None:
    with pytest.raises(ValidationError, match="181 are promised"):
        Retired.model_validate({"announced": "2027-01-11", "ended": "2027-07-10", "grounds": "Nobody hears it."})


class Picky(Fact):
    """Reads what was never promised."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolved.v1"
    organisation_id: str
    certificate: str


class Narrow(Fact):
    """Reads the sample, but not every value that may be said."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.Organisation.state.v1"
    home_municipality: str


class Content(Fact):
    """Reads what is there."""

    type: ClassVar[str] = "fi.yhdyspinta.registry.OrganisationDissolved.v1"
    organisation_id: str
    certificate: str | None = None


@pytest.mark.parametrize(("fact", "said"), [
    (Picky, ["`certificate` is not read: Field required"]),
    (Narrow, ["`home_municipality` may be null, which is not read"]),
    (Content, []),
])
def test_consumer__reads_every_sample_and_every_value(fact: type[Fact], said: list[str]) -> None:
    listener = Listener("trial", ["registry.organisation"], handlers={fact: lambda _unit, _fact: pytest.fail("not run")})
    hearing = replace(service("forums"), copies=[], listeners=[listener])
    found = list(unread([floor("registry").contract], [hearing]))
    assert [f"`{one.trouble.at}` {one.trouble.said}" for one in found] == said
    assert all("services/forums/src/forums/heard/registry.py" in str(one) for one in found)


@pytest.mark.parametrize(("consumer", "fact"), HEARD)
def test_subscription__reads_what_its_producer_says_today(consumer: str, fact: type[Fact]) -> None:
    """Its samples, and every value that a closed writer of its schema may say; released or not. What is heard is said by somebody."""
    said = [(contract, name) for contract in TODAY for name in contract.said if ce_type(contract.service, name) == fact.type]
    ((contract, name),) = said
    assert contract.said[name].samples
    only = replace(contract, said={name: contract.said[name]})
    assert [str(one) for one in unread([only], ALL) if fact.__name__ in str(one)] == []


def test_consumer__an_old_sample_counts_as_much_as_a_new_one() -> None:
    contract = floor("registry").contract
    said = contract.said[DISSOLVED]
    older = replace(said, samples=[*said.samples, {"grounds": "Before it had a day."}])
    hearing = replace(service("forums"), copies=[], listeners=[Listener("trial", [], handlers={Content: lambda _unit, _fact: pytest.fail("not run")})])
    (one,) = unread([replace(contract, said={DISSOLVED: older})], [hearing])
    assert one.trouble.at == "organisation_id"


def test_release__adds_and_never_takes_away(tmp_path: Path) -> None:
    first = Contract("parcels", {"Packed.v1": Said("parcels.parcel", {"type": "object"}, [{"id": 1}])}, {"paths": {}})
    second = replace(first, said={
        "Packed.v1": Said("parcels.parcel", {"type": "object", "properties": {}}, [{"id": 2}]),
        "Sent.v1": Said("parcels.parcel", {"type": "object"}, [{"id": 3}]),
    })
    third = replace(second, said={"Sent.v1": second.said["Sent.v1"]})
    for contract in (first, second, second, third):
        released.write(released.read("parcels", tmp_path), contract, tmp_path)
    found = released.read("parcels", tmp_path)
    assert found is not None
    assert found.contract.said == {
        "Packed.v1": Said("parcels.parcel", {"type": "object", "properties": {}}, [{"id": 1}, {"id": 2}]),
        "Sent.v1": second.said["Sent.v1"],
    }


def test_command__is_red_and_releases_nothing_while_somebody_is_broken(tmp_path: Path) -> None:
    """A copy of notifications had once promised a field that is not there any more."""
    copy = tmp_path / "notifications"
    shutil.copytree(ROOT / "services/notifications", copy, ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "contracts/released/said/EndpointRemoved.v1.json"
    content = json.loads(file.read_text())
    content["schema"]["properties"]["owner_name"] = {"type": "string"}
    file.write_text(json.dumps(content))
    for act in ("check", "release"):
        said = run(copy, act)
        assert said.returncode == 1, said.stderr
        assert "notifications: EndpointRemoved.v1: `owner_name` is gone. It breaks" in said.stderr
    assert json.loads(file.read_text()) == content
    shutil.rmtree(copy / "contracts/released")
    assert run(copy, "release").returncode == 0
    assert json.loads(file.read_text())["samples"] == content["samples"]
    again = run(copy, "check")
    assert "It breaks" not in again.stderr


def run(copy: Path, act: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chassis.contracts", act, "notifications"],
        env={"PYTHONPATH": str(copy / "src"), "PATH": os.defpath}, capture_output=True, text=True, check=False, timeout=60,
    )

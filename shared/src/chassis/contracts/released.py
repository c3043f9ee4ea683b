"""What is promised: the contract of one service, as its code makes it and as it was released.

`contracts/released/` is the floor under which a service may not fall. `said/` holds every version of an event or state that was
ever announced, with schema, topic and samples; `openapi.json` the operations; `retired.json`, written by hand, what has ended:

    {"ThingRenamed.v1": {"announced": "2027-01-11", "ended": "2027-09-01", "instead": "ThingRenamed.v2", "grounds": "…"}}
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from chassis import openapi
from chassis.asyncapi import sides_of
from chassis.catalogue import examples_of
from chassis.contracts.generated import folder_of, pretty, schema_of
from chassis.contracts.misread import Schema
from chassis.events import PREFIX
from chassis.service import Service

NOTICE: Final = 181
"""Days between the announcement of an end and the end, at least: six months (`api.md`, version)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One version of an event or state. `samples`: payloads that were real once, and must be readable for ever."""

    topic: str
    schema: Schema
    samples: list[Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """`said` by `Name.v1`; `api` is the OpenAPI document without refusals and examples."""

    service: str
    said: Mapping[str, Said]
    api: Schema


class Retired(BaseModel):
    """Something released that has ended, and what took its place."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    announced: date
    ended: date
    instead: str | None = None
    grounds: str = Field(min_length=1)

    @model_validator(mode="after")
    def _in_good_time(self) -> "Retired":
        if (self.ended - self.announced).days < NOTICE:
            raise ValueError(f"ends {(self.ended - self.announced).days} days after it was announced; {NOTICE} are promised")
        return self


@dataclass(frozen=True, slots=True)
class Released:
    """The floor: the contract as released, and what of it has ended since."""

    contract: Contract
    retired: Mapping[str, Retired] = field(default_factory=dict)


def contract_of(service: Service) -> Contract:
    """What the code promises today."""
    samples = {event: [_sample(example)] for event, example in examples_of(service).items()}
    said = {
        f"{event.known_as()}.v{event.version}": Said(name, schema_of(event), samples.get(event, []))
        for topic in service.topics
        for name, events in sides_of(topic)
        for event in events
    }
    return Contract(service.name, said, promised(openapi.document(service)))


def promised(document: Schema) -> Schema:
    """Of an OpenAPI document, what is asked and what is answered when all goes well."""
    components = document.get("components", {})
    return {
        "openapi": document["openapi"],
        "paths": {
            path: {method: _told(operation) for method, operation in item.items()} for path, item in document["paths"].items()
        },
        "components": {"schemas": components.get("schemas", {})},
    }


def _told(operation: Schema) -> Schema:
    asked = ("operationId", "deprecated", "parameters", "requestBody", "security")
    kept = {word: operation[word] for word in asked if word in operation}
    done = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    told: Schema = _without_examples({**kept, "responses": done})
    return told


def _without_examples(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_examples(value) for key, value in node.items() if key != "examples"}
    return [_without_examples(item) for item in node] if isinstance(node, list) else node


def ce_type(service: str, name: str) -> str:
    """`fi.yhdyspinta.sample.ThingMade.v1`, of sample's `ThingMade.v1`."""
    return f"{PREFIX}.{service}.{name}"


def floor_of(service: Service) -> Released | None:
    """What was released of it."""
    return read(service.name, folder_of(service) / "released")


def raise_floor(service: Service) -> None:
    """Release what its code promises today."""
    write(floor_of(service), contract_of(service), folder_of(service) / "released")


def read(service: str, folder: Path) -> Released | None:
    """What lies under `released/`; nothing before the first release."""
    if not (folder / "openapi.json").is_file():
        return None
    said = {path.stem: Said(**json.loads(path.read_text())) for path in sorted((folder / "said").glob("*.json"))}
    ended = folder / "retired.json"
    retired = TypeAdapter(dict[str, Retired]).validate_json(ended.read_text()) if ended.is_file() else {}
    return Released(Contract(service, said, json.loads((folder / "openapi.json").read_text())), retired)


def write(released: Released | None, today: Contract, folder: Path) -> None:
    """Raise the floor to what is promised today. Samples and ended events stay; who calls has looked for breaks."""
    (folder / "said").mkdir(parents=True, exist_ok=True)
    for name, said in today.said.items():
        before = released.contract.said[name].samples if released and name in released.contract.said else []
        new = [sample for sample in said.samples if sample not in before]
        (folder / "said" / f"{name}.json").write_text(pretty(asdict(Said(said.topic, said.schema, before + new))))
    (folder / "openapi.json").write_text(pretty(today.api))


def _sample(example: BaseModel) -> Any:
    return json.loads(example.model_dump_json())

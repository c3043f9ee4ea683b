"""The AsyncAPI 3.0 document of a service: what it says and what it hears, with envelope and key. Internal topics are left out.

FastStream makes such a document of its own publishers; ours are rows of an outbox, so the document is made from the declared
topics, in FastStream's own model of the specification, which validates it.
"""

from collections.abc import Iterator
from typing import Any

from faststream.specification.asyncapi.v3_0_0.schema import ApplicationInfo, ApplicationSchema, Channel, Message, Operation
from faststream.specification.asyncapi.v3_0_0.schema.operations import Action

from chassis.events import Event
from chassis.service import Service, Topic

HEADERS: dict[str, tuple[str, str]] = {
    "ce_specversion": ("1.0", "CloudEvents 1.0, Kafka protocol binding, binary mode"),
    "ce_id": ("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "UUIDv7, unique for ever"),
    "ce_source": ("/sample/thing", "service and aggregate"),
    "ce_type": ("fi.yhdyspinta.sample.ThingMade.v1", "prefix, service, name, version"),
    "ce_subject": ("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "the aggregate's id, also the record's key"),
    "ce_time": ("2027-03-01T10:00:00.000000Z", "when it happened, UTC"),
    "ce_dataschema": ("urn:yhdyspinta:schema:sample:ThingMade:v1", "the schema of the payload"),
    "content-type": ("application/json", "of the payload"),
    "ce_sequence": ("0000000001", "the aggregate's event number, ten digits, without gaps"),
    "ce_causationid": ("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "the event or command that led here"),
    "ce_correlationid": ("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01", "the first cause of the chain"),
    "ce_actor": ("service:sample", "person:<id>, service:<name> or system:<client>: an id, never a name"),
    "ce_tenant": ("pohde", "the county"),
}
"""Every header but `traceparent` (W3C, where a trace exists): an example and its meaning."""


def document(service: Service) -> dict[str, Any]:
    """The document; the same for the same code."""
    channels: dict[str, Channel] = {}
    operations: dict[str, Operation] = {}
    for topic in service.topics:
        if topic.internal:
            continue
        for name, said in sides_of(topic):
            channels[name] = Channel(address=name, description=_kept(topic, name), messages={_id(e): _message(e) for e in said})
            operations[f"say {name}"] = _operation(Action.SEND, name, channels[name])
    for name in heard_by(service):
        if ".internal." not in name and name not in channels:
            channels[name] = Channel(address=name, description="Said by another service; its contract is there.", messages={})
            operations[f"hear {name}"] = _operation(Action.RECEIVE, name, channels[name])
    info = ApplicationInfo(
        title=f"Yhdyspinta {service.name}",
        version="1",
        description=f"{service.texts} Read with isolation.level=read_committed; order is promised per key, delivery at least once.",
    )
    made = ApplicationSchema(
        id=f"urn:yhdyspinta:{service.name}",
        info=info,
        defaultContentType="application/json",
        channels=channels,
        operations=operations,
    )
    return made.to_jsonable()  # type: ignore[no-any-return]


def sides_of(topic: Topic) -> Iterator[tuple[str, list[type[Event]]]]:
    """The topic of events and the topic of states."""
    yield topic.name, list(topic.events)
    if topic.state is not None:
        yield topic.state_name, [topic.state]


def heard_by(service: Service) -> list[str]:
    """The topics that its copies and listeners read."""
    heard = [copy.of for copy in service.copies] + [topic for listener in service.listeners for topic in listener.topics]
    return sorted(set(heard))


def _message(event: type[Event]) -> Message:
    return Message(
        name=event.ce_type(),
        title=event.known_as(),
        summary=meaning(event),
        contentType="application/json",
        payload={"$ref": f"schemas/{event.known_as()}.v{event.version}.json"},
        headers={
            "type": "object",
            "required": list(HEADERS),
            "properties": {
                name: {"type": "string", "description": meant, "examples": [example]} for name, (example, meant) in HEADERS.items()
            },
        },
        bindings={"kafka": {"key": {"type": "string", "format": "uuid"}}},
    )


def _operation(action: Action, name: str, channel: Channel) -> Operation:
    here = name.replace("/", "~1")
    messages = [{"$ref": f"#/channels/{here}/messages/{message}"} for message in channel.messages]
    return Operation.model_validate({"action": action, "channel": {"$ref": f"#/channels/{here}"}, "messages": messages})


def _id(event: type[Event]) -> str:
    return f"{event.known_as()}.v{event.version}"


def _kept(topic: Topic, name: str) -> str:
    if name == topic.name:
        return f"Facts, kept {topic.keep.days} days, {topic.partitions} partitions, key = aggregate id."
    return f"Newest public snapshot of each aggregate, compacted, {topic.partitions} partitions, null = erased."


def meaning(event: type[Event]) -> str:
    """What it means, in the first sentence of its docstring."""
    return " ".join((event.__doc__ or "").split("\n\n")[0].split())

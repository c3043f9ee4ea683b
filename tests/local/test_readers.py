"""The readers of `docs/newcomer`, in Python and in Java, over topics made by hand: what is hard to write alike in two languages."""

import hashlib
import json
import subprocess
import sys
from typing import Any

import pytest
import rfc8785
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from chassis.outbox import new_id
from chassis.testing import Parts
from yhdyspinta_local import folders
from yhdyspinta_local.walks.newcomer import java

HARD: list[Any] = [
    {"b": 1, "a": None, "ä": True, "\U0001f600": [], "\ufb33": {}, "A": ""},
    {"text": '\x00\x1f\x7f\u2028 \b\t\n\f\r"\\/ åäö \U0001f600'},
    {"numbers": [0, -0.0, 1.0, -1, 10, 100.0, 0.1, 1e-6, 1e-7, 1.5e-9, 1e20, 1e21, -1.25e22, 123456789012345680.0, 9007199254740991, 5e-324]},
    {"nested": {"z": [{"y": [1, {"x": None}]}], "a": {"b": {"c": []}}}},
]


def said_by(words: Any) -> dict[str, list[str]]:
    done = subprocess.run(words, capture_output=True, text=True, timeout=180, check=True)
    return {topic: rest for topic, *rest in map(str.split, done.stdout.splitlines())}


@pytest.fixture
async def prefix(parts: Parts) -> str:
    prefix = f"t{new_id().hex}."
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.kafka)
    await admin.start()
    try:
        names = ("x.thing", "x.thing.state", "x.empty.state", "x.plain")
        await admin.create_topics([NewTopic(prefix + name, 3, 1) for name in names])
    finally:
        await admin.close()
    return prefix


@pytest.mark.timeout(400)
async def test_readers__the_same_whatever_is_hard(parts: Parts, prefix: str) -> None:
    """Older after newer, a null, a null that something newer follows, an event whose state is gone, and JSON as it may be."""
    keys = [f"{n}" for n in range(len(HARD))]

    async with AIOKafkaProducer(bootstrap_servers=parts.kafka) as producer:

        async def say(topic: str, key: str, sequence: int, value: Any, *, null: bool = False) -> None:
            told = None if null else json.dumps(value).encode()
            await producer.send_and_wait(
                prefix + topic, key=key.encode(), value=told, headers=[("ce_sequence", f"{sequence:010d}".encode())]
            )

        for key, snapshot in zip(keys, HARD, strict=True):
            await say("x.thing.state", key, 2, snapshot)
            await say("x.thing.state", key, 1, {"old": key})
            await say("x.thing", key, 2, {})
        await say("x.thing.state", "gone", 1, {"name": "x"})
        await say("x.thing.state", "gone", 2, None, null=True)
        await say("x.thing.state", "gone", 1, {"name": "a member that slept"})
        await say("x.thing", "gone", 2, None, null=True)
        await say("x.thing.state", "back", 1, {"name": "x"})
        await say("x.thing.state", "back", 2, None, null=True)
        await say("x.thing.state", "back", 3, {"name": "y"})
        await say("x.thing", "forgotten", 7, {})
        await say("x.plain", "p", 1, {})
    there = sorted([*zip(keys, HARD, strict=True), ("back", {"name": "y"})])
    hashed = hashlib.sha256(b"".join(rfc8785.dumps(snapshot) + b"\n" for _, snapshot in there)).hexdigest()
    python = said_by([sys.executable, folders.CHECKOUT / "docs" / "newcomer" / "reader.py", parts.kafka, prefix])
    assert python == {
        "x.empty.state": ["0", hashlib.sha256().hexdigest()],
        "x.thing.state": [str(len(there)), hashed],
        "events": ["7", "2"],
    }
    assert said_by(java.command(parts.kafka, prefix)) == python

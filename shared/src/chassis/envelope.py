"""Reading the envelope of a record. Nothing that stands in a header or a key can make it raise."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Raw(Protocol):
    """A record as the Kafka client gives it."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its envelope read as far as it can be. `topic` is without the deployment's prefix."""

    topic: str
    partition: int
    offset: int
    key: str | None
    headers: dict[str, str]
    value: bytes | None

    @property
    def type(self) -> str | None:
        return self.headers.get("ce_type")

    @property
    def tenant(self) -> str | None:
        return self.headers.get("ce_tenant")

    @property
    def sequence(self) -> int | None:
        return _number(self.headers.get("ce_sequence"))

    @property
    def event_id(self) -> UUID | None:
        return _uuid(self.headers.get("ce_id"))

    @property
    def correlation(self) -> UUID | None:
        return _uuid(self.headers.get("ce_correlationid"))

    @property
    def time(self) -> datetime | None:
        return _instant(self.headers.get("ce_time"))

    @property
    def traceparent(self) -> str | None:
        return self.headers.get("traceparent")


LONGEST_KEY = 500
"""Characters. A key is part of primary keys, whose entries are bounded; ours are identifiers of 36."""


def read(raw: Raw, prefix: str = "") -> Record:
    """The record behind the bytes; what cannot be read, or never be stored, is None."""
    headers = {storable(name): storable(value.decode(errors="replace")) for name, value in raw.headers if value is not None}
    return Record(raw.topic.removeprefix(prefix), raw.partition, raw.offset, _key(raw.key), headers, raw.value)


def storable(text: str) -> str:
    """The text as PostgreSQL can hold it: neither NUL nor half a surrogate pair."""
    return text.encode(errors="replace").decode().replace("\x00", "\ufffd")


def stem(type: str) -> str:
    """The type without its version: `fi.yhdyspinta.sample.ThingMade`."""
    return type.rpartition(".v")[0]


def _key(value: bytes | None) -> str | None:
    with contextlib.suppress(UnicodeDecodeError):
        key = value.decode() if value else None
        return key if key and "\x00" not in key and len(key) <= LONGEST_KEY else None
    return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _uuid(text: str | None) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(text) if text else None
    return None


def _instant(text: str | None) -> datetime | None:
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(text) if text else None
        return moment if moment is None or moment.tzinfo else None
    return None

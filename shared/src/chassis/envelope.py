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


def read(raw: Raw, prefix: str = "") -> Record:
    """The record behind the bytes; what cannot be read is None."""
    headers = {name: value.decode(errors="replace") for name, value in raw.headers if value is not None}
    return Record(raw.topic.removeprefix(prefix), raw.partition, raw.offset, _text(raw.key), headers, raw.value)


def stem(type: str) -> str:
    """The type without its version: `fi.yhdyspinta.sample.ThingMade`."""
    return type.rpartition(".v")[0]


def _text(value: bytes | None) -> str | None:
    with contextlib.suppress(UnicodeDecodeError, AttributeError):
        return value.decode()  # type: ignore[union-attr]
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

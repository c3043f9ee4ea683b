"""Whether what one side writes is understood by the other: two JSON Schemas compared, pure.

One comparison for events and for HTTP: somebody writes, somebody else reads, each by a schema of its own time. Subscribers and
clients leave unknown fields and words alone (`events.md`); a server that reads a request does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Schema = dict[str, Any]

NOTES: Final = {"title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "discriminator"}
SHAPE: Final = {"type", "properties", "required", "additionalProperties", "items", "prefixItems", "anyOf", "oneOf", "$ref"}
WORDS: Final = {"enum", "const"}
AT_MOST: Final = {"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"}
AT_LEAST: Final = {"minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"}
KINDS: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "NoneType": "null"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody reads. `strict`: unknown fields, unknown words and values beyond the limits are refused."""

    strict: bool
    whole: bool
    """A field that is missing matters."""
    other: str
    """What is said of a kind of value, `{}`, that is not understood."""


SERVER: Final = Reading(strict=True, whole=True, other="may no longer be {}")
"""Our service, reading what a client sends that was written against the released document."""
WORLD: Final = Reading(strict=False, whole=True, other="may now be {}")
"""A client or subscriber that was written against what is released, reading what we write today."""
NEWCOMER: Final = Reading(strict=False, whole=False, other="may no longer be {}, which older records still are")
"""A subscriber written against today's schema, reading what still lies on the topic; fields may be newer than a record."""
OURS: Final = Reading(strict=False, whole=False, other="may be {}, which is not read")
"""One of our own consumers. That nothing is missing, the samples show: a default is always written."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where (`partners[].share`), and what is said of it."""

    at: str
    said: str


@dataclass(frozen=True, slots=True)
class Side:
    """A schema, and the document that its references point into."""

    schema: Schema
    document: Schema

    def at(self, schema: Schema) -> "Side":
        return Side(schema, self.document)

    @property
    def forms(self) -> list["Side"]:
        """Its alternatives, references followed, each of one kind at most."""
        if "$ref" in self.schema:
            return self.at(_found(self.document, self.schema["$ref"])).forms
        for word in ("anyOf", "oneOf"):
            if word in self.schema:
                return [form for one in self.schema[word] for form in self.at(one).forms]
        kinds = self.schema.get("type")
        return [self.at({**self.schema, "type": kind}) for kind in kinds] if isinstance(kinds, list) else [self]

    @property
    def words(self) -> list[Any] | None:
        """The only values there are, where they are counted up."""
        return [self.schema["const"]] if "const" in self.schema else self.schema.get("enum")

    @property
    def kind(self) -> str | None:
        """`string`, `object` …; nothing where it may be anything."""
        if "type" in self.schema:
            return str(self.schema["type"])
        return KINDS.get(type(self.words[0]).__name__) if self.words else "object" if "properties" in self.schema else None


Pairs = frozenset[tuple[int, int]]


def misread(writes: Side, reads: Side, reading: Reading, at: str = "", above: Pairs = frozenset()) -> Iterator[Trouble]:
    """What of that which is written is not understood. A schema inside itself is compared once."""
    pair = (id(writes.schema), id(reads.schema))
    if pair in above:
        return
    readable = reads.forms
    for form in writes.forms:
        fitting = [other for other in readable if _fits(form.kind, other.kind)]
        if not fitting:
            yield Trouble(at, reading.other.format(form.kind or "anything"))
            continue
        tried = [list(_within(form, other, reading, at, above | {pair})) for other in fitting]
        yield from min(tried, key=len)


def _fits(written: str | None, read: str | None) -> bool:
    return read is None or written == read or (written, read) == ("integer", "number")


def _within(form: Side, other: Side, reading: Reading, at: str, above: Pairs) -> Iterator[Trouble]:
    """Both of one kind."""
    yield from _valued(form, other, reading, at)
    yield from _fields(form, other, reading, at)
    for name, field in other.schema.get("properties", {}).items():
        if name in form.schema.get("properties", {}):
            here = f"{at}.{name}" if at else name
            yield from misread(form.at(form.schema["properties"][name]), other.at(field), reading, here, above)
    for word, step in (("items", "[]"), ("additionalProperties", ".*")):
        written, read = form.schema.get(word, True), other.schema.get(word)
        if written is not False and isinstance(read, dict):
            yield from misread(form.at({} if written is True else written), other.at(read), reading, at + step, above)
    pairs = zip(form.schema.get("prefixItems", ()), other.schema.get("prefixItems", ()), strict=False)
    for number, (written, read) in enumerate(pairs):
        yield from misread(form.at(written), other.at(read), reading, f"{at}[{number}]", above)


def _fields(form: Side, other: Side, reading: Reading, at: str) -> Iterator[Trouble]:
    """Fields that are missing, and those that are not wanted."""
    written, read = form.schema.get("properties", {}), other.schema.get("properties", {})
    sure, needed = form.schema.get("required", ()), other.schema.get("required", ())
    for name in read:
        here = f"{at}.{name}" if at else name
        if reading.strict:
            if name in needed and name not in sure:
                yield Trouble(here, "is newly required")
        elif reading.whole and name not in written:
            yield Trouble(here, "is gone")
        elif reading.whole and name in needed and name not in sure:
            yield Trouble(here, "is no longer always there")
    if reading.strict and other.schema.get("additionalProperties") is False:
        if form.schema.get("additionalProperties", True) is not False:
            yield Trouble(at, "no longer takes fields of any name")
        for name in written:
            if name not in read:
                yield Trouble(f"{at}.{name}" if at else name, "is no longer taken")


def _valued(form: Side, other: Side, reading: Reading, at: str) -> Iterator[Trouble]:
    """Words and limits, which only a strict reader keeps to; the format, and whatever else is demanded, which all do."""
    for word in sorted(set(other.schema) - NOTES - SHAPE - WORDS):
        was, now = form.schema.get(word), other.schema[word]
        if word.startswith("$") or was == now:
            continue
        if word in AT_MOST | AT_LEAST | {"pattern"}:
            kept = was is not None and ((word in AT_MOST and was <= now) or (word in AT_LEAST and was >= now))
            if reading.strict and not kept:
                yield Trouble(at, f"has a narrower {word}, {now}")
        else:
            yield Trouble(at, reading.other.format(f"{form.kind} without {word} {now}"))
    if reading.strict and other.words is not None:
        lost = None if form.words is None else [str(word) for word in form.words if word not in other.words]
        if lost is None or lost:
            yield Trouble(at, f"may no longer be {' or '.join(lost) if lost else 'any word'}")


def _found(document: Schema, reference: str) -> Schema:
    """What `#/components/schemas/Name` points at."""
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found

"""The source of a mail: a few marks at the beginnings of lines, from which both its text and its HTML are made. Pure.

`Subject: …`, then blocks between empty lines: a paragraph; `= heading`; `label :: value`; `- item`; `> prose of somebody`;
`@ label | {link}`. `{name}` is filled with a value; a block that begins with `{name?}`, `{name=word?}` or `{!name?}` stands there
only where that is true (or has the word, or is false). An item stands there once for each of a value that is several.
Values are filled in after the marks are read: they are never marks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

_GUARD: Final = re.compile(r"\{(?P<no>!?)(?P<name>[a-z_.]+)(?:=(?P<word>[a-z_]+))?\?\}\s*")
_PLACE: Final = re.compile(r"\{([a-z_.]+)\}")
_MARKS: Final = re.compile(r"(= |- |> |@ |[^:{}]{1,60} :: )")


class Kind(Enum):
    PARAGRAPH = ""
    HEADING = "= "
    FACT = "::"
    ITEM = "- "
    QUOTE = "> "
    BUTTON = "@ "


@dataclass(frozen=True, slots=True)
class Guard:
    """When a block stands there."""

    name: str
    word: str | None
    no: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a source, not filled yet."""

    kind: Kind
    text: str
    label: str = ""
    guard: Guard | None = None

    @property
    def said(self) -> Sequence[str]:
        """The names of the values that stand in its text."""
        return _PLACE.findall(self.text)

    @property
    def places(self) -> Iterator[str]:
        """The names of the values that it asks for."""
        yield from self.said
        if self.guard is not None:
            yield self.guard.name

    def filled(self, say: Callable[[str], str]) -> str:
        """Its text, each place filled with what `say` says."""
        return fill(self.text, say)


@dataclass(frozen=True, slots=True)
class Source:
    """A whole mail, not filled yet."""

    subject: str
    blocks: tuple[Block, ...]

    @property
    def places(self) -> frozenset[str]:
        """The names of all values that it asks for."""
        return frozenset([*_PLACE.findall(self.subject), *(name for block in self.blocks for name in block.places)])


def fill(text: str, say: Callable[[str], str]) -> str:
    """A text with its places filled."""
    return _PLACE.sub(lambda place: say(place.group(1)), text)


@lru_cache(maxsize=256)
def parsed(text: str) -> Source:
    """The source of a mail. Raises ValueError where it has no subject."""
    head, _, body = text.partition("\n")
    if not head.startswith("Subject: "):
        raise ValueError("a mail's source begins with its subject")
    return Source(head.removeprefix("Subject: ").strip(), tuple(_blocks(body.splitlines())))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if paragraph and (not line.strip() or _begins(line)):
            yield _block(" ".join(paragraph))
            paragraph = []
        if line.strip():
            paragraph.append(line.strip())


def _begins(line: str) -> bool:
    """Whether a line begins a block of its own."""
    return _GUARD.match(line) is not None or _MARKS.match(line) is not None


def _block(text: str) -> Block:
    found = _GUARD.match(text)
    guard = None if found is None else Guard(found["name"], found["word"], bool(found["no"]))
    text = text[found.end() :] if found else text
    mark = _MARKS.match(text)
    if mark is None:
        return Block(Kind.PARAGRAPH, text, guard=guard)
    rest = text[mark.end() :].strip()
    if mark.group().endswith(":: "):
        return Block(Kind.FACT, rest, mark.group().removesuffix(":: ").strip(), guard)
    kind = Kind(mark.group())
    if kind is Kind.BUTTON:
        label, _, rest = rest.partition(" | ")
        return Block(kind, rest, label, guard)
    return Block(kind, rest, guard=guard)

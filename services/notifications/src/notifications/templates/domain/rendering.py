"""From a template and its values to subject, text and HTML: one source for both, so that they never say two things. Pure."""

import html
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from chassis.values import Money
from notifications.links import DESK, Sender
from notifications.templates.domain import saying
from notifications.templates.domain.catalogue import TEMPLATES, Template
from notifications.templates.domain.fields import LastDay, Until, Values, Words, marked
from notifications.templates.domain.markup import Block, Guard, Kind, fill

WIDTH: Final = 78
"""Columns of the text part (RFC 5322, 2.1.1)."""
SUBJECT: Final = 160
_TRANSLATION: Final = {
    "sv": "Det här är en översättning. Det finska meddelandet är det som gäller.",
    "en": "This is a translation. The Finnish message is the one that counts.",
}
_BELOW: Final = {
    "sv": "Det här är en översättning. Beslutet är på finska och finns nedan i sin helhet.",
    "en": "This is a translation. The decision is in Finnish and stands below in full.",
}
_ASK: Final = {"fi": "Kysyttävää? Ota yhteyttä:", "sv": "Har du frågor? Kontakta:", "en": "Any questions? Contact:"}
_UNSUBSCRIBE: Final = {"fi": "En halua enää tällaisia viestejä", "sv": "Jag vill inte längre få sådana här meddelanden",
    "en": "Stop messages like this"}  # fmt: skip
_PAGE: Final = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><title>{title}</title></head>\n'
    '<body style="margin:0;font-family:system-ui,Roboto,Arial,sans-serif;font-size:16px;line-height:1.5">\n'
    '<main style="max-width:38rem;margin:0 auto;padding:1rem;overflow-wrap:break-word">\n{body}</main></body></html>\n'
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words. `version`: of the template."""

    subject: str
    text: str
    html: str
    version: int


@dataclass(frozen=True, slots=True)
class _Filled:
    """A block with everything in its place. Prose keeps its lines."""

    kind: Kind
    text: str
    label: str = ""


def render(
    template: str,
    language: str,
    values: Values | Mapping[str, Any],
    *,
    unsubscribe: str | None = None,
    version: int | None = None,
    sender: Sender | None = None,
) -> Rendered:
    """A template in a language, filled; values that do not fit its model raise `ValidationError`.

    `unsubscribe`: the link that ends its subscription (`Sender.unsubscribe`), for templates that have a topic; those of a LEGAL
    weight carry none, whatever is given. `version`: an old one, to show what was sent; the newest otherwise.
    """
    of = TEMPLATES[template]
    number = of.version if version is None else version
    model = of.values(number)
    known = values if isinstance(values, model) else model.model_validate(values)
    told = DESK.sender if sender is None else sender
    source = of.source(number, language)
    subject = _one_line(fill(source.subject, lambda place: _said(known, place, language)))
    subject = subject if len(subject) <= SUBJECT else subject[: SUBJECT - 1].rstrip() + "…"
    parts = [(language, [*_opening(of, language), *_filled(source.blocks, known, language)])]
    if of.document and language != "fi":
        parts.append(("fi", list(_filled(of.source(number, "fi").blocks, known, "fi"))))
    closing = list(_closing(of, language, told, unsubscribe))
    texts = [_text(blocks) for _, blocks in parts]
    text = "\n\n* * *\n\n".join(texts) + "\n\n" + _text(closing) + "\n"
    body = "<hr>\n".join(f'<div lang="{lang}">\n{_html(blocks)}</div>\n' for lang, blocks in parts)
    body += f'<footer style="margin-top:2rem;font-size:.9em">\n{_html(closing)}</footer>\n'
    body = f'<h1 style="font-size:1.4em;line-height:1.25;margin:.5rem 0 1rem">{html.escape(subject)}</h1>\n{body}'
    return Rendered(subject, text, _PAGE.format(language=language, title=html.escape(subject), body=body), number)


def _opening(of: Template, language: str) -> Iterator[_Filled]:
    if language != "fi":
        yield _Filled(Kind.PARAGRAPH, (_BELOW if of.document else _TRANSLATION)[language])


def _closing(of: Template, language: str, sender: Sender, unsubscribe: str | None) -> Iterator[_Filled]:
    yield _Filled(Kind.PARAGRAPH, f"{_ASK[language]} {sender.contact}")
    yield _Filled(Kind.PARAGRAPH, sender.county)
    if unsubscribe is not None and of.topic is not None:
        yield _Filled(Kind.BUTTON, unsubscribe, _UNSUBSCRIBE[language])


def _filled(blocks: Sequence[Block], values: Values, language: str) -> Iterator[_Filled]:
    for block in blocks:
        if block.guard is not None and not _holds(block.guard, values):
            continue
        for one in _each(block, values):
            text = block.filled(partial(_said, one, language=language))
            lines = text.splitlines() if block.kind is Kind.QUOTE else [text]
            yield _Filled(block.kind, "\n".join(map(_one_line, lines)), block.label)


def _each(block: Block, values: Values) -> Iterator[Values]:
    """An item is said once for each of what is several in it; anything else once."""
    names = {place.partition(".")[0] for place in block.said} if block.kind is Kind.ITEM else set()
    several = [name for name in sorted(names) if isinstance(getattr(values, name), tuple)]
    if not several:
        yield values
    for each in getattr(values, several[0]) if several else ():
        yield values.model_copy(update={several[0]: each})


def _holds(guard: Guard, values: Values) -> bool:
    found = _found(values, guard.name)
    if guard.word is None:
        return bool(found) is not guard.no
    has = found if isinstance(found, tuple) else (found,)
    return (guard.word in has) is not guard.no


def _found(values: BaseModel, place: str) -> Any:
    name, _, rest = place.partition(".")
    found = getattr(values, name)
    return _found(found, rest) if rest else found


def _said(values: BaseModel, place: str, language: str) -> str:
    owner, _, name = place.rpartition(".")
    of = _found(values, owner) if owner else values
    found = getattr(of, name)
    match found:
        case Money():
            return saying.money(found, language)
        case Words():
            return getattr(found, language) or found.fi
        case datetime():
            return saying.instant(found, language, until=marked(of, name, Until))
        case date():
            return saying.short_day(found - timedelta(days=marked(of, name, LastDay)), language)
        case tuple():
            return saying.together(found, language)
        case _:
            return str(found)


def _one_line(text: str) -> str:
    """No value breaks a line: neither of a header nor of a sentence. No-break spaces stay."""
    shown = "".join(c if c.isprintable() or c == saying.NBSP else " " for c in text)
    return " ".join(part for part in shown.split(" ") if part)


def _text(blocks: Sequence[_Filled]) -> str:
    lines: list[str] = []
    before: Kind | None = None
    for block in blocks:
        if before is not None and not (block.kind is before and block.kind in {Kind.FACT, Kind.ITEM}):
            lines.append("")
        lines += _lines(block)
        before = block.kind
    return "\n".join(lines)


def _lines(block: _Filled) -> Iterator[str]:
    match block.kind:
        case Kind.FACT:
            yield from _wrapped(f"{block.label}: {block.text}", after="  ")
        case Kind.ITEM:
            yield from _wrapped(block.text, before="- ", after="  ")
        case Kind.QUOTE:
            for line in block.text.splitlines():
                yield from _wrapped(line, before="  ", after="  ") or [""]
        case Kind.BUTTON:
            yield from (f"{block.label}:", block.text)
        case _:
            yield from _wrapped(block.text)


def _wrapped(text: str, *, before: str = "", after: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=after, break_on_hyphens=False)


def _html(blocks: Sequence[_Filled]) -> str:
    made: list[str] = []
    before: Kind | None = None
    for block in [*blocks, None]:
        kind = None if block is None else block.kind
        if before is not kind and before in _AROUND:
            made.append(f"</{_AROUND[before][0]}>\n")
        if kind is not before and kind in _AROUND:
            made.append(f"<{_AROUND[kind][0]}{_AROUND[kind][1]}>\n")
        if block is not None:
            made.append(_element(block))
        before = kind
    return "".join(made)


_AROUND: Final[Mapping[Kind | None, tuple[str, str]]] = {
    Kind.ITEM: ("ul", ""), Kind.FACT: ("dl", ' style="border-left:4px solid #1a6fb5;padding-left:1rem;margin:1.25rem 0"'),
}


def _element(block: _Filled) -> str:
    label, text = html.escape(block.label), html.escape(block.text)
    match block.kind:
        case Kind.HEADING:
            return f'<h2 style="font-size:1.15em;margin:1.75rem 0 .25rem">{text}</h2>\n'
        case Kind.FACT:
            return f'<dt style="font-weight:bold">{label}</dt><dd style="margin:0 0 .5rem">{text}</dd>\n'
        case Kind.ITEM:
            return f"<li>{text}</li>\n"
        case Kind.QUOTE:
            said = (html.escape(line) for line in block.text.splitlines() if line.strip())
            return "".join(f'<p style="margin-left:1rem">{line}</p>\n' for line in said)
        case Kind.BUTTON:
            return f'<p><a href="{text}" style="display:inline-block;padding:.5rem 0">{label}</a></p>\n'
        case _:
            return f"<p>{text}</p>\n"

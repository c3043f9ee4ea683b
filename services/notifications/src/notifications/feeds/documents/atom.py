"""Public meetings as an Atom feed (RFC 4287). Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from notifications.feeds.domain.meetings import Shown, name_of
from notifications.templates.domain import saying

TYPE: Final = "application/atom+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_KEPT: Final = f"\n{saying.NBSP}"
register_namespace("", _ATOM)


def atom(
    meetings: Sequence[Shown], language: str, *, here: str, calendar: str, author: str, changed_at: datetime,
    structure: UUID | None, of: str | None,
) -> bytes:
    """`here`: address of this feed; `calendar`: of the same meetings as a calendar file; `of`: what `structure` is called."""
    feed = Element(f"{{{_ATOM}}}feed", {f"{_XML}lang": language})
    _say(feed, "id", f"urn:uuid:{structure}" if structure else "urn:yhdyspinta:feeds:meetings")
    _say(feed, "title", name_of(language, of))
    _say(feed, "updated", _instant(changed_at))
    _say(SubElement(feed, f"{{{_ATOM}}}author"), "name", author)
    _link(feed, "self", here, TYPE)
    _link(feed, "alternate", calendar, "text/calendar")
    for each in sorted(meetings, key=lambda one: (one.changed_at, one.id), reverse=True):
        entry = SubElement(feed, f"{{{_ATOM}}}entry")
        _say(entry, "id", f"urn:uuid:{each.id}")
        _say(entry, "title", each.headline(language))
        _say(entry, "updated", _instant(each.changed_at))
        SubElement(entry, f"{{{_ATOM}}}category", {"term": each.status.value.lower()})
        if each.structure:
            body = SubElement(entry, f"{{{_ATOM}}}author")
            _say(body, "name", each.structure)
            _say(body, "uri", f"urn:uuid:{each.structure_id}")
        _say(entry, "content", "\n".join(each.lines(language)), type="text")
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _say(parent: Element, name: str, text: str, **attributes: str) -> None:
    """An element with this text, without characters that cannot be seen: XML cannot hold all of them."""
    SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = "".join(c for c in text if c.isprintable() or c in _KEPT)


def _link(parent: Element, rel: str, href: str, type: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": href, "type": type})


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

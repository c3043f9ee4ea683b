"""The message as it leaves the house (RFC 5322, 2045, 2369, 8058, 3834). The same row gives the same bytes. Pure."""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from uuid import UUID

LONGEST = 998
"""Characters of a line, at most (RFC 5322, 2.1.1)."""
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whose it is and to whom it goes."""

    mail_id: UUID
    sender: str
    sender_name: str
    to: str = field(repr=False)
    language: str
    at: datetime
    """When it was queued: the same in every attempt."""
    unsubscribe: str | None = None
    """Where one click ends the subscription; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A calendar file (RFC 6047): read by calendars as an alternative of the text, by everybody else as an attachment."""

    content: bytes = field(repr=False)
    method: str
    """As the file itself says: a calendar goes by this one, in the header."""
    name: str


def message_id(mail_id: UUID, sender: str) -> str:
    """`<uuid@domain>`: of the row, so that each attempt bears the same."""
    return f"<{mail_id}@{sender.rpartition('@')[2]}>"


def message(envelope: Envelope, *, subject: str, text: str, html: str, calendar: Attached | None = None) -> bytes:
    """Text and HTML as alternatives. No value can begin a header of its own: each is one line, in printable characters."""
    inner = f"=_{envelope.mail_id.hex}"  # "=_" stands nowhere in quoted-printable, "_" nowhere in base64
    parts = [_words_part("plain", text), _words_part("html", html)]
    if calendar is not None:
        parts.append(_calendar_part(calendar))
    kind, body = f'multipart/alternative; boundary="{inner}"', _joined(inner, parts)
    if calendar is not None:
        outer = f"=_{envelope.mail_id.hex}_all"
        alternatives = f"Content-Type: {kind}\r\n\r\n".encode() + body
        kind, body = f'multipart/mixed; boundary="{outer}"', _joined(outer, [alternatives, _file_part(calendar)])
    headers = [
        ("Message-ID", message_id(envelope.mail_id, envelope.sender)),
        ("Date", format_datetime(envelope.at)),
        ("From", _mailbox(envelope.sender_name, envelope.sender)),
        ("To", _address(envelope.to)),
        ("Subject", _words(subject, "Subject")),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", _line(envelope.language)),
    ]
    if envelope.unsubscribe is not None:
        headers += [
            ("List-Unsubscribe", f"<{_link(envelope.unsubscribe)}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    headers += [("MIME-Version", "1.0"), ("Content-Type", kind)]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode() + b"\r\n" + body


def _joined(boundary: str, parts: Iterable[bytes]) -> bytes:
    return b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _words_part(kind: str, content: str) -> bytes:
    """Quoted-printable: any server takes it, and its lines never grow too long."""
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    written = b2a_qp(content.replace("\r\n", "\n").replace("\r", "\n").encode(), istext=True)
    return head.encode() + written.replace(b"\n", b"\r\n")


def _calendar_part(calendar: Attached) -> bytes:
    kind = f'text/calendar; charset="utf-8"; method={_line(calendar.method)}'
    return _base64(f"Content-Type: {kind}\r\n", calendar.content)


def _file_part(calendar: Attached) -> bytes:
    name = _line(calendar.name)
    kind = f'Content-Type: application/ics; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    return _base64(kind, calendar.content)


def _base64(head: str, content: bytes) -> bytes:
    """Its bytes arrive as they are: the lines of a calendar file end in a way of their own."""
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(content).strip().replace(b"\n", b"\r\n")


@lru_cache(maxsize=256)
def _words(words: str, name: str) -> str:
    """Words of any language in a header (RFC 2047), folded. The mails of a notice share theirs."""
    plain = _line(words)
    return plain if plain.isascii() and len(plain) < 70 else Header(plain, "utf-8", header_name=name).encode(linesep="\r\n")


@lru_cache(maxsize=16)
def _mailbox(name: str, address: str) -> str:
    return formataddr((_line(name), _address(address)))


def _line(words: str) -> str:
    """One line, without characters that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def is_address(text: str) -> bool:
    """Whether it is one bare address, and cannot be read as anything else."""
    return _ADDRESS.fullmatch(text) is not None and text.isprintable() and len(text) <= 254


def _address(address: str) -> str:
    """A bare address. Raises ValueError for whatever could be read as more than one, or as something else."""
    if not is_address(address):
        raise ValueError("not a bare mail address")
    return address


def _link(link: str) -> str:
    """A link that stands on one line as it is. Raises ValueError for any other."""
    if not link.isascii() or not link.isprintable() or set(link) & set(" <>") or len(link) > LONGEST - 30:
        raise ValueError("not a link that a header can carry")
    return link

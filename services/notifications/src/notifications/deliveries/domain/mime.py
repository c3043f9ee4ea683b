"""The message as it leaves the house (RFC 5322, 2045, 2369, 8058, 3834). The same row gives the same bytes. Pure."""

import re
from binascii import b2a_qp
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


def message_id(mail_id: UUID, sender: str) -> str:
    """`<uuid@domain>`: of the row, so that each attempt bears the same."""
    return f"<{mail_id}@{sender.rpartition('@')[2]}>"


def message(envelope: Envelope, *, subject: str, text: str, html: str) -> bytes:
    """Text and HTML as alternatives. No value can begin a header of its own: each is one line, in printable characters."""
    boundary = f"=_{envelope.mail_id.hex}"  # "=_" stands nowhere in quoted-printable
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
    headers += [("MIME-Version", "1.0"), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    body = b"".join(_part(boundary, kind, content) for kind, content in (("plain", text), ("html", html)))
    return head.encode() + b"\r\n" + body + f"--{boundary}--\r\n".encode()


def _part(boundary: str, kind: str, content: str) -> bytes:
    """Quoted-printable: any server takes it, and its lines never grow too long."""
    head = (
        f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    written = b2a_qp(content.replace("\r\n", "\n").replace("\r", "\n").encode(), istext=True)
    return head.encode() + written.replace(b"\n", b"\r\n") + b"\r\n"


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


def _address(address: str) -> str:
    """A bare address. Raises ValueError for whatever could be read as more than one, or as something else."""
    if not _ADDRESS.fullmatch(address) or not address.isprintable() or len(address) > 254:
        raise ValueError("not a bare mail address")
    return address


def _link(link: str) -> str:
    """A link that stands on one line as it is. Raises ValueError for any other."""
    if not link.isascii() or not link.isprintable() or set(link) & set(" <>") or len(link) > LONGEST - 30:
        raise ValueError("not a link that a header can carry")
    return link

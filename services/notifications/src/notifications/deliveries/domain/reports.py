"""Reports of delivery (RFC 3464) as mail servers send them to the envelope's sender. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from enum import Enum
from typing import Final
from uuid import UUID

from notifications.deliveries.domain.outcome import mailbox_gone

_MESSAGE_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class Said(Enum):
    """What a report says of one mail."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    """For good: the mailbox does not exist, or does not take it (5.x.x)."""
    DELAYED = "delayed"
    """The servers in between still try."""


@dataclass(frozen=True, slots=True)
class Report:
    """One mail of ours, and what became of it."""

    mail_id: UUID
    said: Said
    status: str
    """Enhanced status code (RFC 3463), such as 5.1.1; empty where the report has none."""
    mailbox_gone: bool
    """The address itself is at fault (5.1.x, 5.2.1): it is not written to again."""


def report(raw: bytes) -> Report | None:
    """What a report says; nothing where it is none, or not about a mail of ours."""
    found = message_from_bytes(raw, policy=policy.default)
    fields = next(_status_blocks(found), None)
    mail_id = _original(found)
    if fields is None or mail_id is None:
        return None
    action = (fields.get("Action") or "").strip().lower()
    status = _STATUS.search(fields.get("Status") or "")
    code = status.group() if status else ""
    if action == "delivered":
        said = Said.DELIVERED
    elif action == "failed":
        said = Said.BOUNCED  # with 4.x.x too: the last server has given up, though the address may still be good
    elif action in {"delayed", "relayed", "expanded"}:
        said = Said.DELAYED
    else:
        return None
    return Report(mail_id, said, code, mailbox_gone=bool(code) and mailbox_gone(None, code))


def _status_blocks(found: EmailMessage) -> Iterator[Message]:
    """The blocks about single recipients of `message/delivery-status`: those with an `Action`."""
    for part in found.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message) and block.get("Action"):
                    yield block


def _original(found: EmailMessage) -> UUID | None:
    """The Message-ID of the mail that the report is about: in its returned headers, or named by the answer."""
    for part in found.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            match = _MESSAGE_ID.search(_ascii(part.get_payload(decode=True)))
        elif kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            match = _MESSAGE_ID.search(str(first.get("Message-ID", ""))) if isinstance(first, Message) else None
        else:
            continue
        if match:
            return UUID(match.group(1))
    match = _MESSAGE_ID.search(" ".join(str(found.get(name, "")) for name in ("In-Reply-To", "References", "Original-Message-ID")))
    return UUID(match.group(1)) if match else None


def _ascii(content: object) -> str:
    return content.decode("ascii", "replace") if isinstance(content, bytes) else ""


EXAMPLE: Final = """From: MAILER-DAEMON@mail.example
To: ei-vastauksia@yhdyspinta.invalid
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; yhdistys@example.invalid
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <01936f2e-6a10-7c3e-8a55-2b1f0c9d4e91@yhdyspinta.invalid>

--b--
"""
"""A report as a mail server writes it: for the API document."""

"""Mails leave the house: what concerns somebody's own matter in one lane, notices to many in the other (N13).

What SMTP cannot promise: a crash between the server's answer and its record repeats the mail, under the same Message-ID.
"""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from chassis.jobs import Errand
from notifications.adapters.smtp import OFFICE, Letter, Reply, Server, Tls
from notifications.deliveries.commands import sending
from notifications.deliveries.commands.sending import Claimed, Parcel
from notifications.deliveries.domain.mime import Envelope, message
from notifications.deliveries.domain.words import calendar, unsubscribe, words
from notifications.deliveries.queries.log import kept


class _From:
    """Whose mails these are; told once by `main`."""

    address = ""
    name = ""


def may_send(
    url: str, *, address: str, name: str, reports_to: str = "", user: str = "", password: str = "", seconds: float = 30
) -> None:
    """Open the way to the mail server, and say under which address and name mails go out."""
    at = urlsplit(url)
    OFFICE.open(Server(
        host=at.hostname or "", port=at.port or 25, sender=reports_to or address, tls=Tls(at.scheme), user=user or None,
        password=password or None, seconds=seconds,
    ))
    _From.address, _From.name = address, name


def letter_of(claimed: Claimed) -> Letter:
    """The finished message."""
    mail = claimed.mail
    of = kept(mail)
    said = words(of)
    envelope = Envelope(
        mail_id=mail.id, sender=_From.address, sender_name=_From.name, to=claimed.address, language=mail.language,
        at=mail.queued_at, unsubscribe=unsubscribe(of),
    )
    attached = calendar(of, to=claimed.address, sender=_From.address)
    content = message(envelope, subject=said.subject, text=said.text, html=said.html, calendar=attached)
    return Letter(claimed.address, content, report=mail.decision_id is not None)


async def _send(parcel: Parcel) -> Sequence[Reply]:
    return await OFFICE.send([letter_of(claimed) for claimed in parcel.claimed], within=parcel.lease)


MAIL = Errand(
    "notifications.mail", claim=sending.claim_direct, do=_send, record=sending.record, at_once=8, rest=timedelta(seconds=0.2)
)
BULK = Errand(
    "notifications.bulk_mail", claim=sending.claim_bulk, do=_send, record=sending.record, at_once=6, rest=timedelta(seconds=0.5)
)

"""Claim what is due, and write down what came of it. In between, without a transaction, it is sent.

A crash after the server took a mail and before that is written down sends it again when its lease ends, under the same
Message-ID: SMTP has no other key by which a repetition could be known. In the direct lane that is one mail for each place
of a worker, in the bulk lane a parcel of them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import select, text
from sqlmodel import col

from chassis.work import UnitOfWork
from notifications.adapters.smtp import Reply, Stage
from notifications.deliveries.commands import budget, metering
from notifications.deliveries.commands.settling import settle, write_off
from notifications.deliveries.domain.mark import mark_of
from notifications.deliveries.domain.outcome import mailbox_gone, outcome
from notifications.deliveries.domain.state import MACHINE, UNDER_WAY, Action, Lane, State
from notifications.deliveries.domain.words import ASKED_ANEW, CONFIRM
from notifications.deliveries.tables import Mail
from notifications.parameters.queries import mail_parameters
from notifications.parameters.tables import MailParameters
from notifications.proofs.domain import Reason
from notifications.recipients.domain.addressee import Addressee
from notifications.recipients.queries import addresses_of
from notifications.subscriptions.domain.preference import No
from notifications.subscriptions.queries import verdicts

NO_ADDRESS, NO_CONSENT = "no_address", "no_consent"
BY_CHOICE = frozenset({No.UNSUBSCRIBED.value, No.MUTED.value, No.NOT_ASKED_FOR.value})
"""Whoever does not want to be told needs no letter."""
WHY_A_LETTER = {
    NO_ADDRESS: Reason.NO_ADDRESS, No.UNVERIFIED.value: Reason.NO_ADDRESS, NO_CONSENT: Reason.NO_CONSENT,
    No.SUPPRESSED.value: Reason.SUPPRESSED,
}

_WRITE = text("""
    UPDATE notifications.mail m SET
        state = r.state, version = m.version + 1, claims = m.claims + r.claim, tried = m.tried + r.try,
        due_at = coalesce(r.due_at, m.due_at), sent_at = coalesce(r.sent_at, m.sent_at), settled_at = r.settled_at,
        reply_code = coalesce(r.reply_code, m.reply_code), reply = coalesce(r.reply, m.reply),
        address_mark = coalesce(decode(r.mark, 'hex'), m.address_mark)
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
        id uuid, claims integer, state text, claim integer, try integer, due_at timestamptz, sent_at timestamptz,
        settled_at timestamptz, reply_code smallint, reply text, mark text
    )
    WHERE m.id = r.id AND m.claims = r.claims AND m.state IN ('queued', 'sending') RETURNING m.id
""")
"""What comes after the lease went to another, or after a report has settled the matter, changes nothing."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that a worker has claimed. Its address is here, and nowhere else."""

    mail: Mail
    claims: int
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes over one connection, one after the other, and is written down together."""

    claimed: Sequence[Claimed]
    lease: float
    """Seconds until another worker takes over."""
    lane: Lane


@dataclass(frozen=True, slots=True)
class _Answer:
    """A server's reply as the rule reads it."""

    reply: Reply

    @property
    def code(self) -> int | None:
        return self.reply.code

    @property
    def about_recipient(self) -> bool:
        return self.reply.stage is Stage.RECIPIENT

    @property
    def about_message(self) -> bool:
        return self.reply.stage is Stage.MESSAGE


async def claim(uow: UnitOfWork, limit: int, *, lane: Lane) -> Sequence[Parcel]:
    """What is due now, leased to this worker: as many parcels as it has places."""
    has = await mail_parameters(uow)
    size = has.parcel if lane is Lane.BULK else 1
    most = await budget.allowance(uow, has, limit * size, on_credit=lane is Lane.DIRECT)
    c = Mail.__table__.c
    due = select(Mail).where(col(Mail.lane) == lane, c.state.in_(UNDER_WAY), c.due_at <= uow.now)
    mails = await uow.take(due.order_by(c.due_at, c.id).limit(most)) if most else []
    if not mails:
        return []
    addresses = await addresses_of(uow, {mail.recipient_id for mail in mails})
    refused = await _refused(uow, mails, addresses)
    send: list[Claimed] = []
    rows: list[dict[str, Any]] = []
    dropped: list[tuple[Mail, State, str | None]] = []
    for mail in mails:
        recipient, no = addresses.get(mail.recipient_id), refused.get(mail.id)
        is_over = mail.useful_until is not None and mail.useful_until <= uow.now
        action = Action.SKIP if is_over else Action.SUPPRESS if no else Action.CLAIM
        after = MACHINE.after(mail.state, action)
        if recipient is not None and action is Action.CLAIM:
            send.append(Claimed(mail, mail.claims + 1, recipient.address))
            until = uow.now + timedelta(seconds=has.lease_seconds)
            mark = mark_of(mail.id, recipient.address).hex()
            rows.append({
                "id": mail.id, "claims": mail.claims, "state": after, "claim": 1, "try": 0, "due_at": until, "mark": mark,
            })
        else:
            dropped.append((mail, after, no))
            ended = {"settled_at": uow.now, "reply": "over" if is_over else no}
            rows.append({"id": mail.id, "claims": mail.claims, "state": after, "claim": 1, "try": 0, **ended})
    await uow.execute(_WRITE.bindparams(rows=to_json(rows).decode()))
    await budget.spend(uow, has, len(send))
    for mail, after, no in dropped:
        metering.ended(mail.lane, after)
        await settle(uow, mail, after, by_choice=no in BY_CHOICE, why=WHY_A_LETTER.get(no or ""))
    return [Parcel(send[n : n + size], has.lease_seconds, lane) for n in range(0, len(send), size)]


claim_direct = partial(claim, lane=Lane.DIRECT)
claim_bulk = partial(claim, lane=Lane.BULK)


async def _refused(uow: UnitOfWork, mails: Sequence[Mail], addresses: Mapping[UUID, Addressee]) -> Mapping[UUID, str]:
    """Mails that must not be sent as things stand now, each with the reason."""
    found: dict[UUID, str] = {mail.id: NO_ADDRESS for mail in mails if mail.recipient_id not in addresses}
    for weight, topic in {(mail.weight, mail.topic) for mail in mails}:
        alike = [mail for mail in mails if (mail.weight, mail.topic) == (weight, topic) and mail.id not in found]
        said = await verdicts(uow, weight, topic, [addresses[mail.recipient_id] for mail in alike])
        for mail in alike:
            there = addresses[mail.recipient_id]
            no = said[there.id]
            serving = mail.decision_id is not None
            if no is not None:
                found[mail.id] = no.value
            elif mail.template == CONFIRM and mail.values["asked_id"] != str(there.asked_id):
                found[mail.id] = ASKED_ANEW
            elif serving and there.suppressed is not None:
                found[mail.id] = No.SUPPRESSED.value
            elif serving and not there.consent:
                found[mail.id] = NO_CONSENT
    return found


async def record(uow: UnitOfWork, parcel: Parcel, replies: Sequence[Reply]) -> None:
    """What follows from each answer: sent, again later, given up; and of that, for the party that was to be told."""
    has = await mail_parameters(uow)
    pairs = list(zip(parcel.claimed, replies, strict=True))
    rows = [_row(claimed, reply, has, uow.now) for claimed, reply in pairs]
    written = {row.id for row in await uow.execute(_WRITE.bindparams(rows=to_json(rows).decode()))}
    for (claimed, reply), row in zip(pairs, rows, strict=True):
        if claimed.mail.id not in written:
            continue
        after: State = row["state"]
        metering.ended(claimed.mail.lane, after)
        await settle(uow, claimed.mail, after)
        if after is State.BOUNCED and mailbox_gone(reply.code, reply.words):
            await write_off(uow, claimed.mail, mark_of(claimed.mail.id, claimed.address))


def _row(claimed: Claimed, reply: Reply, has: MailParameters, now: datetime) -> dict[str, Any]:
    chance = random.random()  # noqa: S311 - jitter
    becomes = outcome(_Answer(reply), tried=claimed.mail.tried + 1, waits=has, chance=chance, now=now)
    if not reply.tried:  # it is not this mail that failed
        becomes = outcome(_Answer(Reply(Stage.CONNECTION)), tried=1, waits=has, chance=chance, now=now)
    after = MACHINE.after(State.SENDING, becomes.action)
    return {
        "id": claimed.mail.id, "claims": claimed.claims, "state": after, "claim": 0, "try": int(reply.tried),
        "due_at": becomes.due_at, "sent_at": now if after is State.SENT else None,
        "settled_at": None if after in {State.SENT, *UNDER_WAY} else now, "reply_code": reply.code, "reply": reply.words,
    }

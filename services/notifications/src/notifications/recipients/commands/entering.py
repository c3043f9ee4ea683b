"""Enter contact details, change them, remove them."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.copies.tables import Organisation
from notifications.events.recipient import ConfirmationAsked, RecipientAdded, RecipientChanged, RecipientRemoved
from notifications.links import CONFIRM_DAYS
from notifications.recipients import problems
from notifications.recipients.domain.address import normal, objections_to_address, objections_to_postal_code
from notifications.recipients.domain.addressee import Kind
from notifications.recipients.schemas import Change, Closed, Keep, Mine, OfOrganisation
from notifications.recipients.tables import Recipient

_PERIOD = CONFIRM_DAYS * 24 * 3600


async def enter_mine(uow: UnitOfWork, body: Mine) -> Recipient:
    """A person gives their own address."""
    if not uow.actor.name.startswith("person:"):
        raise problems.PERSONS_ONLY()
    refuse_if_any(objections_to_address(body.address))
    row = await _held(uow, uow.actor.id)
    if row is None:
        row = _new(uow, Recipient(id=uow.actor.id, kind=Kind.PERSON, owner=uow.actor.name, created_at=uow.now))
    _change(uow, row, _wanted(body))
    return row


async def enter_of_organisation(uow: UnitOfWork, organisation_id: UUID, body: OfOrganisation) -> Recipient:
    """A representative gives the address of their organisation; staff with grounds."""
    mine = uow.actor.sees(Permission.ORGANISATION_READ, Organisation)
    organisation = await uow.one(select(Organisation).where(mine, col(Organisation.id) == organisation_id))
    found = await _held(uow, organisation_id)
    row = found or Recipient(
        id=organisation_id, kind=Kind.ORGANISATION, organisation_id=organisation_id, created_at=uow.now
    )
    uow.actor.must(Permission.RECIPIENT_CHANGE, row)
    if organisation.status in {"dissolved", "merged"}:
        raise problems.ORGANISATION_ENDED()
    postal = [] if body.postal is None else [*objections_to_postal_code(body.postal.postal_code)]
    refuse_if_any([*objections_to_address(body.address), *postal, *_objections_to_silence(uow, row, body.grounds)])
    _because(uow, body.grounds)
    if found is None:
        _new(uow, row)
    _change(uow, row, {**_wanted(body), "postal": body.postal and body.postal.model_dump()})
    return row


async def change(uow: UnitOfWork, id: UUID, body: Change) -> Recipient:
    """Some of it. Staff gives grounds; the home address of a person is nobody's to keep."""
    row = await uow.target(Recipient, id, may=Permission.RECIPIENT_CHANGE, lock=True)
    reasons = [*_objections_to_silence(uow, row, body.grounds)]
    if body.address is not None:
        reasons += objections_to_address(body.address)
    if body.postal is not None:
        reasons += objections_to_postal_code(body.postal.postal_code)
        reasons += [problems.NO_HOME_ADDRESS.at("/postal")] if row.kind is Kind.PERSON else []
    refuse_if_any(reasons)
    _because(uow, body.grounds)
    _change(uow, row, _wanted(body))
    return row


async def remove(uow: UnitOfWork, id: UUID, body: Keep) -> None:
    """Nothing is sent there any more. What was said about topics stays, should there be an address again."""
    row = await uow.target(Recipient, id, may=Permission.RECIPIENT_CHANGE, lock=True)
    uow.because(body.grounds)
    blank(uow, row, "by_hand")


def blank(uow: UnitOfWork, row: Recipient, reason: str) -> None:
    """Take the address out of a held row. Nothing happens to one that has none."""
    if row.address is None:
        return
    row.address = row.verified_at = row.verified_by = row.asked_id = row.asked_at = row.postal = None
    row.consented_at = row.consented_by = None
    uow.publish(row, RecipientRemoved(recipient_id=row.id, kind=row.kind.value, reason=reason))


def mute(uow: UnitOfWork, row: Recipient, *, muted: bool) -> None:
    """All that need not be sent is unwanted, or wanted again as topics say (N9: global)."""
    _change(uow, row, {"muted": muted})


def _wanted(body: Closed) -> dict[str, Any]:
    return {name: value for name, value in body.model_dump(exclude={"grounds"}).items() if value is not None}


async def _held(uow: UnitOfWork, id: UUID) -> Recipient | None:
    there = await uow.maybe(select(col(Recipient.id)).where(col(Recipient.id) == id))
    return None if there is None else await uow.load(Recipient, id, lock=True)


def _new(uow: UnitOfWork, row: Recipient) -> Recipient:
    uow.add(row)
    uow.publish(row, RecipientAdded(recipient_id=row.id, kind=row.kind.value))
    return row


def _change(uow: UnitOfWork, row: Recipient, wanted: dict[str, Any]) -> None:
    """Write what is other than before, and say so; another address is asked whether it is right."""
    fields = []
    if "address" in wanted and row.address != (address := normal(wanted["address"])):
        row.address, row.verified_at, row.verified_by = address, None, None
        # The same address within the time of its link is the same question: its one mail has gone out already (N11).
        period = int(uow.now.timestamp()) // _PERIOD
        row.asked_id, row.asked_at = uuid5(row.id, f"{address.lower()} {period}"), uow.now
        fields.append("address")
    if "electronic_service" in wanted and wanted["electronic_service"] != (row.consented_at is not None):
        given = wanted["electronic_service"]
        row.consented_at, row.consented_by = (uow.now, uow.actor.name) if given else (None, None)
        fields.append("consent")
    if "muted" in wanted and wanted["muted"] != (row.muted_at is not None):
        row.muted_at = uow.now if wanted["muted"] else None
        fields.append("muted")
    for name in ("language", "postal"):
        if name in wanted and getattr(row, name) != wanted[name]:
            setattr(row, name, wanted[name])
            fields.append(name)
    if fields:
        uow.publish(row, RecipientChanged(recipient_id=row.id, kind=row.kind.value, fields=tuple(fields)))
    if "address" in fields and row.asked_id is not None:
        uow.publish(row, ConfirmationAsked(recipient_id=row.id, kind=row.kind.value, asked_id=row.asked_id))


def _objections_to_silence(uow: UnitOfWork, row: Recipient, grounds: str | None) -> list[Any]:
    """Whoever changes what is another's says why; the person themself and the organisation's representative need not."""
    theirs = row.owner == uow.actor.name or _represents(uow, row)
    return [] if theirs or grounds is not None else [problems.GROUNDS_MISSING.at("/grounds")]


def _represents(uow: UnitOfWork, row: Recipient) -> bool:
    own = uow.actor.scopes(Permission.RECIPIENT_CHANGE, "organisation")
    return row.organisation_id is not None and str(row.organisation_id) in own


def _because(uow: UnitOfWork, grounds: str | None) -> None:
    if grounds is not None:
        uow.because(grounds)

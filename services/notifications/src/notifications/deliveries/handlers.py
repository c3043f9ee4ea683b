"""Whom to tell of what grants says, and of an address to be confirmed.

`effects`: what happened before this listener first began is told to nobody.
"""

from chassis.listening import Listener
from chassis.work import UnitOfWork
from notifications.deliveries.commands import telling
from notifications.deliveries.domain import occasions
from notifications.heard import grants
from notifications.heard.notifications import ConfirmationAsked

LISTENER = Listener(
    "deliveries",
    topics=(
        "grants.call", "grants.application", "grants.internal.sign_off", "grants.internal.reminder",
        "notifications.internal.recipient",
    ),
    effects=True,
)


@LISTENER.hears(grants.GrantCallOpened)
async def on_grant_call_opened(uow: UnitOfWork, fact: grants.GrantCallOpened) -> None:
    """Everybody who asked to be told of calls (COM-07)."""
    await telling.announce(uow, occasions.call_opened(fact))


@LISTENER.hears(grants.DraftStillOpen)
async def on_draft_still_open(uow: UnitOfWork, fact: grants.DraftStillOpen) -> None:
    await telling.tell(uow, occasions.draft_open(fact))


@LISTENER.hears(grants.SignOffRequested)
async def on_sign_off_requested(uow: UnitOfWork, fact: grants.SignOffRequested) -> None:
    await telling.tell(uow, occasions.sign_off_asked(fact))


@LISTENER.hears(grants.ApplicationSubmitted)
async def on_application_submitted(uow: UnitOfWork, fact: grants.ApplicationSubmitted) -> None:
    await telling.tell(uow, occasions.application_received(fact))


@LISTENER.hears(grants.CompletionRequested)
async def on_completion_requested(uow: UnitOfWork, fact: grants.CompletionRequested) -> None:
    await telling.tell(uow, occasions.completion_asked(fact))


@LISTENER.hears(grants.GrantApproved)
async def on_grant_approved(uow: UnitOfWork, fact: grants.GrantApproved) -> None:
    await telling.tell(uow, occasions.approved(fact))


@LISTENER.hears(grants.GrantDeclined)
async def on_grant_declined(uow: UnitOfWork, fact: grants.GrantDeclined) -> None:
    await telling.tell(uow, occasions.declined(fact))


@LISTENER.hears(grants.DecisionReviewed)
async def on_decision_reviewed(uow: UnitOfWork, fact: grants.DecisionReviewed) -> None:
    await telling.tell(uow, occasions.reviewed(fact))


@LISTENER.hears(ConfirmationAsked)
async def on_confirmation_asked(uow: UnitOfWork, fact: ConfirmationAsked) -> None:
    await telling.ask_to_confirm(uow, fact.recipient_id, fact.asked_id)

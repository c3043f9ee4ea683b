"""What an end of a mail means for the parties that it was to tell: proof of service, or a letter."""

from typing import Final

from chassis.work import UnitOfWork
from notifications.deliveries.domain.mark import mark_of
from notifications.deliveries.domain.state import ARRIVED, UNDER_WAY, State
from notifications.deliveries.queries.log import states_for
from notifications.deliveries.tables import Mail
from notifications.proofs import commands as proofs
from notifications.proofs.commands import Untold
from notifications.proofs.domain import Reason
from notifications.recipients.commands.confirming import suppress
from notifications.recipients.domain.addressee import Why
from notifications.recipients.queries import addresses_of

_WHY: Final = {State.BOUNCED: Reason.BOUNCED, State.FAILED: Reason.FAILED, State.SUPPRESSED: Reason.SUPPRESSED}


async def settle(
    uow: UnitOfWork, mail: Mail, after: State, *, by_choice: bool = False, why: Reason | None = None
) -> None:
    """`after`: what the mail has just become, written already. `by_choice`: its recipient does not want it. `why`: it was not sent.

    A decision is served on a party by the first of its mails that the server takes. Where the last mail that could still tell a
    party has ended otherwise, a person tells it by letter.
    """
    if after in UNDER_WAY or not mail.organisations:
        return
    for organisation_id in sorted(mail.organisations):
        await proofs.hold(uow, mail.event_id, organisation_id)
        if after is State.SENT and mail.decision_id is not None and mail.application_id is not None:
            await proofs.served_by_mail(
                uow, application_id=mail.application_id, decision_id=mail.decision_id, organisation_id=organisation_id
            )
        elif after in _WHY and not by_choice:
            others = await states_for(uow, mail.event_id, organisation_id)
            if not any(state in UNDER_WAY or state in ARRIVED for state in others):
                await proofs.ask_for_letter(uow, Untold(
                    event_id=mail.event_id, organisation_id=organisation_id, template=mail.template,
                    template_version=mail.template_version, values=mail.values, application_id=mail.application_id,
                    decision_id=mail.decision_id,
                ), why or _WHY[after])


async def write_off(uow: UnitOfWork, mail: Mail, mark: bytes | None) -> None:
    """There is no such mailbox: the address gets no more mail, unless the recipient has another one by now."""
    there = (await addresses_of(uow, [mail.recipient_id])).get(mail.recipient_id)
    if there is not None and mark_of(mail.id, there.address) == mark:
        await suppress(uow, there.id, Why.HARD_BOUNCE)

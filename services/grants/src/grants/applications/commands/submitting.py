"""Submission and completion: a version that never changes again, and the receipt. G7, GRO-12.

The moment of receipt decides: it is taken when the request comes in, before its body is read and before any lock is waited for. A
request that came in time is in time, even if the call's end was announced while it waited.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.work import UnitOfWork
from grants.applications import queries
from grants.applications.commands.holding import about, activity, held_by_lead, sought, take_turn
from grants.applications.domain import MACHINE, Action
from grants.applications.domain.eligibility import COMPLETED, objections
from grants.applications.domain.snapshot import Frozen, freeze
from grants.applications.problems import TOO_LATE_TO_COMPLETE
from grants.applications.queries import Sides
from grants.applications.tables import Application, Attachment, SignOff, Submission
from grants.calls.tables import Call
from grants.events.application import ApplicationCompleted, ApplicationSubmitted, PartnerConfirmed


async def submit(uow: UnitOfWork, id: UUID) -> Application:
    """Submit it (hakemuksen jättäminen): in time, whole, signed by all. Locks: application, activity, call."""
    application, sides = await held_by_lead(uow, id)
    status = MACHINE.after(application.status, Action.SUBMIT)
    await take_turn(uow, "activity", str(application.activity_id))
    call = await uow.load(Call, application.call_id, lock=True)
    refuse_if_any(objections(await queries.eligibility_facts(uow, application)))
    if application.case_number is None:
        call.last_case += 1
        application.case_number = f"{call.case_number}-{call.last_case}"
    application.status = status
    application.handled_in, application.submitted_at, application.updated_at = call.id, uow.now, uow.now
    signatures = await _signatures(uow, sides, application)
    frozen = await _freeze(uow, application, sides, call, signatures)
    said = await about(uow, application, call)
    uow.publish(
        application,
        *(
            PartnerConfirmed(**said, organisation_id=sides.today(each.organisation_id), hash=each.hash, signed_at=each.signed_at)
            for each in signatures
        ),
        ApplicationSubmitted(
            **said,
            activity=activity(application),
            sought=sought(application),
            number=application.frozen,
            sha256=frozen.sha256,
            submitted_at=uow.now,
        ),
    )
    return application


async def complete(uow: UnitOfWork, id: UUID) -> Application:
    """Hand in what was asked for (täydennyksen jättäminen). Too late, the application is handled as it is."""
    application, sides = await held_by_lead(uow, id)
    status = MACHINE.after(application.status, Action.COMPLETE)
    if application.complete_by is not None and uow.now >= application.complete_by:
        raise TOO_LATE_TO_COMPLETE(complete_by=application.complete_by)
    refuse_if_any(objections(await queries.eligibility_facts(uow, application), COMPLETED))
    call = await uow.load(Call, application.call_id)
    application.status, application.updated_at = status, uow.now
    frozen = await _freeze(uow, application, sides, call, await _signatures(uow, sides, application))
    uow.publish(application, ApplicationCompleted(
        **await about(uow, application, call), number=application.frozen, sha256=frozen.sha256, completed_at=uow.now
    ))
    return application


async def _signatures(uow: UnitOfWork, sides: Sides, application: Application) -> list[SignOff]:
    """In the order of the partners."""
    rows = await uow.all(select(SignOff).where(col(SignOff.application_id) == application.id))
    return sorted(rows, key=lambda row: sides.parties.partners.index(row.organisation_id))


async def _freeze(
    uow: UnitOfWork, application: Application, sides: Sides, call: Call, signatures: list[SignOff]
) -> Frozen:
    """The next version. Beside it, the row only says which is the newest."""
    application.frozen += 1
    wanted = select(Attachment).where(
        col(Attachment.application_id) == application.id, col(Attachment.removed_at).is_(None)
    )
    documents = await uow.all(wanted.order_by(col(Attachment.added_at), col(Attachment.id)))
    frozen = freeze(application, sides.parties, {
        "application_id": str(application.id),
        "case_number": application.case_number,
        "number": application.frozen,
        "call": {"id": str(call.id), "guideline_id": str(call.guideline_id), "guideline_number": call.guideline_number},
        "attachments": [_document(each) for each in documents],
        "sign_offs": [_signature(each) for each in signatures],
        "submitted_by": str(uow.actor.id),
        "submitted_at": uow.now.isoformat(),
    })
    await uow.add_many(Submission, [{
        "application_id": application.id,
        "number": application.frozen,
        "content": frozen.content,
        "sha256": frozen.sha256,
        "submitted_by": uow.actor.id,
        "submitted_at": uow.now,
    }])
    return frozen


def _document(row: Attachment) -> dict[str, Any]:
    return {
        "id": str(row.id), "code": row.code, "filename": row.filename, "media_type": row.media_type, "size": row.size,
        "sha256": row.sha256, "secret": row.secret,
    }


def _signature(row: SignOff) -> dict[str, Any]:
    return {
        "organisation_id": str(row.organisation_id), "hash": row.hash, "signed_by": str(row.signed_by),
        "signed_at": row.signed_at.isoformat() if row.signed_at else None,
    }

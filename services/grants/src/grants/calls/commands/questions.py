"""Questions about a call and their answers: the same knowledge for every applicant (GRO-13)."""

from uuid import UUID

from chassis.work import UnitOfWork
from grants.access import Permission
from grants.calls import queries
from grants.calls.domain import ANNOUNCED
from grants.calls.problems import QUESTIONS_OVER
from grants.calls.schemas import AnswerQuestion, AskQuestion
from grants.calls.tables import Question


async def ask_question(uow: UnitOfWork, call_id: UUID, body: AskQuestion) -> Question:
    """Ask for an organisation (kysymys hausta), from the announcement until the window is over."""
    call = await queries.call(uow, call_id)
    asked = Question(
        id=uow.new_id(),
        call_id=call_id,
        organisation_id=body.organisation_id,
        asked_by=uow.actor.id,
        asked_at=uow.now,
        text=body.text,
    )
    uow.actor.must(Permission.CALL_ASK, asked)
    if call.status not in ANNOUNCED or uow.now >= call.closes_at:
        raise QUESTIONS_OVER()
    return uow.add(asked)


async def answer_question(uow: UnitOfWork, id: UUID, body: AnswerQuestion) -> Question:
    """Answer it, or set an answer right (vastaus kysymykseen): question and answer are for everybody, without who asked."""
    await queries.question(uow, id)
    row = await uow.target(Question, id, may=Permission.CALL_WRITE, lock=True)
    row.answer, row.answered_by, row.answered_at = body.answer, uow.actor.id, uow.now
    return row

"""The clock of a remedy starts when a party is served (tiedoksisaanti), for each decision and party. G14.

A mail that came back makes the first service void (13/2003, 19 §): when the letter is posted, its later day moves the clock. An
earlier day never does, so a party never loses time that it was told it had.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from grants.applications.queries import parameters_of, parties_of
from grants.applications.tables import Application
from grants.calls.tables import Call
from grants.decisions.domain.deadlines import last_day
from grants.decisions.tables import Decision, ReviewClock, ReviewRequest
from grants.events.application import ReviewDeadlineSet


async def start_clock(uow: UnitOfWork, decision_id: UUID, organisation_id: UUID, *, way: str, served_on: date) -> None:
    """Set the last day of this party. Served again, the later day counts; the same or an earlier one changes nothing.

    A review that was decided meanwhile stands, with a remedy of its own; a party that was found late may ask again in the new time.
    """
    application_id, remedy = await _decided(uow, decision_id)
    application = await uow.load(Application, application_id, lock=True)
    parties = await parties_of(uow, application)
    if organisation_id not in {*application.parties, *application.acting, *(one.organisation_id for one in parties)}:
        raise Irrelevant("not_a_party")
    known = select(col(ReviewClock.served_on)).where(
        col(ReviewClock.decision_id) == decision_id, col(ReviewClock.organisation_id) == organisation_id
    )
    before = await uow.maybe(known)
    if before is not None and served_on <= before:
        raise Irrelevant("served_already")
    call = await uow.load(Call, application.call_id)
    parameters = await parameters_of(uow, call)
    last = last_day(served_on, parameters.review_days if remedy == "review" else parameters.appeal_days)
    await uow.add_many(ReviewClock, [{
        "decision_id": decision_id,
        "organisation_id": organisation_id,
        "application_id": application.id,
        "remedy": remedy,
        "way": way,
        "served_on": served_on,
        "last_day": last,
    }], replacing=True)
    uow.publish(application, ReviewDeadlineSet(
        application_id=application.id,
        case_number=application.case_number or "",
        call=call.named,
        parties=parties,
        decision_id=decision_id,
        organisation_id=organisation_id,
        remedy=remedy,
        served_on=served_on,
        last_day=last,
    ))


async def _decided(uow: UnitOfWork, id: UUID) -> tuple[UUID, str]:
    """The application it is about, and the remedy against it: a review, and against the decision on a review an appeal."""
    for table, remedy in ((Decision, "review"), (ReviewRequest, "appeal")):
        found = await uow.maybe(
            select(col(table.application_id)).where(col(table.id) == id, col(table.decided_at).is_not(None))
        )
        if found is not None:
            return found, remedy
    raise Irrelevant("unknown_decision")

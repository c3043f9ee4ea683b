"""What waits for the one who asks: one statement of ten parts, one for each kind, however many rows there are."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row as Found
from sqlalchemy import (
    SQLColumnExpression,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql import Select
from sqlmodel import col

from chassis.access import Actor
from chassis.paging import Items, Listing, paged_rows
from chassis.tables import INSTANT
from chassis.work import Reader
from grants.access import Permission
from grants.applications.domain import IN_HAND, OPEN
from grants.applications.domain import Status as ApplicationStatus
from grants.applications.tables import Application, SignOff
from grants.appropriations.tables import Appropriation
from grants.calls.domain import COUNTED
from grants.calls.domain import Status as CallStatus
from grants.calls.tables import Call, Question
from grants.decisions.domain import ReviewStatus
from grants.decisions.domain import Status as DecisionStatus
from grants.decisions.queries import seen
from grants.decisions.tables import Decision, ReviewRequest
from grants.guidelines.domain import Status as GuidelineStatus
from grants.guidelines.tables import Guideline
from grants.tasks.domain import WAYS, Kind, paths
from grants.tasks.schemas import TaskOut

SPENT = 95
"""Per cent of an appropriation: from then on its holder is asked to look at it."""
_NEVER = type_coerce(null(), INSTANT())
_SHORT = 120
"""Characters of a question that a list shows."""


async def tasks(reader: Reader, page: Listing) -> Items[TaskOut]:
    """By the moment until which it can be done; what has no such moment comes last."""
    actor, mine, now = reader.actor, await seen.represented(reader), reader.now
    waiting = union_all(
        _drafts(actor, mine).where(col(Call.closes_at) > now),
        _sign_offs(mine).where(col(Call.closes_at) > now),
        _completions(mine).where(col(Application.complete_by) > now),
        _to_propose(actor, mine).where(or_(
            col(Application.status) != ApplicationStatus.RETURNED, col(Application.complete_by) <= now
        )),
        _to_decide(actor, mine),
        _reviews(actor, mine),
        _questions(actor),
        _guidelines(actor),
        _results(actor).where(col(Call.closes_at) <= now - COUNTED),
        _appropriations(actor),
    ).subquery()
    keys = {"due": waiting.c.due, "since": waiting.c.since, "kind": waiting.c.kind}
    return await paged_rows(reader, select(waiting), page, keys=keys, id=waiting.c.id, show=_shown)


def _shown(row: Found[*tuple[Any, ...]]) -> TaskOut:
    kind, subject_id, about, since, due = Kind(row[1]), *row[2:6]
    return TaskOut(
        kind=kind, title=WAYS[kind].title, subject_id=subject_id, about=about, since=since, due=due, paths=paths(kind, subject_id)
    )


def _waiting(
    kind: Kind, id: SQLColumnExpression[UUID], about: SQLColumnExpression[Any], *, since: Any = _NEVER, due: Any = _NEVER
) -> Select[Any]:
    """One part. All have the same columns; the first tells a task apart from all others."""
    return select(
        func.concat(kind.value, ":", id, type_=String).label("id"),
        cast(literal(kind.value), String).label("kind"),
        id.label("subject_id"),
        func.coalesce(about, "", type_=String).label("about"),
        since.label("since"),
        due.label("due"),
    )


def _drafts(actor: Actor, mine: Collection[UUID]) -> Select[Any]:
    """The lead's representatives submit."""
    about, due = col(Application.activity_title), col(Call.closes_at)
    return (
        _waiting(Kind.SUBMIT_DRAFT, col(Application.id), about, since=col(Application.created_at), due=due)
        .join_from(Application, Call, col(Call.id) == col(Application.call_id))
        .where(
            col(Application.status).in_(OPEN),
            col(Application.lead_id).in_(mine),
            actor.sees(Permission.APPLICATION_WRITE, Application),
        )
    )


def _sign_offs(mine: Collection[UUID]) -> Select[Any]:
    """Of a partner that has not signed, or signed what was changed afterwards."""
    about, due = col(Application.activity_title), col(Call.closes_at)
    return (
        _waiting(Kind.SIGN_OFF, col(Application.id), about, since=func.min(col(SignOff.asked_at)), due=due)
        .join_from(SignOff, Application, col(Application.id) == col(SignOff.application_id))
        .join(Call, col(Call.id) == col(Application.call_id))
        .where(
            col(Application.status).in_(OPEN),
            col(SignOff.organisation_id).in_(mine),
            col(SignOff.organisation_id) != col(Application.lead_id),
            or_(col(SignOff.signed_at).is_(None), col(SignOff.asked_at) > col(SignOff.signed_at)),
        )
        .group_by(col(Application.id), col(Call.closes_at))
    )


def _completions(mine: Collection[UUID]) -> Select[Any]:
    about = col(Application.case_number)
    return _waiting(Kind.COMPLETE, col(Application.id), about, due=col(Application.complete_by)).where(
        col(Application.status) == ApplicationStatus.RETURNED, col(Application.lead_id).in_(mine)
    )


def _to_propose(actor: Actor, mine: Collection[UUID]) -> Select[Any]:
    """Received, not being completed, and from none whom the caller represents."""
    about, since = col(Application.case_number), col(Application.submitted_at)
    return _waiting(Kind.PROPOSE, col(Application.id), about, since=since).where(
        col(Application.status).in_([one for one in IN_HAND if one is not ApplicationStatus.PROPOSED]),
        actor.sees(Permission.DECISION_PROPOSE, Application),
        seen.handled(mine),
    )


def _to_decide(actor: Actor, mine: Collection[UUID]) -> Select[Any]:
    """Proposals of others, seen by no one who is disqualified."""
    return (
        _waiting(Kind.DECIDE, col(Decision.id), col(Application.case_number), since=col(Decision.proposed_at))
        .join_from(Decision, Application, col(Application.id) == col(Decision.application_id))
        .where(
            col(Decision.status) == DecisionStatus.PROPOSED,
            col(Application.status) == ApplicationStatus.PROPOSED,
            col(Decision.proposed_by) != actor.id,
            actor.sees(Permission.DECISION_DECIDE, Decision),
            seen.handled(mine),
        )
    )


def _reviews(actor: Actor, mine: Collection[UUID]) -> Select[Any]:
    return (
        _waiting(Kind.DECIDE_REVIEW, col(ReviewRequest.id), col(Application.case_number), since=col(ReviewRequest.registered_at))
        .join_from(ReviewRequest, Application, col(Application.id) == col(ReviewRequest.application_id))
        .where(
            col(ReviewRequest.status) == ReviewStatus.REGISTERED,
            actor.sees(Permission.DECISION_DECIDE, ReviewRequest),
            seen.handled(mine),
        )
    )


def _questions(actor: Actor) -> Select[Any]:
    """Of use while one may still apply."""
    about, due = func.left(col(Question.text), _SHORT), col(Call.closes_at)
    return (
        _waiting(Kind.ANSWER_QUESTION, col(Question.id), about, since=col(Question.asked_at), due=due)
        .join_from(Question, Call, col(Call.id) == col(Question.call_id))
        .where(col(Question.answered_at).is_(None), actor.sees(Permission.CALL_WRITE, Call))
    )


def _guidelines(actor: Actor) -> Select[Any]:
    about = col(Guideline.title)["fi"].astext
    return _waiting(Kind.PUBLISH_GUIDELINE, col(Guideline.id), about).where(
        col(Guideline.status) == GuidelineStatus.DRAFT, actor.sees(Permission.GUIDELINE_WRITE, Guideline)
    )


def _results(actor: Actor) -> Select[Any]:
    """Closed, and nothing that came in is undecided."""
    about = col(Call.title)["fi"].astext
    in_hand = exists().where(col(Application.handled_in) == col(Call.id), col(Application.status).in_(IN_HAND))
    return _waiting(Kind.PUBLISH_RESULTS, col(Call.id), about, since=col(Call.closes_at)).where(
        col(Call.status).in_([CallStatus.PUBLISHED, CallStatus.OPEN, CallStatus.CLOSED]),
        actor.sees(Permission.CALL_WRITE, Call),
        not_(in_hand),
    )


def _appropriations(actor: Actor) -> Select[Any]:
    """Nearly all of it is granted, or less is left than is proposed."""
    proposed = (
        select(func.coalesce(func.sum(col(Decision.proposed_cents)), 0))
        .where(col(Decision.appropriation_id) == col(Appropriation.id), col(Decision.status) == DecisionStatus.PROPOSED)
        .scalar_subquery()
    )
    committed, amount = col(Appropriation.committed_cents), col(Appropriation.amount_cents)
    about = func.concat(col(Appropriation.kind), " ", col(Appropriation.year), type_=String)
    return _waiting(Kind.LOOK_AT_APPROPRIATION, col(Appropriation.id), about).where(
        actor.sees(Permission.APPROPRIATION_SET, Appropriation),
        and_(amount > 0, or_(committed * 100 >= amount * SPENT, committed + proposed > amount)),
    )

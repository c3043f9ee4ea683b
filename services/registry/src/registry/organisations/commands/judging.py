"""What the county judges: whether an organisation is of common good, and whether it counts as a social and health organisation."""

from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.areas import queries as areas
from registry.areas.problems import TERM_UNKNOWN
from registry.events import organisation as events
from registry.organisations import queries
from registry.organisations.domain import nonprofit, sote
from registry.organisations.domain.lifecycle import Action, allow
from registry.organisations.domain.sote import Definition
from registry.organisations.problems import DEFINITION_ENDS_FIRST
from registry.organisations.schemas import Assess, EvaluatedMany, EvaluateMany, PublishDefinition
from registry.organisations.tables import NonProfitAssessment, Organisation, SoteDefinition


async def assess_non_profit(uow: UnitOfWork, id: UUID, body: Assess) -> Organisation:
    """Judge whether it is of common good (yleishyödyllisyyden arviointi); earlier assessments stay in its history. ORG-04."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_ASSESS, lock=True)
    tests = nonprofit.Tests(body.for_common_good, body.not_for_a_closed_circle, body.no_private_gain)
    assessed = nonprofit.assess(
        row, tests, on=body.assessed_on, until=body.valid_until, grounds=body.grounds, now=uow.now, by=uow.actor.id
    )
    said = body.model_dump()
    await uow.add_many(NonProfitAssessment, [{
        "id": uow.new_id(),
        "organisation_id": id,
        "outcome": assessed.outcome,
        **said,
        "assessed_by": uow.actor.id,
        "recorded_at": uow.now,
    }])
    row.non_profit_status, row.non_profit_until, row.updated_at = assessed.outcome, assessed.valid_until, uow.now
    uow.because(body.grounds)
    uow.publish(row, events.NonProfitAssessed(
        organisation_id=id,
        status=assessed.outcome.value,
        tests=events.Tests(
            for_common_good=tests.for_common_good,
            not_for_a_closed_circle=tests.not_for_a_closed_circle,
            no_private_gain=tests.no_private_gain,
        ),
        assessed_on=assessed.assessed_on,
        valid_until=assessed.valid_until,
        grounds=assessed.grounds,
    ))
    return row


async def publish_sote_definition(uow: UnitOfWork, body: PublishDefinition) -> SoteDefinition:
    """Bring the next version of the definition into force (määritelmän vahvistaminen). ORG-27."""
    uow.actor.must(Permission.ORGANISATION_EVALUATE)
    term = next((term for term in await areas.known_terms(uow) if term.code == body.term), None)
    if term is None:
        raise TERM_UNKNOWN(code=body.term)
    since, until = body.valid_from or term.valid_from, body.valid_until or term.valid_until
    if until <= since:
        refuse_if_any([DEFINITION_ENDS_FIRST.at("/valid_until")])
    row = SoteDefinition(
        id=uow.new_id(),
        number=body.number,
        term=body.term,
        valid_from=since,
        valid_until=until,
        kinds=sorted({each.value for each in body.kinds}),
        legal_forms=sorted({each.value for each in body.legal_forms}),
        fields=sorted({each.value for each in body.fields}),
        groups=sorted({each.value for each in body.groups}),
        refuses_service_producers=body.refuses_service_producers,
        grounds=body.grounds,
        published_at=uow.now,
        published_by=uow.actor.id,
    )
    sote.publish(row.definition, await queries.known_definitions(uow))
    uow.because(body.grounds)
    return uow.add(row)


async def evaluate_sote_status(uow: UnitOfWork, id: UUID) -> Organisation:
    """Hold one organisation against the definition in force."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_EVALUATE, lock=True)
    allow(row, Action.ASSESS, now=uow.now)
    _evaluate(uow, row, sote.in_force(await queries.known_definitions(uow), today(uow.now)))
    return row


async def evaluate_sote_statuses(uow: UnitOfWork, body: EvaluateMany) -> EvaluatedMany:
    """Hold those against it that have not been since they or the definition changed, so many in one go; none is done twice."""
    uow.actor.must(Permission.ORGANISATION_EVALUATE)
    definition = sote.in_force(await queries.known_definitions(uow), today(uow.now))
    due = queries.due_for_evaluation(definition.version, today(uow.now))
    rows = await uow.take(select(Organisation).where(due).order_by(col(Organisation.id)).limit(body.limit))
    changed = sum([_evaluate(uow, row, definition) for row in rows])
    remaining = await uow.one(select(func.count()).select_from(Organisation).where(due))
    return EvaluatedMany(evaluated=len(rows), changed=changed, remaining=remaining)


def _evaluate(uow: UnitOfWork, row: Organisation, definition: Definition) -> bool:
    """A new version of the definition is announced too: what stood before was judged by another measure."""
    found = sote.evaluate(queries.profile_of(row), definition)
    before, row.sote_due = row.sote_status, False
    if (before, row.sote_definition_version) == (found.status, found.version):
        return False
    row.sote_status, row.sote_definition_version, row.updated_at = found.status, found.version, uow.now
    uow.publish(row, events.SoteStatusChanged(
        organisation_id=row.id,
        before=before.value,
        after=found.status.value,
        definition_version=found.version,
        failed=tuple(each.value for each in found.failed),
        unknown=tuple(each.value for each in found.unknown),
    ))
    return before is not found.status

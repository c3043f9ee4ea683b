"""Eligibility asked for beforehand, so that nobody fills a form in vain."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.answers.languages import sentence
from chassis.problems import NOT_FOUND, Reason
from chassis.work import Reader
from grants.access import Permission
from grants.applications.domain.eligibility import Finding, Outcome, findings
from grants.applications.domain.questions import QUESTIONS
from grants.applications.queries.eligibility import facts_beforehand
from grants.applications.schemas import CheckOut, EligibilityOut, ReasonOut, Sentence
from grants.calls.domain import Status
from grants.calls.tables import Call
from grants.copies import queries as copies


async def eligibility(reader: Reader, call_id: UUID, organisation_id: UUID) -> EligibilityOut:
    """Every check, for an organisation that one acts for, or any as the coordinator."""
    call = await reader.one(select(Call).where(col(Call.id) == call_id, col(Call.status) != Status.DRAFT))
    organisation = (await copies.present(reader, [organisation_id])).get(organisation_id)
    if organisation is None or not reader.actor.may(Permission.APPLICATION_READ, organisation):
        raise NOT_FOUND()
    found = findings(await facts_beforehand(reader, call, organisation))
    return EligibilityOut(
        call_id=call.id,
        organisation_id=organisation.id,
        may_apply=all(finding.outcome is not Outcome.NOT for finding in found),
        checks=[_check(finding) for finding in found],
    )


def _check(finding: Finding) -> CheckOut:
    name = QUESTIONS[finding.check]
    return CheckOut(
        check=finding.check,
        outcome=finding.outcome,
        name=Sentence(fi=name.fi, sv=name.sv or name.fi, en=name.en or name.fi),
        reasons=[ReasonOut(code=reason.problem.code, text=_said(reason)) for reason in finding.reasons],
    )


def _said(reason: Reason) -> Sentence:
    """In all languages: whoever asks may pass it on to somebody who reads another one."""
    return Sentence(
        fi=sentence(reason.problem, reason.values, "fi"),
        sv=sentence(reason.problem, reason.values, "sv"),
        en=sentence(reason.problem, reason.values, "en"),
    )

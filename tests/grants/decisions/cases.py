"""Decisions to begin with, made by the commands themselves."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.grants import some
from tests.grants.applications.some import at, scalar, submitted

from chassis.database import Database
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.problems import Problem, Refused
from chassis.testing import House, record
from chassis.values import Money
from grants.calls.tables import Call
from grants.decisions import commands
from grants.decisions.handlers import PROPOSALS, SERVICE_OF_DECISIONS
from grants.decisions.schemas import AskReview, DecideReview, Grant, Outcome, Propose, Refuse
from grants.decisions.tables import Decision, ReviewRequest
from grants.main import SERVICE
from notifications.events.proof import DecisionServed
from registry.events.organisation import OrganisationState

__all__ = ["at", "scalar", "submitted"]
GROUNDS = "Toiminta täydentää palveluja ja tavoittaa koko alueen."


def euros(cents: int) -> Money:
    return Money(cents=cents)


async def opened(house: House, cents: int = 100_000_00, **others: Any) -> Call:
    """An open call with money, and principles to decide by."""
    await some.principles(house)
    return await some.call(house, cents=cents, **others)


async def proposal(house: House, call: Call, sought: int = 40_000_00, proposed: int | None = None, **others: Any) -> Decision:
    """A received application, and what an assessor proposes for it."""
    return await propose(house, (await submitted(house, call, cents=sought, **others)).id, call, sought if proposed is None else proposed)


async def propose(house: House, application_id: UUID, call: Call, cents: int) -> Decision:
    body = Propose(application_id=application_id, amount=euros(cents), grounds=GROUNDS)
    return await some.assessor(house, call.id).run(commands.propose_decision, body)


async def grant(house: House, decision: Decision, cents: int) -> Decision:
    decider = some.decider(house, decision.call_id)
    return await decider.run(commands.grant_application, decision.id, Grant(amount=euros(cents), grounds=GROUNDS))


async def refuse(house: House, decision: Decision) -> Decision:
    return await some.decider(house, decision.call_id).run(commands.refuse_application, decision.id, Refuse(grounds=GROUNDS))


async def ask(house: House, decision: Decision, organisation: UUID, received_on: date | None = None) -> ReviewRequest:
    """As its representative; with a day of receipt as the coordinator records it."""
    who = some.representative(house, organisation) if received_on is None else some.coordinator(house)
    body = AskReview(organisation_id=organisation, demand="Laskelmassa on virhe.", received_on=received_on)
    return await who.run(commands.register_review_request, decision.id, body)


async def decide(house: House, request: ReviewRequest, outcome: Outcome, cents: int | None = None) -> ReviewRequest:
    body = DecideReview(outcome=outcome, amount=None if cents is None else euros(cents), grounds="Uusi arvio.")
    return await some.decider(house, request.call_id).run(commands.decide_review, request.id, body)


async def served(
    house: House, application_id: UUID, decision_id: UUID, organisation: UUID, on: date, *, proof: UUID | None = None, sequence: int = 1,
    way: str = "email",
) -> str:
    """What the listener makes of notifications' word."""
    proof = proof or new_id()
    payload = decision_served(proof, application_id, decision_id, organisation, on, way)
    return await _heard(house, SERVICE_OF_DECISIONS, "fi.yhdyspinta.notifications.DecisionServed.v1", proof, payload, sequence)


def decision_served(proof: UUID, application_id: UUID, decision_id: UUID, organisation: UUID, on: date, way: str = "email") -> bytes:
    """What notifications says, made with its own class."""
    sent_at = datetime.combine(on - timedelta(days=3), time(8), UTC)
    return DecisionServed(
        proof_id=proof, application_id=application_id, decision_id=decision_id, organisation_id=organisation, way=way,
        sent_at=sent_at, deemed_on=on,
    ).model_dump_json().encode()


async def own(house: House, name: str, application_id: UUID) -> str:
    """What grants makes of its own word about an application."""
    sequence = await scalar(house, "SELECT sequence FROM grants.application WHERE id = :id", id=application_id)
    payload = json.dumps({"application_id": str(application_id)}).encode()
    return await _heard(house, PROPOSALS, f"fi.yhdyspinta.grants.{name}.v1", application_id, payload, sequence)


async def _heard(house: House, listener: Any, kind: str, key: UUID, payload: bytes, sequence: int) -> str:
    hearing = Hearing("grants", listener, house.database, SERVICE.house, "pohde")
    await hearing.begin()
    said = record(kind, key, sequence, payload, topic=listener.topics[0])
    return (await hearing.hear(said)).value


def refused(caught: pytest.ExceptionInfo[Refused]) -> list[Problem]:
    return [reason.problem for reason in caught.value.reasons]


async def committed(house: House) -> int:
    return int(await scalar(house, "SELECT committed_cents FROM grants.appropriation"))


@asynccontextmanager
async def fifty(house: House) -> AsyncIterator[House]:
    """The same house with a connection for each of fifty: nobody waits for anything but the money."""
    database = Database(house.settings.database_url, SERVICE.tables, pool_size=50)
    await asyncio.gather(*(database.ping() for _ in range(50)))
    yield replace(house, database=database)
    await database.close()


async def decided(house: House, cents: int = 30_000_00, money: int = 100_000_00) -> tuple[Decision, OrganisationState]:
    """A grant of 30 000 € out of the 40 000 € sought; 0: a refusal."""
    lead = await some.association(house)
    decision = await proposal(house, await opened(house, cents=money), lead=lead)
    return (await grant(house, decision, cents) if cents else await refuse(house, decision)), lead

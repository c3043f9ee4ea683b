"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Money
from grants.decisions.domain import ReviewStatus, Status
from grants.decisions.schemas import (
    Amount,
    AskReview,
    DeadlineOut,
    DecideReview,
    DecisionOut,
    EditProposal,
    Grant,
    Outcome,
    OverOut,
    ProposalOut,
    Propose,
    PublishedOut,
    Refuse,
    ResultOut,
    ReviewOut,
    SumsOut,
    WhatIf,
    WithdrawProposal,
)

_LEAD = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_CALL = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e12")
_APPLICATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13")
_DECISION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e14")
_REVIEW = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e15")
_PRINCIPLES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e16")
_DECIDER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e17")
_ASSESSOR = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e1b")
_SOUGHT, _PROPOSED, _GRANTED = Money(cents=4_000_000), Money(cents=3_000_000), Money(cents=3_200_000)
_LEFT = Money(cents=56_800_000)
_GROUNDS = "Toiminta täydentää hyvinvointialueen palveluja ja tavoittaa omaishoitajat koko alueella."
_DECIDED, _NUMBER = datetime(2027, 4, 20, 8, 30, tzinfo=UTC), "PPH/2027/41-1"

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Propose(application_id=_APPLICATION, amount=_PROPOSED, grounds=_GROUNDS),
    EditProposal(amount=_GRANTED),
    WithdrawProposal(grounds="Hakemus arvioidaan uudelleen täydennyksen jälkeen."),
    Grant(amount=_GRANTED, grounds=_GROUNDS),
    Refuse(grounds="Määräraha kohdennetaan toimintaan, joka tavoittaa useamman palvelualueen."),
    DecisionOut(
        id=_DECISION, version=2, application_id=_APPLICATION, call_id=_CALL, status=Status.GRANTED, sought=_SOUGHT,
        proposed=_PROPOSED, proposed_by=_ASSESSOR, granted=_GRANTED, grounds=_GROUNDS, section=12, year=2027,
        principles_id=_PRINCIPLES, decided_by=_DECIDER, decided_at=_DECIDED,
    ),
    DeadlineOut(
        decision_id=_DECISION, organisation_id=_LEAD, remedy="review", way="email", served_on=date(2027, 4, 23),
        last_day=date(2027, 5, 7),
    ),
    ProposalOut(
        decision_id=_DECISION, application_id=_APPLICATION, case_number=_NUMBER, applicant="Esimerkkikunnan omaisyhdistys ry",
        activity="Omaisten kohtaamispaikka", status=Status.PROPOSED, sought=_SOUGHT, proposed=_PROPOSED, granted=None,
        running=_PROPOSED, left=Money(cents=57_000_000),
    ),
    WhatIf(amounts=[Amount(application_id=_APPLICATION, amount=_GRANTED)]),
    SumsOut(
        appropriation=Money(cents=60_000_000), committed=Money(cents=0), sought=_SOUGHT, proposed=_PROPOSED, supposed=_GRANTED,
        left=_LEFT, fits=False, over=[OverOut(application_id=_APPLICATION, case_number=_NUMBER, sought=_SOUGHT)],
    ),
    AskReview(organisation_id=_LEAD, demand="Pyydämme koko haettua summaa: vuokra nousi päätöksen jälkeen."),
    DecideReview(outcome=Outcome.CHANGED, amount=_SOUGHT, grounds="Laskelmassa oli virhe."),
    ReviewOut(
        id=_REVIEW, version=1, application_id=_APPLICATION, decision_id=_DECISION, call_id=_CALL, organisation_id=_LEAD,
        demand="Pyydämme koko haettua summaa.", received_on=date(2027, 5, 5), last_day=date(2027, 5, 7), late=False,
        status=ReviewStatus.REGISTERED, grounds=None, granted=None, section=None, year=None, decided_by=None, decided_at=None,
    ),
    ResultOut(
        application_id=_APPLICATION, case_number=_NUMBER, applicants=["Esimerkkikunnan omaisyhdistys ry"],
        activity="Omaisten kohtaamispaikka", outcome="granted", sought=_SOUGHT, granted=_GRANTED,
    ),
    PublishedOut(call_id=_CALL, version=5, published_at=_DECIDED, applications=87, granted=_GRANTED, left=_LEFT),
)

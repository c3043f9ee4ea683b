"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Days, Money
from grants.applications.domain import Action, Status
from grants.applications.domain.budget import Line
from grants.applications.domain.eligibility import Check, Outcome
from grants.applications.schemas import (
    ActivityOut,
    ApplicationOut,
    ApplicationRow,
    AttachmentOut,
    BudgetLine,
    ChangeLead,
    CheckOut,
    CopiedOut,
    Copy,
    Edit,
    EligibilityOut,
    HoldOut,
    Leave,
    PartyOut,
    ReasonOut,
    ReceiptOut,
    Release,
    RequestCompletion,
    Sentence,
    SetParties,
    ShareBody,
    Sign,
    Start,
    ToMunicipality,
    VersionOut,
    VersionRow,
    Withdraw,
)

_LEAD = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_PARTNER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_CALL = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e12")
_APPLICATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13")
_ACTIVITY_ID = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e18")
_DOCUMENT = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e1b")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_SUBMITTED = datetime(2027, 2, 25, 13, 12, 5, tzinfo=UTC)
_BEGUN, _SIGNED = datetime(2027, 1, 12, 8, 0, tzinfo=UTC), datetime(2027, 2, 20, 9, 30, tzinfo=UTC)
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_TITLE, _CASE = "Omaisten kohtaamispaikka", "PPH/2027/41-1"
_PERIOD = Days(from_=date(2027, 1, 1), until=date(2028, 1, 1))
_SOUGHT = Money(cents=4_000_000)
_ACTIVITY = ActivityOut(id=_ACTIVITY_ID, title=_TITLE, municipality=None)
_BUDGET = [
    BudgetLine(kind=Line.COST, title="Palkat", amount=Money(cents=5_000_000)),
    BudgetLine(kind=Line.INCOME, title="Jäsenmaksut", amount=Money(cents=500_000)),
]
_FORM = {"goal": "Omaiset jaksavat.", "participants": 120}
_ATTACHMENT = AttachmentOut(
    id=_DOCUMENT, version=1, code="rules", filename="säännöt.pdf", media_type="application/pdf", size=48_213, sha256=_HASH,
    secret=False, added_at=_SIGNED, removed_at=None,
)
_OUT = ApplicationOut(
    id=_APPLICATION, version=7, call_id=_CALL, kind="operating", year=2027, status=Status.SUBMITTED,
    allowed=[Action.LEAVE, Action.WITHDRAW], case_number=_CASE,
    parties=[
        PartyOut(
            organisation_id=_LEAD, name="Esimerkkikunnan omaisyhdistys ry", lead=True, share=6000, asked_at=None, signed_at=None,
            signed=True,
        ),
        PartyOut(
            organisation_id=_PARTNER, name="Esimerkkikunnan muistiyhdistys ry", lead=False, share=4000, asked_at=_BEGUN,
            signed_at=_SIGNED, signed=True,
        ),
    ],
    sign_off_hash=_HASH, activity=_ACTIVITY, period=_PERIOD, sought=_SOUGHT, granted=None, budget=_BUDGET, form=_FORM,
    attachments=[_ATTACHMENT], submitted_at=_SUBMITTED, versions=1, wanted=None, complete_by=None, referred_to=None,
    ended_because=None, held=[], copied_from=None, created_at=_BEGUN, updated_at=_SUBMITTED,
)
_WHY = "Yhdistyksen toiminta päättyy."

_BODIES: Final[tuple[BaseModel, ...]] = (
    Start(call_id=_CALL, lead_id=_LEAD, activity_title=_TITLE),
    Copy(call_id=_CALL),
    Edit(sought=_SOUGHT, budget=_BUDGET, form=_FORM),
    SetParties(parties=[ShareBody(organisation_id=_LEAD, share=6000), ShareBody(organisation_id=_PARTNER, share=4000)]),
    ChangeLead(lead_id=_PARTNER),
    Sign(organisation_id=_PARTNER, hash=_HASH),
    Withdraw(grounds="Hanke sai muun rahoituksen."),
    Leave(organisation_id=_PARTNER, grounds=_WHY),
    Release(organisation_id=_PARTNER, shares=[ShareBody(organisation_id=_LEAD, share=10_000)], grounds=_WHY),
    RequestCompletion(wanted="Tilinpäätös vuodelta 2026 puuttuu."),
    ToMunicipality(municipality="564", grounds="Toiminta on paikallista."),
)
_ANSWERS: Final[tuple[BaseModel, ...]] = (
    _OUT,
    CopiedOut(application=_OUT, version=7, dropped=["volunteers"]),
    ApplicationRow(
        id=_APPLICATION, call_id=_CALL, kind="operating", year=2027, status=Status.SUBMITTED, case_number=_CASE,
        lead="Esimerkkikunnan omaisyhdistys ry", lead_id=_LEAD, partners=["Esimerkkikunnan muistiyhdistys ry"], activity=_ACTIVITY,
        period=_PERIOD, sought=_SOUGHT, granted=None, submitted_at=_SUBMITTED, complete_by=None, held=False,
    ),
    HoldOut(
        organisation_id=_PARTNER, name="Esimerkkikunnan muistiyhdistys ry", because="organisation_dissolved",
        dissolved_on=date(2027, 3, 31), since=_SUBMITTED, cause_id=_DOCUMENT,
    ),
    ReceiptOut(
        application_id=_APPLICATION, version=7, status=Status.SUBMITTED, case_number=_CASE, received_at=_SUBMITTED, number=1,
        sha256=_HASH,
    ),
    VersionRow(number=2, sha256=_HASH, submitted_at=_SUBMITTED, changed=["attachments", "form"]),
    VersionOut(
        number=1, sha256=_HASH, submitted_at=_SUBMITTED, changed=[], submitted_by=_PERSON,
        content={"case_number": _CASE, "lead": str(_LEAD), "form": _FORM, "sought_cents": 4_000_000, "sign_offs": []},
    ),
    _ATTACHMENT,
    EligibilityOut(
        call_id=_CALL, organisation_id=_LEAD, may_apply=True,
        checks=[
            CheckOut(
                check=Check.NON_PROFIT, outcome=Outcome.CANNOT_TELL,
                name=Sentence(
                    fi="Yleishyödyllisyys on arvioitu ja arvio on voimassa",
                    sv="Allmännyttigheten har bedömts och bedömningen gäller",
                    en="It is assessed as of common good, and the assessment is in force",
                ),
                reasons=[ReasonOut(
                    code="grants.eligibility.non_profit_not_assessed",
                    text=Sentence(
                        fi="Omaiset ry: yleishyödyllisyyttä ei ole arvioitu. Pyydä arviota hyvinvointialueelta.",
                        sv="Omaiset ry: allmännyttigheten har inte bedömts. Be välfärdsområdet om en bedömning.",
                        en="Omaiset ry: whether it is of common good has not been assessed. Ask the county to do so.",
                    ),
                )],
            ),
        ],
    ),
)

EXAMPLES: Final = (*_BODIES, *_ANSWERS)

"""One real-looking payload for each event and state: for the catalogue and for whoever writes a consumer. Tested to be valid."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from chassis.events import Event
from chassis.values import Money
from grants.events.application import (
    ApplicationCompleted,
    ApplicationHeld,
    ApplicationNotRestored,
    ApplicationReferredToMunicipality,
    ApplicationReleased,
    ApplicationRevised,
    ApplicationState,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CompletionRequested,
    DecisionMade,
    DecisionProposed,
    DecisionReviewed,
    GrantApproved,
    GrantDeclined,
    PartnerConfirmed,
    PartyLeft,
    ProposalWithdrawn,
    ReviewDeadlineSet,
)
from grants.events.call import CallState, GrantCallClosed, GrantCallOpened, Result, ResultsPublished
from grants.events.guideline import GuidelinePublished, GuidelineState
from grants.events.parts import Activity, CallNamed, Party, Remedy, Words
from grants.events.reminder import DraftStillOpen
from grants.events.sign_off import SignOffRequested

_LEAD = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_PARTNER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
_GUIDELINE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e11")
_CALL = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e12")
_APPLICATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e13")
_DECISION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e14")
_REVIEW = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e15")
_PRINCIPLES = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e16")
_DECIDER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e17")
_OPENS = datetime(2027, 1, 11, 6, 0, tzinfo=UTC)
_CLOSES = datetime(2027, 2, 26, 10, 0, tzinfo=UTC)
_SUBMITTED = datetime(2027, 2, 25, 13, 12, 5, tzinfo=UTC)
_DECIDED = datetime(2027, 4, 20, 8, 30, tzinfo=UTC)
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_TITLE = Words(fi="Järjestöjen toiminta-avustus 2027", sv="Verksamhetsbidrag till organisationer 2027", en="Operating grants 2027")
_NAMED = CallNamed(call_id=_CALL, kind="operating", year=2027, title=_TITLE)
_PARTIES = (
    Party(organisation_id=_LEAD, name="Esimerkkikunnan omaisyhdistys ry", lead=True, share=6000),
    Party(organisation_id=_PARTNER, name="Esimerkkikunnan muistiyhdistys ry", lead=False, share=4000),
)
_ACTIVITY = Activity(activity_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e18"), title="Omaisten kohtaamispaikka")
_SOUGHT, _GRANTED = Money(cents=4_000_000), Money(cents=3_200_000)
_REMEDY = Remedy(kind="review", days=14, addressee=Words(fi="Hyvinvointialueen aluehallitus", sv="Välfärdsområdesstyrelsen"))
_GROUNDS = "Toiminta täydentää hyvinvointialueen palveluja ja tavoittaa omaishoitajat koko alueella."
_ABOUT: Final[dict[str, Any]] = {
    "application_id": _APPLICATION, "case_number": "PPH/2027/41-1", "call": _NAMED, "parties": _PARTIES,
}
_MADE = DecisionMade(
    decision_id=_DECISION, section=12, activity=_ACTIVITY, sought=_SOUGHT, grounds=_GROUNDS, principles_id=_PRINCIPLES,
    principles="Järjestöjen tukemisen periaatteet 2026–2029", guideline_id=_GUIDELINE, guideline_number=2, remedy=_REMEDY,
    decided_by=_DECIDER, decided_at=_DECIDED,
)

EXAMPLES: Final[tuple[Event, ...]] = (
    GuidelinePublished(
        guideline_id=_GUIDELINE, kind="operating", number=2, title=Words(fi="Toiminta-avustuksen ohje 2027"),
        criteria=("professionally_led", "area_coverage", "wellbeing_deficit", "welfare_plan", "complements_services"),
        valid_from=date(2027, 1, 1), published_at=datetime(2026, 12, 15, 9, 0, tzinfo=UTC),
    ),
    GuidelineState(
        id=_GUIDELINE, kind="operating", number=2, title=Words(fi="Toiminta-avustuksen ohje 2027"), status="published",
        valid_from=date(2027, 1, 1),
    ),
    GrantCallOpened(
        call=_NAMED, opens_at=_OPENS, closes_at=_CLOSES, appropriation=Money(cents=60_000_000), guideline_id=_GUIDELINE,
        guideline_number=2, attachments=("rules", "financial_statements"),
    ),
    GrantCallClosed(call=_NAMED, closed_at=_CLOSES, submitted=87),
    ResultsPublished(
        call=_NAMED,
        results=(
            Result(
                application_id=_APPLICATION, case_number="PPH/2027/41-1", parties=_PARTIES, activity=_ACTIVITY.title,
                outcome="granted", sought=_SOUGHT, granted=_GRANTED,
            ),
        ),
        granted=_GRANTED, left=Money(cents=56_800_000),
    ),
    CallState(id=_CALL, kind="operating", year=2027, title=_TITLE, status="open", opens_at=_OPENS, closes_at=_CLOSES),
    PartnerConfirmed(**_ABOUT, organisation_id=_PARTNER, hash=_HASH, signed_at=datetime(2027, 2, 24, 7, 0, tzinfo=UTC)),
    ApplicationSubmitted(
        **_ABOUT, activity=_ACTIVITY, sought=_SOUGHT, number=1, sha256=_HASH, submitted_at=_SUBMITTED,
    ),
    CompletionRequested(
        **_ABOUT, number=1, wanted="Tilinpäätös vuodelta 2025 puuttuu.", complete_by=datetime(2027, 3, 15, 10, 0, tzinfo=UTC)
    ),
    ApplicationCompleted(**_ABOUT, number=2, sha256=_HASH, completed_at=datetime(2027, 3, 10, 8, 0, tzinfo=UTC)),
    PartyLeft(
        **_ABOUT | {"parties": (Party(organisation_id=_LEAD, name="Esimerkkikunnan omaisyhdistys ry", lead=True, share=6000),)},
        organisation_id=_PARTNER, name="Esimerkkikunnan muistiyhdistys ry", grounds="Yhdistyksen toiminta päättyy.",
        left_at=_SUBMITTED,
    ),
    ApplicationRevised(**_ABOUT, activity=_ACTIVITY, sought=_SOUGHT, revised_at=_SUBMITTED),
    ApplicationWithdrawn(
        **_ABOUT, grounds="Hanke sai muun rahoituksen.", withdrawn_at=datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    ),
    ApplicationReferredToMunicipality(**_ABOUT, municipality="564", grounds="Toiminta on paikallista vertaistoimintaa."),
    DecisionProposed(**_ABOUT, decision_id=_DECISION, proposed_at=datetime(2027, 4, 1, 8, 0, tzinfo=UTC)),
    ProposalWithdrawn(**_ABOUT, decision_id=_DECISION, withdrawn_at=datetime(2027, 4, 2, 8, 0, tzinfo=UTC)),
    GrantApproved(
        **_ABOUT, decision=_MADE, granted=_GRANTED, valid_from=date(2027, 1, 1), valid_until=date(2028, 1, 1),
        conditions=("published_in_ihimiset",),
    ),
    GrantDeclined(**_ABOUT, decision=_MADE, outcome="refused"),
    ReviewDeadlineSet(
        **_ABOUT, decision_id=_DECISION, organisation_id=_LEAD, remedy="review", served_on=date(2027, 4, 23),
        last_day=date(2027, 5, 7),
    ),
    DecisionReviewed(
        **_ABOUT, decision_id=_REVIEW, corrects=_DECISION, section=31, outcome="changed", granted_before=_GRANTED,
        granted=_SOUGHT, grounds="Laskelmassa oli virhe.", decided_by=_DECIDER,
        remedy=Remedy(kind="appeal", days=30, addressee=Words(fi="Pohjois-Suomen hallinto-oikeus")),
        decided_at=datetime(2027, 5, 20, 8, 0, tzinfo=UTC),
    ),
    ApplicationHeld(
        **_ABOUT, organisation_id=_PARTNER, because="organisation_dissolved", dissolved_on=date(2027, 3, 31),
        held_at=datetime(2027, 3, 31, 8, 0, tzinfo=UTC),
    ),
    ApplicationReleased(**_ABOUT, organisation_id=_PARTNER, released_at=datetime(2027, 4, 6, 8, 0, tzinfo=UTC)),
    ApplicationNotRestored(**_ABOUT, organisation_id=_PARTNER, because="refused"),
    ApplicationState(
        id=_APPLICATION, call_id=_CALL, kind="operating", year=2027, case_number="PPH/2027/41-1", status="granted",
        parties=(_LEAD, _PARTNER), activity=_ACTIVITY, period_from=date(2027, 1, 1), period_until=date(2028, 1, 1),
        sought=_SOUGHT, granted=_GRANTED, submitted_at=_SUBMITTED,
    ),
    SignOffRequested(
        sign_off_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e19"), application_id=_APPLICATION, call=_NAMED, closes_at=_CLOSES,
        parties=_PARTIES, organisation_id=_PARTNER, activity=_ACTIVITY, sought=_SOUGHT, again=False,
    ),
    DraftStillOpen(
        reminder_id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e1a"), application_id=_APPLICATION, call=_NAMED, closes_at=_CLOSES,
        parties=_PARTIES, unsigned=(_PARTNER,),
    ),
)

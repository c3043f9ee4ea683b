"""What may wait for a person (tehtävä), in words, and with which commands it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.values import Text


class Kind(Enum):
    SUBMIT_DRAFT = "submit_draft"
    SIGN_OFF = "sign_off"
    COMPLETE = "complete"
    PROPOSE = "propose"
    DECIDE = "decide"
    DECIDE_REVIEW = "decide_review"
    ANSWER_QUESTION = "answer_question"
    PUBLISH_GUIDELINE = "publish_guideline"
    PUBLISH_RESULTS = "publish_results"
    LOOK_AT_APPROPRIATION = "look_at_appropriation"


@dataclass(frozen=True, slots=True)
class Way:
    """How a task of this kind reads, and what does it: paths under `noun/{id}`, or the noun itself where there is no id."""

    title: Text
    noun: str
    commands: tuple[str, ...]


WAYS: Final[Mapping[Kind, Way]] = {
    Kind.SUBMIT_DRAFT: Way(
        Text(fi="Lähetä hakemus ennen haun päättymistä", sv="Lämna in ansökan i tid", en="Submit before the call closes"),
        "applications", ("submit", "discard"),
    ),
    Kind.SIGN_OFF: Way(
        Text(fi="Allekirjoita yhteishakemus", sv="Underteckna den gemensamma ansökan", en="Sign the joint application"),
        "applications", ("sign", "leave"),
    ),
    Kind.COMPLETE: Way(
        Text(fi="Täydennä hakemus", sv="Komplettera ansökan", en="Complete the application"),
        "applications", ("complete", "withdraw"),
    ),
    Kind.PROPOSE: Way(
        Text(fi="Tee päätösehdotus", sv="Lägg fram ett förslag till beslut", en="Propose a decision"), "decisions", (),
    ),
    Kind.DECIDE: Way(
        Text(fi="Päätä ehdotuksesta", sv="Besluta om förslaget", en="Decide the proposal"),
        "decisions", ("grant", "refuse", "dismiss"),
    ),
    Kind.DECIDE_REVIEW: Way(
        Text(fi="Ratkaise oikaisuvaatimus", sv="Avgör begäran om omprövning", en="Decide the request for review"),
        "review-requests", ("decide",),
    ),
    Kind.ANSWER_QUESTION: Way(
        Text(fi="Vastaa kysymykseen", sv="Besvara frågan", en="Answer the question"), "questions", ("answer",),
    ),
    Kind.PUBLISH_GUIDELINE: Way(
        Text(fi="Viimeistele ja julkaise ohje", sv="Slutför och publicera anvisningen", en="Finish and publish the guideline"),
        "guidelines", ("publish",),
    ),
    Kind.PUBLISH_RESULTS: Way(
        Text(fi="Julkaise haun tulokset", sv="Publicera resultaten", en="Publish the results of the call"),
        "calls", ("publish-results",),
    ),
    Kind.LOOK_AT_APPROPRIATION: Way(
        Text(fi="Tarkista, riittääkö määräraha", sv="Se efter om anslaget räcker", en="See whether the appropriation suffices"),
        "appropriations", (),
    ),
}


def paths(kind: Kind, id: UUID) -> list[str]:
    """Where it is done."""
    way = WAYS[kind]
    if kind is Kind.PROPOSE:
        return [f"/v1/{way.noun}"]
    return [f"/v1/{way.noun}/{id}/{command}" for command in way.commands] or [f"/v1/{way.noun}/{id}"]

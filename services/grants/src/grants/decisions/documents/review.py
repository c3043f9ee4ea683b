"""The document of a decision on a request for review (päätös oikaisuvaatimukseen)."""

from dataclasses import dataclass
from datetime import date

from chassis.values import HELSINKI, Money
from grants.decisions.documents.decision import about, foot, head
from grants.decisions.documents.markup import element, facts, prose
from grants.decisions.documents.page import page
from grants.decisions.documents.remedy import instructions
from grants.decisions.documents.values import Matter, day
from grants.decisions.domain import ReviewStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, and what it was about."""

    party: str
    received_on: date
    demand: str
    corrects: str
    """`12 §/2027`"""
    granted_before: Money


def review(matter: Matter, asked: Asked, status: ReviewStatus, granted: Money) -> str:
    """The decision as it is served on every party."""
    title, said = _outcome(status, asked, granted)
    return page(
        f"{title}, {matter.section} §", matter.county,
        head(matter, title),
        element("section", element("h2", "Päätös"), element("p", said, class_="result")),
        element(
            "section",
            element("h2", "Oikaisuvaatimus"),
            facts(
                ("Vaatija", asked.party),
                ("Saapunut", day(asked.received_on)),
                ("Koskee päätöstä", asked.corrects),
                ("Myönnetty aiemmin", str(asked.granted_before)),
            ),
            prose(asked.demand),
        ),
        about(matter),
        element("section", element("h2", "Perustelut"), prose(matter.grounds)),
        instructions(matter.remedy, matter.case_number, matter.section, matter.decided_at.astimezone(HELSINKI).year),
        foot(matter),
    )


def _outcome(status: ReviewStatus, asked: Asked, granted: Money) -> tuple[str, str]:
    if status is ReviewStatus.CHANGED:
        said = f"Avustusta myönnetään {granted}" if granted.cents else "Avustusta ei myönnetä"
        return "Päätöstä oikaistaan", f"{said}. Aiemmin myönnetty summa oli {asked.granted_before}."
    if status is ReviewStatus.DISMISSED:
        return "Oikaisuvaatimus hylätään", f"Päätös pysyy ennallaan. Avustusta on myönnetty {asked.granted_before}."
    return "Oikaisuvaatimus jätetään tutkimatta", "Vaatimus tuli määräajan jälkeen, joten sitä ei tutkita."

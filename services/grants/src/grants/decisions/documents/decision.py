"""The document of a decision on an application (avustuspäätös)."""

from collections.abc import Mapping
from typing import Final

from chassis.values import DAY, HELSINKI, Money
from grants.decisions.documents.markup import Markup, element, facts, joined, listed, prose, table
from grants.decisions.documents.page import page
from grants.decisions.documents.remedy import instructions
from grants.decisions.documents.values import Basis, Matter, day, moment, percent
from grants.decisions.domain import Status

_CONDITIONS: Final[Mapping[str, str]] = {
    "published_in_ihimiset": "Avustus maksetaan, kun avustettava toiminta on julkaistu Ihimiset.fi-palvelussa.",
}


def decision(matter: Matter, status: Status, granted: Money, basis: Basis, conditions: tuple[str, ...]) -> str:
    """The decision as it is served on every party. `granted` and `conditions` count where it is granted."""
    title = _title(status, granted, matter.sought)
    return page(
        f"{title}, {matter.section} §", matter.county,
        head(matter, title),
        element("section", element("h2", "Päätös"), *_outcome(matter, status, granted)),
        about(matter),
        element("section", element("h2", "Perustelut"), prose(matter.grounds)),
        _basis(basis),
        _conditions(status, conditions),
        instructions(matter.remedy, matter.case_number, matter.section, _year(matter)),
        foot(matter),
    )


def head(matter: Matter, title: str) -> Markup:
    """Whose decision, on what, under which numbers."""
    return element(
        "header",
        element("p", matter.county, class_="county"),
        element("h1", title),
        facts(
            ("Asiatunnus", matter.case_number),
            ("Pykälä", f"{matter.section} §/{_year(matter)}"),
            ("Päätetty", moment(matter.decided_at)),
            ("Päätöksen tekijä", f"Päättävä viranhaltija, tunniste {matter.decided_by}"),
            ("Haku", matter.call),
        ),
    )


def about(matter: Matter) -> Markup:
    """Who applied for what."""
    rows = [(one.name, "päähakija" if one.lead else "osahakija", percent(one.share)) for one in matter.parties]
    alone = element("p", matter.parties[0].name if matter.parties else "")
    return element(
        "section",
        element("h2", "Hakija" if len(rows) == 1 else "Hakijat"),
        alone if len(rows) == 1 else table("Yhteishakemuksen hakijat", ("Hakija", "Tehtävä", "Osuus"), *rows),
        element("h2", "Avustettava toiminta"),
        facts(
            ("Toiminta", matter.activity),
            ("Aika", f"{day(matter.period_from)} – {day(matter.period_until - DAY)}"),
            ("Haettu", str(matter.sought)),
        ),
    )


def foot(matter: Matter) -> Markup:
    """Where the paper comes from."""
    return element("footer", element("p", f"Päätös on tehty sähköisesti. Asiakirjan tunniste {matter.decision_id}."))


def _year(matter: Matter) -> int:
    return matter.decided_at.astimezone(HELSINKI).year


def _title(status: Status, granted: Money, sought: Money) -> str:
    if status is Status.GRANTED:
        return "Avustus myönnetään" if granted == sought else "Avustus myönnetään osittain"
    return "Hakemus hylätään" if status is Status.REFUSED else "Hakemus jätetään tutkimatta"


def _outcome(matter: Matter, status: Status, granted: Money) -> list[Markup]:
    if status is Status.GRANTED:
        use = f"Avustus on käytettävä aikana {day(matter.period_from)} – {day(matter.period_until - DAY)}."
        return [
            element("p", f"Avustusta myönnetään {granted}. Haettu summa oli {matter.sought}.", class_="result"),
            element("p", use),
        ]
    said = "Hakemus hylätään." if status is Status.REFUSED else "Hakemusta ei tutkita."
    return [element("p", f"{said} Avustusta ei myönnetä. Haettu summa oli {matter.sought}.", class_="result")]


def _basis(basis: Basis) -> Markup:
    return element(
        "section",
        element("h2", "Mihin päätös perustuu"),
        element("p", "Avustus on harkinnanvarainen: ehtojen täyttyminen ei anna oikeutta siihen."),
        listed(
            f"{basis.principles}, sovittu {day(basis.principles_agreed_on)}",
            f"{basis.guideline}, versio {basis.guideline_number}",
            "Laki hyvinvointialueesta (611/2021) ja hallintolaki (434/2003)",
        ),
    )


def _conditions(status: Status, conditions: tuple[str, ...]) -> Markup:
    if status is not Status.GRANTED or not conditions:
        return joined()
    said = [_CONDITIONS.get(code, code) for code in conditions]
    return element("section", element("h2", "Ehdot"), listed(*said))

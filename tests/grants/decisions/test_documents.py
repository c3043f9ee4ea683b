"""The decision document: what it says, that nothing gets in, that everybody can read it."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from uuid import UUID

import pytest

from chassis.values import Money
from grants.decisions.documents.decision import decision
from grants.decisions.documents.markup import element, prose
from grants.decisions.documents.page import POLICY
from grants.decisions.documents.review import Asked, review
from grants.decisions.documents.values import Basis, Matter, percent
from grants.decisions.domain import ReviewStatus, Status
from grants.events.parts import Party, Remedy, Words

LEAD = Party(organisation_id=UUID(int=1), name="Oulun Omaiset ry", lead=True, share=6_050)
PARTNER = Party(organisation_id=UUID(int=2), name="Kempeleen Muisti ry", lead=False, share=3_950)
MATTER = Matter(
    county="Pohjois-Pohjanmaan hyvinvointialue", case_number="PPH/2027/41-1", section=12, call="Toiminta-avustus 2027",
    parties=(LEAD, PARTNER), activity="Kohtaamispaikka", period_from=date(2027, 1, 1), period_until=date(2028, 1, 1),
    sought=Money(cents=40_000_00), grounds="Ensimmäinen.\n\nToinen\nrivi.",
    remedy=Remedy(kind="review", days=14, addressee=Words(fi="Aluehallitus")), decision_id=UUID(int=3), decided_by=UUID(int=4),
    decided_at=datetime(2027, 12, 31, 22, 30, tzinfo=UTC),
)
BASIS = Basis("Tukemisen periaatteet 2025–2029", date(2025, 9, 1), "Toiminta-avustuksen ohje", 2)
CODES = ("published_in_ihimiset",)


class Outline(HTMLParser):
    """What a screen reader meets: headings in order, heads of tables, and whether every element ends."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, *names: str) -> list[str]:
        return [tag for tag, _ in self.tags if tag in names]


def made(status: Status = Status.GRANTED, granted: int = 32_000_00, matter: Matter = MATTER, codes: tuple[str, ...] = CODES) -> str:
    return decision(matter, status, Money(cents=granted), BASIS, codes)


def text(document: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", document, flags=re.DOTALL)).replace("\xa0", " ")


def test_document__says_everything() -> None:
    said = text(made())
    for words in (
        "Avustus myönnetään osittain", "PPH/2027/41-1", "12 §/2028", "1.1.2028 klo 0.30", "Oulun Omaiset ry", "60,5 %", "päähakija",
        "39,5 %", "Avustusta myönnetään 32 000,00 €", "Haettu summa oli 40 000,00 €", "1.1.2027 – 31.12.2027", "Ensimmäinen.",
        "Tukemisen periaatteet 2025–2029, sovittu 1.9.2025", "Toiminta-avustuksen ohje, versio 2", "Ihimiset.fi",
        "Oikaisuvaatimusohje", "14 päivän kuluessa", "Aluehallitus", "kolmantena päivänä", "seitsemäntenä päivänä", "ei lasketa mukaan",
        f"tunniste {UUID(int=4)}",
    ):
        assert words in said, words


@pytest.mark.parametrize(("status", "granted", "title"), [
    (Status.GRANTED, 40_000_00, "Avustus myönnetään"), (Status.GRANTED, 1, "Avustus myönnetään osittain"),
    (Status.REFUSED, 0, "Hakemus hylätään"), (Status.INADMISSIBLE, 0, "Hakemus jätetään tutkimatta"),
])
def test_document__title_and_conditions_follow_the_outcome(status: Status, granted: int, title: str) -> None:
    document = made(status, granted)
    assert f"<h1>{title}</h1>" in document
    assert ("<h2>Ehdot</h2>" in document) is (status is Status.GRANTED)


def test_document__an_accessible_outline() -> None:
    for document in (made(), reviewed(ReviewStatus.CHANGED)):
        outline = Outline(document)
        assert document.startswith("<!DOCTYPE html>\n")
        assert outline.open == []
        assert ("html", {"lang": "fi"}) in outline.tags
        assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in outline.tags
        assert outline.named("title", "main") == ["title", "main"]
        levels = [int(tag[1]) for tag in outline.named("h1", "h2", "h3")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert outline.named("caption") == ["caption"]
        assert [attrs["scope"] for tag, attrs in outline.tags if tag == "th"] == ["col", "col", "col", "row", "row"]
        assert outline.named("script", "img", "link", "iframe", "a") == []


def test_document__one_applicant_needs_no_table() -> None:
    document = made(matter=replace(MATTER, parties=(LEAD,)))
    assert "<h2>Hakija</h2><p>Oulun Omaiset ry</p>" in document
    assert "<table" not in document


def test_document__nothing_that_people_wrote_is_markup() -> None:
    evil = "</p><script>alert('x')</script>&amp;\"'"
    document = made(matter=replace(
        MATTER, activity=evil, grounds=evil, call=evil, case_number=evil, county=evil, parties=(LEAD.model_copy(update={"name": evil}), PARTNER),
    ), codes=(evil,))
    assert "<script" not in document
    assert document.count("&lt;script&gt;") >= 6
    assert Outline(document).open == []
    assert element("p", "x", title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;">x</p>'


def test_prose__paragraphs_and_lines() -> None:
    assert prose("A\n\nB\nC <\n\n\n") == "<p>A</p><p>B<br>C &lt;</p>"


def test_percent__exact() -> None:
    assert [percent(n).replace("\xa0", " ") for n in (10_000, 3_333, 50, 6_050)] == ["100 %", "33,33 %", "0,5 %", "60,5 %"]


def test_policy__lets_in_this_style_alone() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", made(), flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in POLICY
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "script-src" not in POLICY


def reviewed(status: ReviewStatus, granted: int = 40_000_00) -> str:
    matter = replace(MATTER, remedy=Remedy(kind="appeal", days=30, addressee=Words(fi="Pohjois-Suomen hallinto-oikeus")))
    asked = Asked("Oulun Omaiset ry", date(2027, 5, 5), "Pyydämme <kaiken>.", "12 §/2027", Money(cents=32_000_00))
    return review(matter, asked, status, Money(cents=granted))


@pytest.mark.parametrize(("status", "granted", "words"), [
    (ReviewStatus.CHANGED, 40_000_00, "Avustusta myönnetään 40 000,00 €. Aiemmin myönnetty summa oli 32 000,00 €."),
    (ReviewStatus.CHANGED, 0, "Avustusta ei myönnetä. Aiemmin myönnetty summa oli 32 000,00 €."),
    (ReviewStatus.DISMISSED, 32_000_00, "Päätös pysyy ennallaan."),
    (ReviewStatus.LATE, 32_000_00, "Vaatimus tuli määräajan jälkeen"),
])
def test_review_document__says_what_and_how_to_appeal(status: ReviewStatus, granted: int, words: str) -> None:
    said = text(reviewed(status, granted))
    assert words in said
    for common in ("Valitusosoitus", "30 päivän kuluessa", "Pohjois-Suomen hallinto-oikeus", "Koskee päätöstä 12 §/2027", "&lt;kaiken&gt;"):
        assert common in said, common

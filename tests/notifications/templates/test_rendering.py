"""Every mail, in every language, for every kind of values: what it says, and what nobody can make it say."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.notifications.templates.samples import APPEAL, APPROVED, CONFIRM, DECLINED, REMOTE, REVIEWED, SAMPLES

from notifications.links import Sender
from notifications.subscriptions.domain.preference import Weight
from notifications.templates.domain import TEMPLATES, Rendered, render
from notifications.templates.domain.catalogue import LANGUAGES
from notifications.templates.domain.markup import Block, Guard, Kind, parsed

SENDER = Sender("Hyvinvointialue", "kysy@alue.example", "https://alue.example/api/notifications", b"k" * 32)
LINK = "https://alue.example/api/notifications/v1/unsubscribe/abc"
NAMES = sorted(TEMPLATES)
DOCUMENTS = Path(__file__).parents[3] / "services/notifications/src/notifications/templates/documents"
each_sample = pytest.mark.parametrize(("name", "values"), SAMPLES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def made(name: str, language: str, values: dict[str, Any], **others: Any) -> Rendered:
    return render(name, language, values, sender=SENDER, unsubscribe=LINK, **others)


class Page(HTMLParser):
    """What stands on a page, and what it reaches for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "hr", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "title":
            self.words.append(data.strip())


def words(text: str) -> list[str]:
    """Words in their order, without marks of lists, colons of labels and line breaks."""
    return re.findall(r"[\w€/.,§–-]+", text.replace("* * *", ""))


@each_language
@each_sample
def test_render__text_and_html_say_the_same(name: str, values: dict[str, Any], language: str) -> None:
    mail = made(name, language, values)
    page = Page(mail.html)
    assert page.open == []
    in_html = words(" ".join(page.words))
    in_text = [word for word in words(mail.subject + "\n" + re.sub(r"https://\S+", "", mail.text)) if word != "-"]
    assert in_html == in_text


@each_language
@each_sample
def test_render__is_whole_and_plain(name: str, values: dict[str, Any], language: str) -> None:
    mail = made(name, language, values)
    assert mail.version == TEMPLATES[name].version
    assert "\n" not in mail.subject
    assert 0 < len(mail.subject) <= 160
    for said in (mail.subject, mail.text):
        assert not set("{}") & set(said)
        assert "None" not in said
        assert "<" not in said
    wide = [line for line in mail.text.splitlines() if len(line) > 78 and "://" not in line]
    assert wide == []
    assert "kysy@alue.example" in mail.text
    assert mail.text.endswith("\n")


@each_language
@each_sample
def test_render__html_reaches_for_nothing_and_can_be_read(name: str, values: dict[str, Any], language: str) -> None:
    page = Page(made(name, language, values).html)
    names = [tag for tag, _ in page.tags]
    assert not set(names) & {"img", "script", "link", "iframe", "object", "form", "table", "style", "base"}
    assert not [attrs for _, attrs in page.tags if {"src", "background", "srcset"} & set(attrs) or "url(" in str(attrs.get("style"))]
    assert (names.count("h1"), names.count("main")) == (1, 1)
    assert dict(page.tags)["html"]["lang"] == language
    assert "width=device-width" in str(page.tags)
    widths = re.findall(r"(?<!max-)width:\s*\d+px", str(page.tags))
    assert widths == []
    hrefs = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert set(hrefs) <= {LINK, CONFIRM["link"], REMOTE["remote_link"]}


@each_language
@each_sample
def test_render__unsubscribe_where_it_may_be(name: str, values: dict[str, Any], language: str) -> None:
    mail, of = made(name, language, values), TEMPLATES[name]
    assert (LINK in mail.text) is (LINK in mail.html) is (of.topic is not None)
    assert (of.topic is None) is (of.weight is not Weight.TOPIC)


def test_render__decisions_and_deadlines_carry_no_unsubscribe() -> None:
    bound = {name for name in NAMES if TEMPLATES[name].topic is None}
    assert bound == {"grant_approved", "grant_declined", "decision_reviewed", "completion_requested", "confirm_address"}


@each_sample
def test_render__translations_say_so(name: str, values: dict[str, Any]) -> None:
    finnish = made(name, "fi", values)
    for language, said in (("sv", "översättning"), ("en", "translation")):
        mail = made(name, language, values)
        assert said in mail.text
        assert said not in finnish.text
        whole = finnish.text.partition("\n\nKysyttävää?")[0]
        assert (whole in mail.text) is TEMPLATES[name].document
        assert ('<div lang="fi">' in mail.html) is TEMPLATES[name].document


def test_approved__says_all_that_a_decision_must() -> None:
    text = " ".join(made("grant_approved", "fi", APPROVED).text.replace("\u00a0", " ").split())
    for said in (
        "PPH/2027/41-1", "Pykälä: 12 §", "tiistaina 20.4.2027 klo 11.30", "Haettu summa: 40 000,00 €", "Myönnetty summa: 32 000,50 €",
        "Käyttöaika: 1.1.2027–31.12.2027", "osan hakemastanne", "tavoittaa omaishoitajat", "Järjestöjen tukemisen periaatteet 2026–2029",
        "julkaistava Ihimiset.fi-palvelussa", "14 päivän kuluessa", "kolmantena päivänä", "aluehallitus", "oikaisua",
    ):
        assert said in text, said
    assert "valittaa" not in text
    whole = made("grant_approved", "fi", {**APPROVED, "granted": APPROVED["sought"], "conditions": []}).text
    assert "osan hakemastanne" not in whole
    assert "Ihimiset" not in whole


@pytest.mark.parametrize(("values", "said", "unsaid"), [
    ({**DECLINED, "outcome": "refused"}, "hakemus hylätään", "tutkimatta"),
    ({**DECLINED, "outcome": "inadmissible"}, "jätetään tutkimatta", "hylätään"),
])  # fmt: skip
def test_declined(values: dict[str, Any], said: str, unsaid: str) -> None:
    text = made("grant_declined", "fi", values).text
    assert said in text
    assert unsaid not in text
    assert "oikaisua" in text


def test_reviewed__appeal_to_the_court() -> None:
    text = made("decision_reviewed", "fi", REVIEWED).text
    assert "Voitte valittaa" in text
    assert "30 päivän" in text
    assert "Pohjois-Suomen hallinto-oikeus" in text
    assert APPEAL["addressee"] == {"fi": "Pohjois-Suomen hallinto-oikeus"}
    assert "Pohjois-Suomen hallinto-oikeus" in made("decision_reviewed", "sv", REVIEWED).text


def test_meeting__midnight_is_the_end_of_its_day_and_a_letter_speaks_of_no_file() -> None:
    text = made("meeting_invited", "fi", REMOTE).text.replace("\u00a0", " ")
    for said in ("Alkaa: keskiviikkona 10.3.2027 klo 13.00", "Päättyy: keskiviikkona 10.3.2027 klo 24.00", "Järjestäjä: Hyvinvointialueen"):
        assert said in text
    assert REMOTE["remote_link"] in text.splitlines()
    assert "kalenterikutsu" in text
    assert "kalenterikutsu" not in made("meeting_invited", "fi", {**REMOTE, "by_letter": True}).text


EVIL = "<script>alert(1)</script>\r\nBcc: a@b.example\n\n= Otsikko\n- kohta {case_number} \"'&\u2028x\u202e"


@pytest.mark.parametrize(("name", "field"), [
    ("grant_approved", "activity"), ("grant_approved", "grounds"), ("sign_off_requested", "lead"), ("completion_requested", "wanted"),
    ("application_received", "case_number"), ("meeting_invited", "place"), ("meeting_cancelled", "because"),
])  # fmt: skip
@each_language
def test_render__values_are_words_and_nothing_else(name: str, field: str, language: str) -> None:
    mail = made(name, language, {**dict(SAMPLES)[name], field: EVIL})
    assert "<script" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject + mail.text + mail.html
    assert "\u202e" not in mail.text
    assert "{case_number}" in mail.text
    assert "<h2" in mail.html or name != "application_received"
    assert ">Otsikko</h2>" not in mail.html
    assert not re.search(r"^(Bcc|= )", mail.text, re.MULTILINE)
    made(name, language, {**dict(SAMPLES)[name], field: "x" * 500})


def test_subject__of_a_call_with_a_header_in_its_title() -> None:
    title = {"fi": "Haku\r\nBcc: kaikki@esimerkki.example\n" + "x" * 300}
    subject = made("grant_call_opened", "fi", {**dict(SAMPLES)["grant_call_opened"], "call": title}).subject
    assert not {"\r", "\n"} & set(subject)
    assert len(subject) == 160
    assert subject.endswith("…")


@pytest.mark.parametrize(("name", "wrong"), [
    ("grant_approved", {"granted": "12"}), ("grant_approved", {"conditions": ["other"]}), ("grant_approved", {"extra": 1}),
    ("grant_approved", {"decided_at": "2027-04-20T08:30:00"}), ("grant_declined", {"outcome": "maybe"}),
    ("meeting_invited", {"remote_link": "javascript:alert(1)"}), ("meeting_changed", {"remote_link": "http://kokous.example"}),
    ("meeting_cancelled", {"remote_link": "https://kokous.example"}), ("confirm_address", {"link": "javascript:alert(1)"}), ("confirm_address", {"link": 'https://a.example/"onclick='}),
])  # fmt: skip
def test_render__values_that_do_not_fit_make_no_mail(name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(name, "fi", {**dict(SAMPLES)[name], **wrong})
    with pytest.raises(ValidationError):
        made(name, "fi", {})


@pytest.mark.parametrize("name", NAMES)
def test_documents__each_version_in_each_language_asks_for_known_values(name: str) -> None:
    """And all languages of a version for the same ones, with blocks of the same kinds under the same conditions."""
    template = TEMPLATES[name]
    for version in range(1, template.version + 1):
        model = template.values(version)
        sources = [template.source(version, language) for language in LANGUAGES]
        for source in sources:
            assert {place.partition(".")[0] for place in source.places} <= {*model.model_fields, "in_part"}
            assert source.places == sources[0].places
            shape = [(block.kind, block.guard, sorted(block.places)) for block in source.blocks]
            assert shape == [(block.kind, block.guard, sorted(block.places)) for block in sources[0].blocks]
    assert {path.name for path in (DOCUMENTS / name).iterdir()} == {
        f"{version}.{language}.txt" for version in range(1, template.version + 1) for language in LANGUAGES
    }


def test_documents__no_folder_without_a_template() -> None:
    assert {path.name for path in DOCUMENTS.iterdir()} == set(NAMES)
    assert {name for name, _ in SAMPLES} == set(NAMES)


def test_render__an_old_version_is_shown_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template with two versions: the newest is sent, the first can still be made."""
    from dataclasses import replace

    from notifications.templates.domain import catalogue, rendering

    old = TEMPLATES["grant_call_opened"]
    two = replace(old, versions=(*old.versions, *old.versions))
    monkeypatch.setattr(rendering, "TEMPLATES", {**TEMPLATES, old.name: two})
    source = catalogue._source
    newer = parsed("Subject: Uusi: {call}\nUudet sanat. {closes_at}\n")
    monkeypatch.setattr(catalogue, "_source", lambda name, version, language: newer if version == 2 else source(name, version, language))
    values = dict(SAMPLES)["grant_call_opened"]
    newest, first = made(old.name, "fi", values), made(old.name, "fi", values, version=1)
    assert (newest.version, newest.subject.partition(":")[0]) == (2, "Uusi")
    assert (first.version, first.subject.partition(":")[0]) == (1, "Avustushaku on auki")
    with pytest.raises(IndexError):
        made(old.name, "fi", values, version=3)


def test_markup() -> None:
    source = parsed(
        "Subject: A {x}\nYksi\nkaksi.\n\n= Otsikko\nNimi :: {a.b}\n{c?} Toinen :: x\n- kohta\n- {!d?}\n> {e}\n@ Avaa | {link}\n"
        "{f=g?} Kappale :: ei, vaan tieto\n"
    )
    assert source.subject == "A {x}"
    assert source.blocks == (
        Block(Kind.PARAGRAPH, "Yksi kaksi."), Block(Kind.HEADING, "Otsikko"), Block(Kind.FACT, "{a.b}", "Nimi"),
        Block(Kind.FACT, "x", "Toinen", Guard("c", None, no=False)), Block(Kind.ITEM, "kohta"), Block(Kind.ITEM, "{!d?}"),
        Block(Kind.QUOTE, "{e}"), Block(Kind.BUTTON, "{link}", "Avaa"),
        Block(Kind.FACT, "ei, vaan tieto", "Kappale", Guard("f", "g", no=False)),
    )
    with pytest.raises(ValueError, match="subject"):
        parsed("Hei\n")


def test_render__unknown_template_or_language() -> None:
    with pytest.raises(KeyError):
        made("nothing", "fi", {})
    with pytest.raises(FileNotFoundError):
        made("grant_call_opened", "de", dict(SAMPLES)["grant_call_opened"])

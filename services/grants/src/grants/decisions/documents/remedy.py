"""How a decision can be looked at again (muutoksenhakuohje). Acts 434/2003, 611/2021 and 808/2019; time by 150/1930."""

from grants.decisions.documents.markup import Content, Markup, element, joined, listed
from grants.events.parts import Remedy

_MOVES_ON = (
    "Jos viimeinen päivä on lauantai, pyhäpäivä, itsenäisyyspäivä, vapunpäivä, jouluaatto tai juhannusaatto, "
    "aikaa on seuraavaan arkipäivään."
)
_SERVED = (
    "Sähköpostilla: jos hakija on suostunut siihen, päätös katsotaan saaduksi kolmantena päivänä viestin lähettämisestä.",
    "Kirjeellä: päätös katsotaan saaduksi seitsemäntenä päivänä kirjeen lähettämisestä.",
    "Jos näytetään, että päätös saatiin myöhemmin, aika lasketaan siitä.",
)


def instructions(remedy: Remedy, case_number: str, section: int, year: int) -> Markup:
    """Who, to whom, until when, how: at the end of every decision."""
    return (_appeal if remedy.kind == "appeal" else _review)(remedy, f"asiatunnus {case_number}, {section} §/{year}")


def _review(remedy: Remedy, named: str) -> Markup:
    return _written(
        "Oikaisuvaatimusohje",
        "Hakija, joka on tyytymätön päätökseen, voi vaatia siihen oikaisua. Yhteishakemuksessa jokainen hakija voi vaatia "
        "oikaisua itse. Tuomioistuimeen voi valittaa vasta oikaisuvaatimukseen annetusta päätöksestä.",
        ("Kenelle", "Oikaisuvaatimus toimitetaan:", remedy),
        f"Vaatimuksen on oltava perillä {remedy.days} päivän kuluessa siitä, kun hakija sai päätöksen tiedoksi.",
        (f"mihin päätökseen vaadit oikaisua ({named})", "mitä haluat muutettavan ja miksi", "hakijan nimi ja yhteystiedot"),
        "Oikaisuvaatimuksen voi tehdä myös tässä palvelussa.",
    )


def _appeal(remedy: Remedy, named: str) -> Markup:
    return _written(
        "Valitusosoitus",
        "Hakija, joka on tyytymätön tähän päätökseen, voi valittaa siitä. Yhteishakemuksessa jokainen hakija voi valittaa itse.",
        ("Kenelle", "Valitus toimitetaan:", remedy),
        f"Valituksen on oltava perillä {remedy.days} päivän kuluessa siitä, kun hakija sai päätöksen tiedoksi.",
        (f"mistä päätöksestä valitat ({named})", "mitä haluat muutettavan ja miksi", "valittajan nimi ja yhteystiedot",
         "liitteiksi tämä päätös ja asiakirjat, joihin vetoat"),
        "Tuomioistuin voi periä käsittelystä maksun (tuomioistuinmaksulaki 1455/2015).",
    )


def _written(
    title: str, who: str, to_whom: tuple[str, str, Remedy], time: str, content: tuple[Content, ...], last: str
) -> Markup:
    head, sends, remedy = to_whom
    return element(
        "section",
        element("h2", title),
        element("p", who),
        element("h3", head),
        element("p", sends, " ", element("strong", remedy.addressee.fi)),
        element("h3", "Milloin"),
        element("p", time, " Päivää, jona päätös saatiin tiedoksi, ei lasketa mukaan. ", _MOVES_ON),
        element("p", "Päätös saadaan tiedoksi näin:"),
        listed(*_SERVED),
        element("h3", "Mitä kirjoitetaan"),
        listed(*content),
        joined(element("p", last)),
    )

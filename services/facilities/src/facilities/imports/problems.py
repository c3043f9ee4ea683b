"""What is refused about imports of sites, and the closed list of reasons why one row stays outside."""

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from chassis.problems import Problem

SOURCE_UNKNOWN = Problem(
    "facilities.import.source_unknown", 422,
    fi="Lähdettä {source} ei tunneta.",
    sv="Källan {source} är okänd.",
    en="There is no source {source}.",
)
FILE_UNREADABLE = Problem(
    "facilities.import.file_unreadable", 422,
    fi="Tiedostoa ei voi lukea: lähteestä odotetaan muotoa {format}.",
    sv="Filen kan inte läsas: från källan väntas formatet {format}.",
    en="The file cannot be read: the source is expected as {format}.",
)
COLUMNS_MISSING = Problem(
    "facilities.import.columns_missing", 422,
    fi="Sarakkeet puuttuvat: {columns}.",
    sv="Kolumner saknas: {columns}.",
    en="Columns are missing: {columns}.",
)
TOO_MANY_ROWS = Problem(
    "facilities.import.too_many_rows", 422,
    fi="Tiedostossa on yli {most} riviä. Jaa se osiin.",
    sv="Filen har över {most} rader. Dela upp den.",
    en="The file has over {most} rows. Split it.",
)
SOURCE_BUSY = Problem(
    "facilities.import.source_busy", 409,
    fi="Samaa lähdettä tuodaan parhaillaan.",
    sv="Samma källa importeras just nu.",
    en="This source is being imported already.",
)


class Rejection(Enum):
    """Why a row was not taken (hylkäyksen syy). A closed list: every rejected row names one."""

    UNREADABLE = "unreadable"
    ID_MISSING = "id_missing"
    NAME_MISSING = "name_missing"
    TEXT_TOO_LONG = "text_too_long"
    CONTROL_CHARACTER = "control_character"
    IDENTITY_CODE = "identity_code"
    PLACE_WRONG = "place_wrong"
    CODE_WRONG = "code_wrong"
    TWICE_IN_FILE = "twice_in_file"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in three languages."""

    fi: str
    sv: str
    en: str


SENTENCES: Final = MappingProxyType({
    Rejection.UNREADABLE: Sentence("Arvoa tai riviä ei voi lukea.", "Värdet eller raden kan inte läsas.", "It cannot be read."),
    Rejection.ID_MISSING: Sentence(
        "Lähteen oma tunniste puuttuu.", "Källans egen identifierare saknas.", "The source's own identifier is missing."),
    Rejection.NAME_MISSING: Sentence("Nimi puuttuu.", "Namnet saknas.", "The name is missing."),
    Rejection.TEXT_TOO_LONG: Sentence("Teksti on liian pitkä.", "Texten är för lång.", "The text is too long."),
    Rejection.CONTROL_CHARACTER: Sentence(
        "Tekstissä on merkki, jota ei voi tallentaa.", "Texten innehåller ett tecken som inte kan sparas.",
        "The text contains a character that cannot be stored."),
    Rejection.IDENTITY_CODE: Sentence(
        "Tekstissä on henkilötunnus.", "Texten innehåller en personbeteckning.", "The text contains a personal identity code."),
    Rejection.PLACE_WRONG: Sentence(
        "Koordinaatit eivät ole maapallolla.", "Koordinaterna finns inte på jorden.", "The coordinates are not on Earth."),
    Rejection.CODE_WRONG: Sentence(
        "Koodi ei ole muodoltaan oikea.", "Koden har inte rätt form.", "The code does not have the right form."),
    Rejection.TWICE_IN_FILE: Sentence(
        "Sama tunniste on tiedostossa jo aiemmin.", "Samma identifierare finns redan tidigare i filen.",
        "The same identifier stands in the file already."),
})

"""What is refused about imports, and the closed list of reasons why one row stays outside."""

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from chassis.problems import Problem

SOURCE_UNKNOWN = Problem(
    "registry.import.source_unknown", 422,
    fi="Lähdettä {source} ei tunneta.",
    sv="Källan {source} är okänd.",
    en="There is no source {source}.",
)
FILE_UNREADABLE = Problem(
    "registry.import.file_unreadable", 422,
    fi="Tiedostoa {name} ei voi lukea. Tekninen syy englanniksi: {why}.",
    sv="Filen {name} kan inte läsas. Teknisk orsak på engelska: {why}.",
    en="The file {name} cannot be read: {why}.",
)
FILE_MISSING = Problem(
    "registry.import.file_missing", 422,
    fi="Tiedosto {name} puuttuu.",
    sv="Filen {name} saknas.",
    en="The file {name} is missing.",
)
FILE_TOO_LARGE = Problem(
    "registry.import.file_too_large", 413,
    fi="Tiedosto on purettuna yli {megabytes} Mt.",
    sv="Filen är uppackad över {megabytes} MB.",
    en="The file is over {megabytes} MB when unpacked.",
)
COLUMNS_MISSING = Problem(
    "registry.import.columns_missing", 422,
    fi="Sarakkeet puuttuvat: {columns}.",
    sv="Kolumner saknas: {columns}.",
    en="Columns are missing: {columns}.",
)
SOURCE_BUSY = Problem(
    "registry.import.source_busy", 409,
    fi="Samaa lähdettä tuodaan parhaillaan.",
    sv="Samma källa importeras just nu.",
    en="This source is being imported already.",
)
FILES_GONE = Problem(
    "registry.import.files_gone", 409,
    fi="Tuonnin tiedostoja ei enää säilytetä. Lähetä ne uudelleen.",
    sv="Importens filer förvaras inte längre. Skicka dem på nytt.",
    en="The files of this import are no longer kept. Send them again.",
)
NOT_BUNDLED = Problem(
    "registry.import.not_bundled", 422,
    fi="Lähteen {source} tiedostoja ei ole mukana.",
    sv="Filerna från källan {source} följer inte med.",
    en="No files of the source {source} come with the registry.",
)
NOT_OF_PAIR = Problem(
    "registry.duplicate.not_of_pair", 422,
    fi="Järjestö ei ole kumpikaan ehdotetuista.",
    sv="Organisationen är ingendera av de föreslagna.",
    en="The organisation is neither of the two.",
)
ROW_SETTLED = Problem(
    "registry.duplicate.row_settled", 409,
    fi="Rivi ei enää odota ratkaisua.",
    sv="Raden väntar inte längre på ett avgörande.",
    en="The row no longer waits for a decision.",
)
PAIR_TAKEN = Problem(
    "registry.duplicate.pair_taken", 409,
    fi="Tämä pari on jo ehdolla.",
    sv="Det här paret har redan föreslagits.",
    en="This pair has already been proposed.",
)
ROW_TWICE = Problem(
    "registry.import.row_twice", 409,
    fi="Rivi on jo käsitelty tässä tuonnissa.",
    sv="Raden har redan behandlats i den här importen.",
    en="The row has already been handled in this import.",
)


class Rejection(Enum):
    """Why a row was not taken (hylkäyksen syy). A closed list: every rejected row names one."""

    UNREADABLE = "unreadable"
    EXTERNAL_ID_MISSING = "external_id_missing"
    NAME_MISSING = "name_missing"
    TEXT_TOO_LONG = "text_too_long"
    CONTROL_CHARACTER = "control_character"
    IDENTITY_CODE = "identity_code"
    IDENTIFIER_MALFORMED = "identifier_malformed"
    IDENTIFIER_CHECK_DIGIT = "identifier_check_digit"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    TWICE_IN_FILE = "twice_in_file"
    CONTRADICTION = "contradiction"
    """It cannot stand beside what is known: a kind that its legal form does not have."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in three languages."""

    fi: str
    sv: str
    en: str


SENTENCES: Final = MappingProxyType({
    Rejection.UNREADABLE: Sentence(
        "Riviä ei voi lukea.", "Raden kan inte läsas.", "The row cannot be read."),
    Rejection.EXTERNAL_ID_MISSING: Sentence(
        "Lähteen oma tunniste puuttuu.", "Källans egen identifierare saknas.", "The source's own identifier is missing."),
    Rejection.NAME_MISSING: Sentence(
        "Nimi puuttuu.", "Namnet saknas.", "The name is missing."),
    Rejection.TEXT_TOO_LONG: Sentence(
        "Teksti on liian pitkä.", "Texten är för lång.", "The text is too long."),
    Rejection.CONTROL_CHARACTER: Sentence(
        "Tekstissä on merkki, jota ei voi tallentaa.", "Texten innehåller ett tecken som inte kan sparas.",
        "The text contains a character that cannot be stored."),
    Rejection.IDENTITY_CODE: Sentence(
        "Tekstissä on henkilötunnus.", "Texten innehåller en personbeteckning.",
        "The text contains a personal identity code."),
    Rejection.IDENTIFIER_MALFORMED: Sentence(
        "Tunnus ei ole muodoltaan oikea.", "Beteckningen har inte rätt form.", "The identifier does not have the right form."),
    Rejection.IDENTIFIER_CHECK_DIGIT: Sentence(
        "Tunnuksen tarkistusmerkki ei täsmää.", "Beteckningens kontrolltecken stämmer inte.",
        "The check digit of the identifier is wrong."),
    Rejection.DATE_UNREADABLE: Sentence(
        "Päivämäärää ei voi lukea.", "Datumet kan inte läsas.", "The date cannot be read."),
    Rejection.DATE_IN_FUTURE: Sentence(
        "Päivämäärä on tulevaisuudessa.", "Datumet ligger i framtiden.", "The date is in the future."),
    Rejection.TWICE_IN_FILE: Sentence(
        "Sama tunniste on tiedostossa jo aiemmin.", "Samma identifierare finns redan tidigare i filen.",
        "The same identifier stands in the file already."),
    Rejection.CONTRADICTION: Sentence(
        "Tieto on ristiriidassa tunnettujen tietojen kanssa.", "Uppgiften strider mot de kända uppgifterna.",
        "The value contradicts what is known."),
})

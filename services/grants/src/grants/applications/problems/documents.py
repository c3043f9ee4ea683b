"""What is refused about documents."""

from chassis.problems import Problem

FILE_EMPTY = Problem(
    "grants.attachment.empty", 422,
    fi="Tiedosto on tyhjä.",
    sv="Filen är tom.",
    en="The file is empty.",
)
FILE_TYPE = Problem(
    "grants.attachment.type", 422,
    fi="Tätä tiedostomuotoa ei oteta vastaan. Sopivat muodot: PDF, Word, Excel, OpenDocument, PNG, JPEG, teksti ja CSV.",
    sv="Detta filformat tas inte emot. Lämpliga format: PDF, Word, Excel, OpenDocument, PNG, JPEG, text och CSV.",
    en="This kind of file is not taken. Good ones are PDF, Word, Excel, OpenDocument, PNG, JPEG, text and CSV.",
)
FILE_CODE = Problem(
    "grants.attachment.code", 422,
    fi="Haku ei pyydä liitettä {code}. Käytä muille liitteille koodia other.",
    sv="Utlysningen ber inte om bilagan {code}. Använd koden other för övriga bilagor.",
    en="The call does not ask for a document {code}. Use the code other for further ones.",
)
FILE_TOO_LARGE = Problem(
    "grants.attachment.too_large", 413,
    fi="Tiedosto on liian suuri: enintään {megabytes} Mt.",
    sv="Filen är för stor: högst {megabytes} MB.",
    en="The file is too large: {megabytes} MB at most.",
)
TOO_MANY_FILES = Problem(
    "grants.attachment.too_many", 409,
    fi="Liitteitä voi olla enintään {most}.",
    sv="Det kan finnas högst {most} bilagor.",
    en="There can be {most} documents at most.",
)

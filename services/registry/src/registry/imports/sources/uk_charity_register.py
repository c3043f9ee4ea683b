"""Charities of one district from the register of the Charity Commission for England and Wales. CSV or XLSX, one row a charity.

British forms have no Finnish counterpart: a charitable company and a charitable incorporated organisation (CIO) are "other", the
rest unknown.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final

from registry.imports.domain import cleaning, reading
from registry.imports.domain.incoming import UNKNOWN_FORM, Files, Incoming, Rejected, Source, Stated
from registry.imports.domain.reading import Row
from registry.imports.domain.taking import identified, taken, text
from registry.imports.problems import Rejection
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import Kind, Language, LegalForm

_NUMBER: Final = "registered_charity_number"
_COMPANY: Final = "charity_company_registration_number"
_OF_ITS_OWN_ACT: Final = frozenset({"Charitable company", "CIO"})


def parse(files: Files, today: date) -> Iterator[Incoming | Rejected]:
    """Each charity once."""
    rows = reading.rows(*reading.only(files), frozenset({_NUMBER, "charity_name"}))
    return taken(rows, partial(_incoming, today=today))


def _incoming(row: Row, *, today: date) -> Incoming:
    number = identified(_NUMBER, Scheme.UK_CHARITY, text(_NUMBER, row))
    if number is None:
        raise cleaning.NotTaken(_NUMBER, "", Rejection.EXTERNAL_ID_MISSING)
    company = identified(_COMPANY, Scheme.UK_COMPANY, text(_COMPANY, row))
    return Incoming(
        line=row.line,
        external_id=number.value,
        name=cleaning.name("charity_name", text("charity_name", row)),
        language=Language.EN,
        identifiers=(number, company) if company else (number,),
        kind=Stated(Kind.ORGANISATION, 0.95),
        legal_form=Stated(LegalForm.OTHER, 0.9) if text("charity_type", row) in _OF_ITS_OWN_ACT else UNKNOWN_FORM,
        description=cleaning.prose("charity_activities", text("charity_activities", row)),
        locality=cleaning.line("charity_contact_postcode", text("charity_contact_postcode", row)),
        website=cleaning.line("charity_contact_web", text("charity_contact_web", row)),
        founded_on=cleaning.day("date_of_registration", text("date_of_registration", row), today=today),
    )


SOURCE: Final = Source(
    key="uk-trafford",
    name="Charities operating in Trafford",
    licence="OGL-UK-3.0",
    credit="Contains public sector information of the Charity Commission for England and Wales, Open Government Licence v3.0",
    formats=frozenset({"csv", "xlsx", "json"}),
    parse=parse,
)

"""HSDS-style tables (Open Referral), as the Ohana sample of San Mateo County has them: CSV joined by numbers, zipped or apart.

Only organisations are taken, with the locality of their first location; services and times await the activities of the registry.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from registry.imports.domain import cleaning, reading
from registry.imports.domain.incoming import UNKNOWN_KIND, Files, Incoming, Rejected, Source, Stated
from registry.imports.domain.reading import Row
from registry.imports.domain.taking import identified, taken, text
from registry.imports.problems import Rejection
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import Kind, Language

_ORGANISATIONS: Final = "organizations.csv"


def parse(files: Files, today: date) -> Iterator[Incoming | Rejected]:
    """Each organisation once."""
    rows = reading.csv_rows(_ORGANISATIONS, reading.named(files, _ORGANISATIONS), frozenset({"id", "name", "description"}))
    return taken(rows, partial(_incoming, localities=_localities(files), today=today))


def _incoming(row: Row, *, localities: dict[Any, str], today: date) -> Incoming:
    number = identified("id", Scheme.OHANA, text("id", row))
    if number is None:
        raise cleaning.NotTaken("id", "", Rejection.EXTERNAL_ID_MISSING)
    alternate = cleaning.line("alternate_name", text("alternate_name", row))
    legal_status = cleaning.line("legal_status", text("legal_status", row))
    return Incoming(
        line=row.line,
        external_id=number.value,
        name=cleaning.name("name", text("name", row)),
        language=Language.EN,
        auxiliary=(alternate,) if alternate else (),
        identifiers=(number,),
        kind=Stated(Kind.ORGANISATION, 0.9) if (legal_status or "").lower() == "nonprofit" else UNKNOWN_KIND,
        description=cleaning.prose("description", text("description", row)),
        locality=cleaning.line("city", localities.get(number.value)),
        website=cleaning.line("website", text("website", row)),
        founded_on=cleaning.day("date_incorporated", text("date_incorporated", row), today=today),
    )


def _localities(files: Files) -> dict[Any, str]:
    """Organisation number -> city of its first location; without these tables, nothing."""
    cities = {row.values.get("location_id"): row.values.get("city") for row in _table(files, "addresses.csv")}
    found: dict[Any, str] = {}
    for row in _table(files, "locations.csv"):
        if city := cities.get(row.values.get("id")):
            found.setdefault(row.values.get("organization_id"), city)
    return found


def _table(files: Files, name: str) -> Iterator[Row]:
    return reading.csv_rows(name, files[name]) if name in files else iter(())


SOURCE: Final = Source(
    key="us-ohana-smc",
    name="San Mateo County services (Ohana, HSDS-style tables)",
    licence="BSD-3-Clause",
    credit="Code for America, Ohana API sample data",
    formats=frozenset({"csv", "zip"}),
    parse=parse,
)

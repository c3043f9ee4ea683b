"""The Finnish transparency register (avoimuusrekisteri): who lobbies the parliament and the ministries. JSON, 1,243 bodies.

It has neither municipality nor legal form: the form is read from the name, and what is not written there stays unknown. Companies
and universities stand among the associations and become external parties. Ten foreign bodies have no business id: their key is
their name.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from registry.imports.domain import cleaning, reading
from registry.imports.domain.incoming import UNKNOWN_KIND, Files, Incoming, Rejected, Source, Stated
from registry.imports.domain.reading import Row
from registry.imports.domain.taking import identified, taken, text, texts
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.domain.kinds import KINDS_OF_FORM, Kind, Language, LegalForm
from registry.organisations.domain.names import Told, told_by
from registry.search.domain import folded

_MEMBERSHIP_BODIES: Final = frozenset({
    "aatteellinen yhdistys",
    "ammattialajarjestojen toiminta",
    "ammattiyhdistysten toiminta",
    "elinkeinoelaman ja tyonantajajarjestojen toiminta",
    "muualla luokittelemattomat muut jarjestot",
    "poliittiset jarjestot",
    "seurakunnat ja uskonnolliset jarjestot",
})
"""Division 94 of the industrial classification TOL 2008 (järjestöjen toiminta), folded: says the kind, not the legal form."""
_SWEDISH: Final = (
    " rf", " r.f.", " ab", " abp", " aktiebolag", "förening", "förbund", "stiftelse", "studentkår",
    "handelshögskolan", "åbo akademi",
)
"""Ends of names that are Swedish; all others are kept as Finnish names."""


def parse(files: Files, today: date) -> Iterator[Incoming | Rejected]:
    """Each record once. The register knows no dates, so `today` is not looked at."""
    del today
    return taken(reading.rows(*reading.only(files), frozenset({"id", "name"})), _incoming)


def _incoming(row: Row) -> Incoming:
    name = cleaning.name("name", text("name", row))
    business_id = identified("id", Scheme.BUSINESS_ID, text("id", row))
    industry = cleaning.line("industry", text("industry", row))
    told = told_by(name)
    return Incoming(
        line=row.line,
        external_id=business_id.value if business_id else f"name:{folded(name)}",
        name=name,
        language=Language.SV if name.lower().endswith(_SWEDISH) else Language.FI,
        auxiliary=tuple(other for other in texts("auxiliary", row.values.get("auxiliary")) if other != name),
        identifiers=(business_id,) if business_id else (),
        kind=_kind(told, industry),
        legal_form=Stated(told.legal_form, told.confidence),
        industry=industry,
        description=cleaning.prose("description", text("description", row)),
        memberships=texts("membership", row.values.get("membership")),
    )


def _kind(told: Told, industry: str | None) -> Stated[Kind]:
    """By the legal form where one kind only can have it; a foundation is an organisation; else by a membership body's industry."""
    kinds = KINDS_OF_FORM[told.legal_form]
    if told.legal_form is LegalForm.FOUNDATION:
        return Stated(Kind.ORGANISATION, told.confidence)
    if len(kinds) == 1:
        return Stated(next(iter(kinds)), told.confidence)
    if industry is not None and folded(industry) in _MEMBERSHIP_BODIES:
        return Stated(Kind.ORGANISATION, 0.9)
    return UNKNOWN_KIND


SOURCE: Final = Source(
    key="fi-transparency-register",
    name="Avoimuusrekisteri",
    licence="CC BY 4.0",
    credit="Valtiontalouden tarkastusvirasto, Avoimuusrekisteri (CC BY 4.0)",
    formats=frozenset({"json", "csv", "xlsx"}),
    parse=parse,
)

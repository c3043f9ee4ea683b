"""What a name tells, and names with history."""

from datetime import date

import pytest

from registry.organisations.domain.kinds import Language, LegalForm
from registry.organisations.domain.names import Named, NameKind, rename, told_by, versions


@pytest.mark.parametrize(("name", "form", "bare"), [
    ("FinFami ry", LegalForm.ASSOCIATION, "FinFami"),
    ("FinFami", LegalForm.UNKNOWN, "FinFami"),
    ("Oulun Omaiset r.y.", LegalForm.ASSOCIATION, "Oulun Omaiset"),
    ("Oulun Omaiset R.Y", LegalForm.ASSOCIATION, "Oulun Omaiset"),
    ("Finlands Röda Kors, r.f.", LegalForm.ASSOCIATION, "Finlands Röda Kors"),
    ("Svenska pensionärsförbundet rf", LegalForm.ASSOCIATION, "Svenska pensionärsförbundet"),
    ("A-klinikkasäätiö sr", LegalForm.FOUNDATION, "A-klinikkasäätiö"),
    ("Suomen Hypoteekkiyhdistyksen Eläkesäätiö s.r.", LegalForm.FOUNDATION, "Suomen Hypoteekkiyhdistyksen Eläkesäätiö"),
    ("Maailman Luonnon Säätiö", LegalForm.FOUNDATION, "Maailman Luonnon Säätiö"),
    ("Huhtamäki Oyj", LegalForm.COMPANY, "Huhtamäki"),
    ("Oy Karl Fazer Ab", LegalForm.COMPANY, "Oy Karl Fazer"),
    ("Meyer Turku Oy Ab", LegalForm.COMPANY, "Meyer Turku"),
    ("Oy Ankkalampi", LegalForm.COMPANY, "Ankkalampi"),
    ("Kustannusosakeyhtiö Otava", LegalForm.COMPANY, "Kustannusosakeyhtiö Otava"),
    ("Metsäliitto Osuuskunta", LegalForm.COOPERATIVE, "Metsäliitto"),
    ("Esimerkin puhelinosuuskunta osk", LegalForm.COOPERATIVE, "Esimerkin puhelinosuuskunta"),
    ("Kiimingin seurakunta", LegalForm.PARISH, "Kiimingin seurakunta"),
    ("Oulun ev.lut. seurakuntayhtymä", LegalForm.PARISH, "Oulun ev.lut. seurakuntayhtymä"),
    ("Oulun Yliopisto", LegalForm.UNIVERSITY, "Oulun Yliopisto"),
    ("Oulun Yliopiston Ylioppilaskunta", LegalForm.OTHER, "Oulun Yliopiston Ylioppilaskunta"),
    ("Koulutuskuntayhtymä OSAO", LegalForm.PUBLIC_BODY, "Koulutuskuntayhtymä OSAO"),
    ("Oulun kaupunki", LegalForm.PUBLIC_BODY, "Oulun kaupunki"),
    ("Yliopiston Apteekki", LegalForm.UNKNOWN, "Yliopiston Apteekki"),
    ("Suomen Punainen Risti", LegalForm.UNKNOWN, "Suomen Punainen Risti"),
    ("Harry", LegalForm.UNKNOWN, "Harry"),
    ("ry", LegalForm.ASSOCIATION, "ry"),
])
def test_told_by(name: str, form: LegalForm, bare: str) -> None:
    told = told_by(name)
    assert (told.legal_form, told.bare) == (form, bare)
    assert (told.confidence == 0) == (form is LegalForm.UNKNOWN)


OLD = Named("Oulun Omaiset ry", Language.FI, valid_from=date(1994, 1, 1))
SWEDISH = Named("Uleåborgs anhöriga rf", Language.SV, valid_from=date(1994, 1, 1))
AUXILIARY = Named("Omaiset", Language.FI, NameKind.AUXILIARY)


def test_rename__ends_one_and_begins_one() -> None:
    renaming = rename([OLD, SWEDISH, AUXILIARY], Language.FI, "Oulun Läheiset ry", on=date(2020, 5, 1))
    assert renaming is not None
    assert (renaming.ended, renaming.begun) == (OLD, Named("Oulun Läheiset ry", Language.FI, valid_from=date(2020, 5, 1)))
    assert not renaming.slip


def test_rename__same_name_is_nothing() -> None:
    assert rename([OLD], Language.FI, OLD.text, on=date(2020, 5, 1)) is None
    assert rename([OLD], Language.SV, None, on=date(2020, 5, 1)) is None


def test_rename__first_and_last_name_of_a_language() -> None:
    first = rename([OLD], Language.SV, "X rf", on=date(2020, 5, 1))
    last = rename([OLD, SWEDISH], Language.SV, None, on=date(2020, 5, 1))
    assert first is not None
    assert last is not None
    assert first.ended is None
    assert last.begun is None


def test_rename__slip_of_the_day() -> None:
    renaming = rename([OLD], Language.FI, "Oulun Omaiset r.y.", on=date(1994, 1, 1))
    assert renaming is not None
    assert renaming.slip


def test_versions__one_is_in_use() -> None:
    older = Named("A", Language.FI, valid_from=date(1980, 1, 1), valid_until=date(1985, 1, 1))
    old = Named("B", Language.FI, valid_from=date(1985, 1, 1), valid_until=date(1994, 1, 1))
    assert [(number, name.text) for number, name in versions([older, OLD, old])] == [(1, OLD.text), (2, "B"), (3, "A")]

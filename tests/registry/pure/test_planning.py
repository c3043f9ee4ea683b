"""Matching, provenance and the plan: what an import would do."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from tests.registry.pure.test_sources import CHARITIES, FINNISH, OHANA, parsed

from registry.imports.domain.duplicates import pair
from registry.imports.domain.incoming import Incoming, Rejected, Stated
from registry.imports.domain.matching import Index, Key, Known, Why
from registry.imports.domain.planning import Outcome, Planned, Planner, tally
from registry.imports.domain.provenance import PERSON, Kept, Said, Stored, difference, trust
from registry.imports.problems import Rejection
from registry.organisations.domain.identifiers import Identifier, Scheme
from registry.organisations.domain.kinds import Kind, LegalForm
from registry.organisations.domain.profile import Change, Profile

DAY, NEXT_DAY = date(2026, 11, 23), date(2026, 12, 23)
ONE, TWO = UUID(int=101), UUID(int=102)
TRUST = trust()
FIRST_ID, SECOND_ID = Identifier(Scheme.BUSINESS_ID, "0219018-6"), Identifier(Scheme.BUSINESS_ID, "0100873-3")
REGISTER_NUMBER = Identifier(Scheme.ASSOCIATION_REGISTER, "123456")


def row(name: str, *identifiers: Identifier, locality: str | None = None, line: int = 2) -> Incoming:
    return Incoming(line, identifiers[0].value if identifiers else f"name:{name}", name, identifiers=identifiers, locality=locality)


class County:
    """A registry in memory: imports into it one after the other."""

    def __init__(self) -> None:
        self.index = Index()
        self.stored: dict[UUID, Stored] = {}
        self._ids = itertools.count(1)

    def take(self, source: str, rows: Iterable[Incoming | Rejected], on: date = DAY) -> list[Planned]:
        planner = Planner(source, on, self.index, self.stored, TRUST, lambda: UUID(int=next(self._ids)))
        return list(planner.plan(rows))

    def named(self, name: str) -> list[Stored]:
        return [each for each in self.stored.values() if each.profile.name == name]


def test_finnish_file__all_created_once_and_one_candidate_pair() -> None:
    county = County()
    first = tally(county.take(FINNISH, parsed(FINNISH)))
    assert (first.rows, first.of[Outcome.CREATE], first.candidate_pairs) == (1243, 1243, 1)
    second = tally(county.take(FINNISH, parsed(FINNISH), NEXT_DAY))
    assert (second.of[Outcome.UNCHANGED], second.candidate_pairs) == (1243, 0)
    assert len(county.stored) == 1243


def test_finnish_file__the_pair_and_the_two() -> None:
    county = County()
    planned = county.take(FINNISH, parsed(FINNISH))
    (proposed,) = [each for each in planned if each.candidates]
    (candidate,) = proposed.candidates
    assert proposed.incoming is not None
    assert proposed.incoming.name == county.stored[candidate.of].profile.name == "Suomen Hyötytuuli Oy"
    assert (candidate.why, candidate.score, candidate.both_identified) == (Why.SAME_NAME, 1.0, True)
    values = {name: county.named(name)[0].profile.identifiers[0].value for name in ("FinFami", "FinFami ry")}
    assert values == {"FinFami": "0857240-9", "FinFami ry": "0888571-2"}


@pytest.mark.parametrize(("source", "created", "rejected", "pairs"), [(OHANA, 8, 0, 0), (CHARITIES, 735, 1, 1)])
def test_other_files__accounted_for(source: str, created: int, rejected: int, pairs: int) -> None:
    county = County()
    first = tally(county.take(source, parsed(source)))
    assert (first.of[Outcome.CREATE], first.of[Outcome.REJECT], first.candidate_pairs) == (created, rejected, pairs)
    assert first.rows == sum(first.of.values())
    second = tally(county.take(source, parsed(source)))
    assert second.of[Outcome.UNCHANGED] == created


def test_all_three_together__nothing_is_mixed_up() -> None:
    county = County()
    created = sum(tally(county.take(source, parsed(source))).of[Outcome.CREATE] for source in (FINNISH, CHARITIES, OHANA))
    assert len(county.stored) == created == 1243 + 735 + 8


@pytest.mark.parametrize("stop", [1, 17, 400, 1000, 1242])
def test_finnish_file__stopped_and_run_again_is_the_same(stop: int) -> None:
    rows = parsed(FINNISH)
    whole, broken = County(), County()
    whole.take(FINNISH, rows)
    broken.take(FINNISH, rows[:stop])
    again = tally(broken.take(FINNISH, rows))
    assert again.of[Outcome.UNCHANGED] == stop
    assert [each.profile for each in broken.stored.values()] == [each.profile for each in whole.stored.values()]


def test_match__by_key_before_identifier_and_by_any_identifier() -> None:
    index = Index([Known(ONE, ("A ry",), (FIRST_ID, REGISTER_NUMBER), keys=(Key("s", "7"),))])
    assert index.match(Key("s", "7"), row("B ry")).target == ONE
    assert index.match(Key("s", "8"), row("B ry", REGISTER_NUMBER)).target == ONE
    assert index.match(Key("s", "8"), row("B ry", SECOND_ID)).target is None


def test_match__identifiers_of_two_bodies() -> None:
    index = Index([Known(ONE, ("A ry",), (FIRST_ID,)), Known(TWO, ("B ry",), (REGISTER_NUMBER,))])
    match = index.match(Key("s", "1"), row("C ry", FIRST_ID, REGISTER_NUMBER))
    assert match.target is None
    assert [(each.of, each.why) for each in match.candidates] == [
        (ONE, Why.IDENTIFIERS_DISAGREE), (TWO, Why.IDENTIFIERS_DISAGREE),
    ]


@pytest.mark.parametrize(("known", "incoming", "why"), [
    ("Oulun Omaiset ry", "Oulun Omaiset r.y.", Why.LIKE_NAME),
    ("Oulun Omaiset ry", "OULUN OMAISET RY", Why.SAME_NAME),
    ("Oulun Omaishoitajat ry", "Oulun Omaishoitajt ry", Why.LIKE_NAME),
    ("Oulun Omaishoitajat ry", "Ouluun Omaishoitajat ry", Why.LIKE_NAME),
    ("Omaishoitajat ry", "Omaishoitajatt", Why.LIKE_NAME),
    ("Kempeleenranta ry", "Kempelenranta ry", Why.LIKE_NAME),
    ("Oulun Omaiset ry", "Oulun Opettajat ry", None),
    ("Oulun Omaiset ry", "Kemin Omaiset ry", None),
])
def test_match__name_only_proposes(known: str, incoming: str, why: Why | None) -> None:
    match = Index([Known(ONE, (known,))]).match(Key("s", "1"), row(incoming))
    assert match.target is None
    assert [each.why for each in match.candidates] == ([why] if why else [])


def test_match__a_former_name_proposes_too() -> None:
    index = Index([Known(ONE, ("Oulun Läheiset ry", "Oulun Omaiset ry"))])
    assert [each.of for each in index.match(Key("s", "1"), row("Oulun Omaiset ry")).candidates] == [ONE]


def test_match__another_locality_counts_against() -> None:
    index = Index([Known(ONE, ("Eläkkeensaajat ry",), locality="Oulu")])
    same = index.match(Key("s", "1"), row("Eläkkeensaajat ry", locality="OULU")).candidates[0].score
    other = index.match(Key("s", "1"), row("Eläkkeensaajat ry", locality="Kemi")).candidates[0].score
    assert same == 1.0
    assert other == pytest.approx(0.9)


def test_match__what_a_person_kept_apart_is_not_proposed_again() -> None:
    known = [Known(ONE, ("Oulun Omaiset ry",))]
    assert Index(known, apart=[(Key("s", "1"), ONE)]).match(Key("s", "1"), row("Oulun Omaiset ry")).candidates == ()


def test_plan__name_without_a_number_waits_for_a_person() -> None:
    county = County()
    county.take("s", [row("Oulun Omaiset ry", FIRST_ID)])
    (held,) = county.take("t", [row("Oulun Omaiset r.y.")])
    assert (held.outcome, held.id) == (Outcome.POSSIBLE_DUPLICATE, None)
    assert len(county.stored) == 1


def test_plan__same_name_with_a_number_on_one_side_only_waits() -> None:
    county = County()
    county.take("s", [row("Oulun Omaiset ry")])
    (held,) = county.take("t", [row("Oulun Omaiset ry", FIRST_ID)])
    assert held.outcome is Outcome.POSSIBLE_DUPLICATE


def test_plan__two_numbers_and_names_that_differ_in_form_are_two() -> None:
    planned = County().take("s", [row("FinFami", FIRST_ID), row("FinFami ry", SECOND_ID)])
    assert [(each.outcome, each.candidates) for each in planned] == [(Outcome.CREATE, ()), (Outcome.CREATE, ())]


def test_plan__rejected_rows_stay_in_the_account() -> None:
    wrong = Rejected(9, "name", "", Rejection.NAME_MISSING)
    (planned,) = County().take("s", [wrong])
    assert (planned.line, planned.outcome, planned.rejected) == (9, Outcome.REJECT, wrong)


def test_plan__second_source_adds_and_takes_nothing_away() -> None:
    county = County()
    county.take(FINNISH, [replace(row("Oulun Omaiset ry", FIRST_ID), description="Omaisten tuki", auxiliary=("Omaiset",))])
    (changed,) = county.take("other", [replace(row("Oulun Omaiset", FIRST_ID, REGISTER_NUMBER), website="omaiset.example", auxiliary=("OO",))])
    stored = county.stored[changed.id or ONE]
    assert changed.outcome is Outcome.CHANGE
    assert [change.field for change in changed.difference.changes] == ["identifiers", "website", "auxiliary"]
    assert stored.profile.description == "Omaisten tuki"
    assert stored.auxiliary == ("Omaiset", "OO")
    assert stored.profile.identifiers == (REGISTER_NUMBER, FIRST_ID)  # in the order of the schemes
    assert stored.said["website"] == Said("other", DAY)
    assert stored.said["description"] == Said(FINNISH, DAY)
    assert [kept.field for kept in changed.difference.kept] == ["name_fi"]


STORED = Stored(
    ONE,
    Profile(Kind.ORGANISATION, LegalForm.ASSOCIATION, name_fi="Oulun Omaiset ry", identifiers=(FIRST_ID,), website="old.example"),
    said={"website": Said(FINNISH, DAY), "name_fi": Said(FINNISH, DAY)},
)


@pytest.mark.parametrize(("old", "new", "replaces"), [
    (Said(FINNISH, DAY), Said(FINNISH, NEXT_DAY), True),
    (Said(FINNISH, NEXT_DAY), Said(FINNISH, DAY), False),
    (Said("unlisted", NEXT_DAY), Said(FINNISH, DAY), True),
    (Said(FINNISH, DAY), Said(CHARITIES, NEXT_DAY), False),  # 60 in general, 40 about websites
    (Said(PERSON, DAY), Said(FINNISH, NEXT_DAY), False),
])
def test_difference__who_is_believed(old: Said, new: Said, replaces: bool) -> None:
    stored = replace(STORED, said={**STORED.said, "website": old})
    found = difference(stored, replace(row("Oulun Omaiset ry", FIRST_ID), website="new.example"), new, TRUST)
    assert (found.changes == (Change("website", "old.example", "new.example"),)) == replaces
    assert (found.kept == (Kept("website", "old.example", "new.example", old),)) == (not replaces)


def test_difference__another_number_in_a_known_register_is_not_taken() -> None:
    found = difference(STORED, row("Oulun Omaiset ry", SECOND_ID), Said(FINNISH, NEXT_DAY), TRUST)
    assert found.changes == ()
    assert found.kept == (Kept("identifiers", (FIRST_ID,), (SECOND_ID,), None),)


def test_difference__a_guess_is_not_said() -> None:
    unsure = replace(row("Oulun Omaiset ry", FIRST_ID), legal_form=Stated(LegalForm.FOUNDATION, 0.5))
    assert difference(replace(STORED, said={}), unsure, Said(FINNISH, DAY), TRUST).changes == ()


def test_difference__what_has_ended_is_left_alone() -> None:
    ended = replace(STORED, alive=False)
    found = difference(ended, replace(row("Oulun Omaiset ry", FIRST_ID), website="new.example"), Said(FINNISH, NEXT_DAY), TRUST)
    assert found.changes == ()
    assert [kept.field for kept in found.kept] == ["website"]


def test_pair__same_for_both() -> None:
    assert pair(ONE, TWO) == pair(TWO, ONE) == (ONE, TWO)

"""Folding, Finnish order, and the recall of nine kinds of query over the real names."""

import json
import random
from collections import defaultdict
from importlib.resources import files

import pytest
from tests.registry.pure.queries import OF_EACH_KIND, Kind, generated

from registry.search.domain import Pass, Vocabulary, answers, folded, plans, ranked, sort_key, words_of
from registry.search.domain.vocabulary import trigrams

REAL = files("registry.imports").joinpath("data", "fi-transparency-register", "organisations.json")
NAMES = sorted({record["name"] for record in json.loads(REAL.read_text(encoding="utf-8"))})
WORDS = {name: frozenset(words_of(name)) for name in NAMES}
VOCABULARY = Vocabulary(word for words in WORDS.values() for word in words)


def found(query: str, vocabulary: Vocabulary = VOCABULARY, words: dict[str, frozenset[str]] = WORDS) -> list[str]:
    hits: dict[str, None] = {}
    for question in plans(query, vocabulary):
        new = [name for name, each in words.items() if question.matches(each)]
        hits.update(dict.fromkeys(new))
        if answers(query, new):
            break
    return ranked(query, ((name, [name]) for name in hits))[:20]


@pytest.mark.parametrize(("text", "expected"), [
    ("Sääksmäen Åbo-Väki", "saaksmaen abo vaki"),
    ("SÄÄKSMÄEN", "saaksmaen"),
    ("Sa\u0308a\u0308", "saa"),
    ("Café Ñandú, É", "cafe nandu e"),
    ("Straße Øst Łódź", "strasse ost lodz"),
    ("van\u00adhus", "vanhus"),
    ("  A-klinikkasäätiö  sr ", "a klinikkasaatio sr"),
    ("r.y.", "r y"),
    ("–", ""),
])
def test_folded(text: str, expected: str) -> None:
    assert folded(text) == expected
    assert folded(folded(text)) == expected


GOLDEN = [
    "3K ry", "A-klinikka", "Aalto", "Aavasaksa", "Café", "Cygnaeus", "Eläke", "Elämä", "Espoo", "Étoile", "Hanko", "Helsinki",
    "Iisalmi", "Jyväskylä", "Kajaani", "Kallio", "Kärki", "Lahti", "Oulu", "Oulun Omaiset", "Oulunsalo", "Pori", "Šakki", "Salo",
    "Sysmä", "Säkylä",
    "Tampere", "Turku", "Uusimaa", "Vaasa", "Vuokatti", "Waasa", "Wärtsilä", "Xylo", "Ylivieska", "Yö", "Zeniitti",
    "Åbo", "Åland", "Äetsä", "Äänekoski", "Öljy", "Östersundom",
]
"""Today's standard: v and w apart, å ä ö last, other marks as their letter, a blank before any letter."""


@pytest.mark.parametrize("seed", range(5))
def test_sort_key__golden_list(seed: int) -> None:
    shuffled = random.Random(seed).sample(GOLDEN, len(GOLDEN))
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == GOLDEN


@pytest.mark.parametrize(("earlier", "later"), [
    ("müller", "mzä"), ("Vesi", "Wasa"), ("ö", "öa"), ("åa", "äa"), ("Øresund a", "Öresund b"), ("Pohjois-Suomi", "Pohjoisa"),
])
def test_sort_key__pairs(earlier: str, later: str) -> None:
    assert sort_key(earlier) < sort_key(later)


def test_vocabulary__beginning_ending_stem_likeness() -> None:
    vocabulary = Vocabulary(["jaakiekko", "jaakiekkokerho", "kerho", "shakkikerho", "yhdistys", "yhdistyksen", "lahden", "sucros"])
    assert list(vocabulary.beginning("jaakiek")) == ["jaakiekko", "jaakiekkokerho"]
    assert set(vocabulary.ending("kerho")) == {"jaakiekkokerho", "kerho", "shakkikerho"}
    assert set(vocabulary.meant("yhdistysta")) == {"yhdistys", "yhdistyksen"}
    assert vocabulary.meant("jaakeikkokerho") == ["jaakiekkokerho"]
    assert vocabulary.meant("surcos") == ["sucros"]
    assert vocabulary.meant("zzzzzz") == []
    assert "kerho" in vocabulary
    assert len(vocabulary) == 8


def test_trigrams__as_postgres_has_them() -> None:
    assert trigrams("cat") == {"  c", " ca", "cat", "at "}


def test_plans__joined_neighbours_and_text() -> None:
    vocabulary = Vocabulary(["jaakiekkokerho", "oulun"])
    first = next(plans("Oulun jääkiekko kerho", vocabulary))
    assert first.tsquery == "(('oulun') & ('jaakiekkokerho') & ('jaakiekkokerho'))"
    assert first.matches(frozenset({"oulun", "jaakiekkokerho", "ry"}))
    assert not first.matches(frozenset({"oulun"}))


def test_plans__nothing_known_or_nothing_asked() -> None:
    assert list(plans("zzzzzz qqqqqq", Vocabulary(["oulun"]))) == []
    assert list(plans("  – ", VOCABULARY)) == []
    assert next(plans("x' | 'y", Vocabulary(["x", "y"]))) == Pass(((("x",), ("y",)),))


def test_plans__all_but_one_is_one_question() -> None:
    last = list(plans("oulun omaiset zzzzzz", Vocabulary(["oulun", "omaiset"])))[-1]
    assert last.tsquery == "(('oulun') & ('omaiset'))"


def test_ranked__dots_settle_a_tie() -> None:
    names = ["Saari ry", "Sääri ry"]
    assert ranked("sääri", [(name, [name]) for name in names])[0] == "Sääri ry"
    assert ranked("saari", [(name, [name]) for name in names])[0] == "Saari ry"


def test_ranked__by_the_best_of_all_names() -> None:
    assert ranked("oulun omaiset", [("a", ["Oulun Opettajat"]), ("b", ["Läheiset", "Oulun Omaiset"])]) == ["b", "a"]


def test_generated__same_each_time_and_forty_of_most_kinds() -> None:
    queries = generated(NAMES)
    assert queries == generated(list(reversed(NAMES)))
    counts = {kind: sum(query.kind is kind for query in queries) for kind in Kind}
    assert min(counts.values()) >= 30
    assert max(counts.values()) == OF_EACH_KIND
    assert all(query.text != query.name for query in queries if query.kind not in {Kind.EXACT, Kind.PART_OF_NAME})


RECALL = dict.fromkeys(Kind, 0.95) | {Kind.EXACT: 1.0, Kind.NO_ACCENTS: 1.0}


def test_recall__of_each_kind() -> None:
    hits: dict[Kind, list[bool]] = defaultdict(list)
    for query in generated(NAMES):
        hits[query.kind].append(query.name in found(query.text))
    recall = {kind: sum(each) / len(each) for kind, each in hits.items()}
    assert {kind: value for kind, value in recall.items() if value < RECALL[kind]} == {}

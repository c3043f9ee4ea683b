"""Queries as people type them, made by seed from names: nine kinds, up to forty of each, each with the name it must find.

Used by the pure tests here and by the recall report against the database.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

SEED: Final = 20_261
OF_EACH_KIND: Final = 40


class Kind(Enum):
    EXACT = "exact"
    LAST_WORD_CUT = "last word cut"
    ONE_TYPO = "one typo"
    TYPO_IN_MOST_WORDS = "typo in most words"
    INFLECTED_HEAD = "inflected head"
    PLACE_IN_NOMINATIVE = "place in nominative"
    NO_ACCENTS = "no accents"
    COMPOUND_APART = "compound written apart"
    PART_OF_NAME = "part of the name"


@dataclass(frozen=True, slots=True)
class Query:
    kind: Kind
    text: str
    name: str


PLACES: Final = {
    "Helsingin": "Helsinki", "Turun": "Turku", "Tampereen": "Tampere", "Oulun": "Oulu", "Lahden": "Lahti", "Vaasan": "Vaasa",
    "Espoon": "Espoo", "Vantaan": "Vantaa", "Kuopion": "Kuopio", "Jyväskylän": "Jyväskylä", "Porin": "Pori",
    "Kymenlaakson": "Kymenlaakso",
    "Uudenmaan": "Uusimaa", "Pirkanmaan": "Pirkanmaa", "Satakunnan": "Satakunta", "Lapin": "Lappi", "Pohjanmaan": "Pohjanmaa",
    "Suomen": "Suomi", "Rovaniemen": "Rovaniemi", "Kainuun": "Kainuu", "Raision": "Raisio", "Hangon": "Hanko", "Hämeen": "Häme",
    "Savon": "Savo", "Karjalan": "Karjala", "Seinäjoen": "Seinäjoki", "Pohjois-Pohjanmaan": "Pohjois-Pohjanmaa",
    "Etelä-Suomen": "Etelä-Suomi", "Keski-Suomen": "Keski-Suomi", "Itä-Suomen": "Itä-Suomi", "Pohjois-Suomen": "Pohjois-Suomi",
    "Keski-Pohjanmaan": "Keski-Pohjanmaa", "Pohjois-Karjalan": "Pohjois-Karjala", "Etelä-Karjalan": "Etelä-Karjala",
    "Ålands": "Åland",
    "Varsinais-Suomen": "Varsinais-Suomi", "Kaakkois-Suomen": "Kaakkois-Suomi", "Lounais-Suomen": "Lounais-Suomi",
}
HEADS: Final = {
    "yhdistys": "yhdistyksen", "liitto": "liiton", "säätiö": "säätiön", "seura": "seuran", "keskus": "keskuksen", "kerho": "kerhon",
    "järjestö": "järjestön", "rengas": "renkaan", "neuvosto": "neuvoston", "kunta": "kunnan", "yliopisto": "yliopiston",
    "tutkijat": "tutkijoiden", "työntekijät": "työntekijöiden", "opettajat": "opettajien", "yrittäjät": "yrittäjien",
}
COMPOUNDS: Final = (
    "yhdistys", "liitto", "säätiö", "seura", "keskus", "järjestö", "neuvosto",
    "koulu", "kauppa", "palvelut", "teollisuus", "työ",
)
_SUFFIX: Final = re.compile(r"[\s,]+(ry|r\.y\.|rf|r\.f\.|sr|oy|oyj|ab|abp)\.?$", re.IGNORECASE)
_LETTERS: Final = "abdefghijklmnoprstuvyäö"


def generated(names: Iterable[str], seed: int = SEED) -> list[Query]:
    """The same queries each time: names are taken in an order that the seed decides."""
    pool = sorted({name for name in names if len(name) > 6})
    found: list[Query] = []
    for kind, change in _CHANGES.items():
        dice = random.Random(f"{seed} {kind.value}")
        candidates = dice.sample(pool, len(pool))
        made = (Query(kind, text, name) for name in candidates if (text := change(_SUFFIX.sub("", name), dice)))
        found += [query for query, _ in zip(made, range(OF_EACH_KIND), strict=False)]
    return found


def _exact(name: str, dice: random.Random) -> str | None:
    return name


def _last_word_cut(name: str, dice: random.Random) -> str | None:
    head, _, last = name.rpartition(" ")
    return f"{head} {last[: dice.randint(3, len(last) - 2)]}" if head and len(last) > 5 else None


def _typo(word: str, dice: random.Random) -> str:
    at = dice.randint(1, len(word) - 2)
    match dice.choice(["swap", "drop", "double", "other"]):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + dice.choice(_LETTERS) + word[at + 1 :]


def _one_typo(name: str, dice: random.Random) -> str | None:
    return _typos(name, dice, 1)


def _most_typos(name: str, dice: random.Random) -> str | None:
    long = [word for word in name.split() if len(word) > 5]
    return _typos(name, dice, max(2, round(len(long) * 0.6))) if len(long) > 1 else None


def _typos(name: str, dice: random.Random, count: int) -> str | None:
    words = name.split()
    long = [i for i, word in enumerate(words) if len(word) > 5]
    if len(long) < count:
        return None
    for i in dice.sample(long, count):
        words[i] = _typo(words[i], dice)
    changed = " ".join(words)
    return changed if changed != name else None


def _inflected(name: str, dice: random.Random) -> str | None:
    for head, genitive in HEADS.items():
        if name.lower().endswith(head):
            return name[: -len(head)] + genitive
    return None


def _nominative(name: str, dice: random.Random) -> str | None:
    first, _, rest = name.partition(" ")
    return f"{PLACES[first]} {rest}" if first in PLACES and rest else None


def _no_accents(name: str, dice: random.Random) -> str | None:
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return plain if plain != name else None


def _apart(name: str, dice: random.Random) -> str | None:
    for word in name.split():
        for head in COMPOUNDS:
            if word.lower().endswith(head) and len(word) > len(head) + 3 and "-" not in word:
                return name.replace(word, f"{word[: -len(head)]} {word[-len(head):]}")
    return None


def _part(name: str, dice: random.Random) -> str | None:
    words = [word for word in name.split() if len(word) > 3]
    return " ".join(words[dice.randint(0, 1) :][:2]) if len(words) > 2 else None


def _kinds() -> Iterator[tuple[Kind, Callable[[str, random.Random], str | None]]]:
    changes = (_exact, _last_word_cut, _one_typo, _most_typos, _inflected, _nominative, _no_accents, _apart, _part)
    return zip(Kind, changes, strict=True)


_CHANGES: Final = dict(_kinds())

"""Who may do what, written by hand from the design: operation by operation, for every persona, to be held against real answers.

Each line: who may; then, behind `|`, who sees the thing but may not do this (403); then what all others are told: 403 where everybody
sees it, 404 where they do not, `nothing` where their list is empty. Whoever shows no token is told 401, save where `public` stands.

Words are those of `tests.security.personas`: `area` is the liaison of the area in which the thing lies, `area-` the one of another;
`everybody` is everybody who is signed in, `persons` without programs. A `~` behind a word: got past the question of who, and met a rule that the comment names.
"""

from collections.abc import Iterator, Mapping

from tests.security.personas import ANON, PERSONAS

TOLD = {"401": "1", "403": "3", "404": "4", "nothing": "0"}
_SIGNED_IN = {persona.word for persona in PERSONAS if persona is not ANON}
_PROGRAMS = {persona.word for persona in PERSONAS if persona.subject}
_WORDS = {persona.word for persona in PERSONAS}

_MANY = {"everybody": _SIGNED_IN, "persons": _SIGNED_IN - _PROGRAMS, "public": _WORDS}

Table = Mapping[str, Mapping[str, str]]
"""By group, by operation, the line."""


class Unclear(ValueError):
    """A line that does not say what is told to whom."""


def read(table: Table) -> dict[str, dict[str, str]]:
    """By operation and persona, the answer: `+ ~ 0 1 3 4`."""
    found: dict[str, dict[str, str]] = {}
    for group, lines in table.items():
        for operation, line in lines.items():
            if operation in found:
                raise Unclear(f"{operation} stands twice, again in {group}")
            found[operation] = dict(_answers(operation, line))
    return found


def _answers(operation: str, line: str) -> Iterator[tuple[str, str]]:
    may, *others = (part.split() for part in line.split("|"))
    told = others.pop() if others else []
    answers: dict[str, str] = {}
    if others:
        answers |= dict.fromkeys(_meant(operation, others.pop()), "3")
    answers |= {word: "~" if given.endswith("~") else "+" for given in may for word in _meant(operation, [given.rstrip("~")])}
    rest = _SIGNED_IN - answers.keys()
    if others or (rest and (len(told) != 1 or told[0] not in TOLD)):
        raise Unclear(f"{operation}: {line!r} does not say what {', '.join(sorted(rest))} are told")
    yield from answers.items()
    yield from ((word, TOLD[told[0]]) for word in rest)
    if ANON.word not in answers:
        yield ANON.word, TOLD["401"]


def _meant(operation: str, words: list[str]) -> Iterator[str]:
    for word in words:
        if word in _MANY:
            yield from _MANY[word]
        elif word in _WORDS:
            yield word
        else:
            raise Unclear(f"{operation}: nobody is called {word}")

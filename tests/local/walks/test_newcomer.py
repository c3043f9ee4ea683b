"""The walk of a newcomer on the whole platform: it comes out again on the same data; and whatever is otherwise ends it with 1."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.local.walks import recorded
from tests.local.walks.conftest import County
from tests.local.walks.recorded import Recorded, put, record
from tests.local.walks.tape import Change
from typing_extensions import override

from yhdyspinta_local.walks.begun import walked_over
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.newcomer import STEPS, WALK
from yhdyspinta_local.walks.newcomer.programs import Real
from yhdyspinta_local.walks.surroundings import Programs

NAMES = [step.name for step in STEPS]
Said = tuple[str, tuple[str, ...], str]
Otherwise = Callable[[str], str]


@dataclass
class Noted(Programs):
    """The real ones, and what they said."""

    real: Programs
    said: list[Said] = field(default_factory=list)

    @override
    async def say(self, name: str, *words: str) -> str:
        self.said.append((name, words, await self.real.say(name, *words)))
        return self.said[-1][2]


@dataclass
class Again(Programs):
    """What was said, in its order; one of them otherwise, and so it stays for who asks again."""

    said: list[Said]
    name: str = ""
    otherwise: Otherwise = str
    number: int = 0
    """Which answer of the program of this name is changed; from the end where it is negative."""
    position: int = 0

    def __post_init__(self) -> None:
        of_it = [n for n, (name, _, _) in enumerate(self.said) if name == self.name]
        self.changed = of_it[self.number] if of_it else len(self.said)

    @override
    async def say(self, name: str, *words: str) -> str:
        if self.position > self.changed:  # who waits for a better answer gets the same; other programs say what they said
            around = [*reversed(self.said[: self.position]), *self.said[self.position :]]
            said = next(said for one, _, said in around if one == name)
            return self.otherwise(said) if name == self.name else said
        expected, _, said = self.said[self.position]
        assert expected == name
        self.position += 1
        return self.otherwise(said) if self.position - 1 == self.changed else said


@pytest.fixture(scope="module")
def walked(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Recorded, Noted]]:
    """A second walk on the same data."""
    noted = Noted(Real(county.now))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorded, "walked_over", partial(walked_over, programs=noted))
        yield record(WALK, county.now, tmp_path_factory.mktemp("newcomer") / "mail"), noted


@pytest.fixture
def playing(walked: tuple[Recorded, Noted], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Recorded]:
    """The walk, to be played with what a program says otherwise."""

    def play(name: str = "", otherwise: Otherwise = str, number: int = 0) -> Recorded:
        programs = Again(walked[1].said, name, otherwise, number)
        monkeypatch.setattr(recorded, "walked_over", partial(walked_over, programs=programs))
        return walked[0]

    return play


@pytest.mark.timeout(600)
def test_walk__comes_out_again_on_the_same_data(playing: Callable[..., Recorded], tmp_path: Path) -> None:
    walk = playing()
    walk.comes_out(tmp_path / "mail")
    said = {line["step"]: line for line in walk.lines[:-1]}
    assert "each hash the same" in said["another one"]["said"]
    assert len(said["segments"]["notes"]) == 2


def of_group(body: Any) -> None:
    body["legal_form"] = "association"


STEP = {name: number for number, name in enumerate(NAMES)}


def at(step: str, pattern: str, **more: Any) -> tuple[str, Change]:
    return step, Change(STEP[step], pattern, **more)


def another(body: Any) -> None:
    if body["items"]:
        body["items"][0]["name_fi"] = "Joku muu"


OTHERWISE = dict([
    at("by the API", r"GET .*/organisations", body=another),
    at("three come", r"POST .*/organisations$", body=of_group),
    at("merger", r"GET .*/organisations/", status=200),
    at("undone", r"POST .*/undo-merge$", body=put("status", to="paused")),
    at("erased", r"GET .*/organisations/", status=404),
    at("copies", r"GET .*/notifications/", status=200),
    at("afterwards", r"GET .*/organisations", body=another),
])
"""One answer of each step that says something else than it must."""


def a_digit(said: str) -> str:
    """The last digit of the hash of organisations."""
    head, _, tail = said.partition("registry.organisation.state ")
    line, _, rest = tail.partition("\n")
    return f"{head}registry.organisation.state {line[:-1]}{'0' if line[-1] != '0' else '1'}\n{rest}"


def one_topic_less(said: str) -> str:
    return said.partition("\n")[2]


PROGRAMS: list[tuple[str, str, Otherwise, int]] = [
    ("newcomer", "reader", a_digit, 0),
    ("newcomer", "reader", one_topic_less, 0),
    ("newcomer", "holding", a_digit, 0),
    ("three come", "reader", a_digit, 1),
    ("merger", "reader", a_digit, 2),
    ("undone", "reader", a_digit, 3),
    ("erased", "reader", a_digit, 4),
    ("no word", "anywhere", lambda _: "registry.audit\n", 0),
    ("no word", "anywhere", lambda _: "", -1),
    ("segments", "look", lambda said: re.sub(r'"first": \[[^]]*', '"first": [0' + 11 * ", 0", said), -1),
    ("segments", "look", lambda said: said.replace('"files": {', '"files": {"00000000000000000000.log": 1, '), -1),
    ("segments", "look", lambda said: said.replace('"with content": 0', '"with content": 1'), -1),
    ("afterwards", "reader", a_digit, 5),
    ("another one", "java", a_digit, 0),
    ("another one", "java", one_topic_less, 0),
]
"""One answer of a program that says something else than it must: at which step, whose, how, which of them."""


def test_every_step__is_broken() -> None:
    assert {*OTHERWISE, *(step for step, *_ in PROGRAMS)} == set(NAMES)


@pytest.mark.parametrize("name", OTHERWISE)
def test_step__another_answer__exit_1(playing: Callable[..., Recorded], tmp_path: Path, name: str) -> None:
    playing().breaks(tmp_path / "mail", name, OTHERWISE[name])


@pytest.mark.parametrize("name", [name for name in NAMES if name in OTHERWISE])
def test_step__a_service_fails__exit_1(playing: Callable[..., Recorded], tmp_path: Path, name: str) -> None:
    playing().fails(tmp_path / "mail", name)


@pytest.mark.parametrize(("step", "program", "otherwise", "number"), PROGRAMS)
def test_program__says_otherwise__exit_1(
    playing: Callable[..., Recorded], tmp_path: Path, step: str, program: str, otherwise: Otherwise, number: int
) -> None:
    code, said, _ = playing(program, otherwise, number).again(tmp_path / "mail")
    assert (code, said[-1]["failed"]) == (1, step), said[-1]
    assert said[-1]["expected"]


@pytest.mark.parametrize("program", ["reader", "holding", "anywhere", "look", "short", "republish", "cut", "usual", "java"])
def test_program__ends_badly__exit_1(playing: Callable[..., Recorded], tmp_path: Path, program: str) -> None:
    def fails(_: str) -> str:
        raise Differs(f"the program {program} to end well", "1: broken")

    code, said, _ = playing(program, fails).again(tmp_path / "mail")
    assert (code, said[-1]["expected"]) == (1, f"the program {program} to end well")

"""The README of a service speaks of the code as it is: words, states, events."""

import ast
import re
from collections.abc import Iterator

import pytest
from tests.architecture.code import ROOT, SERVICES, modules, service, sources, tree

from chassis.machine import Machine

ARROW = re.compile(r"((?:\w+, )*\w+) --(\w+)--> (?=(\w+))")
NAME = re.compile(r"`([A-Za-z_.]+)`")


def readme(name: str) -> str:
    return (ROOT / "services" / name / "README.md").read_text()


def section(name: str, title: str) -> str:
    return readme(name).partition(f"## {title}\n")[2].partition("\n## ")[0]


def rows(table: str) -> list[list[str]]:
    """The cells of a table's rows, its head left out."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")][2:]


def names(name: str) -> set[str]:
    """Whatever the code calls by name: classes, functions, variables, fields, words of enums; no prose."""
    return {found for path in sources(name) for node in ast.walk(tree(path)) for found in named(node)}


def named(node: ast.AST) -> Iterator[str]:
    for field in ("name", "id", "attr", "arg"):
        if isinstance(found := getattr(node, field, None), str):
            yield from found.split(".")
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        yield node.value


def drawn(text: str) -> set[tuple[str, str, str]]:
    """`active, paused --dissolve--> dissolved`: each state, the action, the state after it."""
    return {(state, action, after) for states, action, after in ARROW.findall(text) for state in states.split(", ")}


def moves(name: str) -> set[tuple[str, str, str]]:
    """What the machines of a service allow, save actions that leave the state as it is."""
    tables = [each for module in modules(name) for each in vars(module).values() if isinstance(each, Machine)]
    steps = (step for table in tables for step in table._after.items())
    return {(state.value, action.value, after.value) for (state, action), after in steps if state is not after}


@pytest.mark.parametrize("name", SERVICES)
def test_glossary__each_term_exists_in_the_code(name: str) -> None:
    known, terms = names(name), rows(section(name, "Glossary"))
    assert len(terms) > 4
    for finnish, code in terms:
        called = [part for found in NAME.findall(code) for part in found.split(".")]
        assert called, f"{finnish}: no name of the code"
        assert set(called) <= known, f"{finnish}: {set(called) - known}"


@pytest.mark.parametrize("name", SERVICES)
def test_states__drawn_as_the_machines_have_them(name: str) -> None:
    assert drawn(readme(name)) == moves(name)


@pytest.mark.parametrize("name", SERVICES)
def test_says__every_event_and_no_other(name: str) -> None:
    events = {event.__name__ for topic in service(name).topics for event in topic.events}
    said = {found for found in NAME.findall(section(name, "Says")) if found[0].isupper() and "." not in found}
    assert said == events


@pytest.mark.parametrize("name", SERVICES)
def test_hears__every_copy_and_every_topic(name: str) -> None:
    wired = service(name)
    text = readme(name)
    topics = {copy.of for copy in wired.copies}
    topics |= {topic for listener in wired.listeners if not listener.passers for topic in listener.topics}
    assert {topic for topic in topics if f"`{topic}`" not in text} == set()
    assert all(listener.handlers or "every public event topic" in text for listener in wired.listeners)


def test_readers__see_what_is_wrong() -> None:
    assert drawn("a, b --go--> c --back--> a\nc --end--> d") == {("a", "go", "c"), ("b", "go", "c"), ("c", "back", "a"), ("c", "end", "d")}
    assert {"Organisation", "LegalForm", "ASSOCIATION", "home_municipality"} <= names("registry")
    assert "kumppanitaho" not in names("registry")

"""Every operation × every persona × own and other scope × nobody, really called: the answers are those that were expected by hand."""

from pathlib import Path

import pytest
from tests.architecture.code import SERVICES, service
from tests.security.called import EXPECTED, Called, everybody_asks

from chassis.openapi import document
from chassis.testing import Parts

pytestmark = pytest.mark.timeout(600)
MATRIX = Path(__file__).with_name("called_matrix.txt")


@pytest.fixture(scope="module")
async def called(parts: Parts, all_template: str) -> Called:
    return await everybody_asks(parts, all_template)


@pytest.mark.parametrize("name", SERVICES)
def test_table__has_every_operation(name: str) -> None:
    """A new route says who may, before anybody is let in."""
    known = {said["operationId"] for item in document(service(name))["paths"].values() for said in item.values()}
    new, gone = sorted(known - EXPECTED[name].keys()), sorted(EXPECTED[name].keys() - known)
    place = f"tests/security/who_may/{name}.py"
    assert not new, f"say in {place} who may do this, and what all others are told: {', '.join(new)}"
    assert not gone, f"take out of {place} what is no operation any more: {', '.join(gone)}"


@pytest.mark.parametrize("name", SERVICES)
def test_answers__as_expected(called: Called, name: str) -> None:
    wrong = [
        f"{operation}: {word} got {answer}, expected {EXPECTED[name][operation].get(word, 'nobody of that name')}"
        for operation, told in called.answers[name].items()
        for word, answer in told.items()
        if EXPECTED[name][operation].get(word) != answer
    ]
    assert not wrong, "\n".join(wrong)
    assert name not in called.stopped


def test_refused__nothing_is_left(called: Called) -> None:
    assert called.traces == []


def test_refused__nothing_is_told_of_the_inside(called: Called) -> None:
    assert called.told == []


def test_matrix__is_the_written_one(called: Called) -> None:
    """Written anew by `python -m tests.security.called > tests/security/called_matrix.txt`."""
    print(f"{called.calls} calls")
    assert called.matrix() == MATRIX.read_text(encoding="utf-8")

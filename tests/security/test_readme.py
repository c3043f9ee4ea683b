"""The page of promises names tests that are there, and requirements in their own form."""

import re
from pathlib import Path

from tests.contracts.test_forty import is_there

PAGE = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| v5")]


def test_page__each_promise_has_requirements_and_tests() -> None:
    assert len(ROWS) > 30
    for requirements, promise, tests in ROWS:
        assert all(re.fullmatch(r"v5\.0\.0-\d{1,2}\.\d\.\d{1,2}", one) for one in requirements.split(", ")), requirements
        assert promise.endswith(".")
        assert re.fullmatch(r"(`[\w/]+\.py::\w+`(, |$))+", tests.strip(" |")), tests


def test_page__names_tests_that_are_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert [f"{file}::{name}" for file, name in named if not is_there(file, name)] == []

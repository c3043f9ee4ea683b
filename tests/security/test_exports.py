"""What leaves as a table runs nowhere as a formula (ASVS 1.2.10, RFC 4180 2.6, 2.7)."""

import ast
import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.architecture.code import SERVICES, calls, service, sources

from chassis.exports import cell
from chassis.openapi import document

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}")


@pytest.mark.parametrize("begins", BEGINNINGS)
@pytest.mark.parametrize("rest", ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.test")', "", '"', ";x", "1e5", "1,2,3"])
def test_cell__is_a_text(begins: str, rest: str) -> None:
    for value in (f"{begins}{rest}", [f"{begins}{rest}", "x"], [f"{begins}{rest}"]):
        assert cell(value).startswith("'")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.one_of(st.text(), st.lists(st.text(), max_size=3), st.integers(), st.floats(allow_nan=False), st.none(), st.booleans()))
def test_cell__begins_no_formula_and_comes_back(value: object) -> None:
    """Whatever it is: behind a sign there are digits alone, and the table reads back as it was written."""
    shown = cell(value)
    if shown.startswith(BEGINNINGS):
        float(shown.replace(",", "."))
        assert not isinstance(value, list)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([shown, "x"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=";")) == [shown, "x"]


def test_tables__are_written_in_one_place() -> None:
    """Every export of every service goes through that function."""
    writers = {
        str(path) for name in ("chassis", *SERVICES) for path in sources(name) for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"writer", "DictWriter", "to_csv"}
    }
    assert [path.rpartition("/")[2] for path in writers] == ["exports.py"]


def test_lists__how_many_leave_as_tables() -> None:
    found = [
        said["operationId"] for name in SERVICES for item in document(service(name))["paths"].values() for said in item.values()
        if "text/csv" in said["responses"].get("200", {}).get("content", {})
    ]
    print(f"{len(found)} lists are given as CSV")
    assert len(found) > 30

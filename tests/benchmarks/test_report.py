"""The tables and the picture say what was measured; what may be left out is still there."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.benchmarks.costs import Round
from tests.benchmarks.inside.leaving import LEFT_OUT
from tests.benchmarks.parts import ALL, OF_ALL
from tests.benchmarks.peers.serving import DRF
from tests.benchmarks.report import BEGIN, END, written
from tests.benchmarks.runner import Result, ratios
from tests.benchmarks.tables import goal_of, missed, parts

FLOOR = "by hand"


def result(
    rounds: Mapping[str, Sequence[float]], *, name: str = "get", less: bool = False, goals: Mapping[str, float] | None = None,
    aims: Mapping[str, float] | None = None, app: Mapping[str, float] | None = None, against: Mapping[str, str | None] | None = None,
) -> Result:
    given = {side: [Round(value, app=(app or {}).get(side)) for value in values] for side, values in rounds.items()}
    return Result(
        name, "One by its id", "requests/s", less, goals or {}, aims or {}, against or {}, given,
        medians={side: sorted(values)[1] for side, values in rounds.items()},
        ratios={side: sorted(held)[1] for side in rounds if (held := ratios(given, against or {}, side))},
        measured_at="2026-11-23T18:00:00+00:00", load=(0.3, 1.9),
    )


@pytest.mark.parametrize(
    ("found", "is_missed"),
    [
        (result({"ours": [9, 10, 11], FLOOR: [100, 100, 100]}, goals={FLOOR: 0.1}), False),
        (result({"ours": [8, 9, 10], FLOOR: [100, 100, 100]}, goals={FLOOR: 0.1}), True),
        (result({"ours": [18, 20, 30], FLOOR: [100, 100, 100]}, less=True, goals={FLOOR: 0.2}), False),
        (result({"ours": [18, 21, 30], FLOOR: [100, 100, 100]}, less=True, goals={FLOOR: 0.2}), True),
        (result({"ours": [9, 10, 11]}, aims={"ours": 11}), True),
    ],
)
def test_missed__by_ratio_and_by_itself(found: Result, is_missed: bool) -> None:
    assert any(missed(found, side) for side in found.rounds) is is_missed


def test_missed__none_out_of_order_means_none() -> None:
    found = result({"ours": [9, 10, 11], "wrong": [0, 1, 0]}, aims={"wrong": 0}, against={"wrong": None})
    assert goal_of(found, "wrong") == "= 0"
    assert not missed(found, "ours")
    assert missed(result({"ours": [9, 10, 11], "wrong": [0, 1, 1]}, aims={"wrong": 0}, against={"wrong": None}), "wrong")


def test_ratios__each_side_beside_the_one_that_is_held_against_it() -> None:
    given = {"p50": [1, 2, 3], "raw p50": [2, 2, 2], "p99": [30, 40, 50], "raw p99": [10, 10, 10], "count": [0, 0, 0]}
    found = result(given, less=True, against={"raw p99": "p99", "count": None})
    assert found.ratios == {"raw p50": 1.0, "raw p99": 4.0}


def test_written__keeps_the_words_around_the_tables_and_what_was_measured_before(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")
    order = ["write", "get"]
    written(result({"ours": [8, 9, 10], FLOOR: [100, 100, 100], DRF: [3, 3, 3]}, goals={FLOOR: 0.1}), tmp_path, order)
    written(result({"theirs": [20, 20, 20], FLOOR: [100, 100, 100]}, name="write", goals={FLOOR: 0.1}), tmp_path, order)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Before\n")
    assert text.endswith("\n\nAfter.\n")
    assert "old" not in text
    assert "| 100 (100 to 100) | 0.090 (0.080 to 0.100) | **≥ 0.1 of it: missed** |" in text
    assert text.index("theirs") < text.index("ours")
    drawing = ET.parse(tmp_path / "performance.svg").getroot()  # noqa: S314 - our own
    kinds = [each.get("class") for each in drawing.iter()]
    assert (kinds.count("goal"), kinds.count("drf")) == (3, 2)  # two rows and the legend


def test_written__without_a_place_says_so(tmp_path: Path) -> None:
    (tmp_path / "performance.md").write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no place"):
        written(result({"ours": [8, 9, 10], FLOOR: [100, 100, 100]}), tmp_path, ["get"])


def test_parts__what_is_saved_without_it() -> None:
    without = OF_ALL["sign-in"]
    found = result({ALL: [100, 100, 100], without: [110, 110, 110]}, name="parts-get", app={ALL: 2.0, without: 1.5})
    assert "| sign-in | 0.50 ms | 25 % | × 1.10 |" in parts({"parts-get": found})


def test_leaving__everything_that_may_be_left_out_is_there() -> None:
    program = "from tests.benchmarks.inside.leaving import LEFT_OUT\nfor each in LEFT_OUT.values(): each()"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert set(OF_ALL) <= set(LEFT_OUT)

"""Rates as shares of their floors on a logarithmic axis, drawn as SVG; readable on light and on dark ground."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

from tests.benchmarks.peers.serving import DRF, SQLMODEL
from tests.benchmarks.runner import Result

LEFT: Final = 330
RIGHT: Final = 40
WIDTH: Final = 900
ROW: Final = 26
TOP: Final = 74
BOTTOM: Final = 52
Scale = Callable[[float], float]
PEERS: Final = {DRF: "drf", SQLMODEL: "sqlmodel"}
STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #24292f } .small { font-size: 11px; fill: #57606a } .title { font-size: 15px; font-weight: 600 }
.grid { stroke: #d0d7de } .one { stroke: #57606a } .ours { fill: #0969da; stroke: #0969da } .goal { stroke: #cf222e; stroke-width: 2 }
.drf { fill: none; stroke: #9a6700; stroke-width: 2 } .sqlmodel { fill: none; stroke: #8250df; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d } .one { stroke: #9198a1 } .ours { fill: #4493f8; stroke: #4493f8 }
.goal { stroke: #f85149 } .drf { stroke: #d29922 } .sqlmodel { stroke: #ab7df8 } }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: shares of the floor."""

    title: str
    ratio: float
    lowest: float
    highest: float
    goal: float | None
    peers: Mapping[str, float]
    """By class; what the others reach of the same floor."""


def lines(results: Mapping[str, Result]) -> Iterator[Line]:
    """Of each benchmark that has a floor, which stands second, and counts units per second."""
    for result in results.values():
        names = list(result.rounds)
        if result.less or len(names) < 2 or names[1] not in result.ratios or not result.goals:
            continue
        each = result.each_ratio(names[1])
        peers = {kind: result.medians[name] / result.medians[names[1]] for name, kind in PEERS.items() if name in result.medians}
        yield Line(result.title, result.ratios[names[1]], min(each), max(each), result.goals.get(names[1]), peers)


def picture(results: Mapping[str, Result]) -> str:
    """The whole drawing."""
    rows = list(lines(results))
    shares = [share for row in rows for share in (row.lowest, row.highest, row.goal or row.ratio, *row.peers.values())] or [0.1, 1.0]
    first, last = floor(log10(min(shares))), max(ceil(log10(max(shares))), 0)
    height = TOP + ROW * len(rows) + BOTTOM

    def x(share: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (log10(share) - first) / (last - first), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">Rates as shares of their floors</title>',
        '<desc id="d">Each row: what a feature reaches of the same work by bare asyncpg or a raw producer, on a logarithmic axis.</desc>',
        f"<style>{STYLE}</style>", '<text class="title" x="16" y="26">Rate as a share of its floor</text>',
        *_legend(), *_axis(first, last, x, height),
    ]
    for number, row in enumerate(rows):
        parts += _row(row, x, TOP + ROW * number + ROW / 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend() -> Iterator[str]:
    marks = [
        ("ours, lowest to highest round", '<circle class="ours" cx="{x}" cy="46" r="5"/>'),
        ("Django + DRF", '<rect class="drf" x="{l}" y="41" width="9" height="9"/>'),
        ("FastAPI + SQLModel as usual", '<circle class="sqlmodel" cx="{x}" cy="46" r="5"/>'),
        ("goal", '<line class="goal" x1="{x}" x2="{x}" y1="39" y2="53"/>'),
    ]
    for (label, mark), at in zip(marks, (22, 248, 372, 592), strict=True):
        yield mark.format(x=at, l=at - 4.5)
        yield f'<text class="small" x="{at + 11}" y="50">{label}</text>'


def _axis(first: int, last: int, x: Scale, height: int) -> Iterator[str]:
    bottom = height - BOTTOM + 6
    for power in range(first, last + 1):
        for step in (1, 2, 5):
            share = step * 10.0**power
            if share > 10.0**last * 1.001:
                continue
            kind = "one" if share == 1 else "grid"
            yield f'<line class="{kind}" x1="{x(share)}" x2="{x(share)}" y1="{TOP - 6}" y2="{bottom}"/>'
            yield f'<text class="small" text-anchor="middle" x="{x(share)}" y="{bottom + 16}">{share:g}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text class="small" text-anchor="middle" x="{middle}" y="{bottom + 36}">share of the floor (1 = as fast), logarithmic</text>'


def _row(row: Line, x: Scale, y: float) -> Iterator[str]:
    yield f'<text text-anchor="end" x="{LEFT - 14}" y="{y + 4}">{escape(row.title)}</text>'
    if row.goal is not None:
        yield f'<line class="goal" x1="{x(row.goal)}" x2="{x(row.goal)}" y1="{y - 9}" y2="{y + 9}"/>'
    for kind, share in row.peers.items():
        box = f'<rect class="{kind}" x="{x(share) - 4.5}" y="{y - 4.5}" width="9" height="9"/>'
        yield box if kind == "drf" else f'<circle class="{kind}" cx="{x(share)}" cy="{y}" r="5"/>'
    yield f'<line class="ours" stroke-width="2" x1="{x(row.lowest)}" x2="{x(row.highest)}" y1="{y}" y2="{y}"/>'
    yield f'<circle class="ours" cx="{x(row.ratio)}" cy="{y}" r="5"/>'

"""Population of further years, as a table `code;year;population` (väkilukutiedosto): the reference files know 2019 and 2020."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chassis.problems import Reason, refuse_if_any
from registry.areas.domain.tree import Kind, Tree
from registry.areas.problems import POPULATION_NEGATIVE, POPULATION_UNREADABLE, UNKNOWN_AREA

COLUMNS: Final = ("code", "year", "population")


@dataclass(frozen=True, slots=True)
class Figure:
    """Inhabitants of a municipality on the last day of a year."""

    code: str
    year: int
    people: int


def figures(table: str, tree: Tree) -> list[Figure]:
    """The figures of a table with a header, all or none: every line that is wrong is named."""
    separator = ";" if ";" in table.partition("\n")[0] else ","
    lines = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""), delimiter=separator))
    refuse_if_any(reason for number, line in enumerate(lines, start=2) for reason in _objections(number, line, tree))
    return [Figure(line["code"].zfill(3), int(line["year"]), int(line["population"])) for line in lines]


def _objections(number: int, line: dict[str, str], tree: Tree) -> Iterator[Reason]:
    pointer = f"/{number}"
    if not all(isinstance(line.get(column), str) for column in COLUMNS):
        yield POPULATION_UNREADABLE.at(pointer, line=number)
        return
    code = line["code"].zfill(3)
    if code not in tree or tree.area(code).kind is not Kind.MUNICIPALITY:
        yield UNKNOWN_AREA.at(f"{pointer}/code", code=code)
    year, people = line["year"].strip(), line["population"].strip()
    if not (year.isdecimal() and len(year) == 4 and people.removeprefix("-").isdecimal()):
        yield POPULATION_UNREADABLE.at(pointer, line=number)
    elif people.startswith("-"):
        yield POPULATION_NEGATIVE.at(f"{pointer}/population")

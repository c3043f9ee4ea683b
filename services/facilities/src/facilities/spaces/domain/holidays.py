"""Finnish public holidays, from the reference file beside the code (pyhäpäivät). Pure."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def holidays() -> Mapping[date, str]:
    """Each day and its name, with Midsummer Eve and Christmas Eve: whole years, as many as the file has."""
    read = json.loads(files("facilities.spaces").joinpath("data", "finnish_public_holidays.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(each["date"]): each["name"] for each in read["dates"]}


def holidays_of(year: int) -> dict[date, str]:
    """Those of one year; none where the file does not have the year."""
    return {day: name for day, name in holidays().items() if day.year == year}

"""The features of spaces, from the reference file beside the code (tilan ominaisuudet). Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from chassis.problems import Reason
from facilities.spaces.problems import FEATURE_UNKNOWN

BOOKABLE: Final = "bookable"
"""The feature of a space that is booked through this service (ajanvarausjärjestelmä). FAC-11."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What an association may need of a space. FAC-03, 05, 07, 08, 10, 12, 13."""

    code: str
    kind: str
    """point, equipment, use, room, access, booking"""
    fi: str
    en: str
    source: str
    """Where the plan says it."""


@cache
def features() -> Mapping[str, Feature]:
    """All of them by code, in the order of the plan."""
    read = json.loads(files("facilities.spaces").joinpath("data", "facility_features.json").read_text(encoding="utf-8"))
    return {f["id"]: Feature(f["id"], f["kind"], f["fi"], f["en"], f["seed_line"]) for f in read["features"]}


def unknown_features(codes: Iterable[str]) -> Iterator[Reason]:
    """A reason for each code that the reference data does not have."""
    for place, code in enumerate(codes):
        if code not in features():
            yield FEATURE_UNKNOWN.at(f"/features/{place}", feature=code)

"""LIPAS, the Finnish database of sports and outdoor places (liikuntapaikat): JSON, a list of places.

Municipality codes are numbers that have lost their leading zeros; some web addresses have no scheme; the owner is a word, so that
of an association or a company only the kind is known. What lies outside the county is left where it is.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from facilities.imports.domain.incoming import Record, Source, with_scheme
from facilities.imports.problems import FILE_UNREADABLE
from facilities.spaces.domain.kinds import OwnerKind, SiteKind

_MUNICIPALITY: Final = "Kunta"


def records(content: bytes) -> Iterator[Record]:
    """The places; `line` is the place in the list, for JSON has no lines of its own."""
    try:
        found = json.loads(content)
    except ValueError:
        raise FILE_UNREADABLE(format="JSON") from None
    if not isinstance(found, list):
        raise FILE_UNREADABLE(format="JSON")
    for number, place in enumerate(found, start=1):
        yield Record(number, place if isinstance(place, dict) else None)


def fields(place: Mapping[str, Any]) -> Mapping[str, Any]:
    """A place in our words."""
    location, owner = place["location"], place["owner"]
    wgs84 = location["coordinates"]["wgs84"]
    id, code = place.get("sportsPlaceId"), location["city"]["cityCode"]
    return {
        "source_id": None if id is None else str(id),
        "name": place.get("name"),
        "kind": SiteKind.SPORTS_PLACE,
        "owner": OwnerKind.MUNICIPALITY if owner == _MUNICIPALITY else OwnerKind.OTHER,
        "owner_name": None if owner == _MUNICIPALITY else owner,
        "municipality": f"{code:03d}" if isinstance(code, int) else code,
        "street": location.get("address"),
        "postal_code": location.get("postalCode"),
        "post_office": location.get("postalOffice"),
        "latitude": wgs84["lat"],
        "longitude": wgs84["lon"],
        "website": with_scheme(place.get("www")),
    }


SOURCE: Final = Source(
    key="fi-lipas",
    name="LIPAS liikuntapaikat",
    licence="CC BY 4.0",
    credit="LIPAS, Jyväskylän yliopisto (CC BY 4.0)",
    format="JSON",
    file="sports-places-1000.json",
    records=records,
    fields=fields,
)

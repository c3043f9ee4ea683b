"""Libraries of Greater Manchester: CSV. They have no identifier: name and postcode stand for it, and are unique.

Who runs a library is a word; of a local authority's own ones the authority is the owner. Districts are codes of the British
register of areas, which the county does not know: these sites lie abroad.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from facilities.imports.domain.incoming import Record, Source, with_scheme
from facilities.imports.problems import COLUMNS_MISSING, FILE_UNREADABLE
from facilities.spaces.domain.kinds import OwnerKind, SiteKind

COLUMNS: Final = ("name", "address", "postcode", "type", "website", "area_name", "area_code", "lon", "lat")
_OF_THE_AUTHORITY: Final = "Local authority run"


def records(content: bytes) -> Iterator[Record]:
    """The rows, each with the line on which it begins."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FILE_UNREADABLE(format="CSV, UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [column for column in COLUMNS if column not in header]:
            raise COLUMNS_MISSING(columns=", ".join(missing))
        begins = reader.line_num + 1
        for cells in reader:
            if cells:
                yield Record(begins, dict(zip(header, cells, strict=True)) if len(cells) == len(header) else None)
            begins = reader.line_num + 1
    except csv.Error:
        raise FILE_UNREADABLE(format="CSV") from None


def fields(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A library in our words."""
    name, postcode = row["name"].strip(), row["postcode"].strip()
    return {
        "source_id": f"{name}, {postcode}" if name and postcode else None,
        "name": name,
        "abroad": True,
        "kind": SiteKind.LIBRARY,
        "owner": OwnerKind.OTHER,
        "owner_name": row["area_name"] if row["type"].startswith(_OF_THE_AUTHORITY) else row["type"],
        "municipality": row["area_code"],
        "street": row["address"],
        "postal_code": postcode,
        "post_office": row["area_name"],
        "latitude": float(row["lat"]),
        "longitude": float(row["lon"]),
        "website": with_scheme(row["website"]),
    }


SOURCE: Final = Source(
    key="uk-trafford",
    name="Libraries of Greater Manchester",
    licence="OGL-UK-3.0",
    credit="Contains public sector information of Trafford Council, Open Government Licence v3.0",
    format="CSV",
    file="gm_libraries.csv",
    records=records,
    fields=fields,
)

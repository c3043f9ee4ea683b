"""One row of a source, in our words; or why it was not taken. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chassis.problems import CONTROL_CHARACTER, IDENTITY_CODE
from chassis.values import Line, Name, masked
from facilities.imports.problems import Rejection
from facilities.spaces.domain.kinds import OwnerKind, SiteKind

LONGEST_SHOWN: Final = 200
MOST_ROWS: Final = 20_000
"""Of one file; they are taken in one transaction."""
_BLANKS: Final = re.compile(r"[ \t\r\n\u00a0]+")
_BY_ERROR: Final = {
    IDENTITY_CODE.code: Rejection.IDENTITY_CODE,
    CONTROL_CHARACTER.code: Rejection.CONTROL_CHARACTER,
    "string_too_long": Rejection.TEXT_TOO_LONG,
    "string_pattern_mismatch": Rejection.CODE_WRONG,
}
_BY_FIELD: Final = {
    "source_id": Rejection.ID_MISSING,
    "name": Rejection.NAME_MISSING,
    "latitude": Rejection.PLACE_WRONG,
    "longitude": Rejection.PLACE_WRONG,
}


class Incoming(BaseModel):
    """What a row says of a site. What it does not say is None, and removes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    line: int
    source_id: Annotated[Name, Field(max_length=200)]
    """The row's own key in its source, the same in each edition."""
    name: Name
    abroad: bool = False
    """Its municipality is a code of another country's register."""
    kind: SiteKind
    owner: OwnerKind
    owner_name: Name | None = None
    municipality: Annotated[str, Field(pattern=r"^([0-9]{3}|[A-Z][0-9]{8})$")]
    street: Line | None = None
    postal_code: Annotated[Line | None, Field(pattern=r"^([0-9]{5}|[A-Z0-9]{2,4} [0-9][A-Z]{2})$")] = None
    post_office: Line | None = None
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    website: Annotated[Line | None, Field(pattern=r"^https?://")] = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: where, which value, why. What looks like an identity code is struck out."""

    line: int
    field: str
    value: str
    reason: Rejection

    @classmethod
    def of(cls, line: int, field: str, value: object, reason: Rejection) -> "Rejected":
        """With the value shortened and masked."""
        shown = "" if value is None else masked(str(value))[:LONGEST_SHOWN]
        return cls(line, field, "".join(c if c.isprintable() else "\ufffd" for c in shown), reason)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file and where it begins; `values` is None where it cannot be read as one."""

    line: int
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Source:
    """A register that can be imported: one module of `sources`."""

    key: str
    name: str
    licence: str
    credit: str
    format: str
    file: str
    """Name of the copy that comes with the service."""
    records: Callable[[bytes], Iterable[Record]]
    """The file as records; refused where it is none of this source."""
    fields: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    """A record in our words, before anybody believes it. A `LookupError`, `TypeError` or `ValueError`: it cannot be read."""


def taken(source: Source, content: bytes) -> Iterator[Incoming | Rejected]:
    """Each record once, in the order of the file. What spoils one is told, and the others go on."""
    seen: set[str] = set()
    for record in source.records(content):
        found = _read(source, record)
        if isinstance(found, Incoming):
            if found.source_id in seen:
                found = Rejected.of(record.line, "source_id", found.source_id, Rejection.TWICE_IN_FILE)
            else:
                seen.add(found.source_id)
        yield found


def with_scheme(address: str | None) -> str | None:
    """A web address as a browser needs it: `www.multia.fi` is written without a scheme in more than one source."""
    if address is None or not address.strip() or "://" in address:
        return address
    return f"http://{address.strip()}"


def _read(source: Source, record: Record) -> Incoming | Rejected:
    if record.values is None:
        return Rejected.of(record.line, "", None, Rejection.UNREADABLE)
    try:
        said = {name: _nothing_or(value) for name, value in source.fields(record.values).items()}
    except (LookupError, TypeError, ValueError) as broken:
        return Rejected.of(record.line, "", broken, Rejection.UNREADABLE)
    try:
        return Incoming(line=record.line, **said)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        field = str(first["loc"][0])
        reason = _BY_ERROR.get(first["type"]) or _BY_FIELD.get(field, Rejection.UNREADABLE)
        return Rejected.of(record.line, field, said.get(field), reason)


def _nothing_or(value: Any) -> Any:
    """Blanks around a text go, ends of lines are blanks; an empty one says nothing."""
    return (_BLANKS.sub(" ", value).strip() or None) if isinstance(value, str) else value

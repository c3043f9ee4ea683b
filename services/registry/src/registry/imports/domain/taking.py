"""Rows in, `Incoming` or `Rejected` out: each row exactly once, in the order of the file."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chassis.problems import Problem
from registry.imports.domain.cleaning import NotTaken, line
from registry.imports.domain.incoming import Incoming, Rejected
from registry.imports.domain.reading import Row
from registry.imports.problems import Rejection
from registry.organisations.domain.identifiers import Identifier, Scheme, read
from registry.organisations.problems import IDENTIFIER_CHECK_DIGIT


def taken(rows: Iterable[Row], as_incoming: Callable[[Row], Incoming]) -> Iterator[Incoming | Rejected]:
    """Read each row; what spoils it is told, and the others go on. A key that came before is not taken twice."""
    seen: set[str] = set()
    for row in rows:
        if not row.whole:
            yield Rejected.of(row.line, "", _shown(row), Rejection.UNREADABLE)
            continue
        try:
            incoming = as_incoming(row)
        except NotTaken as spoilt:
            yield Rejected.of(row.line, spoilt.field, spoilt.value, spoilt.reason)
            continue
        if incoming.external_id in seen:
            yield Rejected.of(row.line, "id", incoming.external_id, Rejection.TWICE_IN_FILE)
            continue
        seen.add(incoming.external_id)
        yield incoming


def identified(field: str, scheme: Scheme, written: str | None) -> Identifier | None:
    """An identifier in a row, or None where the source gives none; a wrong one spoils the row."""
    text = line(field, written)
    if text is None:
        return None
    found = read(scheme, text)
    if isinstance(found, Problem):
        wrong = Rejection.IDENTIFIER_CHECK_DIGIT if found is IDENTIFIER_CHECK_DIGIT else Rejection.IDENTIFIER_MALFORMED
        raise NotTaken(field, text, wrong)
    return found


def texts(field: str, values: Any) -> tuple[str, ...]:
    """A list of single lines, each once, without what says nothing; in the one cell of a table a semicolon parts them."""
    values = values.split(";") if isinstance(values, str) else values
    found = (line(field, value if isinstance(value, str) else None) for value in values or ())
    return tuple(dict.fromkeys(text for text in found if text is not None))


def text(field: str, row: Row) -> str | None:
    """A cell as text; a number or a list where text was expected spoils the row."""
    value = row.values.get(field)
    if value is None or isinstance(value, str):
        return value
    raise NotTaken(field, str(value), Rejection.UNREADABLE)


def _shown(row: Row) -> str:
    return "; ".join(str(value) for value in row.values.values())

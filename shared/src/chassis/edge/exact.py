"""A body is what the document says, to the letter. Pure.

Left to itself, pydantic is kinder than the schema that it prints: it takes `"5"` for 5, `1` for true and, for a day or an instant,
seconds since 1970, written as a number or as a text. Whoever relied on that would rely on what nobody has promised, and a year sent
in place of a day would be taken for an afternoon of 1970.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final

from fastapi._compat import ModelField
from pydantic import ValidationError
from pydantic_core import to_json
from typing_extensions import override

DATED: Final = {"date": "date", "date-time": "datetime", "time": "time"}
"""Formats of moments, as pydantic's errors call them."""
_NUMERAL: Final = re.compile(r"\s*[-+]?[0-9]*\.?[0-9]+\s*")

Form = Mapping[str, Any]


class Exact(ModelField):
    """A body that is read strictly; its errors are pydantic's own."""

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        self._form = self._type_adapter.json_schema(mode="validation")
        self._has_moments = any(f'"format":"{word}"'.encode() in to_json(self._form) for word in DATED)

    @override
    def validate(
        self, value: Any, values: Mapping[str, Any] = MappingProxyType({}), *, loc: tuple[int | str, ...] = ()
    ) -> tuple[Any, list[dict[str, Any]]]:
        written = _unlike_numerals(value, self._form, self._form.get("$defs", {})) if self._has_moments else value
        try:
            return self._type_adapter.validate_json(to_json(written), strict=True), []
        except ValidationError as wrong:
            return None, [{**error, "loc": (*loc, *error["loc"])} for error in wrong.errors(include_url=False)]


def exact(field: ModelField) -> Exact:
    """The same field, which takes nothing but what its schema shows."""
    return Exact(**{each.name: getattr(field, each.name) for each in fields(field) if each.init})


def dated(form: Form) -> str | None:
    """What kind of moment it is, if it may be one."""
    kinds = [DATED[one["format"]] for one in (form, *form.get("anyOf", ())) if one.get("format") in DATED]
    return kinds[0] if kinds else None


def is_numeral(text: str) -> bool:
    """Whether it is a number and nothing else: never a day."""
    return _NUMERAL.fullmatch(text) is not None


def _unlike_numerals(value: Any, form: Form, parts: Mapping[str, Form]) -> Any:
    """The same value, but a numeral in place of a moment is one no more: it is refused where it stands, like any other word."""
    if "$ref" in form:
        return _unlike_numerals(value, parts[form["$ref"].rpartition("/")[2]], parts)
    for word in ("anyOf", "oneOf", "allOf"):
        for each in form.get(word, ()):
            value = _unlike_numerals(value, each, parts)
    if isinstance(value, str):
        return f"{value} is a number" if form.get("format") in DATED and is_numeral(value) else value
    if isinstance(value, list) and isinstance(form.get("items"), dict):
        return [_unlike_numerals(each, form["items"], parts) for each in value]
    if isinstance(value, dict):
        fields, more = form.get("properties", {}), form.get("additionalProperties")
        others = more if isinstance(more, dict) else {}
        return {name: _unlike_numerals(each, fields.get(name, others), parts) for name, each in value.items()}
    return value

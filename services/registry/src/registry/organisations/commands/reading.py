"""From what was sent to values that the rules see; what cannot be read is refused, all of it at once."""

from dataclasses import replace
from typing import Any

from chassis.problems import Problem, Reason, refuse_if_any
from registry.organisations.domain.identifiers import Identifier, read
from registry.organisations.domain.profile import PROFILE_FIELDS, OperatingArea, Profile, in_order
from registry.organisations.schemas import IdentifierBody, OperatingAreaBody, Update


def profile_of(before: Profile, body: Update) -> Profile:
    """The profile with what was sent in its place; the rest stays as it was."""
    sent = {name: getattr(body, name) for name in PROFILE_FIELDS if name in body.model_fields_set}
    for name in ("fields", "groups"):
        if name in sent:
            sent[name] = in_order(sent[name])
    if "identifiers" in sent:
        sent["identifiers"] = identifiers_of(body.identifiers)
    return replace(before, **{name: _nothing_if_empty(value) for name, value in sent.items()})


def identifiers_of(bodies: list[IdentifierBody]) -> tuple[Identifier, ...]:
    """In normal form, in the order of the schemes; every one that cannot be read is named."""
    found = [read(body.scheme, body.value) for body in bodies]
    refuse_if_any(_unreadable(bodies, found))
    good = [each for each in found if isinstance(each, Identifier)]
    return tuple(sorted(good, key=lambda each: (each.scheme.value, each.value)))


def area_of(body: OperatingAreaBody | None) -> OperatingArea | None:
    """The operating area that was sent."""
    return None if body is None else OperatingArea(body.area_class, tuple(sorted(set(body.municipalities))))


def _unreadable(bodies: list[IdentifierBody], found: list[Identifier | Problem]) -> list[Reason]:
    return [
        each.at(f"/identifiers/{position}", scheme=body.scheme.value)
        for position, (body, each) in enumerate(zip(bodies, found, strict=True))
        if isinstance(each, Problem)
    ]


def _nothing_if_empty(value: Any) -> Any:
    """An empty text says as much as none."""
    return None if isinstance(value, str) and not value else value

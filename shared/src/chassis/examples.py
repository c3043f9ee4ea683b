"""What a body or an answer looks like: each feature keeps one of every kind in its `examples.py`.

The API document shows them and the tests send them, so that none goes stale.
"""

import importlib
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, get_args, get_origin

from fastapi import params
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from chassis.paging import Items


def of_body(route: APIRoute) -> Any:
    """What a client may send, only what it would say; nothing where no body is taken or the feature keeps no example of it."""
    if route.body_field is None:
        return None
    if isinstance(route.body_field.field_info, params.Form):
        return _of_form(route)
    kept = _kept(route).get(route.body_field.field_info.annotation)
    return kept and kept.model_dump(mode="json", by_alias=True, exclude_unset=True)


def of_answer(route: APIRoute) -> Any:
    """What a client gets when all goes well; nothing where the answer is empty or the feature keeps no example of it."""
    model, kept = route.response_model, _kept(route)
    if model in kept:
        return to_jsonable_python(kept[model], by_alias=True)
    if get_origin(model) is list and get_args(model)[0] in kept:
        return [to_jsonable_python(kept[get_args(model)[0]], by_alias=True)]
    if isinstance(model, type) and issubclass(model, Items):
        (item,) = get_args(model.model_fields["items"].annotation)
        return {"items": [to_jsonable_python(kept[item], by_alias=True)], "next": None, "count": None} if item in kept else None
    return None


def _of_form(route: APIRoute) -> dict[str, Any] | None:
    """A form's fields carry their own; files are shown by name or content."""
    fields = route.dependant.body_params
    return {field.alias: field.field_info.examples[0] for field in fields if field.field_info.examples} or None


def _kept(route: APIRoute) -> Mapping[Any, BaseModel]:
    """The examples of the feature to which the route belongs, each under its type."""
    feature = ".".join(route.endpoint.__module__.split(".")[:2])
    if find_spec(f"{feature}.examples") is None:
        return {}
    found: tuple[BaseModel, ...] = importlib.import_module(f"{feature}.examples").EXAMPLES
    return {type(example): example for example in found}

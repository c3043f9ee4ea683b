"""Addresses that are given back to the caller: where a new thing is, where the next page is, where a merged thing went."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

PREFIX = "x-forwarded-prefix"
"""Where the gateway has put this service. Only ever given back, to the one who sent it."""
_SAFE = re.compile(r"(?:/[A-Za-z0-9_-]+){1,5}")


class Moved(Exception):
    """A query found that the thing has become another one: the answer is 308 to its successor."""

    def __init__(self, id: UUID, successor: UUID) -> None:
        super().__init__(str(successor))
        self.id = id
        self.successor = successor


MOVES: dict[int | str, dict[str, Any]] = {
    308: {
        "description": "It became part of another one, which stands at this address.",
        "headers": {"Location": {"description": "Address of the successor.", "schema": {"type": "string"}}},
    }
}
"""For the document of a route that may answer so."""


def here(request: Request, path: str | None = None) -> str:
    """A path of this service (this request's own, unless another is given) as the caller knows it."""
    prefix = request.headers.get(PREFIX, "")
    return (prefix if _SAFE.fullmatch(prefix) else "") + (request.url.path if path is None else path)


def next_page(request: Request, cursor: str) -> str:
    """This list, from the cursor on."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{here(request)}?{urlencode([*others, ('cursor', cursor)])}"


def moved(request: Request, away: Moved) -> Response:
    """308 to the successor, at the same place; never stored, as a merger can be undone."""
    there = here(request).replace(str(away.id), str(away.successor))
    return Response(status_code=308, headers={"Location": there, "Cache-Control": "no-store"})

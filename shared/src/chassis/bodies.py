"""Reading a body safely: in time, not too much of it, and only what every JSON parser would read alike (RFC 7493)."""

import asyncio
import json
import math
import re
from dataclasses import dataclass
from email.message import Message
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.types import Message as AsgiMessage
from typing_extensions import override

from chassis.answers import Denied
from chassis.answers import problems as p

MEGABYTE = 1_048_576
DEEPEST = 64
"""Objects and lists inside each other; nothing of ours comes near it."""
BODY_SECONDS = 20.0
_OUTSIDE_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_LONE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_OPEN, _CLOSED = (b"[", b"{"), (b"]", b"}")
_EXACT = 2**53
"""Below it every whole number is a float of its own."""
_CLOSE = {"Connection": "close"}


@dataclass(frozen=True, slots=True)
class Intake:
    """How much a route takes in, and how long it waits for it."""

    limit: int = MEGABYTE
    seconds: float = BODY_SECONDS


class SafeRequest(Request):
    """A request whose body has been read already."""

    parsed: Any = None

    @override
    async def json(self) -> Any:
        return self.parsed


async def read_body(request: Request, intake: Intake) -> bytes:
    """The whole body: 413 when it is too large, declared or not, and 408 when it does not come."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > intake.limit:
        raise Denied(p.BODY_TOO_LARGE, _CLOSE, limit=intake.limit)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Denied(p.CONTENT_ENCODING, _CLOSE)
    parts, size = [], 0
    try:
        async with asyncio.timeout(intake.seconds):
            async for part in request.stream():
                size += len(part)
                if size > intake.limit:
                    raise Denied(p.BODY_TOO_LARGE, _CLOSE, limit=intake.limit)
                parts.append(part)
    except TimeoutError:
        raise Denied(p.SLOW_BODY, _CLOSE) from None
    return b"".join(parts)


def with_body(request: Request, body: bytes, parsed: Any) -> SafeRequest:
    """The same request again, its body already here."""
    sent = False

    async def receive() -> AsgiMessage:
        nonlocal sent
        if sent:
            return await request.receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    safe = SafeRequest(request.scope, receive)
    safe.parsed = parsed
    return safe


def must_be(request: Request, *wanted: str) -> None:
    """415 unless the content type is one of these, in UTF-8 where it names a charset."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    charset = message.get_param("charset")
    given = message.get_content_type() if request.headers.get("content-type") else ""
    if given not in wanted or (charset is not None and str(charset).lower() not in {"utf-8", "utf8"}):
        raise Denied(p.MEDIA_TYPE, _CLOSE, wanted=", ".join(wanted))


def without_boundary(request: Request, body: bytes) -> bytes:
    """A form whatever boundary its client has made up this time: a second try draws another one."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    return body.replace(str(message.get_param("boundary")).encode(), b"")


def parsed(body: bytes) -> Any:
    """The JSON value; 400 for what parsers read differently or databases cannot keep."""
    if not body.strip():
        raise Denied(p.BODY_EMPTY)
    if body.count(b"[") + body.count(b"{") > DEEPEST and _is_too_deep(body):
        raise Denied(p.BODY_TOO_DEEP)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Denied(p.BODY_ENCODING) from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_number, parse_int=_whole)
    except json.JSONDecodeError:
        raise Denied(p.BODY_UNREADABLE) from None
    if _LONE_HALF.search(body) and not _is_text(value):
        raise Denied(p.BODY_ENCODING)
    return value


def _is_too_deep(body: bytes) -> bool:
    depth = 0
    for found in _OUTSIDE_TEXT.finditer(body):
        first = found.group()[:1]
        if first in _OPEN:
            depth += 1
            if depth > DEEPEST:
                return True
        elif first in _CLOSED:
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Denied(p.BODY_DUPLICATE_KEY)
    return made


def _no_number(_name: str) -> NoReturn:
    raise Denied(p.BODY_NUMBER)


def _number(text: str) -> float:
    """`6.0` is the integer 6 (JSON Schema 2020-12, 6.1.1), wherever both are the same number."""
    number = float(text)
    if not math.isfinite(number):
        raise Denied(p.BODY_NUMBER)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _whole(text: str) -> int:
    if len(text) > 30:  # far beyond 64 bits, far below Python's own limit
        raise Denied(p.BODY_NUMBER)
    return int(text)


def _is_text(value: Any) -> bool:
    """Whether every text in it is Unicode: a lone half of a surrogate pair is not."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

"""Logs: one JSON object a line on standard output, without bodies, tokens or identity codes (`reliability.md` 3.2).

    log.info("parked", extra={"consumer": …, "key": …})

The message is the event's name; what varies goes into `extra`. Values are struck out by their form, last of all, so that
a library's own sentences are covered too.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TextIO

from opentelemetry import trace
from typing_extensions import override

from chassis import context
from chassis.settings import Settings
from chassis.values import masked

STRUCK = "[…]"
SHORT = 100
"""Characters. Names of events, routes and people come again in every line: what became of them is remembered."""
_NAMED = r"(?i)(?<![a-z])(password|passwd|secret|token|api[_-]?key|assertion)"
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {STRUCK}"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4}"), STRUCK),  # a signed or encrypted token
    (re.compile(r"\bwhsec_[A-Za-z0-9+/=]+"), STRUCK),
    (re.compile(_NAMED + r"""(['"]?\s*[=:]\s*['"]?)[^\s'"&,;)}]+"""), rf"\1\2{STRUCK}"),
    (re.compile(r"(://[^/\s:@]*:)[^/\s@]+@"), rf"\1{STRUCK}@"),  # a password in an address
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), STRUCK),  # an e-mail address
    (re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL), f"[parameters: {STRUCK}]"),  # SQLAlchemy quotes rows
    (re.compile(r"DETAIL: .*"), f"DETAIL: {STRUCK}"),  # so does PostgreSQL
    (re.compile(r"input_value=.*?(?=, input_type)", re.DOTALL), f"input_value={STRUCK}"),  # and pydantic
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_CHATTY = ("aiokafka", "faststream", "httpx", "httpcore", "alembic", "asyncio", "opentelemetry", "multipart")


def configure(service: str, settings: Settings, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send everything that any library logs through one formatter."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(Lines(service, settings.version))
    handler.addFilter(Calm())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    logging.captureWarnings(capture=True)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True  # our own line knows the route and the request


class Calm(logging.Filter):
    """A library that says the same thing again and again - a client while its broker is away - is heard once in a while."""

    EVERY = 30.0
    """Seconds; how often it was silent meanwhile stands in the line."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], tuple[float, int]] = {}

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_CHATTY):
            return True
        said = (record.name, str(record.msg))
        last, silent = self._last.get(said, (-self.EVERY, 0))
        if record.created - last < self.EVERY:
            self._last[said] = (last, silent + 1)
            return False
        self._last[said] = (record.created, 0)
        if silent:
            record.repeated = silent
        return True


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, service: str, version: str) -> None:
        super().__init__()
        self._always = {"service": service, "version": version}

    @override
    def format(self, record: logging.LogRecord) -> str:
        ours = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **self._always,
            "logger": record.name,
        }
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            ours |= {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}
        line: dict[str, Any] = {
            "event": record.getMessage(),
            "request_id": context.request_id.get() or None,
            "actor": context.actor.get() or None,
        }
        taken = _STANDARD | ours.keys() | line.keys()
        line |= {name: value for name, value in vars(record).items() if name not in taken}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        shown = ours | {name: clean(value) for name, value in line.items() if value is not None}
        return json.dumps(shown, ensure_ascii=False, default=str)


def clean(value: Any) -> Any:
    """The value with everything struck out that has the form of a secret, an address or an identity code."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, dict):
        return {str(name): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(inner) for inner in value]
    text = str(value)
    return _struck_again(text) if len(text) <= SHORT else _struck(text)


def _struck(text: str) -> str:
    for form, instead in _SECRETS:
        text = form.sub(instead, text)
    return masked(text)


_struck_again = lru_cache(maxsize=4096)(_struck)

"""A page for a person who has only a link: a heading, a few sentences, at most one button. No script, nothing from elsewhere.

A link in a mail is opened by machines too, to look behind it. So a page that GET shows changes nothing: what the link is for
happens when a person presses the button, which sends the form to the same address (POST).
"""

import base64
import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from chassis.answers.languages import Language, Words

HTML: Final = "text/html"
_STYLE: Final = (
    "body{font-family:system-ui,Roboto,Arial,sans-serif;font-size:1.125rem;line-height:1.5;margin:0;color-scheme:light dark}"
    "main{max-width:36rem;margin:0 auto;padding:1.5rem;overflow-wrap:break-word}h1{font-size:1.5rem;line-height:1.25}"
    "button{font:inherit;padding:.75rem 1.25rem;min-height:44px}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the page. `button`: sends `field` (name, value) to the page's own address."""

    title: Words
    lines: Sequence[Words] = ()
    button: Words | None = None
    field: tuple[str, str] = ("", "")


def printed(sheet: Sheet, language: Language, status: int) -> Response:
    """The page in the reader's language."""
    title = html.escape(getattr(sheet.title, language))
    body = "".join(f"<p>{html.escape(getattr(line, language))}</p>\n" for line in sheet.lines)
    if sheet.button is not None:
        name, value = map(html.escape, sheet.field)
        label = html.escape(getattr(sheet.button, language))
        body += f'<form method="post"><input type="hidden" name="{name}" value="{value}"><button>{label}</button></form>\n'
    page = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{title}</h1>\n{body}</main></body></html>\n"
    )
    return Response(page.encode(), status, {"Content-Language": language, **_HEADERS}, f"{HTML}; charset=utf-8")


def wants_sheet(accept: str) -> bool:
    """Whether a browser asks, for a person: a program that names no HTML gets a problem as everywhere else."""
    return HTML in accept.lower()

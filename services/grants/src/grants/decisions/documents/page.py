"""The sheet that every decision document is written on: readable on a phone, by a screen reader, in print and without colour."""

import base64
import hashlib
from typing import Final

from grants.decisions.documents.markup import Markup, element, joined

STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 42rem; padding: 1rem; color: #111; background: #fff;
  font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .5rem; border-bottom: 1px solid #555; padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .25rem; }
p, ul { margin: .5rem 0; }
.county { font-weight: bold; margin: 0; }
dl { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { font-weight: bold; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; font-weight: bold; padding-bottom: .25rem; }
th, td { border: 1px solid #555; padding: .35rem .5rem; text-align: left; vertical-align: top; font-weight: normal;
  overflow-wrap: break-word; hyphens: auto; }
thead th { font-weight: bold; }
.result { font-size: 1.15rem; font-weight: bold; }
footer { margin-top: 2rem; border-top: 1px solid #555; padding-top: .5rem; font-size: .95rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; }
  @page { size: A4; margin: 20mm; } }
"""
"""Everything it looks like. No picture, no font, no script from anywhere."""
POLICY: Final = (
    "default-src 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""Content-Security-Policy: nothing but this very style is let in."""


def page(title: str, county: str, *content: Markup) -> str:
    """The whole document."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} – {county}"),
        element("style", Markup(STYLE)),
    )
    return "<!DOCTYPE html>\n" + element("html", head, element("body", element("main", joined(*content))), lang="fi")

"""The page on which one chooses who to be: plain HTML, in Finnish, no scripts."""

from html import escape

from yhdyspinta_local.issuer.codes import SignIn
from yhdyspinta_local.personas import PERSONAS, Persona

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        # a form's redirect back to the application is also judged by form-action
        "form-action 'self' http://127.0.0.1:* http://localhost:*"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Yhdyspinta-Mode": "dev",
}

STYLE = """\
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin: 0 auto; max-width: 42rem; padding: 0 1rem 2rem; }
.mode { background: #7a2e00; color: #fff; font-weight: 600; margin: 0 -1rem; padding: .5rem 1rem; }
ul { display: grid; gap: .5rem; list-style: none; padding: 0; }
button { background: Canvas; border: 2px solid; border-radius: .25rem; color: CanvasText; cursor: pointer; font: inherit;
  min-height: 3rem; padding: .5rem 1rem; text-align: start; width: 100%; }
button:hover, button:focus-visible { outline: 3px solid #1a66c9; outline-offset: 2px; }
button span { display: block; font-size: .875rem; }
"""

_FRAME = """<!doctype html>
<html lang="fi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Yhdyspinta</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<p class="mode">Kehitystila: ei oikeita henkilöitä, ei oikeita tietoja</p>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""


def _hidden(name: str, value: str | None) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value is not None else ""


def _choice(persona: Persona) -> str:
    return (
        f'<li><button name="persona" value="{persona.name}">{escape(persona.fi)}'
        f'<span lang="en">{escape(persona.en)}</span></button></li>'
    )


def choose(asked: SignIn) -> str:
    """All personas as buttons of one form."""
    request = "".join(
        (
            _hidden("client_id", asked.client),
            _hidden("redirect_uri", asked.redirect_uri),
            _hidden("code_challenge", asked.challenge),
            _hidden("state", asked.state),
            _hidden("nonce", asked.nonce),
            _hidden("response_type", "code"),
            _hidden("code_challenge_method", "S256"),
        )
    )
    choices = "\n".join(_choice(persona) for persona in PERSONAS.values())
    return _FRAME.format(
        title="Kirjaudu sisään",
        content=(
            f'<p>Valitse, kenenä toimit.</p>\n<form method="post" action="/authorize">{request}\n<ul>\n{choices}\n</ul>\n</form>'
        ),
    )


def refused(reason: str) -> str:
    """A request that cannot be answered by a redirect, because the address itself is not trusted."""
    return _FRAME.format(title="Kirjautuminen ei onnistu", content=f'<p lang="en">{escape(reason)}</p>')

"""Authorization codes: good once, for a minute, for the client and the challenge they were made for."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from yhdyspinta_local.personas import Persona

_LIFETIME = 60.0


@dataclass(frozen=True)
class SignIn:
    """What the client asked for."""

    client: str
    redirect_uri: str
    challenge: str
    state: str | None = None
    nonce: str | None = None


@dataclass(frozen=True)
class _Granted:
    asked: SignIn
    persona: Persona
    until: float


class Codes:
    """Codes that wait to be exchanged, in memory."""

    def __init__(self) -> None:
        """None yet."""
        self._waiting: dict[str, _Granted] = {}

    def grant(self, asked: SignIn, persona: Persona) -> str:
        """A new code."""
        now = time.monotonic()
        self._waiting = {code: granted for code, granted in self._waiting.items() if granted.until > now}
        code = secrets.token_urlsafe(32)
        self._waiting[code] = _Granted(asked, persona, now + _LIFETIME)
        return code

    def redeem(self, code: str, *, client: str, redirect_uri: str, verifier: str) -> tuple[SignIn, Persona] | None:
        """Who signed in, or None: unknown, used, late, another client, another address, wrong verifier (PKCE S256)."""
        granted = self._waiting.pop(code, None)
        if granted is None or granted.until < time.monotonic():
            return None
        asked = granted.asked
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        same = (client, redirect_uri) == (asked.client, asked.redirect_uri)
        return (asked, granted.persona) if same and secrets.compare_digest(challenge, asked.challenge) else None

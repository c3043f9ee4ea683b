"""The issuer's public keys: fetched once, kept while the issuer is away, fetched again only at our own pace."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from chassis.settings import Settings

log = logging.getLogger(__name__)

Key = RSAKey | ECKey
DEV_KEY = "dev-"
"""The dev issuer's keys begin with this; a production process that sees one stops."""
REFETCH_SECONDS = 10.0
"""At most one fetch in this time, whatever callers send."""
STALE_SECONDS = 600.0
"""After this the keys are fetched anew, so that a withdrawn key ends; the old ones serve meanwhile."""
FIRST_TRY_SECONDS = 1.0
_KINDS: Mapping[str, type[RSAKey | ECKey]] = {"RSA": RSAKey, "EC": ECKey}


class DevKeys(RuntimeError):
    """A key of the dev issuer in production."""


class NoKeys(Exception):
    """The issuer has never answered: nobody can be recognised yet (503)."""


class Keys:
    """Public keys by their `kid`."""

    def __init__(
        self,
        settings: Settings,
        *,
        client: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.monotonic,
        stop: Callable[[], None] = lambda: signal.raise_signal(signal.SIGTERM),
    ) -> None:
        self._issuer = settings.issuer.rstrip("/")
        self._url = settings.jwks_url
        self._production = settings.env == "production"
        self._client = client or httpx.AsyncClient(timeout=3, follow_redirects=False)
        self._clock = clock
        self._stop = stop
        self._keys: dict[str, Key] = {}
        self._asked_at: float | None = None
        self._known_at: float | None = None
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Fetch ahead of the first caller; an issuer that is away does not keep the process from starting."""
        await self._fetch_if_due()

    async def close(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
        await self._client.aclose()

    async def find(self, kid: str) -> Key | None:
        """The key of this name. An unknown one makes us ask the issuer, at our pace."""
        if kid not in self._keys:
            await self._fetch_if_due()
        elif self._is_stale() and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._fetch_if_due())
        if self._known_at is None:
            raise NoKeys
        return self._keys.get(kid)

    def _is_stale(self) -> bool:
        return self._known_at is not None and self._clock() - self._known_at > STALE_SECONDS

    def _is_due(self) -> bool:
        pause = FIRST_TRY_SECONDS if self._known_at is None else REFETCH_SECONDS
        return self._asked_at is None or self._clock() - self._asked_at >= pause

    async def _fetch_if_due(self) -> None:
        async with self._lock:
            if not self._is_due():
                return
            self._asked_at = self._clock()
            try:
                keys = await self._fetch()
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
                log.warning("the issuer's keys could not be fetched", extra={"error": repr(fault)})
                return
            self._refuse_dev_keys(keys)
            self._keys, self._known_at = keys, self._clock()

    async def _fetch(self) -> dict[str, Key]:
        url = self._url or await self._discovered()
        answer = (await self._client.get(url)).raise_for_status().json()
        return dict(filter(None, map(_readable, answer["keys"])))

    async def _discovered(self) -> str:
        answer = await self._client.get(f"{self._issuer}/.well-known/openid-configuration")
        document = answer.raise_for_status().json()
        if document["issuer"].rstrip("/") != self._issuer:
            raise ValueError("the discovery document is another issuer's")
        url = str(document["jwks_uri"])
        if self._production and not url.startswith("https://"):
            raise ValueError("in production the keys come by https")
        return url

    def _refuse_dev_keys(self, keys: Mapping[str, Key]) -> None:
        if self._production and any(kid.startswith(DEV_KEY) for kid in keys):
            log.critical("the issuer's keys are those of the dev issuer: this process stops")
            self._keys = {}
            self._stop()
            raise DevKeys("a dev key in production")


def _readable(found: Mapping[str, Any]) -> tuple[str, Key] | None:
    """A public signing key with a name; anything else in the set is passed over."""
    kid, kind = found.get("kid"), _KINDS.get(str(found.get("kty")))
    if not isinstance(kid, str) or kind is None or found.get("use", "sig") != "sig" or "d" in found:
        return None
    try:
        return kid, kind.import_key(dict(found))
    except (JoseError, ValueError):
        return None

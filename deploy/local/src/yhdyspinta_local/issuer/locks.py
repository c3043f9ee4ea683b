"""What keeps the dev issuer out of production (`ui-gateway.md` 2.3)."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PLAYGROUNDS = frozenset({"dev", "test"})


class LockedError(RuntimeError):
    """The issuer refuses to run here."""


def only_where_people_play(env: str | None) -> None:
    """YHDYSPINTA_ENV must say dev or test; it has no default."""
    if env not in _PLAYGROUNDS:
        raise LockedError(f"YHDYSPINTA_ENV is {env!r}: the dev issuer runs only where it is 'dev' or 'test'")


def is_loopback(uri: str) -> bool:
    """Whether a redirect stays on this machine, with nothing smuggled in."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and parts.hostname in LOOPBACK
        and parts.username is None
        and not parts.fragment
        and "\\" not in uri
        and port != 0
    )

"""Free ports on the loopback address, held until the part that shall listen is up."""

import random
import socket
from typing import Self

HOST = "127.0.0.1"
_FIRST, _LAST = 20_000, 32_000
"""Below the range from which the system takes ports for outgoing connections, so that none of those gets in between."""


class Reservation:
    """A bound socket that never listens: a server that sets SO_REUSEADDR (all of ours do) can still take the port."""

    def __init__(self, held: socket.socket) -> None:
        """Take over the bound socket."""
        self._held = held
        self.number: int = held.getsockname()[1]

    @classmethod
    def of(cls, number: int, *, fresh: bool = False) -> Self | None:
        """Reserve this very port, or None if somebody has it.

        A port that is wanted for its number is refused only if somebody listens: connections that linger from the last
        run do not count. A `fresh` one is also no other's reservation.
        """
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, not fresh)
            held.bind((HOST, number))
        except OSError:
            held.close()
            return None
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return cls(held)

    def release(self) -> None:
        """Let go: the part listens now, or never will."""
        self._held.close()


def reserve(wanted: int | None = None) -> Reservation:
    """Reserve the wanted port if it is free, otherwise any."""
    if wanted is not None and (found := Reservation.of(wanted)):
        return found
    for number in random.SystemRandom().sample(range(_FIRST, _LAST), 200):
        if found := Reservation.of(number, fresh=True):
            return found
    raise OSError(f"no free port between {_FIRST} and {_LAST} on {HOST}")


def is_free(number: int) -> bool:
    """Whether somebody could listen on the port now."""
    found = Reservation.of(number)
    if found is None:
        return False
    found.release()
    return True


def answers(number: int, host: str = HOST) -> bool:
    """Whether somebody accepts a connection."""
    try:
        socket.create_connection((host, number), timeout=1).close()
    except OSError:
        return False
    return True

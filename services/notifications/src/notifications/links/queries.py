"""The sender of this process, told once by the settings."""

from typing import Final

from notifications.links.domain import Sender


class _Desk:
    def __init__(self) -> None:
        self.sender = Sender("", "", "", b"")

    def open(self, sender: Sender) -> None:
        """From now on mails go out like this."""
        self.sender = sender


DESK: Final = _Desk()

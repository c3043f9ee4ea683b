"""The mail sink and the issuer: small programs of our own, each in its process."""

import smtplib
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts.part import NotReadyError, Part


def get(address: str, *, wanted: int = 200) -> None:
    """Ask by HTTP, without any proxy; raises NotReadyError unless the status is the wanted one."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as answer:
            status = answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            status = refused.code
    except (OSError, ValueError) as unreachable:
        raise NotReadyError(f"GET {address}: {unreachable}") from unreachable
    if status != wanted:
        raise NotReadyError(f"GET {address}: {status}")


class MailSink(Part):
    """Takes all mail over SMTP and keeps it as `.eml` files."""

    rank: ClassVar[int] = 2
    patience: ClassVar[float] = 5.0

    def __init__(self, folder: Path, port: int | None = None, *, log: Path | None = None) -> None:
        """Messages lie in `folder`, one file each."""
        self.folder = folder.resolve()
        super().__init__("mail", port=port, log=log or self.folder.with_name(f"{self.folder.name}.log"))

    @property
    def url(self) -> str:
        """Address for senders."""
        return f"smtp://{self.host}:{self.port}"

    def messages(self) -> list[Path]:
        """Files of all messages, oldest first."""
        return sorted(self.folder.glob("*.eml"))

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "yhdyspinta_local.sink", str(self.port), self.folder]

    @override
    def environment(self) -> dict[str, str]:
        return for_child()

    @override
    def ask(self) -> None:
        try:
            with smtplib.SMTP(self.host, self.port, timeout=5) as client:
                client.noop()
        except (OSError, smtplib.SMTPException) as refused:
            raise NotReadyError(f"SMTP banner: {refused}") from refused


class Issuer(Part):
    """The dev issuer; new keys at every start."""

    rank: ClassVar[int] = 2
    patience: ClassVar[float] = 5.0

    def __init__(self, folder: Path, port: int | None = None, *, env: str = "dev") -> None:
        """`folder` takes the log; `env` becomes its YHDYSPINTA_ENV."""
        self._env = env
        super().__init__("issuer", port=port, log=folder / "issuer.log")

    @property
    def url(self) -> str:
        """Its address, also the `iss` of its tokens."""
        return f"http://{self.host}:{self.port}"

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "yhdyspinta_local.issuer", str(self.port)]

    @override
    def environment(self) -> dict[str, str]:
        return for_child(YHDYSPINTA_ENV=self._env)

    @override
    def ask(self) -> None:
        get(f"{self.url}/.well-known/openid-configuration")

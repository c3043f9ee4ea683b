"""A service of the suite: its API process, its worker, its one-shot migration."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from typing_extensions import override

from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts.part import Part, last_words
from yhdyspinta_local.parts.process import Process
from yhdyspinta_local.parts.programs import get

Role = Literal["api", "worker"]
_WORDS: dict[Role, tuple[str, ...]] = {"api": ("api",), "worker": ("worker", "--with-relay")}


@dataclass(frozen=True)
class Surroundings:
    """What a service is told about the rest of the platform."""

    database_admin: str
    database_owner: str
    database_app: str
    kafka: str
    issuer: str
    smtp: str
    cursor_key: str
    env: str = "dev"
    tenant: str = "pohde"
    documents: str = "documents"
    """Folder of the documents that people attach."""
    public: str = ""
    """Address of the gateway as people know it: where the links of mails begin."""
    receiver: str = ""
    """`host:port` on this machine to which webhooks may go."""

    def common(self) -> dict[str, str]:
        """Variables of every role."""
        return {
            "YHDYSPINTA_ENV": self.env,
            "YHDYSPINTA_TENANT": self.tenant,
            "YHDYSPINTA_DATABASE_URL": self.database_app,
            "YHDYSPINTA_KAFKA": self.kafka,
            "YHDYSPINTA_ISSUER": self.issuer,
            "YHDYSPINTA_AUDIENCE": "yhdyspinta",
            "YHDYSPINTA_REPLICA": "0",
            "YHDYSPINTA_CURSOR_KEY": self.cursor_key,
            "YHDYSPINTA_SMTP_URL": self.smtp,
            "YHDYSPINTA_DOCUMENTS": self.documents,
            "YHDYSPINTA_DRAIN_SECONDS": "0.5",  # the gateway is stopped first, so nobody is sent elsewhere meanwhile
            **({"YHDYSPINTA_PUBLIC_URL": self.public} if self.public else {}),
            **({"YHDYSPINTA_WEBHOOK_INSIDE": json.dumps([self.receiver])} if self.receiver else {}),
        }

    def owner(self) -> dict[str, str]:
        """What only the migration is told in addition."""
        return {
            "YHDYSPINTA_DATABASE_ADMIN_URL": self.database_admin,
            "YHDYSPINTA_DATABASE_OWNER_URL": self.database_owner,
        }


class ServiceProcess(Part):
    """One role of one service; ready when `/readyz` on its own port says 200."""

    rank: ClassVar[int] = 1
    pause: ClassVar[float] = 0.15  # ten of them ask at once, while two cores import their modules

    def __init__(
        self,
        service: str,
        role: Role,
        surroundings: Surroundings,
        *,
        log: Path,
        port: int | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """`more` are further variables, e.g. pause points of the fault experiments."""
        self.service = service
        self.role: Role = role
        self._surroundings = surroundings
        self._more = dict(more or {})
        super().__init__(f"{service}-{role}", port=port, log=log)

    @property
    def url(self) -> str:
        """Its own address, beside the gateway."""
        return f"http://{self.host}:{self.port}"

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", self.service, *_WORDS[self.role]]

    @override
    def environment(self) -> dict[str, str]:
        own = {"YHDYSPINTA_HOST": self.host, "YHDYSPINTA_PORT": str(self.port)}
        return for_child(**self._surroundings.common(), **own, **self._more)

    @override
    def ask(self) -> None:
        get(f"{self.url}/readyz")


class MigrationFailedError(RuntimeError):
    """The migration ended with another code than 0."""


class Migration:
    """`python -m <service> migrate` of every service: roles, schema, tables, topics; may be run any number of times.

    One process for all of them, so that they import what they share once.
    """

    def __init__(self, services: Mapping[str, Surroundings], *, log: Path) -> None:
        """Nothing runs yet."""
        self.log = log
        self._services = services
        self._process: Process | None = None

    def start(self) -> None:
        """Spawn and return at once; the main thread only."""
        told = [{"service": name, "environment": {**one.common(), **one.owner()}} for name, one in self._services.items()]
        self._process = Process(
            [sys.executable, "-m", "yhdyspinta_local.migrating"],
            log=self.log,
            rank=ServiceProcess.rank,
            environment=for_child(YHDYSPINTA_MIGRATIONS=json.dumps(told)),
        )

    @property
    def done(self) -> bool:
        """Whether it has succeeded; raises MigrationFailedError when it has failed."""
        if self._process is None or self._process.code is None:
            return False
        code = self._process.code
        self._process.kill()
        if code != 0:
            raise MigrationFailedError(f"the migration ended with code {code}. {last_words(self.log)}")
        return True

    def wait(self, timeout: float = 120) -> None:
        """Until it has succeeded."""
        if self._process is not None:
            self._process.wait(timeout)
        if not self.done:
            raise subprocess.TimeoutExpired("migrate", timeout)

    def stop(self) -> None:
        """End it, wherever it is: it is repeatable."""
        if self._process is not None:
            self._process.stop(10)

"""Processes of the services, several of each role, watched as an orchestrator would: what dies is started anew."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from tests.faults.inside.mutants import MUTANTS
from tests.faults.inside.points import API, MAIL, RELAY, WORKER
from typing_extensions import override

from yhdyspinta_local.parts import ServiceProcess, Surroundings

Role = Literal["api", "worker", "relay"]
ROOT = Path(__file__).parents[3]
PASSES: dict[str, Sequence[str]] = {"api": API, "relay": RELAY, "worker": WORKER}


class Replica(ServiceProcess):
    """One process of one role, with points and perhaps mistakes put in."""

    pause: ClassVar[float] = 0.25

    def __init__(
        self, service: str, kind: Role, number: int, around: Surroundings, folder: Path, *, prefix: str, mutants: Sequence[str]
    ) -> None:
        name = f"{service}-{kind}-{number}"
        self.kind: Role = kind
        self.registry = ""
        """The address of an API of the registry: for a mistake that asks it."""
        self.number = number
        self.points = folder / "points" / name
        self.points.mkdir(parents=True, exist_ok=True)
        self.mutants = ",".join(one for one in mutants if one in MUTANTS)
        self._own = {
            "YHDYSPINTA_TOPIC_PREFIX": prefix,
            "YHDYSPINTA_REPLICA": str(number),
            "YHDYSPINTA_RATE_PER_MINUTE": "1000000",
            "YHDYSPINTA_RATE_BURST": "100000",
            "YHDYSPINTA_DRAIN_SECONDS": "0.2",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        }
        super().__init__(service, "api" if kind == "api" else "worker", around, log=folder / f"{name}.log")
        self.name = name

    @override
    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "tests.faults.inside", self.points, self.mutants, self.service, self.kind]

    @override
    def environment(self) -> dict[str, str]:
        return super().environment() | self._own | {"FAULTS_REGISTRY": self.registry}

    @property
    def passes(self) -> Sequence[str]:
        """The points of its role."""
        return [*PASSES[self.kind], *(MAIL if self.kind == "worker" and self.service == "notifications" else ())]

    def at(self, point: str, happens: str) -> None:
        """Have something happen at a point: `die`, `sleep`, `fail`, `wait 2`."""
        unfinished = self.points / f"{point}.new"
        unfinished.write_text(happens)
        unfinished.rename(self.points / point)

    def no_more(self, point: str) -> None:
        (self.points / point).unlink(missing_ok=True)

    def send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.signal(number)

    def wake(self) -> None:
        self.send(signal.SIGCONT)


class Keeper:
    """Starts anew what died, unless it is meant to be down. Counts what it did."""

    def __init__(self, replicas: Sequence[Replica]) -> None:
        self.replicas = replicas
        self.down: set[str] = set()
        """Names of those that shall stay away for now."""
        self.started_anew = 0
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._task = asyncio.create_task(self._keep())

    async def end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        while True:
            for replica in self.replicas:
                if not replica.alive and replica.name not in self.down:
                    replica.start()
                    self.started_anew += 1
            await asyncio.sleep(0.1)

"""What runs beside the services, and what it says."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from typing_extensions import override

from yhdyspinta_local import folders
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.state import State
from yhdyspinta_local.walks.checks import Differs
from yhdyspinta_local.walks.newcomer import java
from yhdyspinta_local.walks.surroundings import Programs

_SECONDS: Final = 120
"""For one program; the first time, a compiler is fetched."""
_HERE: Final = "yhdyspinta_local.walks.newcomer"


class Real(Programs):
    """On the platform that runs."""

    def __init__(self, now: State) -> None:
        self._now = now

    @override
    async def say(self, name: str, *words: str) -> str:
        try:
            line = await asyncio.to_thread(self._command, name, words)
            done = await asyncio.to_thread(
                subprocess.run, line, capture_output=True, text=True, timeout=_SECONDS, env=for_child(), check=False
            )
        except (OSError, RuntimeError, subprocess.TimeoutExpired) as fault:
            raise Differs(f"the program {name} to run", str(fault)) from fault
        if done.returncode:
            raise Differs(f"the program {name} to end well", f"{done.returncode}: {done.stderr[-800:]}")
        return done.stdout

    def _command(self, name: str, words: Sequence[str]) -> Sequence[str | Path]:
        now, python = self._now, sys.executable
        if name == "java":
            return java.command(now.kafka)
        lines: Mapping[str, Sequence[str | Path]] = {
            "reader": [folders.CHECKOUT / "docs" / "newcomer" / "reader.py", now.kafka],
            "holding": ["-m", f"{_HERE}.holding", now.database],
            "anywhere": ["-m", f"{_HERE}.anywhere", now.database],
            "look": ["-m", f"{_HERE}.segments", name, now.kafka, Path(now.data) / "kafka"],
            **{verb: ["-m", f"{_HERE}.segments", verb, now.kafka] for verb in ("short", "cut", "usual")},
            "republish": ["-m", "yhdyspinta", name, "--data", now.data, "--output", "json"],
        }
        return [python, *lines[name], *words]

"""What the client knows: each attempt is on disk before it is sent; unknown stays unknown."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID


@dataclass
class Attempt:
    """One thing that was asked for, perhaps several times under one key."""

    id: UUID
    """The Idempotency-Key, and the X-Request-Id, which is the correlation of all that follows."""
    service: str
    what: str
    event: str
    """What it announces, once; empty where it announces nothing."""
    status: int = 0
    """Of the last answer; 0: none came."""
    made: str = ""
    """The id in a 201."""
    at: float = 0.0

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """The service said no: nothing may have happened. A 503 promises nothing."""
        return 400 <= self.status < 500


class Ledger:
    """One file, a line for each attempt and for each answer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", encoding="utf-8")

    def begins(self, attempt: Attempt) -> None:
        """On disk before anything is sent."""
        self._write({"begins": True, **asdict(attempt), "id": str(attempt.id)})
        os.fsync(self._file.fileno())

    def answered(self, attempt: Attempt, status: int, seconds: float, at: float, *, patient: bool, made: str = "") -> None:
        """An answer; `patient`: it says when to come again, if it is a 503."""
        line = {"id": str(attempt.id), "status": status, "seconds": round(seconds, 4), "at": at, "patient": patient, "made": made}
        self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class Answer:
    """One line of the file."""

    status: int
    seconds: float
    at: float
    patient: bool


@dataclass
class Read:
    """The file as the checker reads it."""

    attempts: dict[UUID, Attempt]
    answers: list[Answer]

    @classmethod
    def of(cls, path: Path) -> "Read":
        found = cls({}, [])
        for line in _lines(path):
            id = UUID(line["id"])
            if line.pop("begins", False):
                found.attempts[id] = Attempt(**{**line, "id": id})
            else:
                found.answers.append(Answer(line["status"], line["seconds"], line["at"], line["patient"]))
                attempt = found.attempts[id]
                attempt.status, attempt.made = line["status"], line["made"] or attempt.made
        return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)

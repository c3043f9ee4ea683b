"""Help comes at once, for it imports nothing; every command has some."""

import os
import subprocess
import sys

import pytest
from tests.cli.conftest import APP, Cli
from typer.main import get_command

SLOW = {"registry", "grants", "forums", "facilities", "notifications", "chassis", "sqlalchemy", "sqlmodel", "fastapi", "pydantic", "aiokafka", "asyncpg", "httpx", "rich"}
COMMANDS = {
    "status", "lag", "trace", "import", "rebuild", "rejoin", "republish", "version", "db", "topics", "events", "parked", "outbox", "audit", "access",
    "up", "down", "restart", "logs", "token", "walk", "doctor", "clean",
}  # fmt: skip


def every_command() -> list[tuple[str, ...]]:
    root: dict[str, object] = vars(get_command(APP))["commands"]
    return [(), *((name,) for name in root), *((name, inner) for name, group in root.items() for inner in vars(group).get("commands", ()))]


def test_help__imports_nothing_that_takes_time() -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "yhdyspinta", "--help"], check=True, capture_output=True, text=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "yhdyspinta.status" in imported
    assert not {name for name in imported if name.partition(".")[0] in SLOW}


def test_help__has_our_commands_and_those_of_plug_ins(nowhere: Cli) -> None:
    told = nowhere.run("--help", code=0).stdout
    assert {line.split()[0] for line in told.partition("Commands:")[2].splitlines() if line.strip() and line[2] != " "} == COMMANDS


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_help__each_command(nowhere: Cli, words: tuple[str, ...]) -> None:
    told = nowhere.run(*words, "--help", code=0).stdout
    assert told.startswith("Usage: ")
    assert len(told.splitlines()[2].strip()) > 10  # a sentence about it


def test_without_a_command__help(nowhere: Cli) -> None:
    assert "Commands:" in nowhere.run(code=2).output


def test_completion__of_services() -> None:
    asked = {"_YHDYSPINTA_COMPLETE": "complete_bash", "COMP_WORDS": "yhdyspinta rebuild gr", "COMP_CWORD": "2"}
    done = subprocess.run([os.path.dirname(sys.executable) + "/yhdyspinta"], check=False, capture_output=True, text=True, env={**os.environ, **asked})  # noqa: TID251, PTH120
    assert done.stdout.split() == ["grants"]

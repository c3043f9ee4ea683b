"""How commands end when something is missing: which code, and what to do about it."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from tests.cli.conftest import Cli

from yhdyspinta.showing import Form, watch
from yhdyspinta_local import ports


@pytest.mark.parametrize(
    "words",
    ["status", "lag", "topics list", "topics tail registry.organisation", "parked list", "outbox status", "db status", "audit verify", "republish --since 1h", "import fi --resume"],
)
def test_nothing_runs__4(nowhere: Cli, words: str) -> None:
    done = nowhere.run(*words.split(), "--as", "coordinator", code=4) if "import" in words else nowhere.run(*words.split(), code=4)
    assert done.stdout == ""
    assert "yhdyspinta up" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rebuild grant organisation", "there are registry, grants"),
        ("rebuild grants organisations", "grants keeps no organisations, but"),
        ("parked show nonsense", "consumer:topic:partition:offset"),
        ("parked drop", "--grounds"),
        ("republish --since yesterday", "neither 90s"),
        ("access matrix nobody", "there are registry"),
        ("audit verify --known 1:00", "name the service"),
        ("trace nonsense", "UUID"),
        ("import fi", "Either files are sent"),
        ("topics tail", "topic"),
        ("nonsense", "No such command"),
    ],
)
def test_wrong_use__2(nowhere: Cli, words: str, said: str) -> None:
    done = nowhere.run(*words.split(), code=2)
    assert done.stdout == ""
    assert said in done.stderr


def test_grounds__carry_no_identity_code(nowhere: Cli) -> None:
    done = nowhere.run("parked", "drop", "--grounds", "asked by 131052-308T", code=2)
    assert "131052" not in done.stderr.partition("Error:")[2]


def test_the_data_folder_of_a_run_that_ended__4(nowhere: Cli, tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "lock").touch()
    (tmp_path / ".local" / "state.json").write_text('{"phase": "ready", "processes": []}')
    assert nowhere.run("status", code=4).stdout == ""


def _a_dead_port() -> int:
    reserved = ports.reserve()
    reserved.release()
    return reserved.number


def test_a_part_is_away__1(nowhere: Cli) -> None:
    dead = _a_dead_port()
    told = nowhere.knowing(
        DATABASE_URL=f"postgresql://{{service}}_app@127.0.0.1:{dead}/x", KAFKA=f"127.0.0.1:{dead}", GATEWAY=f"http://127.0.0.1:{dead}", SERVICES="grants"
    )
    for words in ("outbox status", "topics list"):
        assert "yhdyspinta status" in told.run(*words.split(), code=1).stderr
    (gateway,) = told.json("status", code=1)["processes"]
    assert (gateway["name"], gateway["state"]) == ("gateway", "away")


def test_an_address_for_another_role__is_not_taken(nowhere: Cli) -> None:
    """The surroundings of one service say nothing about its neighbours."""
    told = nowhere.knowing(DATABASE_URL="postgresql://registry_app@127.0.0.1:1/x", SERVICES="grants")
    assert "grants_app" in told.run("outbox", "status", code=4).stderr
    assert "does not answer" in told.knowing(SERVICES="registry").run("outbox", "status", code=1).stderr


def test_watch__ctrl_c_ends_it_even_where_a_client_loses_the_cancellation() -> None:
    """As a connection does that is torn down while it opens: the interrupt must not be lost with it."""
    looks, before = [], signal.getsignal(signal.SIGINT)

    async def look() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0.1)

    def show(_: object) -> None:
        looks.append(1)
        asyncio.run(look())

    watch(Form.JSON, show, every=0.01)
    assert len(looks) == 1
    assert signal.getsignal(signal.SIGINT) is before

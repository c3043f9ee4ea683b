"""The commands without a platform: what they refuse, what they say."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from yhdyspinta_local import jars, ports, state
from yhdyspinta_local.commands import app
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts import Postgres
from yhdyspinta_local.parts import postgres as module


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "yhdyspinta_local", *words],
        check=False, capture_output=True, text=True, timeout=60, env=for_child(**environment),
    )  # fmt: skip


def test_commands__are_found_by_the_command_line() -> None:
    (found,) = (one for one in entry_points(group="yhdyspinta.commands") if one.name == "local")
    assert found.load() is app


def test_help__waits_for_no_service_and_no_library() -> None:
    program = (
        "import sys; from yhdyspinta_local.commands import app\n"
        "heavy = {'fastapi', 'aiokafka', 'asyncpg', 'jgo', 'joserfc', 'chassis', 'registry'} & sys.modules.keys()\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=30).returncode == 0
    assert {f"│ {name} " for name in ("up", "down", "restart", "logs", "token", "doctor", "clean")} <= {
        line[: line.index(" ", 2) + 1] for line in run("--help").stdout.splitlines() if line.startswith("│ ")
    }


@pytest.mark.parametrize("words", [["token", "--as", "coordinator"], ["restart"]])
def test_not_running__is_code_4(tmp_path: Path, words: list[str]) -> None:
    done = run(*words, "--data", str(tmp_path / "data"))
    assert done.returncode == 4
    assert "yhdyspinta up" in done.stderr


def test_clean__forgets_a_run_and_nothing_else(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours", tmp_path / "other"
    with state.held(ours):
        assert run("clean", "--yes", "--data", str(ours)).returncode == 1
    other.mkdir()
    (other / "thesis.txt").touch()
    assert run("clean", "--yes", "--data", str(other)).returncode == 2
    assert (other / "thesis.txt").exists()
    assert run("clean", "--yes", "--data", str(ours)).returncode == 0
    assert not ours.exists()


def test_held__by_one_run_at_a_time(tmp_path: Path) -> None:
    with state.held(tmp_path), pytest.raises(state.HeldError), state.held(tmp_path, patience=0.2):
        pass
    with state.held(tmp_path, patience=0):
        pass


def test_doctor__says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    folder = cache / "yhdyspinta" / f"kafka-{jars.digest()}" / "jars"
    folder.mkdir(parents=True)
    (folder / jars.listed()[0].filename).write_bytes(b"another")
    port = ports.reserve()
    number = port.number
    port.release()
    done = run(
        "doctor", "--data", str(tmp_path / "data"), "--port", str(number),
        XDG_CACHE_HOME=str(cache), YHDYSPINTA_ENV="production",
    )  # fmt: skip
    assert done.returncode == 1
    bad = [line.split("  ")[1].strip() for line in done.stdout.splitlines() if line.startswith("BAD")]
    assert bad == ["mode", "Kafka's jars"]
    assert "uninstall yhdyspinta-local" in done.stdout
    assert f"delete {folder}" in done.stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_postgres__as_root_without_user_namespaces(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where namespaces are off the server runs as `nobody`, and still answers, stops and restarts."""
    monkeypatch.setattr(module, "_namespace", lambda: ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))
    part = Postgres(open_folder / "postgres", durable=False)
    try:
        part.start()
        part.wait_ready(30)
        assert Path(f"/proc/{part.pid}").stat().st_uid == 65534
        part.kill()
        part.start()
        part.wait_ready(30)
    finally:
        part.stop()

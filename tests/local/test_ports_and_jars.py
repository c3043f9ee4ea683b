"""Ports that nobody else gets, jars that are what the repository says."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from yhdyspinta_local import jars, ports
from yhdyspinta_local.parts.kafka import Prepared


def test_reserve__is_taken_for_others_but_not_for_the_server() -> None:
    one, other = ports.reserve(), ports.reserve()
    assert one.number != other.number
    assert ports.Reservation.of(one.number, fresh=True) is None
    with socket.create_server((ports.HOST, one.number)):
        assert ports.answers(one.number)
        assert not ports.is_free(one.number)
        instead = ports.reserve(one.number)
        assert instead.number != one.number
    for reservation in (one, other, instead):
        reservation.release()
    assert ports.is_free(one.number)


def test_is_free__connections_of_the_last_run_do_not_count() -> None:
    server = socket.create_server((ports.HOST, 0))
    number = server.getsockname()[1]
    with socket.create_connection((ports.HOST, number)) as client:
        server.accept()[0].close()  # this side says goodbye first, and lingers
        client.recv(1)
    server.close()
    assert ports.Reservation.of(number, fresh=True) is None
    assert ports.is_free(number)


def test_listed__every_jar_has_a_sum_and_a_name_of_its_own() -> None:
    wanted = jars.listed()
    assert len(wanted) == len({jar.filename for jar in wanted}) == 46
    assert all(len(jar.sha256) == 64 for jar in wanted)
    assert wanted[0].coordinate == "org.apache.kafka:kafka_2.13:4.3.1"


@pytest.fixture
def fetched(tmp_path: Path) -> Path:
    """A copy of the user's folder of jars."""
    Prepared().ready()
    return shutil.copytree(Prepared().home / "jars", tmp_path / "jars")


def test_provide__jar_with_a_wrong_sum(fetched: Path) -> None:
    jars.provide(fetched)
    victim = fetched / jars.listed()[7].filename
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    with pytest.raises(jars.WrongSumError, match=jars.listed()[7].coordinate):
        jars.provide(fetched)


def test_provide__cut_or_missing_jar(fetched: Path) -> None:
    cut, missing = (fetched / jar.filename for jar in jars.listed()[:2])
    cut.write_bytes(cut.read_bytes()[:-1])
    missing.unlink()
    with pytest.raises(jars.WrongSumError, match="is missing"):
        jars.provide(fetched)
    assert len(jars.wrong(fetched, jars.listed())) == 2


def test_provide__fetched_jar_with_a_wrong_sum_gets_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network brings is judged before the folder gets its name."""
    from jgo.maven import Artifact, PythonResolver

    def forged(_self: PythonResolver, artifact: Artifact) -> Path:
        file = artifact.cached_path
        assert file is not None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"another jar")
        return file

    monkeypatch.setattr(PythonResolver, "download", forged)
    sums = tmp_path / "sums"
    sums.write_text("\n".join(jars.SUMS.read_text().splitlines()[:1]))
    with pytest.raises(jars.WrongSumError, match="refused"):
        jars.provide(tmp_path / "jars", sums)
    assert not (tmp_path / "jars").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are of Linux")
def test_start__warm_needs_no_network_and_no_resolver(tmp_path: Path) -> None:
    Prepared().ready()
    program = (
        "import sys; from pathlib import Path; from yhdyspinta_local.parts import start_for_tests\n"
        "started = start_for_tests(Path(sys.argv[1])); assert 'jgo' not in sys.modules; started.stop(); print('answered')"
    )
    apart = 'ip link set lo up && ! ip route get 192.0.2.1 2>/dev/null && exec "$0" -c "$1" "$2"'
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", apart, sys.executable, program, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.stdout.strip() == "answered", done.stderr

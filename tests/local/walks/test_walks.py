"""All walks: they came out with the first start; and what a walk needs before its first step."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.local.walks.conftest import County

from yhdyspinta_local import ports, run
from yhdyspinta_local.commands import Walk
from yhdyspinta_local.screen import Screen
from yhdyspinta_local.state import State
from yhdyspinta_local.walks import begun
from yhdyspinta_local.walks.begun import AT_FIRST, WALKS


def walk_by_command(data: Path) -> "subprocess.CompletedProcess[str]":
    words: list[str | Path] = [sys.executable, "-m", "yhdyspinta_local", "walk", "grant", "--seed", "1", "--data", data]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)


def test_command__names_all_walks() -> None:
    assert [name.value for name in Walk] == [walk.name for walk in WALKS]


def test_up__a_walk_has_a_fault_of_its_own__said_and_the_platform_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(*_: object) -> int:
        raise KeyError("nothing of the kind")

    monkeypatch.setattr(begun, "walk", breaks)
    now = State("ready", 1, "data", "gateway", "kafka", "database", "issuer", "smtp", None, "dev", ())
    run._walk(now, Screen())
    assert "The walks could not go on: KeyError('nothing of the kind')" in capsys.readouterr().err


def test_up__every_walk_comes_out_with_the_first_start(county: County) -> None:
    lines = county.screen.splitlines()
    for walk in AT_FIRST:
        assert county.screen.index("What has just happened") < county.screen.index(f"walk {walk.name} --seed")
        names = {step.name.split()[0] for step in walk.steps}
        assert len([line for line in lines if line.startswith("✓") and line.split()[3] in names]) >= len(walk.steps)


def test_up__the_county_is_furnished(county: County) -> None:
    assert "175 taken up, 825 outside the county" in county.screen
    assert "Libraries of Greater Manchester (Trafford Council, OGL 3.0): 141 taken up" in county.screen
    form = {"grant_type": "urn:yhdyspinta:grant:persona", "persona": "professional", "client_id": "cli"}
    token = httpx.post(f"{county.now.issuer}/token", data=form).json()["access_token"]
    with httpx.Client(base_url=f"{county.now.gateway}/api", headers={"Authorization": f"Bearer {token}"}, timeout=40) as http:

        def items(path: str, **query: str | int) -> list[Any]:
            found: list[Any] = http.get(path, params=query).raise_for_status().json()["items"]
            return found

        (centre,) = items("facilities/v1/sites", kind="health_centre", q="Keskustan")
        assert centre["demonstration"]
        assert {one["demonstration"] for one in items("facilities/v1/spaces", limit=200)} == {True}, "no register says which rooms there are"
        codes = {one["code"] for one in items("forums/v1/structures", limit=200)}
        assert {"service-area-meeting:oulu", "sote-domain-meeting:families"} <= codes
        assert [one["status"] for one in items("forums/v1/meetings", public="true", status="scheduled", limit=200)]


def test_command__the_port_of_webhooks_is_taken__exit_1_and_why(county: County) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((ports.HOST, county.now.receiver))
        taken.listen()
        done = walk_by_command(Path(county.now.data))
    assert done.returncode == 1
    first, last = map(json.loads, done.stdout.splitlines())
    assert first == {"walk": "grant", "seed": 1}
    assert (last["failed"], "in use" in last["came"]) == ("receiver", True)


def test_command__nothing_runs__exit_4(tmp_path: Path) -> None:
    assert walk_by_command(tmp_path / "nothing").returncode == 4

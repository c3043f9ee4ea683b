"""The whole platform with two services, as an operator meets it."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.cli.conftest import Cli, Platform

from chassis.outbox import new_id
from yhdyspinta_local import state
from yhdyspinta_local.personas import PERSONAS

PROCESSES = {"supervisor", "kafka", "postgres", "mail", "issuer", "gateway", "registry-api", "registry-worker", "grants-api", "grants-worker"}
SOURCES = Path(__file__).parents[2] / "services/registry/src/registry/imports/data"
CHARITIES = SOURCES / "uk-trafford/charities_operating_in_trafford.csv"
ASSOCIATIONS = SOURCES / "fi-transparency-register/organisations.json"


def soon(holds: Callable[[], bool], what: str, within: float = 30) -> None:
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, f"not within {within} s: {what}"
        time.sleep(0.1)


def coordinator(here: Cli, platform: Platform) -> httpx.Client:
    token = here.run("token", "--as", "coordinator", "--data", platform.data, code=0).stdout.strip()
    return httpx.Client(base_url=here.json("status")["gateway"], headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=20)


def registered(here: Cli, platform: Platform, name: str) -> httpx.Response:
    with coordinator(here, platform) as client:
        answer = client.post("/api/registry/v1/organisations", json={"name_fi": name})
    assert answer.status_code == 201, answer.text
    return answer


# --- status


def test_status__json(here: Cli, platform: Platform) -> None:
    now = here.json("status")
    said = state.running(platform.data)
    assert said is not None
    assert (now["phase"], now["gateway"], now["kafka"], now["database"]) == ("ready", said.gateway, said.kafka, said.database)
    processes = {one["name"]: one for one in now["processes"]}
    assert set(processes) == PROCESSES
    assert {name: processes[name]["pid"] for name in processes if name != "supervisor"} == {one.name: one.pid for one in said.processes}
    assert processes["supervisor"]["pid"] == platform.supervisor.pid
    assert {one["state"] for one in processes.values()} == {"ready"}
    assert all(one["version"] for one in processes.values())
    assert (processes["kafka"]["version"], processes["postgres"]["version"].partition(".")[0]) == ("4.3.1", "18")
    assert all(one["memory"] > 5_000_000 for one in processes.values())
    assert sum(one["memory"] for one in processes.values()) == pytest.approx(now["memory"], rel=0.1)


def test_status__memory_is_proportional(here: Cli, platform: Platform) -> None:
    """What the kernel tells of the whole tree, taken by another way."""
    now = here.json("status")
    api = next(one for one in now["processes"] if one["name"] == "registry-api")
    lines = Path(f"/proc/{api['pid']}/smaps").read_text().splitlines()
    assert api["memory"] == pytest.approx(sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), rel=0.1)


def test_status__table_and_env(here: Cli, platform: Platform) -> None:
    table = here.run("status", "-o", "table", code=0).stdout
    assert {line.split()[0] for line in table.splitlines() if "ready" in line} >= PROCESSES
    assert "MiB" in table
    env = dict(line.split("=", 1) for line in here.run("status", "-o", "env", code=0).stdout.splitlines())
    assert env["YHDYSPINTA_DATA"] == str(platform.data)
    elsewhere = Cli(env | {"YHDYSPINTA_SERVICES": "registry"})
    assert elsewhere.json("lag", "--data", platform.data)[0]["service"] == "registry"


def test_status__from_elsewhere(here: Cli, nowhere: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of its own: by the addresses of gateway and services, without pids."""
    now = here.json("status")
    api = next(one for one in now["processes"] if one["name"] == "grants-api")
    monkeypatch.chdir(tmp_path)
    told = nowhere.knowing(GATEWAY=now["gateway"], GRANTS_URL=f"http://{api['address']}", SERVICES="registry,grants")
    grants, gateway = told.json("status")["processes"]
    assert (grants["name"], grants["state"], grants["version"], grants["pid"], grants["memory"]) == ("grants", "ready", api["version"], None, None)
    assert gateway["name"] == "gateway"


def test_status__watch(platform: Platform) -> None:
    """One line for each look, until Ctrl-C; that is no failure."""
    words = [sys.executable, "-m", "yhdyspinta", "status", "--watch", "--data", str(platform.data)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        lines = [json.loads(watching.stdout.readline()) for _ in range(2)]
        watching.send_signal(2)
        assert watching.wait(10) == 0
    assert [line["phase"] for line in lines] == ["ready", "ready"]


def test_status__a_part_that_died(here: Cli) -> None:
    before = next(one for one in here.json("status")["processes"] if one["name"] == "grants-worker")
    os.kill(before["pid"], 9)
    soon(lambda: here.run("status").exit_code == 1, "it is seen")

    def back() -> bool:
        done = here.run("status")
        now = next(one for one in json.loads(done.stdout)["processes"] if one["name"] == "grants-worker")
        return bool(done.exit_code == 0 and now["restarts"] == before["restarts"] + 1 and now["pid"] != before["pid"])

    soon(back, "it is back", within=60)


# --- one request across services


def test_trace__from_the_request_to_another_services_copy(here: Cli, platform: Platform) -> None:
    answer = registered(here, platform, "Jäljen ry")
    request, id = answer.headers["X-Request-Id"], answer.json()["id"]

    def copied() -> bool:
        done = here.run("trace", request)
        return done.exit_code == 0 and any(one["what"] == "copied" for one in json.loads(done.stdout))

    soon(copied, "grants has its copy")
    moments = here.json("trace", request)
    assert [(one["service"], one["what"]) for one in moments if id in one["name"]] == [
        ("registry", "changed"), ("registry", "said"), ("registry", "said"), ("grants", "copied"),
    ]  # fmt: skip
    assert moments == sorted(moments, key=lambda one: one["at"])
    assert {one["actor"] for one in moments if one["service"] == "registry"} == {f"person:{PERSONAS['coordinator'].sub}"}
    table = here.run("trace", request, "-o", "table", code=0).stdout
    assert "0.000 s" in table
    assert "OrganisationRegistered" in table
    assert "Nobody knows" in here.run("trace", new_id(), code=1).stderr


def test_events_show__taken_by_the_copies_of_others(here: Cli, platform: Platform) -> None:
    id = registered(here, platform, "Tapahtuman ry").json()["id"]
    soon(lambda: any(one["key"] == id for one in here.lines("topics", "tail", "registry.organisation.state")), "it is said")
    said = next(one for one in here.lines("topics", "tail", "registry.organisation.state") if one["key"] == id)
    assert said["payload"]["names"]["fi"] == "Tapahtuman ry"
    soon(lambda: here.json("events", "show", said["id"])["heard"] == [{"consumer": "grants.copies", "became": "taken", "error": None}], "it is taken")


def test_rebuild__equals_the_registry(here: Cli, platform: Platform) -> None:
    registered(here, platform, "Kopion ry")
    done = here.json("rebuild", "grants", "organisation")
    assert (done["owner"], done["equal"]) == ("registry", True)
    assert done["rebuilt"]["rows"] >= 1
    assert done["copy_hash"] == done["owner_hash"]


def test_lag_outbox_audit_db__all_is_well(here: Cli) -> None:
    soon(lambda: here.run("lag", "--fail-over", "0").exit_code == 0, "everything is taken")
    assert {row["group"] for row in here.json("lag")} >= {"registry.copies", "registry.roles", "grants.copies"}
    soon(lambda: all(row["pending"] == 0 for row in here.json("outbox", "status")), "everything is sent")
    assert all(row["well"] for row in here.json("audit", "verify"))
    assert [row["behind"] for row in here.json("db", "status")] == [False, False]
    assert [row["service"] for row in here.json("db", "migrate", "grants")] == ["grants"]
    assert here.json("parked", "list") == []


def test_db_shell(platform: Platform) -> None:
    words = [sys.executable, "-m", "yhdyspinta", "db", "shell", "grants", "--data", str(platform.data)]
    done = subprocess.run(words, input="SELECT current_user, current_schema();\n", check=True, capture_output=True, text=True)
    assert done.stdout.split("\n")[2].split() == ["grants_app", "|", "grants"]


# --- a terminal, and none


def on_a_terminal(*words: object, told: Mapping[str, str], stdout: bool = False) -> tuple[str, str]:
    """What is written to stdout and to stderr; the latter, and perhaps the former, is a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", **told}  # noqa: TID251
    with subprocess.Popen(
        [sys.executable, "-m", "yhdyspinta", *map(str, words)], stdout=theirs if stdout else subprocess.PIPE, stderr=theirs, text=True, env=env
    ) as command:
        os.close(theirs)
        written = command.stdout.read() if command.stdout is not None else ""
        seen = b""
        try:
            while more := os.read(ours, 4096):
                seen += more
        except OSError:  # the other end is closed
            pass
        assert command.wait(30) == 0
    os.close(ours)
    return written, seen.decode()


def test_news__only_where_somebody_watches(platform: Platform) -> None:
    told = {"YHDYSPINTA_SERVICES": "grants", "YHDYSPINTA_DATA": str(platform.data), "CI": ""}
    written, seen = on_a_terminal("audit", "verify", told=told)
    assert seen.split() == ["grants", "…"]
    assert json.loads(written)[0]["well"]
    for words, more in ((("--quiet", "audit", "verify"), {"CI": ""}), (("audit", "verify"), {"CI": "true"})):
        quiet, nothing = on_a_terminal(*words, told=told | more)
        assert (json.loads(quiet), nothing) == (json.loads(written), "")


def test_table__on_a_terminal_and_without_colours_on_demand(platform: Platform) -> None:
    told = {"YHDYSPINTA_SERVICES": "grants", "YHDYSPINTA_DATA": str(platform.data)}
    _, coloured = on_a_terminal("--quiet", "db", "status", told=told, stdout=True)
    _, plain = on_a_terminal("--quiet", "db", "status", told=told | {"NO_COLOR": "1"}, stdout=True)
    for seen in (coloured, plain):
        assert [word for word in re.sub(r"\x1b\[[0-9;?]*[a-z]", "", seen).split() if word.isalpha()] == ["service", "has", "needs", "behind", "grants", "no"]
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain)


# --- import


def account(job: dict[str, Any]) -> int:
    return sum(job["counts"][name] for name in ("create", "change", "unchanged", "reject", "possible_duplicate"))


def test_import__dry_run_then_for_real_then_nothing_new(here: Cli, tmp_path: Path) -> None:
    few = tmp_path / "charities.csv"
    few.write_bytes(b"".join(CHARITIES.read_bytes().splitlines(keepends=True)[:41]))
    ask = ("import", "uk-trafford", few, "--as", "coordinator")
    dry = here.json(*ask, "--dry-run")
    assert (dry["state"], dry["mode"], account(dry)) == ("done", "dry_run", dry["progress"]["total"])
    first = here.json(*ask)
    assert (first["state"], first["mode"], first["counts"]["create"]) == ("done", "apply", dry["counts"]["create"])
    assert first["counts"]["create"] > 20
    again = here.json(*ask)
    assert (again["counts"]["create"], again["counts"]["unchanged"]) == (0, first["counts"]["create"])
    assert "unfinished" in here.run("import", "uk-trafford", "--resume", "--as", "coordinator", code=1).stderr
    table = here.run(*ask, "-o", "table", code=0).stdout
    assert "credit" in table


def test_import__rejected_rows_as_a_file(here: Cli, tmp_path: Path) -> None:
    broken, errors = tmp_path / "charities.csv", tmp_path / "out.csv"
    head, row, *_ = CHARITIES.read_text("utf-8-sig").splitlines()
    broken.write_text("\n".join([head, row, "," * row.count(",")]) + "\n")
    job = here.json("import", "uk-trafford", broken, "--as", "coordinator", "--dry-run", "--errors", errors)
    assert job["counts"]["reject"] == 1
    (rejected,) = csv.DictReader(errors.read_text("utf-8-sig").splitlines())
    assert rejected["line"] == "3"
    assert rejected["reason"]


def test_import__resumed_after_the_client_died(here: Cli, platform: Platform) -> None:
    """The job goes on without its caller, and over a worker's death; `--resume` finds it and waits."""
    words = ["import", "fi-transparency-register", str(ASSOCIATIONS), "--as", "coordinator", "--data", str(platform.data)]
    with subprocess.Popen([sys.executable, "-m", "yhdyspinta", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as caller, coordinator(here, platform) as client:

        def taken_up() -> bool:
            items = client.get("/api/registry/v1/imports", params={"source": "fi-transparency-register"}).json()["items"]
            return bool(items) and items[0]["state"] in {"queued", "running"}

        soon(taken_up, "the import has begun")
        caller.kill()
    worker = next(one for one in here.json("status")["processes"] if one["name"] == "registry-worker")
    os.kill(worker["pid"], 9)
    job = here.json("import", "fi-transparency-register", "--resume", "--as", "coordinator")
    assert (job["state"], account(job), job["progress"]["total"]) == ("done", 1243, 1243)
    assert job["counts"]["create"] >= 1200


def test_import__refused(here: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    unknown = here.run("import", "nobody", file, "--as", "coordinator", code=2).stderr
    assert "fi-transparency-register, " in unknown
    assert "Columns are missing" in here.run("import", "uk-trafford", file, "--as", "coordinator", code=2).stderr
    assert "who you are" in here.run("import", "nobody", file, code=2).stderr
    assert "no persona" in here.run("import", "nobody", file, "--as", "nobody", code=2).stderr
    assert here.run("import", "uk-trafford", file, "--as", "representative_a", code=1).stderr.startswith("✗")
    told = here.knowing(CLIENT_ID="grants", CLIENT_SECRET="wrong")
    assert "wrong secret" in told.run("import", "nobody", file, code=2).stderr
    secret = tmp_path / "secret"
    secret.write_text("dev-grants\n")
    known = here.knowing(CLIENT_ID="grants", CLIENT_SECRET_FILE=str(secret))
    assert "✗" in known.run("import", "uk-trafford", file).stderr  # signed in, but a service may not import

"""The walk of a grant on the whole platform: it comes out, twice on the same data; and whatever is otherwise ends it with 1."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.local.conftest import eventually
from tests.local.walks.tape import Change, Entry, Given, Passing, Recording, Replaying, Stopped

from yhdyspinta_local import ports, state
from yhdyspinta_local.state import State
from yhdyspinta_local.walks.begun import walked_over
from yhdyspinta_local.walks.grant import STEPS
from yhdyspinta_local.walks.surroundings import Hook, Post, Receiver, letter
from yhdyspinta_local.walks.timeline import Timeline

NAMES = [step.name for step in STEPS]
SEED = 20261123


@dataclass
class Walked:
    """A platform on which `up` has walked already, and the record of a second walk."""

    now: State
    screen: str
    code: int
    lines: list[Any]
    tape: list[Entry]
    hooks: Given
    mail: Path
    """What came meanwhile."""
    clock: Stopped

    def again(
        self, folder: Path, change: Change | None = None, mail: Callable[[Path], None] = lambda _: None,
        hooks: Callable[[list[Hook]], list[Hook]] = lambda them: them,
    ) -> tuple[int, list[Any], Replaying]:
        """Play it again with what is otherwise."""
        folder.mkdir()
        post = Post(folder)
        shutil.copytree(self.mail, folder, dirs_exist_ok=True)
        mail(folder)
        said: list[Any] = []
        timeline = Timeline(lambda line: said.append(json.loads(line)))
        transport = Replaying(self.tape, change)
        assert self.clock.began is not None
        clock = Passing(self.clock.began)

        async def walk() -> int:
            async with httpx.AsyncClient(base_url=self.now.gateway, transport=transport) as http:
                given = Given(self.hooks.url, hooks(self.hooks.hooks))
                return await walked_over(http, self.now.issuer, clock, post, given, timeline, SEED)

        return asyncio.run(walk()), said, transport


def record(now: State, folder: Path) -> tuple[int, list[Any], list[Entry], Given, Stopped]:
    said: list[Any] = []
    timeline = Timeline(lambda line: said.append(json.loads(line)))
    assert now.mail is not None
    before = {file.name for file in Path(now.mail).glob("*.eml")}
    recording, post, clock = Recording(timeline), Post(Path(now.mail)), Stopped()

    async def walk(receiver: Receiver) -> int:
        async with httpx.AsyncClient(base_url=now.gateway, timeout=40, transport=recording) as http:
            return await walked_over(http, now.issuer, clock, post, receiver, timeline, SEED)

    with Receiver(now.receiver) as receiver:
        code = asyncio.run(walk(receiver))
    folder.mkdir()
    for file in Path(now.mail).glob("*.eml"):
        if file.name not in before:
            shutil.copy(file, folder)
    return code, said, recording.entries, Given(receiver.url, list(receiver.got())), clock


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """`yhdyspinta up` on an empty folder, until the time line is there; then another walk."""
    folder = tmp_path_factory.mktemp("walk")
    reserved = ports.reserve()
    reserved.release()
    words: list[str | Path] = [sys.executable, "-m", "yhdyspinta_local", "up", "--data", folder / "data", "--port", str(reserved.number)]
    told = {name: value for name, value in os.environ.items() if not name.startswith("YHDYSPINTA_")}  # noqa: TID251
    with (folder / "screen.txt").open("wb") as screen:
        up = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen, env=told, start_new_session=True)
    try:
        until = time.monotonic() + 300
        while "steps, each checked" not in (shown := (folder / "screen.txt").read_text()):
            assert up.poll() is None, shown
            assert "✗" not in shown, shown
            assert time.monotonic() < until, shown
            time.sleep(0.2)
        now = state.running(folder / "data")
        assert now is not None
        eventually(lambda: ports.is_free(now.receiver), 10, "the first walk has let go of its port")
        code, said, tape, hooks, clock = record(now, folder / "mail")
        yield Walked(now, shown, code, said, tape, hooks, folder / "mail", clock)
    finally:
        if up.poll() is None:
            up.send_signal(signal.SIGTERM)
            up.wait(60)


@pytest.mark.timeout(500)
def test_walk__comes_out_with_the_first_start_and_again_on_the_same_data(walked: Walked) -> None:
    assert walked.screen.index("Three things to try") < walked.screen.index("walk grant --seed")
    assert [line for line in walked.screen.splitlines() if line.startswith("✓") and line.split()[3] in {n.split()[0] for n in NAMES}]
    assert walked.code == 0, walked.lines[-1]
    assert [line["step"] for line in walked.lines[:-1]] == NAMES
    assert walked.lines[-1]["seconds"] < 60
    late = next(line for line in walked.lines if line.get("step") == "too late")
    assert late["seconds"] > 5, "it really waits"


def test_walk__played_again_unchanged_comes_out(walked: Walked, tmp_path: Path) -> None:
    code, said, _ = walked.again(tmp_path / "mail")
    assert code == 0, said[-1]
    assert [line["step"] for line in said[:-1]] == NAMES


def put(*path: str | int, to: Any) -> Callable[[Any], None]:
    """Set one place of an answer, where the answer has it."""

    def change(body: Any) -> None:
        for step in path[:-1]:
            body = body[step]
        body[path[-1]] = to

    return change


def no_items(body: Any) -> None:
    body["items"] = []


def all_may(body: Any) -> None:
    body["may_apply"] = True


def one_reason_less(body: Any) -> None:
    if "errors" in body:
        body["errors"] = body["errors"][1:]


def nothing_left(body: Any) -> None:
    for error in body.get("errors", [body]):
        error["detail"] = "Määrärahaa on jäljellä 0,00 €."


def one_result_less(body: Any) -> None:
    del body["items"][-1]


def only_the_lead(body: Any) -> None:
    del body[1:]


STEP = {name: number for number, name in enumerate(NAMES)}
OTHERWISE = {
    "applicants": Change(0, r"GET .*/organisations/[^/?]+$", body=put("sote_status", to="undetermined"), only_last=True),
    "people": Change(STEP["people"], r"GET /api/grants/v1/organisations/", status=404, only_last=True),
    "addresses": Change(STEP["addresses"], r"GET .*/recipients/", body=put("suppressed", to="hard_bounce"), only_last=True),
    "subscriber": Change(STEP["subscriber"], r"GET .*/recipients/me", body=put("verified_by", to="staff")),
    "guideline": Change(STEP["guideline"], r"GET .*/principles", status=403),
    "money": Change(STEP["money"], r"PATCH .*/appropriations/", body=put("remaining", "amount", to="0.01")),
    "webhook": Change(STEP["webhook"], r"POST .*/webhooks$", body=put("status", to="disabled")),
    "call": Change(STEP["call"], r"POST .*/publish$", body=put("status", to="draft")),
    "eligibility": Change(STEP["eligibility"], r"GET .*/eligibility", body=all_may),
    "drafts": Change(STEP["drafts"], r"POST .*/sign$", body=lambda body: body.get("parties") and put("parties", 1, "signed", to=False)(body)),
    "opening": Change(STEP["opening"], r"GET .*/calls/", body=put("open", to=False)),
    "submitting": Change(STEP["submitting"], r"POST .*/submit$", body=one_reason_less),
    "withdrawing": Change(STEP["withdrawing"], r"POST .*/withdraw$", body=put("status", to="submitted")),
    "too late": Change(STEP["too late"], r"POST .*/submit$", status=200),
    "completing": Change(STEP["completing"], r"GET .*/versions$", body=put(1, "changed", to=["sought"])),
    "received": Change(STEP["received"], r"GET .*/tasks", body=no_items),
    "proposals": Change(STEP["proposals"], r"POST .*/what-if$", body=put("fits", to=True)),
    "decisions": Change(STEP["decisions"], r"POST .*/grant$", body=put("granted", "amount", to="1.00"), only_last=True),
    "last cent": Change(STEP["last cent"], r"POST .*/grant$", body=nothing_left),
    "documents": Change(STEP["documents"], r"GET .*/document$", text=lambda text: text.replace("Oikaisuvaatimus", "")),
    "results": Change(STEP["results"], r"GET .*/results", body=one_result_less),
    "served": Change(STEP["served"], r"GET .*/deadlines$", body=only_the_lead),
    "review": Change(STEP["review"], r"POST .*/decide$", body=put("status", to="changed")),
    "appeal": Change(STEP["appeal"], r"GET .*/proofs", body=put("items", 0, "deemed_on", to="2026-01-01")),
    "ended": Change(STEP["ended"], r"GET .*/tasks", body=no_items),
}
"""One answer of each step that says something else than it must. What is not here is changed in the mail and the webhooks below."""


def test_every_step__is_broken() -> None:
    assert {*OTHERWISE, "notice", "mails", "webhooks"} == set(NAMES)


@pytest.mark.parametrize("name", OTHERWISE)
def test_step__another_answer__exit_1(walked: Walked, tmp_path: Path, name: str) -> None:
    code, said, transport = walked.again(tmp_path / "mail", OTHERWISE[name])
    assert transport.changed
    assert code == 1
    failed = said[-1]
    assert (failed["failed"], [line["step"] for line in said[:-1]]) == (name, NAMES[: STEP[name]])
    assert failed["expected"]
    assert failed["came"] is not None


@pytest.mark.parametrize("name", [name for name in NAMES if name != "notice"])
def test_step__a_service_fails__exit_1(walked: Walked, tmp_path: Path, name: str) -> None:
    failure = {"type": "urn:yhdyspinta:problem:chassis.unexpected", "code": "chassis.unexpected", "status": 500}
    change = Change(STEP[name], "/api/", status=500, text=lambda _: json.dumps(failure), only_last=True)
    code, said, _ = walked.again(tmp_path / "mail", change)
    assert (code, said[-1]["failed"]) == (1, name)
    assert said[-1]["request_id"], said[-1]


def each_mail(kind: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change the mails with these words in the subject."""

    def otherwise(folder: Path) -> None:
        fitting = [file for file in folder.glob("*.eml") if kind in letter(file.read_bytes()).subject]
        assert fitting
        for file in fitting[:1]:
            file.write_bytes(change(file.read_bytes()))

    return otherwise


def again_under_the_same_id(folder: Path) -> None:
    file = next(folder.glob("*.eml"))
    shutil.copy(file, folder / f"9{file.name}")


def lost(folder: Path) -> None:
    next(file for file in folder.glob("*.eml") if "Päätös" in letter(file.read_bytes()).subject).unlink()


UNSUBSCRIBE = b"List-Unsubscribe: <https://example.invalid>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"


@pytest.mark.parametrize(
    ("name", "otherwise"),
    [
        ("notice", each_mail("on auki", lambda raw: raw.replace(b"List-Unsubscribe", b"X-Unsubscribe"))),
        ("mails", each_mail("Päätös avustuksesta", lambda raw: UNSUBSCRIBE + raw)),
        ("mails", each_mail("Päätös avustuksesta", lambda raw: raw.replace(b"Message-ID: <", b"Message-ID: <1"))),
        ("mails", each_mail("Päätös avustuksesta", lambda raw: raw.replace(b"text/html", b"text/css"))),
        ("mails", again_under_the_same_id),
        ("mails", lost),
    ],
)
def test_mail__is_otherwise__exit_1(walked: Walked, tmp_path: Path, name: str, otherwise: Callable[[Path], None]) -> None:
    code, said, _ = walked.again(tmp_path / "mail", mail=otherwise)
    assert (code, said[-1]["failed"]) == (1, name), said[-1]


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda hooks: [replace(hooks[0], body=hooks[0].body.replace(b"1", b"2")), *hooks[1:]],
        lambda hooks: [replace(hooks[0], headers={**hooks[0].headers, "webhook-id": "another"}), *hooks[1:]],
        lambda hooks: hooks[:-1],
    ],
)
def test_webhook__is_otherwise__exit_1(walked: Walked, tmp_path: Path, otherwise: Callable[[list[Hook]], list[Hook]]) -> None:
    code, said, _ = walked.again(tmp_path / "mail", hooks=otherwise)
    assert (code, said[-1]["failed"]) == (1, "webhooks")


def walk_by_command(data: Path) -> "subprocess.CompletedProcess[str]":
    words: list[str | Path] = [sys.executable, "-m", "yhdyspinta_local", "walk", "grant", "--seed", "1", "--data", data]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)


def test_command__the_port_of_webhooks_is_taken__exit_1_and_why(walked: Walked) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((ports.HOST, walked.now.receiver))
        taken.listen()
        done = walk_by_command(Path(walked.now.data))
    assert done.returncode == 1
    first, last = map(json.loads, done.stdout.splitlines())
    assert first == {"walk": "grant", "seed": 1}
    assert (last["failed"], "in use" in last["came"]) == ("receiver", True)


def test_command__nothing_runs__exit_4(tmp_path: Path) -> None:
    assert walk_by_command(tmp_path / "nothing").returncode == 4

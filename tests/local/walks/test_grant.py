"""The walk of a grant on the whole platform: it comes out, twice on the same data; and whatever is otherwise ends it with 1."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.local.walks.conftest import County
from tests.local.walks.recorded import Recorded, no_items, put, record
from tests.local.walks.tape import Change

from yhdyspinta_local.walks.grant import STEPS, WALK
from yhdyspinta_local.walks.surroundings import Hook, letter

NAMES = [step.name for step in STEPS]


@pytest.fixture(scope="module")
def walked(county: County, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A second walk on the same data."""
    return record(WALK, county.now, tmp_path_factory.mktemp("grant") / "mail")


def test_walk__comes_out_again_on_the_same_data(walked: Recorded, tmp_path: Path) -> None:
    walked.comes_out(tmp_path / "mail")
    assert walked.lines[-1]["seconds"] < 60
    late = next(line for line in walked.lines if line.get("step") == "too late")
    assert late["seconds"] > 5, "it really waits"


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
def test_step__another_answer__exit_1(walked: Recorded, tmp_path: Path, name: str) -> None:
    walked.breaks(tmp_path / "mail", name, OTHERWISE[name])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "notice"])
def test_step__a_service_fails__exit_1(walked: Recorded, tmp_path: Path, name: str) -> None:
    walked.fails(tmp_path / "mail", name)


def each_mail(kind: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change the mails with these words in the subject: all, for some of them may be others'."""

    def otherwise(folder: Path) -> None:
        fitting = [file for file in folder.glob("*.eml") if kind in letter(file.read_bytes()).subject]
        assert fitting
        for file in fitting:
            file.write_bytes(change(file.read_bytes()))

    return otherwise


def again_under_the_same_id(folder: Path) -> None:
    file = next(file for file in folder.glob("*.eml") if "Päätös" in letter(file.read_bytes()).subject)
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
def test_mail__is_otherwise__exit_1(walked: Recorded, tmp_path: Path, name: str, otherwise: Callable[[Path], None]) -> None:
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
def test_webhook__is_otherwise__exit_1(walked: Recorded, tmp_path: Path, otherwise: Callable[[list[Hook]], list[Hook]]) -> None:
    code, said, _ = walked.again(tmp_path / "mail", hooks=otherwise)
    assert (code, said[-1]["failed"]) == (1, "webhooks")

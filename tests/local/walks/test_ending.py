"""The walks of a dissolution and of a merger on the whole platform: they come out; and whatever is otherwise ends them with 1."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.local.walks.conftest import County
from tests.local.walks.recorded import Recorded, no_items, put, record
from tests.local.walks.tape import Change

from yhdyspinta_local.walks.ending import DISSOLUTION, MERGER
from yhdyspinta_local.walks.surroundings import Hook, letter
from yhdyspinta_local.walks.walking import Walk

WALKS: dict[str, Walk[Any]] = {walk.name: walk for walk in (DISSOLUTION, MERGER)}
NAMES = {name: [step.name for step in walk.steps] for name, walk in WALKS.items()}
STEPS = [(walk, step) for walk, steps in NAMES.items() for step in steps]
ANOTHER = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"


@pytest.fixture(scope="module")
def walked(county: County, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recorded]:
    """Each once, on the data of the first start."""
    return {name: record(walk, county.now, tmp_path_factory.mktemp(name) / "mail") for name, walk in WALKS.items()}


@pytest.mark.parametrize("walk", WALKS)
def test_walk__comes_out(walked: dict[str, Recorded], tmp_path: Path, walk: str) -> None:
    walked[walk].comes_out(tmp_path / "mail")


def nobody(body: Any) -> None:
    """No seat is held."""
    for one in body["items"]:
        one["holder"] = None


def vacated_otherwise(body: Any) -> None:
    for one in body["items"]:
        one["vacated_because"] = "resigned"


def held_by_another(body: Any) -> None:
    for one in body["items"]:
        one["holder"] = {"organisation_id": ANOTHER}


def another_party(body: Any) -> None:
    """Where the answer is an application."""
    for party in body.get("parties", ())[:1]:
        party["organisation_id"] = ANOTHER


def for_another_reason(body: Any) -> None:
    for check in body.get("checks", ()):
        for reason in check["reasons"]:
            reason["code"] = "grants.eligibility.not_active"


def by_another_cause(body: Any) -> None:
    for hold in body["held"]:
        hold["cause_id"] = ANOTHER


def to_another(body: Any) -> None:
    for one in body:
        one["organisation_id"] = ANOTHER


def nothing_happened(body: Any) -> None:
    body["changes"] = []


BEFORE: dict[str, Callable[[int], Change]] = {
    "associations": lambda n: Change(n, r"GET .*/registry/v1/organisations/", body=put("sote_status", to="undetermined"), only_last=True),
    "addresses": lambda n: Change(n, r"GET .*/recipients/me", body=put("verified_by", to="staff")),
    "guideline": lambda n: Change(n, r"GET .*/principles", status=403),
    "money": lambda n: Change(n, r"(POST|PATCH) .*/appropriations", body=put("remaining", "amount", to="0.01")),
    "webhook": lambda n: Change(n, r"POST .*/webhooks$", body=put("status", to="disabled")),
    "call": lambda n: Change(n, r"POST .*/publish$", body=put("status", to="draft")),
    "bookings": lambda n: Change(n, r"POST .*/bookings$", body=put("status", to="held")),
    "seats": lambda n: Change(n, r"GET .*/seats", body=held_by_another),
    "application": lambda n: Change(n, r"POST .*/decisions$", body=put("status", to="granted")),
    "cleared away": lambda n: Change(n, r"POST .*/close$", body=put("status", to="active")),
}
"""One answer of each step that says something else than it must."""
DISSOLVED: dict[str, Callable[[int], Change]] = {
    "a day to come": lambda n: Change(n, r"GET .*/eligibility", body=for_another_reason),
    "dissolved": lambda n: Change(n, r"POST .*/dissolve$", body=put("status", to="active")),
    "handed over": lambda n: Change(n, r"GET .*/bookings/", body=put("handover_until", to=None), only_last=True),
    "vacated": lambda n: Change(n, r"GET .*/seats", body=vacated_otherwise),
    "held": lambda n: Change(n, r"GET .*/applications/", body=by_another_cause, only_last=True),
    "roles": lambda n: Change(n, r"POST .*/cancel$", status=200),
    "meanwhile": lambda n: Change(n, r"POST .*/take-over$", body=put("status", to="handover_offered")),
    "reverted": lambda n: Change(n, r"POST .*/revert-dissolution$", body=put("status", to="dissolved")),
    "lifted": lambda n: Change(n, r"GET .*/bookings/", body=put("handover_until", to="2026-12-07T00:00:00Z"), only_last=True),
    "not lifted": lambda n: Change(n, r"GET .*/bookings/", body=put("organisation_id", to=ANOTHER), only_last=True),
    "granted": lambda n: Change(n, r"POST .*/grant$", body=put("status", to="refused")),
    "webhooks": lambda n: Change(n, r"POST .*/remove$", status=404),
}
MERGED: dict[str, Callable[[int], Change]] = {
    "merged": lambda n: Change(n, r"POST .*/merge$", body=put("status", to="paused")),
    "one name": lambda n: Change(n, r"GET .*/organisations\?", body=no_items),
    "found": lambda n: Change(n, r"GET .*/versions/1", body=put("content", to={})),
    "acts for it": lambda n: Change(n, r"GET .*/bookings\?", body=no_items),
    "written to": lambda n: Change(n, r"GET .*/deadlines$", body=to_another, only_last=True),
    "undone": lambda n: Change(n, r"POST .*/undo-merge$", body=put("status", to="merged")),
    "found apart": lambda n: Change(n, r"GET .*/applications/", body=another_party),
    "written to it": lambda n: Change(n, r"POST .*/decide$", body=put("status", to="changed")),
    "history": lambda n: Change(n, r"GET .*/history$", body=nothing_happened),
    "webhooks": lambda n: Change(n, r"POST .*/remove$", status=404),
}
OTHERWISE = {DISSOLUTION.name: {**BEFORE, **DISSOLVED}, MERGER.name: {**BEFORE, **MERGED}}
BY_MAIL = {(DISSOLUTION.name, "liaison"), (DISSOLUTION.name, "told of it")}
"""Steps that only read mails: those are changed below."""


def test_every_step__is_broken() -> None:
    assert {(walk, step) for walk, steps in OTHERWISE.items() for step in steps} | BY_MAIL == set(STEPS)


@pytest.mark.parametrize(("walk", "step"), [each for each in STEPS if each not in BY_MAIL])
def test_step__another_answer__exit_1(walked: dict[str, Recorded], tmp_path: Path, walk: str, step: str) -> None:
    walked[walk].breaks(tmp_path / "mail", step, OTHERWISE[walk][step](NAMES[walk].index(step)))


@pytest.mark.parametrize(("walk", "step"), [each for each in STEPS if each not in BY_MAIL])
def test_step__a_service_fails__exit_1(walked: dict[str, Recorded], tmp_path: Path, walk: str, step: str) -> None:
    walked[walk].fails(tmp_path / "mail", step)


def otherwise(subject: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """The mails with this in the subject, changed."""

    def changed(folder: Path) -> None:
        fitting = [file for file in folder.glob("*.eml") if subject in letter(file.read_bytes()).subject]
        assert fitting
        for file in fitting:
            file.write_bytes(change(file.read_bytes()))

    return changed


def to_nobody(raw: bytes) -> bytes:
    return raw.replace(b"X-Envelope-To: ", b"X-Envelope-To: x")


@pytest.mark.parametrize(
    ("walk", "step", "subject"),
    [
        ("dissolution", "liaison", "on lakkautunut"), ("dissolution", "told of it", "Lakkautuminen on peruttu"),
        ("dissolution", "told of it", "Kaikki ei palautunut"), ("merger", "written to", "Päätös avustuksesta"),
        ("merger", "written to it", "oikaisuvaatimuk"),
    ],
)
def test_mail__goes_elsewhere__exit_1(walked: dict[str, Recorded], tmp_path: Path, walk: str, step: str, subject: str) -> None:
    code, said, _ = walked[walk].again(tmp_path / "mail", mail=otherwise(subject, to_nobody))
    assert (code, said[-1]["failed"]) == (1, step), said[-1]


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize(
    "changed",
    [
        lambda hooks: [replace(hooks[0], body=hooks[0].body.replace(b"1", b"2")), *hooks[1:]],
        lambda hooks: [replace(hooks[0], headers={**hooks[0].headers, "webhook-id": "another"}), *hooks[1:]],
        lambda hooks: hooks[:-1],
    ],
)
def test_webhook__is_otherwise__exit_1(
    walked: dict[str, Recorded], tmp_path: Path, walk: str, changed: Callable[[list[Hook]], list[Hook]]
) -> None:
    code, said, _ = walked[walk].again(tmp_path / "mail", hooks=changed)
    assert (code, said[-1]["failed"]) == (1, "webhooks")

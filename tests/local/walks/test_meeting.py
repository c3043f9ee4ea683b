"""The walk of a meeting on the whole platform: it comes out again on the same data; and whatever is otherwise ends it with 1."""

import asyncio
import base64
import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import feedparser
import pytest
from tests.local.walks.conftest import County
from tests.local.walks.recorded import Recorded, no_items, put, record
from tests.local.walks.tape import Change
from tests.notifications.calendar.reading import agreed

from yhdyspinta_local.walks.meeting import STEPS, WALK
from yhdyspinta_local.walks.meeting.calendars import of_letter
from yhdyspinta_local.walks.surroundings import Hook, letter

NOBODYS = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e99"
NAMES = [step.name for step in STEPS]


async def a_day_passes(database: str) -> None:
    """Minutes that the walk of the first start opened for remarks were open until yesterday."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("UPDATE forums.minutes SET remarks_until = remarks_until - 1 WHERE status = 'open'")
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def walked(county: County, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A second walk on the same data, on another day as far as minutes go."""
    asyncio.run(a_day_passes(county.now.database))
    return record(WALK, county.now, tmp_path_factory.mktemp("meeting") / "mail")


def test_walk__comes_out_again_on_the_same_data(walked: Recorded, tmp_path: Path) -> None:
    walked.comes_out(tmp_path / "mail")
    said = {line["step"]: line["said"] for line in walked.lines[:-1]}
    assert not said["approved"].startswith("0 minutes"), "what the first walk opened is approved now"


def test_calendar_files__a_second_reader_agrees(walked: Recorded) -> None:
    """vobject knows nothing of icalendar, which the walk reads with."""
    found = [entry for file in walked.mail.glob("*.eml") if (entry := of_letter(letter(file.read_bytes())))]
    assert {entry.method for entry in found} == {"REQUEST", "CANCEL"}
    for entry in found:
        method, (read,) = agreed(entry.text.encode())
        assert (method, read.uid, read.sequence, read.starts) == (entry.method, entry.uid, entry.sequence, entry.starts_at)
    feeds = [entry.body for entry in walked.tape if "meetings.ics" in entry.asked and entry.status == 200]
    assert all(agreed(body)[0] == "PUBLISH" for body in feeds)


def test_news__a_second_reader_agrees(walked: Recorded) -> None:
    feeds = [entry.body for entry in walked.tape if "meetings.atom" in entry.asked]
    assert len(feeds) == 2
    for feed in map(feedparser.parse, feeds):
        assert not feed.bozo
        assert any("esimerkkiaineisto" in entry.title for entry in feed.entries)


def nobody_sits(body: Any) -> None:
    for group in body["groups"]:
        group["filled"] = 0


def known(body: Any) -> None:
    body["remote_link"] = "https://kokous.esimerkki.invalid/"


STEP = {name: number for number, name in enumerate(NAMES)}


def at(step: str, pattern: str, **more: Any) -> tuple[str, Change]:
    return step, Change(STEP[step], pattern, **more)


OTHERWISE = dict([
    at("people", r"GET .*/registry/v1/organisations\?", body=no_items),
    at("addresses", r"GET .*/recipients/me", body=put("verified_by", to="staff")),
    at("webhook", r"POST .*/webhooks$", body=put("status", to="disabled")),
    at("house", r"POST .*/sites$", body=put("demonstration", to=False)),
    at("rooms", r"POST .*/usage-rules/.*/publish$", body=put("number", to=2)),
    at("in the way", r"POST .*/preview$", body=put("possible", to=False)),
    at("council", r"GET .*/composition$", body=nobody_sits),
    at("taken", r"GET .*/meetings/", body=put("room", "alternatives", to=[]), only_last=True),
    at("won", r"GET .*/bookings/", body=put("meeting_id", to=NOBODYS)),
    at("invited", r"POST .*/invite$", body=put("status", to="scheduled")),
    at("kept", r"GET .*/availability", body=put("spaces", 0, "free", to=[])),
    at("moved", r"GET .*/meetings/", body=put("room", "kept", to={"place": "Kokoushuone"}), only_last=True),
    at("stranger", r"POST .*/registrations$", status=201),
    at("holiday", r"POST .*/schedule$", body=put("cautions", to=[])),
    at("audience", r"POST .*/reschedule$", body=put("cautions", to=[{"code": "weekend"}])),
    at("waiting list", r"GET .*/registrations/", body=put("status", to="waiting"), only_last=True),
    at("feeds", r"GET .*/meetings.atom", text=lambda text: text.replace('"confirmed"', '"tentative"')),
    at("cancelled", r"POST .*/cancel$", body=put("room_status", to="won")),
    at("free again", r"POST .*/preview$", body=put("possible", to=False)),
    at("agenda", r"GET .*/agendas/[^/]*number=1", body=no_items),
    at("begins", r"GET .*/meetings/", body=known),
    at("held", r"POST .*/hold$", body=put("status", to="scheduled")),
    at("minutes", r"PATCH .*/minutes/", body=no_items),
    at("remarks", r"POST .*/open-for-remarks$", body=put("status", to="draft")),
    at("approved", r"POST .*/approve$", body=put("status", to="open")),
    at("closed", r"POST .*/close$", body=put("successor_id", to=NOBODYS), only_last=True),
])
"""One answer of each step that says something else than it must. Webhooks are changed below."""


def test_every_step__is_broken() -> None:
    assert {*OTHERWISE, "webhooks"} == set(NAMES)


@pytest.mark.parametrize("name", OTHERWISE)
def test_step__another_answer__exit_1(walked: Recorded, tmp_path: Path, name: str) -> None:
    walked.breaks(tmp_path / "mail", name, OTHERWISE[name])


@pytest.mark.parametrize("name", NAMES)
def test_step__a_service_fails__exit_1(walked: Recorded, tmp_path: Path, name: str) -> None:
    walked.fails(tmp_path / "mail", name)


def each_entry(method: str, subject: str, old: str, new: str) -> Callable[[Path], None]:
    """Change the calendar file of one mail of this kind."""

    def otherwise(folder: Path) -> None:
        file, message = next(
            (file, message) for file in sorted(folder.glob("*.eml"))
            if subject in (message := email.message_from_bytes(file.read_bytes(), policy=email.policy.default))["Subject"]
            and (entry := of_letter(letter(file.read_bytes()))) and entry.method == method
        )
        for part in message.walk():
            if part.get_content_type() in {"text/calendar", "application/ics"}:
                content = bytes(part.get_payload(decode=True)).decode()
                assert old in content
                part.set_payload(base64.encodebytes(content.replace(old, new).encode()).decode())
        file.write_bytes(message.as_bytes())

    return otherwise


def lost(subject: str) -> Callable[[Path], None]:
    def otherwise(folder: Path) -> None:
        next(file for file in sorted(folder.glob("*.eml")) if subject in letter(file.read_bytes()).subject).unlink()

    return otherwise


COUNCIL, LOCAL = "Järjestöneuvottelukunnan kokous", "Järjestötapaaminen"


@pytest.mark.parametrize(
    ("name", "otherwise"),
    [
        ("invited", each_entry("REQUEST", COUNCIL, "UID:", "UID:1")),
        ("invited", each_entry("REQUEST", COUNCIL, "SEQUENCE:", "SEQUENCE:9")),
        ("invited", each_entry("REQUEST", COUNCIL, "METHOD:REQUEST", "METHOD:PUBLISH")),
        ("invited", each_entry("REQUEST", COUNCIL, "BEGIN:VEVENT", "BEGIN:VTODO")),
        ("invited", each_entry("REQUEST", COUNCIL, "mailto:", "mailto:1")),
        ("invited", lost(f"Kutsu: {COUNCIL}")),
        ("moved", lost(f"Muutos: {COUNCIL}")),
        ("holiday", lost("Tapaamisella ei ole tilaa")),
        ("waiting list", lost("Paikka vapautui")),
        ("audience", each_entry("REQUEST", LOCAL, "https://", "http://")),
        ("cancelled", each_entry("CANCEL", LOCAL, "STATUS:CANCELLED", "STATUS:CONFIRMED")),
    ],
)
def test_mail__is_otherwise__exit_1(walked: Recorded, tmp_path: Path, name: str, otherwise: Callable[[Path], None]) -> None:
    code, said, _ = walked.again(tmp_path / "mail", mail=otherwise)
    assert (code, said[-1]["failed"]) == (1, name), said[-1]


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda hooks: [replace(hooks[0], body=hooks[0].body.replace(b"1", b"2")), *hooks[1:]],
        lambda hooks: hooks[:-1],
    ],
)
def test_webhook__is_otherwise__exit_1(walked: Recorded, tmp_path: Path, otherwise: Callable[[list[Hook]], list[Hook]]) -> None:
    code, said, _ = walked.again(tmp_path / "mail", hooks=otherwise)
    assert (code, said[-1]["failed"]) == (1, "webhooks")

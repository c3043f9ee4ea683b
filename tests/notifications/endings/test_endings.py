"""Those who answer for an organisation are told that it ended, that it goes on, and in one mail what it did not get back."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.journeys.said import assignment, heard, snapshot
from tests.journeys.said import organisation as known
from tests.notifications.deliveries.conftest import LEAD, Post, fact

from chassis.dispatcher import Result
from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from facilities.events.examples import EXAMPLES as FACILITIES
from forums.events.examples import EXAMPLES as FORUMS
from grants.events.examples import EXAMPLES as GRANTS
from notifications.deliveries.tables import Mail
from notifications.endings import commands
from notifications.endings.domain import Lost, Thing, around, booking, lines, seat
from notifications.endings.handlers import LISTENER
from notifications.endings.tables import NotRestored
from registry.events.area import AreaState, Placement
from registry.events.organisation import OrganisationDissolutionReverted, OrganisationDissolved, OrganisationErased

WHY = "Yhdistyksen kokous päätti niin."


def said(kind: str, **other: Any) -> Event:
    """A word of another service, from its own examples."""
    (found,) = [one for one in (*FACILITIES, *FORUMS, *GRANTS) if type(one).__name__ == kind]
    return found.model_copy(update=other)


def dissolved(id: UUID = LEAD) -> Record:
    return fact(OrganisationDissolved(organisation_id=id, dissolved_on=date(2026, 11, 20), grounds=WHY), key=id)


def reverted(id: UUID = LEAD) -> Record:
    return fact(OrganisationDissolutionReverted(organisation_id=id, status="active", grounds=WHY), key=id, sequence=2)


@pytest.fixture
async def office(post: Post) -> Post:
    """The county with two service areas, Oulu and Ii in the first, and an organisation with its seat in Oulu."""
    lie = (("17", "county", None), ("oulu", "service_area", "17"), ("lakeus", "service_area", "17"), ("564", "municipality", "oulu"))
    await heard(post.house, *(
        snapshot(AreaState(
            id=UUID(int=n), code=code, kind=kind, name_fi=code, placements=() if parent is None else (Placement(parent=parent),),
        ))
        for n, (code, kind, parent) in enumerate(lie, 1)
    ))
    await heard(post.house, snapshot(known("Kylän ystävät", LEAD, home_municipality="564")))
    return replace(post, hearing=Hearing("notifications", LISTENER, post.house.database, post.house.service.house, "pohde"))


async def official(office: Post, role: str, kind: str, scope: str, name: str, **more: Any) -> UUID:
    person = await office.person(f"{name}@example.invalid", **more)
    await heard(office.house, snapshot(assignment(person, role, kind, scope)))
    return person


async def told(office: Post) -> list[tuple[str, str]]:
    """Template and address of each mail, queued or sent."""
    found = "SELECT m.template, r.address FROM notifications.mail m JOIN notifications.recipient r ON r.id = m.recipient_id ORDER BY 1, 2"
    return [(row[0], row[1].partition("@")[0]) for row in await office.rows(found)]


def texts(office: Post) -> list[str]:
    """What the mail server took."""
    bodies = [message.get_body(("plain",)) for _, message in office.sink.got]
    return [str(body.get_content()) for body in bodies if body is not None]


async def test_dissolved__the_liaison_of_the_area_and_the_officer_of_the_municipality(office: Post) -> None:
    await official(office, "area_liaison", "area", "oulu", "alue")
    await official(office, "area_liaison", "area", "lakeus", "lakeus")
    await official(office, "municipality_officer", "municipality", "564", "kunta")
    await official(office, "coordinator", "county", "17", "koordinaattori")
    assert await office.hear(dissolved()) is Result.APPLIED
    assert await told(office) == [("organisation_ended", "alue"), ("organisation_ended", "kunta")]
    await office.send_all()
    for text in texts(office):
        for words in ("Kylän ystävät", "20.11.2026", WHY, "tarjotaan muille", "pidossa"):
            assert words in text


async def test_dissolved__nobody_near_has_an_address__the_coordinator(office: Post) -> None:
    await official(office, "area_liaison", "area", "oulu", "alue", verified=False)
    await official(office, "coordinator", "county", "17", "koordinaattori", language="sv")
    await office.hear(dissolved())
    assert await told(office) == [("organisation_ended", "koordinaattori")]
    await office.send_all()
    assert "är upplöst: Kylän ystävät" in str(office.sink.got[0][1]["Subject"])


async def test_dissolved__of_an_organisation_that_nobody_knows__nothing(office: Post) -> None:
    await official(office, "coordinator", "county", "17", "koordinaattori")
    assert await office.hear(dissolved(new_id())) is Result.IRRELEVANT
    assert await told(office) == []


async def test_reverted__told_once_each(office: Post) -> None:
    await official(office, "area_liaison", "area", "17", "alue")
    first, second = dissolved(), reverted()
    assert [await office.hear(each) for each in (first, first, second, second)] == [
        Result.APPLIED, Result.DUPLICATE, Result.APPLIED, Result.DUPLICATE
    ]
    assert await told(office) == [("organisation_ended", "alue"), ("organisation_goes_on", "alue")]


async def test_not_restored__gathered_into_one_mail(office: Post) -> None:
    await official(office, "area_liaison", "area", "oulu", "alue")
    for word in (
        said("SeatNotRestored", organisation_id=LEAD), said("ConvenorNotRestored", organisation_id=LEAD),
        said("BookingNotRestored", was_organisation_id=LEAD), said("BookingNotRestored", was_organisation_id=LEAD, because="taken_over"),
        said("ApplicationNotRestored", organisation_id=LEAD),
    ):
        assert await office.hear(fact(word)) is Result.APPLIED
    assert await told(office) == []
    assert await office.clockwork.run_timers() == 0
    await office.execute("UPDATE notifications.timer SET due_at = now() - interval '1 second'")
    assert await office.clockwork.run_timers() == 1
    assert await told(office) == [("not_restored", "alue")]
    await office.send_all()
    (text,) = texts(office)
    for words in (
        "Paikka on täytetty uudelleen", "Muut kutsuvat nyt koolle", "Varaus on peruuntunut", "Toinen järjestö otti varauksen",
        "PPH/2027/41-1",
    ):
        assert words in text
    assert "Paikkaa ei enää ole" not in text
    assert await office.rows("SELECT * FROM notifications.not_restored") == []


async def test_not_restored__what_comes_late_gets_a_mail_of_its_own(office: Post) -> None:
    await official(office, "area_liaison", "area", "oulu", "alue")
    for n, because in enumerate(("seat_filled", "term_over")):
        await office.hear(fact(said("SeatNotRestored", organisation_id=LEAD, because=because)))
        await office.execute("UPDATE notifications.timer SET due_at = now() - interval '1 minute'")
        assert await office.clockwork.run_timers() == 1
        assert len(await told(office)) == n + 1
    assert await office.clockwork.run_timers() == 0


async def test_merged__told_of_what_it_is_today(office: Post) -> None:
    into = new_id()
    await heard(office.house, snapshot(known("Yhtymä", into, home_municipality="564")))
    await heard(office.house, snapshot(known("Kylän ystävät", LEAD, status="merged", successor_id=into), 2))
    await official(office, "area_liaison", "area", "oulu", "alue")
    await office.hear(fact(said("BookingNotRestored", was_organisation_id=LEAD)))
    await office.house.run(commands.gather, into)
    assert await told(office) == [("not_restored", "alue")]
    assert (await office.rows("SELECT values->>'organisation' FROM notifications.mail"))[0][0] == "Yhtymä"


def test_around__by_the_day() -> None:
    lies = {
        "a": Placed([{"parent": "old", "valid_from": None, "valid_until": "2026-01-01"}, {"parent": "new", "valid_from": "2026-01-01", "valid_until": None}]),
        "new": Placed([{"parent": "top", "valid_from": None, "valid_until": None}]), "top": Placed([]),
    }
    assert around(lies, "a", date(2026, 1, 1)) == ["a", "new", "top"]
    assert around(lies, "a", date(2025, 12, 31)) == ["a", "old"]
    assert around({"x": Placed([{"parent": "x", "valid_from": None, "valid_until": None}])}, "x", date(2026, 1, 1)) == ["x"]


class Placed:
    """Where an area lies."""

    def __init__(self, placements: list[dict[str, Any]]) -> None:
        self.placements = placements


def test_lines__by_what_was_lost() -> None:
    things = [seat("seat_filled", "B"), seat("seat_filled", "A"), seat("term_over", "C"), booking("refused", "Sali", "Talo"), Thing(Lost.APPLICATIONS, "1")]
    assert lines(things) == {
        "applications": ["1"], "seats_filled": ["A", "B"], "seats_ended": ["C"], "bookings_given_up": ["Sali, Talo"],
    }
    assert lines([]) == {}


async def test_erased__no_mail_about_it_is_kept(office: Post) -> None:
    """Sent or not; mail about others stays."""
    await official(office, "area_liaison", "area", "oulu", "alue")
    other = new_id()
    await heard(office.house, snapshot(known("Toinen kylä", other, home_municipality="564")))
    for id in (LEAD, other):
        assert await office.hearing.hear(dissolved(id)) is Result.APPLIED
    await office.house.run(commands.keep, LEAD, Thing(Lost.APPLICATIONS, "PPH/1"))
    erased = fact(OrganisationErased(organisation_id=LEAD), key=LEAD, sequence=2)
    assert await office.hearing.hear(erased) is Result.APPLIED
    async with office.house.database.sessions() as session:
        assert [mail.organisations for mail in await session.scalars(select(Mail))] == [[other]]
        assert (await session.scalars(select(NotRestored))).all() == []
    assert await office.hearing.hear(erased) is Result.DUPLICATE

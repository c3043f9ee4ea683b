"""An item is said once for each of what is several: reasons, and the rooms that would be free."""

import pytest
from tests.notifications.templates.samples import FREE, NO_ROOM

from notifications.links import Sender
from notifications.templates.domain import render
from notifications.templates.domain.saying import NBSP

SENDER = Sender("Hyvinvointialue", "kysy@alue.example", "https://alue.example/api/notifications", b"k" * 32)


def lines(**more: object) -> list[str]:
    text = render("room_missing", "fi", {**NO_ROOM, **more}, sender=SENDER).text.replace(NBSP, " ")
    joined = text.replace("\n  ", " ")
    return joined.splitlines()


def test_items__each_reason_and_each_room_on_a_line_of_its_own() -> None:
    said = lines()
    assert "- Tila on varattu." in said
    assert "- Tilaan mahtuu 8 henkilöä." in said
    assert [line for line in said if "terveysasema" in line] == [
        "- Pikkusali, Iin terveysasema, Tie 1, 91100 Ii: keskiviikkona 10.3.2027 klo 13.00 – keskiviikkona 10.3.2027 klo 15.00",
        "- Sali, Iin terveysasema, Tie 1, 91100 Ii: torstaina 11.3.2027 klo 22.00 – torstaina 11.3.2027 klo 24.00",
    ]
    assert "Odottaa kutsua: 14" in said


def test_items__none_of_nothing() -> None:
    said = lines(alternatives=[], untold=0)
    assert not [line for line in said if "terveysasema" in line or "Odottaa" in line]
    assert "Missä ja milloin tila olisi vapaana" not in said


@pytest.mark.parametrize("lost", [True, False])
def test_items__the_room_that_is_kept(lost: bool) -> None:
    (kept,) = [line for line in lines(kept=FREE[0], lost=lost, alternatives=[]) if "Aiempi tila" in line]
    assert "Pikkusali, Iin terveysasema, Tie 1, 91100 Ii, keskiviikkona 10.3.2027 klo 13.00" in kept

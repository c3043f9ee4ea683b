"""What those see who come by a mail's unsubscribe link. No address and no name stands there."""

from chassis.answers.languages import Words
from chassis.edge import Sheet

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail program sends (RFC 8058, 3.1); our own button sends the same."""
_REST = Words(
    "Päätökset ja muut viestit, jotka laki vaatii, lähetetään edelleen.",
    "Beslut och andra meddelanden som lagen kräver skickas fortfarande.",
    "Decisions and other mails that the law demands are still sent.",
)


def asking(name: Words | None) -> Sheet:
    """Before the button; `name`: of the topic, none for all."""
    if name is None:
        line = Words(
            "Paina painiketta, jos et halua enää mitään tiedotteita.", "Tryck på knappen om du inte vill ha några meddelanden.",
            "Press the button if you do not want any of these messages.",
        )
    else:
        line = Words(
            f"Paina painiketta, jos et halua enää viestejä aiheesta: {name.fi}.",
            f"Tryck på knappen om du inte längre vill ha meddelanden om ämnet: {name.sv}.",
            f"Press the button if you do not want any more messages on: {name.en}.",
        )
    button = Words("Lopeta viestit", "Avsluta meddelandena", "Stop the messages")
    return Sheet(Words("Viestien lopettaminen", "Avsluta meddelanden", "Stop messages"), [line, _REST], button, ONE_CLICK)


def ended(_topic: str) -> Sheet:
    """After it, however often."""
    line = Words(
        "Emme enää lähetä näitä viestejä.", "Vi skickar inte längre dessa meddelanden.", "We no longer send these messages.",
    )
    return Sheet(Words("Tilaus on lopetettu", "Prenumerationen är avslutad", "The subscription has ended"), [line, _REST])

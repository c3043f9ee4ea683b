"""What those see who come by the link of a confirmation mail. No address and no name stands there."""

from typing import Any

from chassis.answers.languages import Words
from chassis.edge import Sheet

ASK = Sheet(
    Words("Vahvista sähköpostiosoite", "Bekräfta e-postadressen", "Confirm your e-mail address"),
    [Words(
        "Paina painiketta, jos osoite on oikein. Sen jälkeen voimme lähettää siihen viestejä.",
        "Tryck på knappen om adressen är rätt. Därefter kan vi skicka meddelanden dit.",
        "Press the button if the address is right. After that we can write to it.",
    )],
    Words("Vahvista osoite", "Bekräfta adressen", "Confirm the address"),
    ("confirm", "yes"),
)
DONE = Sheet(
    Words("Osoite on vahvistettu", "Adressen är bekräftad", "The address is confirmed"),
    [Words("Kiitos! Voit sulkea sivun.", "Tack! Du kan stänga sidan.", "Thank you! You may close this page.")],
)


def confirmed(_row: Any) -> Sheet:
    """After the button."""
    return DONE

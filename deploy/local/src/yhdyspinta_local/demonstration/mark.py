"""How whatever the demonstration makes is told apart from what is so (esimerkkiaineisto)."""

from typing import Final

MARK: Final = "Esimerkkiaineisto"
GROUNDS: Final = f"{MARK}: keksitty näyttöä varten, ei koske järjestöä itseään."
"""Every change made to a real organisation of the register rests on this."""


def address(organisation_id: str) -> str:
    """Where the demonstration writes to an organisation: nowhere, `.invalid` (RFC 2606)."""
    return f"toimisto-{organisation_id[-12:]}@esimerkki.invalid"

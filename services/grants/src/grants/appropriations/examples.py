"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from typing import Final
from uuid import UUID

from pydantic import BaseModel

from chassis.values import Money
from grants.appropriations.schemas import AppropriationOut, ChangeAppropriation, SetAppropriation

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    SetAppropriation(year=2027, kind="operating", amount=Money(cents=60_000_000), grounds="Talousarvio 2027, aluevaltuusto 14 §."),
    ChangeAppropriation(amount=Money(cents=65_000_000), grounds="Talousarviomuutos 2027, aluevaltuusto 22 §."),
    AppropriationOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e21"), version=3, year=2027, kind="operating", amount=Money(cents=60_000_000),
        committed=Money(cents=3_200_000), remaining=Money(cents=56_800_000),
    ),
)

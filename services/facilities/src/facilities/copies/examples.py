"""One answer of each kind, for the API document. Tested to be valid."""

from typing import Final
from uuid import UUID

from pydantic import BaseModel

from facilities.copies.schemas import Names, OrganisationOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    OrganisationOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), kind="organisation",
        names=Names(fi="Esimerkkikunnan omaisyhdistys ry", sv="Exempelkommuns anhörigförening rf"), status="active",
        home_municipality="564", dissolved_on=None, dissolves_on=None,
    ),
)

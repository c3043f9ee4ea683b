"""One answer of each kind, for the API document. Tested to be valid."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from grants.copies.schemas import Identifier, Names, OperatingArea, OrganisationOut

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    OrganisationOut(
        id=UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01"), kind="organisation",
        names=Names(fi="Esimerkkikunnan omaisyhdistys ry", sv="Exempelkommuns anhörigförening rf"), status="active",
        legal_form="association", identifiers=[Identifier(scheme="business_id", value="1234567-1")], home_municipality="564",
        operating_area=OperatingArea(area_class="several_municipalities", municipalities=["425", "564"]), sote_status="sote",
        non_profit_status="non_profit", non_profit_until=date(2030, 2, 1), dissolves_on=None,
    ),
)

"""The four services that listen, as real processes."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal
from uuid import UUID

from chassis import successors
from chassis.service import Service
from chassis.testing import House
from yhdyspinta_local.parts import ServiceProcess, Surroundings

LISTENERS: Mapping[str, Service] = {
    name: import_module(f"{name}.main").SERVICE for name in ("grants", "forums", "facilities", "notifications")
}


def worker(
    house: House, folder: Path, role: Literal["api", "worker"] = "worker", *, smtp: str = "smtp://127.0.0.1:1"
) -> ServiceProcess:
    """`python -m <service> worker --with-relay` (or `api`) over the database of this house; not yet started."""
    s, name = house.settings, house.service.name
    around = Surroundings(
        s.database_admin_url, s.database_owner_url, s.database_url, s.kafka, s.issuer, smtp, "x" * 32, env="test",
        documents=str(folder / "documents"),
    )
    more = {"YHDYSPINTA_TOPIC_PREFIX": s.topic_prefix}
    return ServiceProcess(name, role, around, log=folder / f"{name}-{role}.log", more=more)


async def taken_for(houses: Mapping[str, House], id: UUID) -> dict[str, UUID]:
    """What each service takes an organisation for."""
    now = {}
    for name, house in houses.items():
        table = import_module(f"{name}.copies.tables").Organisation
        now[name] = (await house.read(successors.present, table, [id]))[id].id
    return now

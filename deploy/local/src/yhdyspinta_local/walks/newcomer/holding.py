"""What the services hold, by their own rows.

`python -m yhdyspinta_local.walks.newcomer.holding <database> <service> …` prints `<state topic> <how many there are> <canonical hash>`, as the readers of `docs/newcomer` do.
"""

import asyncio
import importlib
import json
import sys
from typing import Any

from sqlalchemy import select

from chassis.canonical import canonical_hash
from chassis.database import Database
from chassis.events import State
from chassis.service import Service
from chassis.tables import Root, rows_of


async def held(service: Service, url: str) -> dict[str, list[tuple[str, Any]]]:
    """Every public state of a service, by topic."""
    found: dict[str, list[tuple[str, Any]]] = {topic.state_name: [] for topic in service.topics if topic.state}
    database = Database(url, service.tables, tenant="", pool_size=1)
    try:
        async with database.sessions() as session:
            for table in rows_of(service.tables):
                if issubclass(table, Root) and f"{table.__topic__}.state" in found:
                    said = [(str(root.id), root.public()) for root in await session.scalars(select(table))]
                    states = [(id, json.loads(state.model_dump_json())) for id, state in said if isinstance(state, State)]
                    found[f"{table.__topic__}.state"] += states
    finally:
        await database.close()
    return found


async def main(url: str, *services: str) -> None:
    lines = []
    for name in services:
        for topic, states in (await held(importlib.import_module(f"{name}.main").SERVICE, url)).items():
            lines.append(f"{topic} {len(states)} {canonical_hash(states)}")
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

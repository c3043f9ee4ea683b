"""Random but repeatable changes by the sample service: made, renamed, counted, erased."""

import random
from collections.abc import Sequence
from uuid import UUID

from chassis.outbox import new_id
from chassis.testing import House
from sample.things import commands


async def change(house: House, count: int, seed: int) -> Sequence[UUID]:
    """So many changes; the ids that are left."""
    dice, ids = random.Random(seed), list[UUID]()
    for _ in range(count):
        what = dice.choices(("make", "count", "rename", "erase"), weights=(4, 8, 4, 1))[0] if len(ids) > 3 else "make"
        match what:
            case "make":
                ids.append((await house.run(commands.make, f"kerho {new_id().hex}")).id)
            case "count":
                await house.run(commands.add_one, dice.choice(ids))
            case "rename":
                await house.run(commands.rename, dice.choice(ids), f"seura {new_id().hex}")
            case _:
                await house.run(commands.erase, ids.pop(dice.randrange(len(ids))))
    return ids

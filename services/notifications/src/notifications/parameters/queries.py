"""The parameters in force."""

from sqlalchemy import select

from chassis.work import Reads
from notifications.parameters.tables import Parameters


async def parameters(db: Reads) -> Parameters:
    """The one row."""
    return await db.one(select(Parameters))

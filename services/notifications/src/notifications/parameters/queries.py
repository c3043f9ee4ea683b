"""The parameters in force."""

from sqlalchemy import select

from chassis.work import Reads
from notifications.parameters.tables import MailParameters, Parameters


async def parameters(db: Reads) -> Parameters:
    """The one row."""
    return await db.one(select(Parameters))


async def mail_parameters(db: Reads) -> MailParameters:
    """The one row about mail."""
    return await db.one(select(MailParameters))

"""Every public event, whatever its name, is passed on. Internal topics are not listened to at all."""

from chassis.listening import Announcement, Listener
from chassis.work import UnitOfWork
from notifications.heard.everyone import PUBLIC
from notifications.webhooks.commands import taking

LISTENER = Listener("webhooks", topics=tuple(PUBLIC), effects=True)


@LISTENER.passes_on
async def on_public_event(uow: UnitOfWork, said: Announcement) -> None:
    """Kept once, queued for each endpoint that wants it."""
    await taking.take_up(uow, said)

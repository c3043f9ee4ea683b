"""Public feeds once, as somebody without a sign-in fetches them."""

from datetime import timedelta

from tests.contracts.client import Client

from chassis import clock
from chassis.copying import Copying
from chassis.testing import record
from forums.events.examples import EXAMPLES
from forums.events.meeting import MeetingState


async def feeds(client: Client) -> None:
    """Forums' own example of a meeting, some days from now, in both."""
    service = client.document.service
    (example,) = (one for one in EXAMPLES if isinstance(one, MeetingState))
    soon = clock.now() + timedelta(days=9)
    said = example.model_copy(update={"starts_at": soon, "ends_at": soon + timedelta(hours=2)})
    snapshot = record(said.ce_type(), said.id, 1, said.model_dump_json().encode(), topic=f"{said.topic}.state")
    await Copying(service.name, service.copies, client.api.database, service.house, "pohde").take([snapshot])
    for name in ("get_meetings_calendar", "get_meetings_atom"):
        assert str(said.id) in await client.do(name, who={}, structure_id=said.structure_id, language="sv")

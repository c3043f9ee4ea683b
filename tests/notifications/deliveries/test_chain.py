"""From the topics of grants to a mail server, through the real worker process; and what kills leave of it."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from tests.notifications.deliveries.conftest import LEAD, Post, alone, example, fact
from tests.notifications.worker import Line, killed

from chassis import clock
from chassis.testing import Parts, soon


@pytest.fixture
async def line(post: Post, parts: Parts) -> Line:
    more = {"YHDYSPINTA_SMTP_URL": post.sink.url, "YHDYSPINTA_MAIL_SENDER": "ei-vastauksia@pohde.example"}
    made = Line(post.house, parts, "127.0.0.1:1", more)
    await made.make_topics()
    await post.execute("INSERT INTO notifications.listener_group (consumer, effective_from) VALUES "
                       "('notifications.deliveries', now() - interval '1 hour')")  # fmt: skip
    await post.organisation(LEAD)
    return made


async def sent(post: Post, count: int, within: float = 40) -> None:
    async def enough() -> bool:
        return len(post.sink.ids) >= count

    await soon(enough, within=within)


async def settled(post: Post, count: int) -> None:
    async def done() -> bool:
        return await post.states() == ["sent"] * count

    await soon(done, within=40)


async def test_worker__killed_between_the_servers_answer_and_the_record(post: Post, line: Line) -> None:
    """The server has it, the worker dies before it has written so down: it comes again under the same Message-ID.

    This is the limit of SMTP: no key tells the server that it has it already. One proof of service, all the same.
    """
    await post.parameters(lease_seconds=2)
    post.sink.pause = 20
    worker = await line.started()
    await line.produce([fact(alone("GrantApproved"))])
    await sent(post, 1)
    await killed(worker)
    assert await post.states() == ["sending"]
    assert await post.proofs() == []
    post.sink.pause = 0
    async with line.working():
        await settled(post, 1)
    assert list(post.sink.ids.values()) == [2]
    assert len(set(post.sink.raw)) == 1
    assert len(await post.proofs()) == 1


async def test_worker__killed_again_and_again_each_mail_comes_under_one_id(post: Post, line: Line) -> None:
    """Nothing is lost; twice came only what was under way when the worker was killed: at most one for each of its places."""
    await post.parameters(lease_seconds=2)
    post.sink.pause = 0.05
    records = [fact(alone("ApplicationSubmitted")) for _ in range(60)]
    await line.produce(records)
    places, kills = 8, (5, 20, 40)
    for moment in kills:
        worker = await line.started()
        await sent(post, moment)
        await killed(worker)
    async with line.working():
        await settled(post, 60)
    assert len(post.sink.ids) == 60
    again = Counter(post.sink.ids.values())
    assert sum((times - 1) * count for times, count in again.items()) <= places * len(kills)
    ((rows,),) = await post.rows("SELECT count(*) FROM notifications.mail")
    assert rows == 60


async def test_worker__everything_lost_and_read_again_sends_nothing_new(post: Post, line: Line) -> None:
    """Offsets of the group, positions of the keys: all gone; the topics are read from their beginning by a group that is new."""
    call = example("GrantCallOpened", closes_at=clock.now() + timedelta(days=20))
    records = [fact(alone(name)) for name in ("ApplicationSubmitted", "CompletionRequested", "GrantApproved")] + [fact(call)]
    async with line.working():
        await line.produce(records)
        await settled(post, 4)
    assert len(post.sink.got) == 4
    await post.execute("DELETE FROM notifications.position")
    again = Line(line.house, line.parts, line.inside, line.more)
    await again.make_topics()
    async with again.working():
        await again.produce(records)
        late = fact(alone("GrantDeclined"))
        await again.produce([late])
        await settled(post, 5)
        await asyncio.sleep(1)
    assert len(post.sink.got) == 5
    assert set(post.sink.ids.values()) == {1}

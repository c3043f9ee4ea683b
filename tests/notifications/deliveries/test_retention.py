"""What is long over is forgotten, in slices; proofs, letters and what is still of use stay."""

import pytest
from sqlalchemy.exc import IntegrityError
from tests.architecture.code import SERVICES, service
from tests.notifications.deliveries.conftest import LEAD, PARTNER, Post, alone, example, fact

from chassis.dispatcher import Result
from chassis.outbox import new_id
from chassis.values import DAY
from notifications.deliveries.handlers import LISTENER
from notifications.main import SERVICE
from notifications.parameters.tables import MailParameters


async def forget(post: Post, what: str) -> int:
    (job,) = (job for job in SERVICE.clock if job.name == f"notifications.{what}.forget")
    return await post.clockwork.run_job(job)


async def aged(post: Post, days: int) -> None:
    """So many days later."""
    for table, columns in (("mail", ("queued_at", "sent_at", "settled_at")), ("telling", ("at",))):
        moved = ", ".join(f"{name} = {name} - make_interval(days => {days})" for name in columns)
        await post.execute(f"UPDATE notifications.{table} SET {moved}")


async def count(post: Post, table: str) -> int:
    ((found,),) = await post.rows(f"SELECT count(*) FROM notifications.{table}")
    return int(found)


async def test_mail__forgotten_when_its_days_are_over_and_the_proof_stays(post: Post) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(example("GrantApproved")))
    await post.send_all()
    await aged(post, 399)
    assert (await forget(post, "mail"), await count(post, "mail")) == (0, 1)
    await aged(post, 1)
    assert (await forget(post, "mail"), await forget(post, "mail"), await count(post, "mail")) == (1, 0, 0)
    assert [row[0] for row in await post.proofs()] == [LEAD]
    assert await post.letters() == [(PARTNER, "no_address", "open")]


async def test_mail__what_is_not_done_is_kept_however_old(post: Post) -> None:
    await post.organisation(LEAD)
    await post.hear(fact(alone("GrantApproved")))
    await aged(post, 1000)
    assert (await forget(post, "mail"), await count(post, "mail")) == (0, 1)


async def test_mail__of_a_notice_stays_until_it_was_counted(post: Post) -> None:
    for n in range(5):
        await post.organisation(new_id(), f"o{n}@example.invalid")
    await post.hear(fact(example("GrantCallOpened")))
    await post.clockwork.run_timers()
    await post.send_all()
    assert await count(post, "mail") == 5
    await aged(post, 401)
    assert (await forget(post, "mail"), await count(post, "mail")) == (0, 5)
    (counting,) = (job for job in SERVICE.clock if job.name == "notifications.notice.count_up")
    assert await post.clockwork.run_job(counting) == 1
    await post.parameters(slice=2)
    left = []
    while await forget(post, "mail"):
        left.append(await count(post, "mail"))
    assert left == [3, 1, 0]
    assert await post.rows("SELECT counts->>'sent' FROM notifications.notice") == [("5",)]


async def test_telling__outlives_every_topic_and_is_then_forgotten(post: Post) -> None:
    await post.organisation(LEAD)
    said = fact(alone("GrantApproved"))
    await post.hear(said)
    await post.send_all()
    await aged(post, 499)
    await forget(post, "mail")
    assert (await forget(post, "telling"), await count(post, "telling"), await count(post, "mail")) == (0, 1, 0)
    await post.execute("DELETE FROM notifications.position")
    assert await post.hear(said) is Result.IRRELEVANT
    assert await post.send_all() == 0
    await aged(post, 1)
    assert (await forget(post, "telling"), await count(post, "telling")) == (1, 0)


async def test_telling__longer_than_what_is_heard_is_kept(post: Post) -> None:
    kept = {topic.name: topic.keep for name in SERVICES for topic in service(name).topics}
    longest = max(kept[name] for name in LISTENER.topics)
    default = MailParameters.model_fields["telling_days"].default
    assert default * DAY > longest
    assert await post.rows("SELECT mail_days, telling_days FROM notifications.mail_parameters") == [(400, default)]
    with pytest.raises(IntegrityError):
        await post.parameters(telling_days=longest // DAY)

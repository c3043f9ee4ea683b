"""What follows from what the mail server says; leases; the limits of a provider; two lanes."""

import asyncio
import ssl
from datetime import timedelta

import pytest
from tests.notifications.deliveries.conftest import LEAD, Post, alone, example, fact
from tests.notifications.deliveries.sink import Sink

from chassis import clock
from notifications.adapters.smtp import Letter, Office, Server, Stage, Tls
from notifications.deliveries.commands import sending
from notifications.deliveries.domain.state import Lane
from notifications.deliveries.errands import letter_of

LETTER = Letter("a@example.invalid", b"Subject: x\r\nMessage-ID: <1@x>\r\n\r\nhei\r\n.\r\n..\r\n")


async def told(post: Post, name: str = "ApplicationSubmitted") -> None:
    """One mail to the lead, who applied alone."""
    await post.organisation(LEAD)
    await post.hear(fact(alone(name)))


async def mail(post: Post) -> tuple[object, ...]:
    (row,) = await post.rows("SELECT state, tried, reply_code, reply FROM notifications.mail")
    return row


async def test_4xx__again_later_with_growing_waits_and_then_given_up(post: Post) -> None:
    await post.parameters(retry_waits=[60, 300], jitter=0)
    await told(post)
    post.sink.mailbox = lambda _: "451 4.2.1 mailbox busy"
    for n, wait in enumerate((60, 300), 1):
        await post.send()
        assert (await mail(post))[:3] == ("queued", n, 451)
        ((seconds,),) = await post.rows("SELECT extract(epoch FROM due_at - now()) FROM notifications.mail")
        assert wait - 5 < float(seconds) <= wait
        assert await post.send() == 0
        await post.due_now()
    await post.send()
    assert (await mail(post))[:3] == ("failed", 3, 451)
    assert await post.letters() == [(LEAD, "failed", "open")]


async def test_4xx__taken_when_it_comes_again_under_the_same_id(post: Post) -> None:
    await told(post)
    seen = []

    async def later(_to: str, message: object) -> str:
        seen.append(message["Message-ID"])  # type: ignore[index]
        return "250 ok" if len(seen) > 1 else "452 4.3.1 no room"

    post.sink.answers = later
    await post.send()
    await post.due_now()
    await post.send()
    assert len(set(seen)) == 1
    assert len(post.sink.got) == 1
    assert (await mail(post))[0] == "sent"


async def test_5xx__to_the_mailbox_is_a_bounce(post: Post) -> None:
    await told(post)
    post.sink.mailbox = lambda to: f"550 5.1.1 {to} unknown"
    await post.send()
    assert await mail(post) == ("bounced", 1, 550, "5.1.1 <…> unknown")
    assert await post.letters() == [(LEAD, "bounced", "open")]
    await post.due_now()
    assert await post.send() == 0


async def test_5xx__of_the_message_is_final_and_no_bounce(post: Post) -> None:
    await told(post)

    async def no(_to: str, _message: object) -> str:
        return "554 5.7.1 looks like spam"

    post.sink.answers = no
    await post.send()
    assert (await mail(post))[:3] == ("failed", 1, 554)


async def test_5xx__about_us_is_not_held_against_the_mail(post: Post) -> None:
    """That we may not send is mended by somebody; the mail waits for it."""
    await told(post)
    post.sink.sender = lambda: "550 5.7.1 not allowed to send"
    await post.send()
    assert (await mail(post))[:3] == ("queued", 1, 550)


async def test_silence__the_server_is_away(post: Post) -> None:
    await told(post)
    await post.sink.stop()
    await post.send()
    assert (await mail(post))[:3] == ("queued", 1, None)
    assert await post.letters() == []


async def test_lease__what_comes_after_it_went_to_another_changes_nothing(post: Post) -> None:
    """Two workers: the first is slow, the second takes over when the lease ends; the first's answer counts no more."""
    await told(post, "GrantApproved")
    run = post.house.run
    (first,) = await run(sending.claim, 10, lane=Lane.DIRECT)
    assert await run(sending.claim, 10, lane=Lane.DIRECT) == []
    await post.due_now()
    (second,) = await run(sending.claim, 10, lane=Lane.DIRECT)
    from notifications.adapters.smtp import Reply

    no = [Reply(Stage.RECIPIENT, 550, "no")]
    await run(sending.record, first, no)
    assert await post.states() == ["sending"]
    await run(sending.record, second, [Reply(Stage.MESSAGE, 250, "ok")])
    await run(sending.record, second, no)
    assert await post.states() == ["sent"]
    assert len(await post.proofs()) == 1


async def test_same_bytes__whoever_sends_it_again(post: Post) -> None:
    await told(post)
    (first,) = await post.house.run(sending.claim, 10, lane=Lane.DIRECT)
    await post.due_now()
    (second,) = await post.house.run(sending.claim, 10, lane=Lane.DIRECT)
    assert letter_of(first.claimed[0]).content == letter_of(second.claimed[0]).content


async def test_claim__many_workers_at_once_take_each_mail_once(post: Post) -> None:
    await post.organisation(LEAD)
    for _ in range(40):
        await post.hear(fact(alone("ApplicationSubmitted")))
    rounds = await asyncio.gather(*(post.house.run(sending.claim, 7, lane=Lane.DIRECT) for _ in range(8)))
    ids = [one.mail.id for parcels in rounds for parcel in parcels for one in parcel.claimed]
    assert len(ids) == len(set(ids)) == 40


async def many(post: Post, count: int) -> None:
    """A call opens, and so many want to know of it."""
    await post.execute(
        "INSERT INTO notifications.recipient (id, version, sequence, kind, organisation_id, address, language, verified_at,"
        " verified_by, created_at) SELECT g.id, 1, 1, 'organisation', g.id, 'o' || g.n || '@example.invalid', 'fi', now(), 'link', now()"
        " FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, :count) n) g", count=count,
    )
    await post.hear(fact(example("GrantCallOpened", closes_at=clock.now() + timedelta(days=30))))
    await post.clockwork.run_timers()


async def test_fairness__a_decision_goes_before_thousands_of_a_notice(post: Post) -> None:
    """They have waited for longer; it goes out in the first round all the same, in a lane of its own (N13)."""
    await many(post, 700)
    await told(post, "GrantApproved")
    await post.send()
    assert "lead@example.invalid" in post.sink.tos
    assert len(post.sink.got) < 200


async def test_fairness__the_providers_limit_holds_the_notice_and_not_the_decision(post: Post) -> None:
    await post.parameters(per_second=1, burst=15)
    await post.execute("UPDATE notifications.mail_budget SET tokens = 15, filled_at = now()")
    await many(post, 100)
    await post.send()
    assert 15 <= len(post.sink.got) <= 18
    await told(post, "GrantApproved")
    await post.send()
    assert "lead@example.invalid" in post.sink.tos
    assert len(post.sink.got) <= 22
    await post.execute("UPDATE notifications.mail_budget SET filled_at = filled_at - interval '10 seconds'")
    await post.send()
    assert 25 <= len(post.sink.got) <= 33


async def test_notice__said_when_queued_and_once_when_nothing_is_under_way(post: Post) -> None:
    await post.parameters(slice=40)
    await many(post, 100)
    post.sink.mailbox = lambda to: "550 no" if to.startswith("o7@") else "451 later" if to.startswith("o8@") else "250 ok"
    (counting,) = [job for job in post.house.service.clock if job.name == "notifications.notice.count_up"]
    while await post.send():
        await post.clockwork.run_job(counting)
    assert [name for name in await post.house.said() if name.startswith("Notice")] == ["NoticePublished"]
    post.sink.mailbox = lambda _: "250 ok"
    await post.due_now()
    await post.send()
    for _ in range(3):
        await post.clockwork.run_job(counting)
    said = [record for record in await post.house.outbox() if "Notice" in (record.type or "")]
    assert [(record.type or "").split(".")[3] for record in said] == ["NoticePublished", "NoticeDelivered"]
    import json

    assert json.loads(said[0].value or b"")["recipients"] == 100
    assert json.loads(said[1].value or b"")["counts"] == {"sent": 99, "bounced": 1}
    ((one_each,),) = await post.rows("SELECT count(DISTINCT recipient_id) FROM notifications.mail")
    assert one_each == 100


@pytest.fixture
def trusted(tmp_path: object) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate and a client that trusts it."""
    from datetime import UTC, datetime
    from ipaddress import ip_address
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )
    file = Path(str(tmp_path)) / "both.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=made.public_bytes(pem).decode())


@pytest.mark.parametrize("way", [Tls.TLS, Tls.STARTTLS])
async def test_tls__and_sign_in(way: Tls, trusted: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    at, client = trusted
    sink = Sink()
    await sink.start(tls=at if way is Tls.TLS else None, starttls=at if way is Tls.STARTTLS else None)
    office = Office()
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid", way, context=client))
    assert [reply.code for reply in await office.send([LETTER, LETTER], within=10)] == [250, 250]
    assert sink.connections == 1
    await office.send([LETTER], within=10)
    assert sink.connections == 1  # the connection was kept
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid", way))  # which does not trust that certificate
    (reply,) = await office.send([LETTER], within=10)
    assert (reply.stage, reply.accepted) == (Stage.CONNECTION, False)
    await sink.stop()


@pytest.mark.parametrize(("password", "taken"), [("right", True), ("wrong", False)])
async def test_sign_in__a_wrong_password_is_no_answer_to_the_mail(
    password: str, taken: bool, trusted: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    at, client = trusted
    sink = Sink()
    await sink.start(starttls=at, users={"me": "right"})
    office = Office()
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid", Tls.STARTTLS, user="me", password=password, context=client))
    (reply,) = await office.send([LETTER], within=10)
    assert (reply.accepted, len(sink.got)) == (taken, int(taken))
    assert taken or (reply.stage, reply.code) == (Stage.CONNECTION, 535)
    await office.close()
    await sink.stop()


async def test_tls__never_fallen_back_from(sink: Sink) -> None:
    """A server without STARTTLS gets nothing in the clear."""
    office = Office()
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid", Tls.STARTTLS))
    (reply,) = await office.send([LETTER], within=10)
    assert (reply.stage, sink.got) == (Stage.CONNECTION, [])


async def test_time__a_parcel_ends_before_its_lease(sink: Sink) -> None:
    async def slow(_to: str, _message: object) -> str:
        await asyncio.sleep(0.4)
        return "250 ok"

    sink.answers = slow
    office = Office()
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid", seconds=30))
    replies = await office.send([LETTER] * 5, within=1)
    assert [reply.accepted for reply in replies] == [True, True, False, False, False]
    assert [reply.tried for reply in replies] == [True, True, False, False, False]
    await office.close()


async def test_dots_and_long_lines__arrive_as_they_were(sink: Sink) -> None:
    office = Office()
    office.open(Server("127.0.0.1", sink.port, "me@example.invalid"))
    await office.send([LETTER], within=10)
    assert sink.raw == [LETTER.content]
    await office.close()



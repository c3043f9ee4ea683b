"""N6, with real connections: what a name leads to is looked up and checked at every attempt."""

import datetime as dt
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.notifications.conftest import Desk, said
from tests.notifications.receiver import Receiver, Reply

from chassis import clock
from chassis.outbox import new_id
from chassis.problems import Refused
from notifications.adapters.http import WAY, Fault, Post, Reach


class Names:
    """A name server that gives the next list of addresses each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(f"{host}:{port}")
        if not self.answers:
            raise OSError("no such name")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.problem.code.rpartition(".")[2] for reason in refused.value.reasons]


@pytest.mark.parametrize("url", [
    "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
    "https://169.254.169.254/latest/meta-data", "https://10.0.0.7/", "https://0.0.0.0/", "https://[::ffff:7f00:1]/",
    "https://[fd00:ec2::254]/", "https://0177.0.0.1/", "https://017700000001/", "https://0x7f000001/", "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[::]/",
])  # fmt: skip
async def test_register__inside_address(desk: Desk, url: str) -> None:
    with pytest.raises(Refused) as refused:
        await desk.register(url=url)
    assert codes(refused) == ["inside_address"]


async def test_register__another_port_of_the_allowed_place(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.register(url="https://127.0.0.1:1/")
    assert codes(refused) == ["inside_address"]


async def test_register__every_address_of_the_name_counts(desk: Desk) -> None:
    WAY.open(Reach(resolve=Names(["8.8.8.8", "2a00:1450:4001::1", "10.0.0.1"])))
    with pytest.raises(Refused) as refused:
        await desk.register(url="https://kunta.fi/")
    assert codes(refused) == ["inside_address"]


async def test_register__a_name_that_leads_nowhere(desk: Desk) -> None:
    WAY.open(Reach(resolve=Names()))
    with pytest.raises(Refused) as refused:
        await desk.register("registry.RoleAssigned", url="https://kunta.fi/")
    assert codes(refused) == ["unknown_type", "unknown_host"]  # all reasons at once


async def test_register__no_https(desk: Desk) -> None:
    WAY.open(Reach(resolve=Names(["8.8.8.8"])))
    with pytest.raises(Refused) as refused:
        await desk.register(url="http://kunta.fi/")
    assert codes(refused) == ["not_https"]


async def test_send__the_name_has_moved_inside(desk: Desk) -> None:
    """DNS rebinding: outside when it was registered, this machine when it is sent. No connection is made."""
    names = Names(["8.8.8.8"], ["127.0.0.1"])
    WAY.open(Reach(resolve=names))
    await desk.register(url=f"https://kunta.fi:{desk.receiver.port}/")
    await desk.hear(said(new_id()))
    await desk.send()
    assert names.asked == [f"kunta.fi:{desk.receiver.port}"] * 2
    assert desk.receiver.connections == 0
    assert await desk.rows("SELECT fault, status FROM notifications.attempt") == [("inside_address", None)]
    assert await desk.states() == ["retrying"]


async def test_send__looked_up_at_every_attempt(desk: Desk) -> None:
    place = f"kunta.test:{desk.receiver.port}"
    names = Names(["127.0.0.1"])
    WAY.open(Reach(inside=frozenset({place}), resolve=names))
    await desk.register(url=f"http://{place}/hook")
    for _ in range(3):
        await desk.hear(said(new_id()))
    await desk.send()
    assert len(names.asked) == 4
    assert desk.receiver.connections == 3  # none is kept
    assert desk.receiver.got[0].headers["host"] == place


async def test_post__the_first_address_that_answers(receiver: Receiver) -> None:
    place = f"kunta.test:{receiver.port}"
    WAY.open(Reach(inside=frozenset({place}), resolve=Names(["127.0.0.9", "127.0.0.1"])))
    answer = await WAY.post(Post(f"http://{place}/", {}, b"{}"))
    assert answer.status == 204


async def test_post__a_redirect_inside_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = lambda _: Reply(307, {"location": "http://169.254.169.254/"})
    assert (await WAY.post(Post(receiver.url(), {}, b"{}"))).status == 307
    assert receiver.connections == 1


async def test_post__no_proxy_of_the_environment(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    WAY.open(Reach(inside=frozenset({receiver.place})))
    assert (await WAY.post(Post(receiver.url(), {}, b"{}"))).status == 204


async def test_post__an_endless_answer_is_read_a_little(receiver: Receiver) -> None:
    receiver.answers = lambda _: Reply(200, {"content-length": "1000000000"}, b"a" * 200_000)
    answer = await WAY.post(Post(receiver.url(), {}, b"{}"))
    assert (answer.status, len(answer.excerpt)) == (200, 1000)


@pytest.mark.parametrize("reply", [
    Reply(200, {"content-length": "x"}), Reply(99), Reply(200, {"x": "y" * 200_000}), Reply(200, {"a b": "c"}),
])  # fmt: skip
async def test_post__nonsense_is_a_fault_and_no_crash(receiver: Receiver, reply: Reply) -> None:
    receiver.answers = lambda _: reply
    answer = await WAY.post(Post(receiver.url(), {}, b"{}"))
    assert (answer.status, answer.fault) in {(None, Fault.CONNECTION), (99, None)}


async def test_post__what_may_not_be_stored_of_an_answer(receiver: Receiver) -> None:
    receiver.answers = lambda _: Reply(500, body=b"hetu 131052-308T \x00\xff")
    assert (await WAY.post(Post(receiver.url(), {}, b"{}"))).excerpt == "hetu ******-**** \ufffd\ufffd"


@pytest.fixture
async def secure(tmp_path: Path) -> AsyncIterator[tuple[Receiver, ssl.SSLContext]]:
    """A receiver with a certificate for `kunta.test`, and a client that trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kunta.test")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("kunta.test")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    file = tmp_path / "kunta.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem))
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(file))
    server.load_cert_chain(file)
    receiver = Receiver()
    await receiver.start(server)
    yield receiver, client
    await receiver.stop()


async def test_post__tls_and_host_speak_of_the_name(secure: tuple[Receiver, ssl.SSLContext]) -> None:
    """Connected to a checked address, yet the certificate of the name is asked for and verified."""
    receiver, client = secure
    places = {f"{host}:{receiver.port}" for host in ("kunta.test", "other.test")}
    WAY.open(Reach(inside=frozenset(places), resolve=Names(["127.0.0.1"]), tls=client))
    assert (await WAY.post(Post(f"https://kunta.test:{receiver.port}/", {}, b"{}"))).status == 204
    assert receiver.got[0].headers["host"] == f"kunta.test:{receiver.port}"
    assert (await WAY.post(Post(f"https://other.test:{receiver.port}/", {}, b"{}"))).fault is Fault.TLS


def test_reach__allowed_by_name_and_port() -> None:
    assert Reach(inside=frozenset({"kunta.test:80"})).allows("KUNTA.test", 80)
    assert not Reach(inside=frozenset({"kunta.test:80"})).allows("kunta.test", 443)

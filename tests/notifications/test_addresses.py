"""N6: which addresses are outside. Every kind of inside has its own line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chassis.problems import Refused, refuse_if_any
from notifications.adapters.addresses import is_outside
from notifications.settings import Settings
from notifications.webhooks.domain.endpoint import objections_to_url, place

INSIDE = {
    "loopback": "127.0.0.1", "loopback, the end": "127.255.255.254",
    "unspecified": "0.0.0.0", "this network": "0.1.2.3",  # noqa: S104
    "private 10": "10.0.0.1", "private 172": "172.16.0.1", "private 172, the end": "172.31.255.255", "private 192": "192.168.1.1",
    "shared (CGNAT)": "100.64.0.1", "shared, the end": "100.127.255.255", "link-local": "169.254.1.1",
    "metadata": "169.254.169.254", "cloud platform": "168.63.129.16", "protocol assignments": "192.0.0.8",
    "documentation": "203.0.113.7", "benchmarks": "198.18.0.1", "6to4 relay": "192.88.99.1", "multicast": "224.0.0.1",
    "reserved": "240.0.0.1", "broadcast": "255.255.255.255", "v6 loopback": "::1", "v6 unspecified": "::",
    "v6 link-local": "fe80::1", "v6 link-local with zone": "fe80::1%eth0", "v6 site-local": "fec0::1", "v6 unique local": "fd00::1",
    "v6 metadata": "fd00:ec2::254", "v6 multicast": "ff02::1", "mapped loopback": "::ffff:127.0.0.1",
    "mapped private": "::ffff:a00:1", "compatible": "::127.0.0.1", "NAT64 loopback": "64:ff9b::7f00:1",
    "NAT64 metadata": "64:ff9b::a9fe:a9fe", "NAT64 local": "64:ff9b:1::1", "6to4": "2002:7f00:1::", "Teredo": "2001::1",
    "v6 documentation": "2001:db8::1", "v6 documentation, new": "3fff::1", "segment routing": "5f00::1", "no address": "kunta.fi",
    "nothing": "",
}  # fmt: skip
OUTSIDE = ["8.8.8.8", "91.198.174.192", "172.32.0.1", "100.128.0.1", "2620:0:862:ed1a::1", "2a00:1450:4001::1", "64:ff9b::808:808",
           "::ffff:8.8.8.8"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE.values(), ids=INSIDE.keys())
def test_is_outside__inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_is_outside__outside(address: str) -> None:
    assert is_outside(address)


@given(st.ip_addresses(v=4))
def test_is_outside__disguised_as_v6_the_answer_is_the_same(address: object) -> None:
    assert is_outside(str(address)) == is_outside(f"::ffff:{address}") == is_outside(f"64:ff9b::{address}")


@pytest.mark.parametrize("url", [
    "ftp://kunta.fi/", "file:///etc/passwd", "gopher://kunta.fi", "//kunta.fi/x", "kunta.fi", "", "https://", "https:///x",
    "https://user:pass@kunta.fi/", "https://user@kunta.fi/", "https://kunta.fi/#a", "https://kunta.fi\\@10.0.0.1/",
    "https://kunta.fi /", "https://kunta.fi\n/", "https://kyläyhdistys.fi/", "https://kunta.fi:0/", "https://kunta.fi:99999/",
    "https://kunta.fi:x/", "https://kunta.fi:/", "https://[::1/", "https://[fe80::1%25eth0]/", "https://.kunta.fi/", "javascript:1",
])  # fmt: skip
def test_objections_to_url__form(url: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_if_any(objections_to_url(url, may_be_plain=True))
    assert [reason.problem.code for reason in refused.value.reasons] == ["notifications.webhook.url_form"]


def test_objections_to_url__https_only() -> None:
    assert [r.problem.code for r in objections_to_url("http://kunta.fi/", may_be_plain=False)] == ["notifications.webhook.not_https"]
    assert not list(objections_to_url("http://kunta.fi/", may_be_plain=True))
    assert not list(objections_to_url("https://kunta.fi:8443/hook?x=1", may_be_plain=False))


def test_place__host_and_port() -> None:
    assert place("https://Kunta.FI/x") == ("kunta.fi", 443)
    assert place("http://127.0.0.1:9000/x") == ("127.0.0.1", 9000)
    assert place("https://[2a00::1]:8443/") == ("2a00::1", 8443)


def test_settings__nothing_inside_in_production() -> None:
    needed: dict[str, Any] = {"database_url": "x", "issuer": "https://sso.kunta.fi", "cursor_key": "only-for-tests-only"}
    assert Settings(env="test", webhook_inside=frozenset({"LocalHost:9000"}), **needed).webhook_inside == {"localhost:9000"}
    with pytest.raises(ValidationError, match="in production"):
        Settings(env="production", webhook_inside=frozenset({"127.0.0.1:9000"}), **needed)
    with pytest.raises(ValidationError, match="not host:port"):
        Settings(env="test", webhook_inside=frozenset({"127.0.0.1"}), **needed)

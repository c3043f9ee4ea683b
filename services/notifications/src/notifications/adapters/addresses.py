"""Which addresses are outside our own network. Pure.

A receiver's name is resolved by its owner, who may let it point anywhere: at a neighbour of ours, at the machine itself, at the
metadata service of a cloud. What cannot be met on the public internet is refused (N6 of `peers.md`).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

_ASSIGNED: Final = IPv6Network("2000::/3")
"""All of IPv6 that is in public use (RFC 4291); loopback, link-local, site-local, unique local and multicast lie outside."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""An IPv4 address in the last 32 bits (RFC 6052)."""
_NOT_PUBLIC_V6: Final = tuple(map(IPv6Network, (
    "2001::/23",  # protocol assignments; Teredo hides an IPv4 address
    "2001:db8::/32", "3fff::/20",  # documentation
    "2002::/16",  # 6to4 hides an IPv4 address
)))  # fmt: skip
_NOT_PUBLIC_V4: Final = frozenset({IPv4Address("168.63.129.16")})
"""The platform's own address inside a large public cloud: public by number, a neighbour by nature."""
_SIX_TO_FOUR_RELAY: Final = "192.88.99."
_PROTOCOL_ASSIGNMENTS: Final = "192.0.0."


def is_outside(address: str) -> bool:
    """Whether somebody on the public internet answers there; false for what cannot be read."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _outside_v4(found) if isinstance(found, IPv4Address) else _outside_v6(found)


def _outside_v4(address: IPv4Address) -> bool:
    """Not private, loopback, link-local (metadata services live there), shared (RFC 6598), multicast, reserved, nobody's."""
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address in _NOT_PUBLIC_V4
    return address.is_global and not special and not str(address).startswith((_SIX_TO_FOUR_RELAY, _PROTOCOL_ASSIGNMENTS))


def _outside_v6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _outside_v4(address.ipv4_mapped)
    if address in _NAT64:
        return _outside_v4(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _ASSIGNED and address.is_global and not any(address in network for network in _NOT_PUBLIC_V6)

"""Whether an address is still the one that a mail went to, without keeping the address. Pure."""

from hashlib import sha256
from uuid import UUID

LENGTH = 8


def mark_of(mail_id: UUID, address: str) -> bytes:
    """The mark that a mail bears of its address; another one in every mail."""
    return sha256(mail_id.bytes + address.lower().encode()).digest()[:LENGTH]

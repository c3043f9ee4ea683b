"""What PostgreSQL keeps instead of a password (SCRAM-SHA-256, RFC 5803).

Made here, so that no password goes over the wire or into a server's log, and so that one can see whether a role has this
password already.
"""

import base64
import hashlib
import hmac
import secrets

ITERATIONS = 4096


def verifier(password: str, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """The stored form of a password; only printable ASCII, for which no normal form is needed."""
    if not (password.isascii() and password.isprintable()):
        raise ValueError("a role's password is printable ASCII")
    salt = salt or secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${iterations}:{_text(salt)}${_text(stored)}:{_text(server)}"


def fits(password: str, kept: str | None) -> bool:
    """Whether what the server keeps was made from this password."""
    if kept is None or not kept.startswith("SCRAM-SHA-256$"):
        return False
    iterations, salt = kept.split("$")[1].split(":")
    return hmac.compare_digest(kept, verifier(password, base64.b64decode(salt), int(iterations)))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

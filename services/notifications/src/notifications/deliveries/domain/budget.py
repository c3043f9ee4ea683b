"""What the mail provider lets us send now (token bucket, N13). Pure."""

from datetime import datetime


def filled(tokens: float, since: datetime, *, now: datetime, per_second: float, burst: int) -> float:
    """Tokens in the bucket by now. A decision may be sent on credit; then it fills from below nothing."""
    return min(float(burst), tokens + max(0.0, (now - since).total_seconds()) * per_second)

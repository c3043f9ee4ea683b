"""What belongs to the work in hand and every log line may name. Set by the edges, read by logs and problems."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The gateway's `X-Request-Id`, or one made at the edge; empty outside a request."""
actor: ContextVar[str] = ContextVar("actor", default="")
"""`person:<id>`, `service:<name>` or `system:<client>` of the request in hand: an id, never a person's name."""

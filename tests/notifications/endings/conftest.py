"""The mail server and the people of `deliveries`."""

from tests.notifications.deliveries.conftest import post, sink

__all__ = ["post", "sink"]

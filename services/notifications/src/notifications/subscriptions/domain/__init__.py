"""The rules of subscriptions. Pure."""

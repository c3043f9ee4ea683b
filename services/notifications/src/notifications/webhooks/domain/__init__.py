"""The rules of webhooks. Pure."""

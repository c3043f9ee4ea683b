"""Use cases of webhooks: the only writers of their rows."""

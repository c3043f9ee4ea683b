"""Public events as they were heard, once each: what webhooks send and what the pull feed gives."""

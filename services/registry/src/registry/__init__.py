"""Who there is, what they do, who answers for what."""

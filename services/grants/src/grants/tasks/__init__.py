"""What waits for whom, and until when: one list for every role, read from the other features' rows."""

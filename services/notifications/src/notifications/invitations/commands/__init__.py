"""A fact about a meeting was heard: who is invited, who got seats, who convenes is told."""

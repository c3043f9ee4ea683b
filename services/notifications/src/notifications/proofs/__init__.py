"""Proof that a decision reached a party (tiedoksiannon todiste), and the letters that a person posts where mail cannot do it."""

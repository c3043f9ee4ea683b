"""Rows that others own, kept here; of its own rows, only who holds which role."""

"""Rows that others own and notifications keeps a copy of."""

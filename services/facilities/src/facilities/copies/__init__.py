"""Rows that others own and facilities keeps a copy of."""

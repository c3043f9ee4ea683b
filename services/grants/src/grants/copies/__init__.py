"""Rows that others own and grants keeps a copy of."""

"""Rows that others own and forums keeps a copy of."""

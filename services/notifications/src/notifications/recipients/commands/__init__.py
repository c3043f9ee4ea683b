"""Addresses are entered, confirmed, refused, removed."""

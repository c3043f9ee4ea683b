"""Reads of assignments, requests, gaps, and of who one is."""

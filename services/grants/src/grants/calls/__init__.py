"""Calls for applications."""

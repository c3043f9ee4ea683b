"""Rooms that associations use free of charge."""

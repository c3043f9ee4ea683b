"""Appropriations: how much there is for one kind of grant in one year."""

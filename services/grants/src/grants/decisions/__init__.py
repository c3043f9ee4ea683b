"""Decisions on applications, their remedy and its clock."""

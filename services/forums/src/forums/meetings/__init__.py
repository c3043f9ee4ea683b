"""Meetings: their time and room, who is invited, what is dealt with, who comes, what was said."""

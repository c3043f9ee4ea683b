"""Meetings as calendar files: in the mails of those who are invited, and in the public feed."""

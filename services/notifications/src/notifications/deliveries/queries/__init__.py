"""Reads of mail: who is told, the log, and how much waits."""

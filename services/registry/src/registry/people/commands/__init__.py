"""Give, prolong and end roles; ask, approve and refuse."""

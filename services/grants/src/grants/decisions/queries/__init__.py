"""Reads of decisions: `seen` who sees which, `facts` for the rules; lists of `decisions`, `proposals`, `reviews`, `results`."""

"""Guidelines, kinds of grant and the principles of support: what may be applied for, and by which rules."""

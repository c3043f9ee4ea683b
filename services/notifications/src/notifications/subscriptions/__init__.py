"""Who wants to be told of what (COM-03, COM-17; N9, N10, N11)."""

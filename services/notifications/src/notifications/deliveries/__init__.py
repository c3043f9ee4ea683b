"""Mail (sähköposti): who is told of what, once, and what became of it."""

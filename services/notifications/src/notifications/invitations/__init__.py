"""Who is invited to a meeting gets its calendar entry by mail, and what becomes of it (kalenterikutsut)."""

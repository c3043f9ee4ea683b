"""Who is told what, by which way, and proof of it."""

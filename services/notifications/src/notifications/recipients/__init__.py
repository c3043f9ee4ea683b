"""Who is told, and where: the only place of addresses (`decisions.md`, Who is who)."""

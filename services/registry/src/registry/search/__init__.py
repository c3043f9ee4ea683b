"""Finding a name as people write it."""

"""From the rows of a source to what becomes of each. Pure."""

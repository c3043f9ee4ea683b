"""How spaces are used, for everybody to see (käyttö). FAC-15."""

"""How the registers of others come in: sources, validation, matching, provenance."""

"""Role types, terms of a role and requests to represent an organisation. Pure."""

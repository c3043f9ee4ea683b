"""The rules of addresses. Pure."""

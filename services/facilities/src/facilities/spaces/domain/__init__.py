"""The rules of sites, spaces and hours. Pure."""

"""Permanent structures of cooperation: bodies, networks and councils, whom they describe as members, who sits in them."""

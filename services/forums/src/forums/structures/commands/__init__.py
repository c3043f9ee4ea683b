"""Changing structures: establish, change, convene, set up groups, close; seats and who holds them."""

from forums.structures.commands.establishing import Loaded, establish_structure, load_reference

__all__ = ["Loaded", "establish_structure", "load_reference"]

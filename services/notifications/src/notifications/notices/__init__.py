"""A notice (tiedote): one message to everybody who asked to be told of its topic."""

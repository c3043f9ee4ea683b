"""Tell people once, send what is due, and write down what became of it."""

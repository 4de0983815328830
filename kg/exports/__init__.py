"""A graph in, files out: one module a format, each with a function `write`."""

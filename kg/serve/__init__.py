"""An output folder → a web server: a SPARQL endpoint over its store, and pages of what is in it."""

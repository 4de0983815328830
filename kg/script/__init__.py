"""How numerals, dates and citations of provisions are written: a text in, where they stand and what they say out."""

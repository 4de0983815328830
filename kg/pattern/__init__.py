"""The notation of rules and forms: a pattern line gives a tree, an example line its text and marks."""

from kg.pattern.example import Example, Mark, parse_example
from kg.pattern.line import parse
from kg.pattern.tree import (
    Blank,
    Choice,
    End,
    Gap,
    Maybe,
    Node,
    Numeral,
    Repeat,
    Run,
    Sequence,
    Start,
    Text,
    Words,
    walk,
    written,
)

__all__ = [
    "Blank",
    "Choice",
    "End",
    "Example",
    "Gap",
    "Mark",
    "Maybe",
    "Node",
    "Numeral",
    "Repeat",
    "Run",
    "Sequence",
    "Start",
    "Text",
    "Words",
    "parse",
    "parse_example",
    "walk",
    "written",
]

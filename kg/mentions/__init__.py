"""Find: a document in, its mentions out: names that the lexicons know, names by their make, citations, dates, people."""

from kg.mentions.finding import find
from kg.mentions.verdicts import check_forms

__all__ = ["check_forms", "find"]

"""A fact that shows what a term of the ontology is for, with the sentence that says it, as the ontology's page holds it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.exports.explorer.sentence import Piece


@dataclass(frozen=True, slots=True)
class Sample:
    """A fact by the names of its ends (`predicate` is the property's own name), and one sentence where it is said.

    What a build states by itself has no sentence. `instance` is what a class is shown by.
    """

    subject: str
    predicate: str
    object: str
    pieces: tuple[Piece, ...] = ()
    path: str = ""
    line: int = 0
    rule: str = ""
    instance: str = ""

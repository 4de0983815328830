"""The signs of the tape: the ontology goes in; one private-use character a class comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.ontology import Ontology

FIRST = 0xF0000  # plane 15
ANY = "\U000f0000-\U000fffff"
FOLDED = str.maketrans("(),:;!?", "（），：；！？")

_FOLDING = re.compile("[(),:;!?\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`signs`: class → its character; `below`: class → itself and its subclasses; `tops`: class → the one above all."""

    signs: dict[str, str]
    below: dict[str, frozenset[str]]
    tops: dict[str, str]

    def names(self, types: tuple[str, ...]) -> frozenset[str]:
        """These classes and their subclasses."""
        return frozenset().union(*(self.below[name] for name in types))

    def of(self, types: tuple[str, ...]) -> str:
        """The characters that a blank of these classes may hold."""
        return "".join(sorted(self.signs[name] for name in self.names(types)))


def alphabet(ontology: Ontology) -> Alphabet:
    """The alphabet of an ontology: classes in the order of their names."""
    signs = {name: chr(FIRST + number) for number, name in enumerate(sorted(ontology.classes))}
    below = {name: ontology.subclasses(name) for name in signs}
    return Alphabet(signs, below, {name: ontology.top(name) for name in signs})


def fold(text: str) -> str:
    """The text as the tape has it: half-width punctuation made full-width, signs of the tape made harmless."""
    if _FOLDING.search(text) is None:
        return text
    return "".join("\ufffd" if ord(sign) >= FIRST else sign for sign in text.translate(FOLDED))

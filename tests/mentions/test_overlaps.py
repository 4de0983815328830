"""Which of overlapping mentions stand."""

from __future__ import annotations

import pytest

from kg import ontology
from kg.mentions.overlaps import settle
from kg.model import Mention


def at(start: int, end: int, kind: str, *, weak: bool = False, form: str = "form") -> Mention:
    return Mention(start, end, kind, form, "", weak)


TABLE = [
    ("the longer", [at(0, 3, "Place"), at(0, 6, "Organisation")], [at(0, 6, "Organisation")]),
    (
        "a body in a body",
        [at(0, 6, "Organisation"), at(0, 3, "Organisation")],
        [at(0, 6, "Organisation"), at(0, 3, "Organisation")],
    ),
    ("no place in a body", [at(0, 6, "Organisation"), at(0, 2, "Place")], [at(0, 6, "Organisation")]),
    (
        "what crosses does not",
        [at(0, 4, "Organisation"), at(2, 7, "Organisation")],
        [at(2, 7, "Organisation")],
    ),
    (
        "the sure before the longer",
        [at(0, 8, "Programme", weak=True), at(0, 4, "Organisation")],
        [at(0, 4, "Organisation")],
    ),
    ("of one span, the stronger class", [at(0, 4, "Programme"), at(0, 4, "Event")], [at(0, 4, "Event")]),
    (
        "a body in a meeting",
        [at(0, 8, "Event"), at(0, 4, "StateBody")],
        [at(0, 8, "Event"), at(0, 4, "StateBody")],
    ),
    (
        "side by side",
        [at(3, 5, "Post"), at(0, 3, "Organisation")],
        [at(0, 3, "Organisation"), at(3, 5, "Post")],
    ),
    ("no person in a title", [at(0, 9, "Statute"), at(2, 4, "Person")], [at(0, 9, "Statute")]),
    (
        "a body in a title",
        [at(0, 9, "Statute"), at(0, 4, "StateBody")],
        [at(0, 9, "Statute"), at(0, 4, "StateBody")],
    ),
    ("the same twice", [at(0, 4, "Event"), at(0, 4, "Event")], [at(0, 4, "Event")]),
    ("far apart", [at(0, 3, "Place"), at(900, 903, "Place")], [at(0, 3, "Place"), at(900, 903, "Place")]),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("mentions", "standing"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_stands(mentions: list[Mention], standing: list[Mention]) -> None:
    assert settle(mentions, ontology.load()) == tuple(standing)
    assert settle(reversed(mentions), ontology.load()) == tuple(standing)

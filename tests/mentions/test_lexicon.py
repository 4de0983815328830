"""Names that lexicons know: where they stand, where they are words of something else, what they hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import Place
from kg.mentions.lexicon import LexiconBook
from kg.seeds import Row, Seeds
from tests.mentions.sentences import ground


def row(name: str, kind: str, *aliases: str, parent: str = "", key: str = "") -> Row:
    return Row(name, kind, aliases, key or name, "", "", parent, "", "", "test", Place("lexicons/own.csv", 2))


ROWS = (
    row("甲洲国家电缆总局", "StateBody", "电缆总局", parent="甲洲国"),
    row("甲洲国家电缆总局审计司", "StateBody", parent="甲洲国家电缆总局"),
    row("电缆", "Group"),
    row("江口", "Place", key="江口市"),
    row("江口", "Group"),
    row("海港条例", "LocalRegulation"),
)
OWN = Seeds(
    "own",
    rows=ROWS,
    words={"weak-names": ("电缆总局",), "regions": ("江淮",), "instrument-prefixes": ("新修订的",)},
)
FOUND = [
    (
        "the longest",
        "甲洲国家电缆总局审计司",
        [("甲洲国家电缆总局审计司", False), ("甲洲国家电缆总局", False)],
    ),
    ("an alias, weak by its list", "由电缆总局负责", [("电缆总局", True)]),
    ("a group is weak", "电缆", [("电缆", True)]),
    ("the first row of a name counts", "来到江口，", [("江口", False)]),
    ("a short name inside a word", "临江口岸", []),
    ("a list of places", "江淮，", [("江淮", False)]),
    ("words before an instrument that belong to it", "学习新修订的海港条例", [("新修订的海港条例", False)]),
    ("nothing", "没有名称", []),
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_what_the_lexicons_know(text: str, names: list[tuple[str, bool]]) -> None:
    hits = LexiconBook(OWN).find(ground(text))
    assert [(text[m.start : m.end], m.weak) for m in hits] == names


def test_a_hit_has_the_class_and_key_of_its_row() -> None:
    (mention,) = LexiconBook(OWN).find(ground("江口"))
    assert (mention.type, mention.key, mention.form) == ("Place", "江口市", "lexicon")


def test_words_that_hold_a_name_and_are_none() -> None:
    vetoing = replace(OWN, words=OWN.words | {"lexicon-vetoes": ("电缆总局域网",)})
    assert [*LexiconBook(vetoing).find(ground("电缆总局域网"))] == []


PLACES = [
    ("where a line begins", "江口，", 1),
    ("behind a conjunction", "小江口，", 0),
    ("after a place", "江淮江口，", 2),
]


@pytest.mark.parametrize(("text", "count"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_place_that_reads_as_a_conjunction_and_a_level(text: str, count: int) -> None:
    led = replace(OWN, words=OWN.words | {"places-after-places": ("江口",)})
    assert len([*LexiconBook(led).find(ground(text))]) == count

"""The text as forms see it: where runs may begin, where words begin and end, what lies beside what."""

from __future__ import annotations

import pytest

from tests.mentions.sentences import ground

RUNS = [
    ("the whole stretch of nouns", "甲电缆公司", 3, 1, 8, "edge", ["甲电缆", "电缆"]),
    ("not over a comma", "说，电缆公司", 4, 1, 8, "edge", ["电缆"]),
    ("not over a preposition", "关于电缆公司", 4, 1, 8, "edge", ["电缆"]),
    ("never less than the least", "电缆公司", 2, 3, 8, "edge", []),
    ("nothing, where nothing will do", "，公司", 1, 0, 8, "edge", [""]),
    (
        "a verb that names hold",
        "甲市保障监督委员会",
        6,
        1,
        8,
        "inner",
        ["甲市保障监督", "市保障监督", "保障监督", "监督"],
    ),
    ("the nearest first behind a guide", "健全安全机制", 4, 1, 8, "guided", ["安全"]),
]


@pytest.mark.parametrize(
    ("text", "end", "least", "most", "kind", "runs"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS]
)
def test_where_a_run_may_begin(
    text: str, end: int, least: int, most: int, kind: str, runs: list[str]
) -> None:
    made = ground(text)
    assert [text[start:end] for start in made.runs_left(end, least, most, kind)] == runs


def test_a_run_ends_at_the_name_before_it() -> None:
    made = ground("甲国电缆技术中心", ("甲国", "Place"))
    assert made.runs_left(6, 1, 10, "inner")[0] == 0
    joined = ground("甲局和乙中心", ("甲局", "Organisation"))
    assert [joined.text[start:4] for start in joined.runs_left(4, 1, 10, "inner")] == ["乙"]


@pytest.mark.parametrize(
    ("text", "at", "begins"),
    [("他们来到江口市", 4, True), ("他们来到江口市", 1, False), ("，江口", 1, True), ("江口", 0, True)],
)
def test_where_a_word_begins(text: str, at: int, begins: bool) -> None:
    assert ground(text).sound_start(at) is begins


@pytest.mark.parametrize(
    ("text", "at", "ends"),
    [
        ("总工会主席讲话", 3, True),
        ("工会议题", 2, True),
        ("社会工作", 1, False),
        ("江口", 2, True),
        ("江口，", 2, True),
    ],
)
def test_where_a_word_ends(text: str, at: int, ends: bool) -> None:
    assert ground(text).sound_end(at) is ends


@pytest.mark.parametrize(("text", "head", "noun"), [("甲图书馆", "馆", True), ("两家合办", "办", False)])
def test_a_verb_only_looks_like_a_head(text: str, head: str, noun: bool) -> None:
    start = text.index(head)
    assert ground(text).noun_end(start, start + 1) is noun


def test_blocks_bound_what_is_looked_at() -> None:
    from kg.mentions.finding import finder
    from kg.mentions.ground import Ground
    from kg.model import Article, Block, Document, Source
    from tests.mentions.sentences import SEEDS

    text = "电缆\n公司"
    blocks = (Block("heading", 0, 2), Block("paragraph", 3, 5))
    source = Source("a.txt", "0" * 64, "text/plain", text)
    made = Ground(Document(source, text, ((0, 0),), blocks, (Article(1, 0, 5, "电缆"),)), finder(SEEDS).words)
    assert (made.block_bounds(1), made.block_bounds(4)) == ((0, 2), (3, 5))
    assert made.stretch_left(3, 10) == 3


def test_what_is_added_twice_stands_once() -> None:
    made = ground("江口市", ("江口市", "Place"))
    (mention,) = made.mentions()
    made.add(mention)
    assert [*made.mentions()] == [mention]
    assert (made.starts[0], made.ends[3]) == ([mention], [mention])

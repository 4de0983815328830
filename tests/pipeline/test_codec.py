"""A reading comes back from its bytes as it was; a cache entry comes back whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.model import (
    Article,
    Assertion,
    Block,
    Capture,
    Document,
    Entity,
    Evidence,
    Link,
    Literal,
    Mention,
    Reading,
    Resolved,
    Source,
)
from kg.pipeline import cache, codec

LAW = Entity("Statute", "甲法", ("甲法", "本法"))
ARTICLE = Entity("Article", "甲法/第三条", ("第三条",), LAW)
ITEM = Entity("Item", "甲法/第三条/第一项", ("第一项",), ARTICLE)
DAY = Literal("2024-01-01", "date")


def reading(instrument: Entity | None = LAW) -> Reading:
    text = "甲法第三条\ufeff第一项🀄"
    source = Source("a/b.txt", "0" * 64, "text/plain", text)
    document = Document(source, text, ((0, 0), (3, 4)), (Block("title", 0, 2),), (Article(1, 0, 10, "甲法"),))
    links = (
        Link(Mention(0, 2, "Statute", "title"), LAW),
        Link(Mention(2, 5, "Article", "article", "k"), ARTICLE),
    )
    evidence = Evidence(
        "a/b.txt",
        0,
        5,
        "甲法第三条",
        "in",
        1,
        "required",
        (Capture("part", 2, 5), Capture("x", 0, 2, carried=True)),
    )
    assertions = (Assertion(ITEM, "provisionOf", LAW, evidence), Assertion(LAW, "dateAdopted", DAY, evidence))
    return Reading(Resolved(document, links, instrument), assertions)


@pytest.mark.parametrize("instrument", [LAW, ITEM, None])
def test_a_reading_comes_back_as_it_was(instrument: Entity | None) -> None:
    once = reading(instrument)
    assert codec.unpack(codec.pack(once)) == once
    assert codec.pack(codec.unpack(codec.pack(once))) == codec.pack(once)


def test_one_entity_comes_back_as_one() -> None:
    back = codec.unpack(codec.pack(reading()))
    assert back.resolved.links[0].entity is back.assertions[0].object


def test_the_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    cache.keep(tmp_path, "0123/" + "ab" * 32, b"data")
    assert cache.load(tmp_path, "0123/" + "ab" * 32) == b"data"
    assert cache.load(tmp_path, "0123/" + "cd" * 32) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 64])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, damage: bytes) -> None:
    cache.keep(tmp_path, "0123/" + "ab" * 32, b"data")
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(damage)
    assert cache.load(tmp_path, "0123/" + "ab" * 32) is None


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache.keep(tmp_path / "file", "0123/" + "ab" * 32, b"data")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("a", "c")),
        (("a", "b"), ("ab", "")),
        (("a", "b"), ("a", "b", "")),
        (("a", "b", "c"), ("a", "bc")),
    ],
)
def test_whatever_differs_has_a_key_of_its_own(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert cache.key(*one) != cache.key(*other)


def test_old_generations_are_forgotten(tmp_path: Path) -> None:
    for number in range(cache.GENERATIONS + 3):
        cache.keep(tmp_path, cache.key(str(number), "a"), b"data")
        cache.prune(tmp_path, str(number))
        os.utime(next((tmp_path / "readings").glob(f"{cache.key(str(number), 'a')[:16]}")), (number, number))
    left = [
        number for number in range(cache.GENERATIONS + 3) if cache.load(tmp_path, cache.key(str(number), "a"))
    ]
    assert left[-1] == cache.GENERATIONS + 2
    assert len(left) == cache.GENERATIONS

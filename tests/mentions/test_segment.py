"""Where words begin and end: the fast segmenter and the plain one agree, and nothing of theirs lies in a shared folder."""

from __future__ import annotations

import importlib.util
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import segment
from kg.seeds import load

FAST = importlib.util.find_spec("rjieba") is not None


def samples() -> list[str]:
    """300 strings: the demonstration texts' lines, examples of the seeds, and joined names of the lexicons."""
    seeds = load()
    documents = Path(__file__).parents[2] / "seeds" / "documents"
    lines = [
        line for path in sorted(documents.iterdir()) for line in path.read_text("utf-8").split("\n") if line
    ]
    marks = str.maketrans("", "", "{}")
    examples = [
        line.text.translate(marks)
        for source in (*seeds.forms, *seeds.rules)
        for line in (*source.yes, *source.no)
    ]
    names = [
        f"{one.name}与{other.name}联合印发ABC-12号文件"
        for one, other in zip(seeds.rows[::40], seeds.rows[7::40], strict=False)
    ]
    return [*lines[:100], *examples[:100], *names[:100], "甲", "　 \t", "𠮷野家", "a1，。", ""][:305]


@pytest.mark.skipif(not FAST, reason="rjieba is not installed")
def test_both_segmenters_give_the_same_words() -> None:
    import rjieba

    plain = segment._jieba_cut()
    chosen = samples()
    assert len(chosen) >= 300
    for text in chosen:
        assert [*rjieba.cut(text, hmm=False)] == [*plain(text)], text


def test_without_the_fast_one_the_plain_one_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "rjieba", None)
    segment._cut.cache_clear()
    try:
        assert [*segment._cut()("江口市总工会印发通知")] == ["江口", "市", "总工会", "印发", "通知"]
    finally:
        segment._cut.cache_clear()


def test_the_cache_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    folder = segment.cache_folder()
    assert folder == tmp_path / "home" / "policykg"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    segment._jieba_cut()
    segment.tags.cache_clear()
    try:
        assert segment.tags()["工会"] == "n"
    finally:
        segment.tags.cache_clear()
    assert {path.name.partition("-")[0].partition(".")[0] for path in folder.iterdir()} == {"jieba", "tags"}


def test_a_damaged_cache_is_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    segment.tags.cache_clear()
    try:
        known = len(segment.tags())
        (cached,) = segment.cache_folder().glob("tags-*")
        cached.write_bytes(b"damaged")
        segment.tags.cache_clear()
        assert len(segment.tags()) == known
    finally:
        segment.tags.cache_clear()


@given(st.text(max_size=1200))
def test_the_words_are_the_window(text: str) -> None:
    assert "".join(segment.words(text)) == text
    assert {0, len(text)} <= segment.bounds(text)


@given(st.text(alphabet="工会组织部门广大职工的2A，", max_size=40))
def test_pieces_are_cut_as_the_whole(text: str) -> None:
    """Signs that no word has side by side part a text wherever it stands; so the pieces give the words of the whole."""
    whole = segment.words(text)
    assert [*segment.backwards(text, 0, len(text))] == [*reversed(whole)]
    bounds = segment.bounds(text)
    for cut in range(len(text) + 1):
        word, at = segment.cut_word(text, 0, cut, len(text))
        assert (word == "") == (cut in bounds)
        assert not word or text[cut - at : cut - at + len(word)] == word in whole


@pytest.mark.parametrize(
    ("before", "after", "apart"),
    [("县", "组", True), ("工", "会", False), ("会", "龘", False), ("的", "，", False)],
)
def test_what_may_be_one_word_is_not_apart(before: str, after: str, apart: bool) -> None:
    assert segment.apart(segment.pairs(), before, after) is apart

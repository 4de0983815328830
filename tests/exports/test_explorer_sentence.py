"""The sentence around a piece of evidence: where it is cut, what is marked, what may be seen of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports.explorer.sentence import LONGEST, Ends, Piece, carried, completed, ends, sentence, shown
from kg.model import Capture, Evidence


def said(text: str, words: str, *names: str) -> Evidence:
    """Evidence for some words of a text, each name in them (from the left) a capture."""
    start, captures, at = text.index(words), [], text.index(words)
    for number, name in enumerate(names):
        at = text.index(name, at)
        captures.append(Capture(f"role{number}", at, at + len(name)))
    return Evidence("a.txt", start, start + len(words), words, "rule", captures=tuple(captures))


CUTS = [
    ("alone", "甲市推进乙计划", "甲市推进乙计划", "甲市推进乙计划"),
    ("stop", "前一句。甲市推进乙计划，很好。后一句。", "甲市推进乙计划", "甲市推进乙计划，很好。"),
    ("semicolon", "头；甲市推进乙计划；尾", "甲市推进乙计划", "甲市推进乙计划；"),
    ("newline", "标题\n  甲市推进乙计划\n下一行", "甲市推进乙计划", "甲市推进乙计划"),
    ("quotation", "他说：“甲市推进乙计划。”然后走了。", "甲市推进乙计划", "他说：“甲市推进乙计划。”"),
    ("after a quotation", "“够了。”甲市推进乙计划。", "甲市推进乙计划", "甲市推进乙计划。"),
    ("over a break", "甲市推进\n\n乙计划。", "甲市推进\n\n乙计划", "甲市推进乙计划。"),
    ("list item", "各部门：\n  - 甲市推进乙计划；\n", "甲市推进乙计划", "甲市推进乙计划；"),
    ("heading", "# 甲市推进乙计划\n", "甲市推进乙计划", "甲市推进乙计划"),
    ("dash in the words", "他说-甲市推进乙计划。", "甲市推进乙计划", "他说-甲市推进乙计划。"),
    (
        "torn before",
        "甲市的同志们，大家要\n\n持续推进乙计划。后",
        "推进乙计划",
        "甲市的同志们，大家要持续推进乙计划。",
    ),
    (
        "torn after",
        "头。甲市推进乙计划，让大家\n都受益。后",
        "甲市推进乙计划",
        "甲市推进乙计划，让大家都受益。",
    ),
    ("not torn: a heading", "甲市推进乙计划的通知\n甲市推进丙计划。", "推进丙计划", "甲市推进丙计划。"),
    (
        "not torn: the next item",
        "一、甲市很好，推进乙计划\n二、甲市推进丙计划",
        "推进乙计划",
        "一、甲市很好，推进乙计划",
    ),
    ("over a stop", "甲市很好。要推进乙计划。", "甲市很好。要推进乙计划", "甲市很好。要推进乙计划。"),
    ("ends in a stop", "甲市推进乙计划。后面。", "甲市推进乙计划。", "甲市推进乙计划。"),
]


@pytest.mark.parametrize(
    ("text", "words", "expected"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS]
)
def test_the_sentence_goes_from_stop_to_stop(text: str, words: str, expected: str) -> None:
    pieces = sentence(said(text, words), text, Ends())
    assert expected == "".join(piece.text for piece in pieces)


def test_subject_and_object_are_marked_inside_the_matched_words() -> None:
    text = "今年，甲市将推进乙计划。"
    evidence = said(text, "甲市将推进乙计划", "甲市", "乙计划")
    expected = (
        Piece("今年，", ""),
        Piece("甲市", "s"),
        Piece("将推进", "m"),
        Piece("乙计划", "o"),
        Piece("。", ""),
    )
    assert expected == sentence(evidence, text, Ends(0, 1))


def test_the_innermost_mark_counts() -> None:
    text = "甲省人大第三次会议通过《丙条例》。"
    evidence = said(text, "甲省人大第三次会议通过《丙条例》", "甲省人大", "《丙条例》")
    session = Capture("session", 0, 9)
    evidence = Evidence(**{f: getattr(evidence, f) for f in ("path", "start", "end", "exact", "rule")},
                        captures=(evidence.captures[0], session, evidence.captures[1]))  # fmt: skip
    pieces = sentence(evidence, text, Ends(0, 1))
    expected = [("甲省人大", "s"), ("第三次会议", "o"), ("通过", "m"), ("《丙条例》", "c"), ("。", "")]
    assert expected == [(piece.text, piece.mark) for piece in pieces]


def test_a_capture_carried_from_before_is_told_apart() -> None:
    text = "甲市开了会。要推进乙计划。"
    evidence = Evidence(
        "a.txt",
        6,
        12,
        "要推进乙计划",
        "runs",
        captures=(Capture("body", 0, 2, carried=True), Capture("what", 9, 12)),
    )
    assert carried(evidence, text, Ends(0, 1)) == (Piece("甲市", "s"),)
    assert "甲市" not in "".join(piece.text for piece in sentence(evidence, text, Ends(0, 1)))


def test_without_the_source_the_words_of_the_evidence_stand() -> None:
    evidence = said("头。甲市推进乙计划。", "甲市推进乙计划", "甲市", "乙计划")
    assert (Piece("甲市", "s"), Piece("推进", "m"), Piece("乙计划", "o")) == sentence(
        evidence, "", Ends(0, 1)
    )


NAMES = [
    ("by name", ("甲市", "乙计划"), ("甲市",), ("乙计划",), Ends(0, 1)),
    ("by another name", ("该市", "乙计划"), ("甲市", "该市"), ("乙计划",), Ends(0, 1)),
    ("marks around a title", ("《丙法》", "乙计划"), ("乙计划",), ("丙法",), Ends(1, 0)),
    ("by a part", ("甲市总工会", "乙计划"), ("甲省甲市总工会",), ("乙计划",), Ends(0, 1)),
    ("what is left", ("甲市", "2023年5月1日"), ("甲市",), ("2023-05-01",), Ends(0, 1)),
    ("one alone", ("乙计划",), ("甲市",), ("乙计划",), Ends(-1, 0)),
    ("the exact one first", ("甲市总工会", "市总工会"), ("甲省甲市总工会",), ("甲市总工会",), Ends(1, 0)),
    ("neither", ("丁", "戊"), ("甲市",), ("乙计划",), Ends(-1, -1)),
]


@pytest.mark.parametrize(
    ("words", "subject", "other", "expected"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES]
)
def test_captures_are_subject_and_object_by_their_names(
    words: tuple[str, ...], subject: tuple[str, ...], other: tuple[str, ...], expected: Ends
) -> None:
    text = "，".join(words)
    assert expected == ends(said(text, text, *words), text, subject, other)


def test_an_end_without_a_blank_of_its_own_is_marked_where_its_name_stands() -> None:
    text = "（作者为甲大学教授某某）"
    evidence = said(text, "甲大学教授某某", "教授")
    evidence, marks = completed(evidence, text, ("甲大学教授", "教授"), ("甲大学",))
    expected = [("（作者为", ""), ("甲大学", "o"), ("教授", "s"), ("某某", "m"), ("）", "")]
    assert expected == [(piece.text, piece.mark) for piece in sentence(evidence, text, marks)]


def test_a_long_sentence_is_cut() -> None:
    text = "长" * 5000 + "甲市推进乙计划" + "长" * 5000
    whole = "".join(piece.text for piece in sentence(said(text, "甲市推进乙计划"), text, Ends()))
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert "甲市推进乙计划" in whole
    assert len(whole) <= LONGEST


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\ud800", "\u2028", "\u3164"]
)
def test_what_cannot_be_seen_is_shown_as_such(sign: str) -> None:
    assert shown(f"甲{sign}乙") == "甲\ufffd乙"


def test_plain_text_is_shown_as_it_is() -> None:
    text = "《甲法》第3条：“乙·丙”（2023年）\n𠮷〇"
    assert text == shown(text)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_span_of_any_text_gives_a_sentence_that_holds_it(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    evidence = Evidence("a.txt", start, end, text[start:end], "rule", captures=(Capture("who", start, end),))
    pieces = sentence(evidence, text, Ends(0))
    joined = "".join("".join(piece.text for piece in pieces).split())
    assert "".join(shown(text[start:end]).split()) in joined

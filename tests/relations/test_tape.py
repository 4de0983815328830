"""The tape: what a clause looks like to a rule, and the way back to the text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.model import Article, Block, Document, Entity, Link, Mention, Resolved, Source
from kg.relations.alphabet import FIRST, alphabet
from kg.relations.tape import Clause, cut
from tests.relations.sentences import marked

SIGNS = alphabet(ontology.load())
SHOWN = {sign: f"<{name[:3]}>" for name, sign in SIGNS.signs.items()}


def tapes(resolved: Resolved) -> list[str]:
    return ["".join(SHOWN.get(sign, sign) for sign in clause.tape) for clause in cut(resolved, SIGNS)]


TAPES = [
    ("one mention", "{Organisation=甲会}开会", ["<Org>开会"]),
    ("clauses without a mention are left out", "开会。{Event=大会}闭幕。再见", ["<Eve>闭幕"]),
    (
        "all ends of a clause",
        "{Group=甲}！{Group=乙}？{Group=丙}；丁{Group=戊};{Group=己}",
        ["<Gro>", "<Gro>", "<Gro>", "丁<Gro>；<Gro>"],
    ),
    ("white space", "{Organisation=甲会} 开\u3000会\u200b了", ["<Org>开会了"]),
    ("marks round a name", "印发《{Statute=甲法}》和“{Campaign=乙}”", ["印发<Sta>和<Cam>"]),
    ("marks within marks", "印发《〈{Statute=甲法}〉》", ["印发<Sta>"]),
    ("marks that hold more", "“{Campaign=甲}和{Campaign=乙}”", ["“<Cam>和<Cam>”"]),
    ("round brackets are an aside", "{Person=张三}（{Organisation=甲会}）", ["<Per>（<Org>）"]),
    ("marks that meet", "《{Statute=甲法}》《{Statute=乙法}》等", ["<Sta>、<Sta>等"]),
    ("names that room parts", "{StateBody=甲部}　{Organisation=乙会} {Post=主席}", ["<Sta>、<Org><Pos>"]),
    ("names that touch are no list", "{Organisation=甲会}{Post=主席}", ["<Org><Pos>"]),
    ("half-width signs", "{Person=张三}(甲会):好,行", ["<Per>（甲会）：好，行"]),
    ("nested mentions have no sign", "{Event={Organisation=甲会}大会}闭幕", ["<Eve>闭幕"]),
    ("an end inside a name", "《{Statute=甲法。乙}》施行。", ["<Sta>施行"]),
    ("； that parts a list", "《{Statute=甲法}》；《{Statute=乙法}》", ["<Sta>；<Sta>"]),
    ("； between kinds of a class", "《{Statute=甲法}》；《{LocalRegulation=乙例}》", ["<Sta>；<Loc>"]),
    ("； between classes", "《{Statute=甲法}》；{Person=乙}", ["<Sta>", "<Per>"]),
    ("a closing mark after the end", "“{Organisation=甲会}好。”{Person=乙}说", ["“<Org>好", "<Per>说"]),
    ("line ends", "{Group=甲}\n{Group=乙}", ["<Gro>", "<Gro>"]),
    ("signs that the text brings along", f"{chr(FIRST)}{{Group=甲}}", ["\ufffd<Gro>"]),
]


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in TAPES], ids=[row[0] for row in TAPES])
def test_tape(line: str, expected: list[str]) -> None:
    assert tapes(marked(line)) == expected


def test_stretches() -> None:
    text = "#题{Group=零}\n§{Group=一}\n{Group=甲}；乙{Group=丙}。{Group=丁}\n#又{Group=戊}"
    clauses = cut(marked(text), SIGNS)
    names = [clause.links[0].entity.key for clause in clauses]  # type: ignore[union-attr]
    kinds = [clause.stretch.kind for clause in clauses]
    source = marked(text).document.text
    starts = [
        tuple(
            source[getattr(clause.stretch, name)] for name in ("sentence", "paragraph", "section", "article")
        )
        for clause in clauses
    ]
    assert names == ["零", "一", "甲", "丙", "丁", "戊"]
    assert kinds == ["title", "heading", "paragraph", "paragraph", "paragraph", "title"]
    assert starts == [
        ("题", "题", "题", "#"),
        ("一", "一", "一", "#"),
        ("甲", "甲", "一", "#"),
        ("甲", "甲", "一", "#"),
        ("丁", "甲", "一", "#"),
        ("又", "又", "又", "#"),
    ]


@st.composite
def documents(draw: st.DrawFn) -> Resolved:
    """Any text with any names in it, some nested, cut into blocks anywhere."""
    text = draw(st.text(alphabet="甲乙丙 \u3000《》“”（）()；。！、和,\n\U000f0003", min_size=1, max_size=60))
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    blocks = tuple(Block("paragraph", start, end) for start, end in pairwise(cuts))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)), max_size=12))
    types = sorted(SIGNS.signs)
    links = [
        Link(
            Mention(start, min(start + length, len(text)), kind, "x"),
            Entity(kind, text[start], (text[start],)),
        )
        for (start, length), kind in zip(
            spans, draw(st.lists(st.sampled_from(types), min_size=12, max_size=12)), strict=False
        )
    ]
    links.sort(key=lambda link: (link.mention.start, -link.mention.end))
    source = Source("x", "", "text/plain", text)
    return Resolved(Document(source, text, ((0, 0),), blocks, (Article(1, 0, len(text), ""),)), tuple(links))


@given(documents())
def test_every_place_of_a_tape_leads_back(resolved: Resolved) -> None:
    text = resolved.document.text
    for clause in cut(resolved, SIGNS):
        assert len(clause.at) == len(clause.links) == len(clause.nested)
        for place, link in zip(clause.at, clause.links, strict=True):
            assert clause.tape[place] == SIGNS.signs[link.mention.type]
            assert clause.span(place, place + 1) == (link.mention.start, link.mention.end)
            assert clause.links[clause.index(place)] is link
        taken = set(clause.at)
        for place, sign in enumerate(clause.tape):
            if place not in taken:
                start, end = clause.span(place, place + 1)
                assert same(sign, text[start:end])


def same(sign: str, text: str) -> bool:
    folded = {"(": "（", ")": "）", ",": "，"}
    if sign == "\ufffd":
        return ord(text) >= FIRST
    return folded.get(text, text) == sign or (sign == "、" and text == "")


@given(documents())
def test_what_a_tape_leaves_out_is_white_or_marks(resolved: Resolved) -> None:
    for clause in cut(resolved, SIGNS):
        left = clause_left(clause, resolved.document.text)
        assert re.fullmatch(r"[\s《》“”\u3000]*", left)


def clause_left(clause: Clause, text: str) -> str:
    kept = {at for place in range(len(clause.tape)) for at in range(*clause.span(place, place + 1))}
    return "".join(text[at] for at in range(clause.start, clause.end) if at not in kept)


@given(documents())
def test_spans_of_a_tape_are_in_order(resolved: Resolved) -> None:
    for clause in cut(resolved, SIGNS):
        spans = [clause.span(place, place + 1) for place in range(len(clause.tape))]
        assert spans == sorted(spans)
        assert clause.span(0, len(clause.tape)) == (spans[0][0], spans[-1][1])

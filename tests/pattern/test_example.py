"""Example lines: their text, their marks, what they excuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Place, SeedError
from kg.pattern import Mark, parse_example

HERE = Place("x.yaml", 3, 5)
LINES = [
    ("role", "{body:甲会}开会", "甲会开会", [Mark("body", "", 0, 2)]),
    ("class", "{Event=大会}", "大会", [Mark("", "Event", 0, 2)]),
    ("both", "{e:Event=大会}", "大会", [Mark("e", "Event", 0, 2)]),
    ("neither", "{甲局}办", "甲局办", [Mark("", "", 0, 2)]),
    ("numbered", "{a#2:甲}", "甲", [Mark("a", "", 0, 1, 0, 2)]),
    ("constant", "{@author:张三}", "张三", [Mark("@author", "", 0, 2)]),
    ("a colon in the name", "{甲：乙}{b:丙:丁}", "甲：乙丙:丁", [Mark("", "", 0, 3), Mark("b", "", 3, 6)]),
    ("nested", "{e:{b:甲会}大会}", "甲会大会", [Mark("e", "", 0, 4), Mark("b", "", 0, 2, 1)]),
    ("escaped", r"\{甲\}", "{甲}", []),
]


@pytest.mark.parametrize(("line", "text", "marks"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_marks(line: str, text: str, marks: list[Mark]) -> None:
    example = parse_example(line, HERE)
    assert (example.text, list(example.marks)) == (text, marks)


def test_also_names_rules() -> None:
    example = parse_example("{a:甲}开会。 # also: one-rule, other", HERE)
    assert (example.text, example.also) == ("甲开会。", ("one-rule", "other"))


@pytest.mark.parametrize(("line", "column"), [("甲{a:乙", 6), ("甲}", 6), ("甲{a:}", 6), ("{b:{a:乙}", 5)])
def test_a_fault_names_its_column(line: str, column: int) -> None:
    with pytest.raises(SeedError) as caught:
        parse_example(line, HERE)
    assert str(caught.value.place) == f"x.yaml:3:{column}"


@given(st.text(alphabet="甲乙{}:=\\#@aB1", max_size=30))
def test_marks_quote_the_text_and_nest(line: str) -> None:
    try:
        example = parse_example(line, HERE)
    except SeedError:
        return
    for mark in example.marks:
        assert 0 <= mark.start < mark.end <= len(example.text)
    for one in example.marks:
        for other in example.marks:
            crosses = one.start < other.start < one.end < other.end
            assert not crosses

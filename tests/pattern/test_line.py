"""The notation: what a line parses to, what it refuses and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Place, SeedError
from kg.pattern import (
    Blank,
    Choice,
    End,
    Gap,
    Maybe,
    Node,
    Numeral,
    Repeat,
    Run,
    Sequence,
    Start,
    Text,
    Words,
    parse,
    walk,
    written,
)

HERE = Place("seeds/rules/x.yaml", 7, 5)


def seq(*parts: Node) -> Sequence:
    return Sequence(parts)


ORG = ("Organisation",)
TREES = [
    ("text", "印发 通知", seq(Text("印发通知"))),
    ("escape", r"\[a\|b\] \\ \{ \<", seq(Text(r"[a|b]\{<"))),
    ("a plus that is no list", "工会+法院", seq(Text("工会+法院"))),
    ("blank", "{body:Organisation}", seq(Blank("body", ORG))),
    ("classes and room", "{ a : Person | Place }", seq(Blank("a", ("Person", "Place")))),
    ("unnamed", "{_:Organisation}", seq(Blank("", ORG))),
    ("list", "{body:Organisation}+ 等", seq(Blank("body", ORG, many=True), Text("等"))),
    ("nested", "{e:Event > b:Organisation}", seq(Blank("e", ("Event",), inner=Blank("b", ORG)))),
    (
        "nested list in a list",
        "{e:Event > b:Organisation+}+",
        seq(Blank("e", ("Event",), many=True, inner=Blank("b", ORG, many=True))),
    ),
    (
        "nested twice, at the beginning",
        "{e:Event > ^b:Organisation > _:Place}",
        seq(Blank("e", ("Event",), inner=Blank("b", ORG, lead=True, inner=Blank("", ("Place",))))),
    ),
    (
        "words after a nested name",
        "{e:Event > b:Organisation+ 第|三 次}",
        seq(Blank("e", ("Event",), inner=Blank("b", ORG, many=True, then=("第", "三次")))),
    ),
    ("choice", "(甲|乙 丙)", seq(Choice((seq(Text("甲")), seq(Text("乙丙")))))),
    ("maybe", "[甲]", seq(Maybe(seq(Text("甲"))))),
    ("maybe one of", "[甲|乙]", seq(Maybe(seq(Choice((seq(Text("甲")), seq(Text("乙")))))))),
    ("repeat", "({b:Organisation} 的)+", seq(Repeat(seq(Blank("b", ORG), Text("的"))))),
    ("gap", "甲…乙", seq(Text("甲"), Gap(), Text("乙"))),
    ("short gap", "甲 …8 乙", seq(Text("甲"), Gap(8), Text("乙"))),
    ("gap then digits", r"甲…\8", seq(Text("甲"), Gap(), Text("8"))),
    ("bare gap", "甲…!乙", seq(Text("甲"), Gap(bare=True), Text("乙"))),
    ("gap without", "甲…8!Person|Place乙", seq(Text("甲"), Gap(8, ("Person", "Place")), Text("乙"))),
    ("words", "<run> <place:city>", seq(Words("run"), Words("place:city"))),
    ("anchors", "^甲$", seq(Start(), Text("甲"), End())),
    ("forms", "~3,12 第#条", seq(Run(3, 12), Text("第"), Numeral(), Text("条"))),
    ("nouns", "~2,9n", seq(Run(2, 9, "n"))),
    ("a brand", "~2,9b", seq(Run(2, 9, "b"))),
]


@pytest.mark.parametrize(("line", "tree"), [row[1:] for row in TREES], ids=[row[0] for row in TREES])
def test_a_line_parses_to_its_tree(line: str, tree: Sequence) -> None:
    assert parse(line, HERE) == tree


@pytest.mark.parametrize("line", [row[1] for row in TREES])
def test_a_tree_is_written_as_it_is_read(line: str) -> None:
    tree = parse(line, HERE)
    assert parse(written(tree), HERE) == tree


FAULTS = [
    ("no class", "{body}", 10, "found }; wanted : and a class"),
    ("no role", "{Organisation}", 6, "a role in small letters"),
    ("full-width colon", "{body：Organisation}", 10, "try a half-width :"),
    ("open blank", "甲{body:Organisation", 6, "a { that nothing closes"),
    ("open group", "甲(乙", 6, "a ( that nothing closes"),
    ("open maybe", "[甲", 5, "a [ that nothing closes"),
    ("crossed", "(甲]", 7, "a ] that nothing opens"),
    ("stray )", "甲)", 6, r"\) for the sign itself"),
    ("stray >", "甲>乙", 6, "a > that nothing opens"),
    ("bare |", "甲|乙", 6, "alternatives in ( )"),
    ("empty option", "(甲|)", 5, "an empty alternative"),
    ("empty line", "  ", 7, "an empty pattern"),
    ("plus after maybe", "[甲]+", 8, "[(x)+]"),
    ("two gaps", "甲……乙", 7, "two gaps side by side"),
    ("long gap", "甲…99", 6, "1 to 60"),
    ("list name", "<>", 6, "the name of a word list"),
    ("run", "~3", 5, "~3,12"),
    ("run upside down", "~9,3", 5, "a run of 9 to 3"),
    ("backslash", "甲\\", 7, "a \\ at the end"),
    ("deep", "(" * 40 + "甲" + ")" * 40, 17, "brackets too deep"),
]


@pytest.mark.parametrize(
    ("line", "column", "said"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_names_its_column(line: str, column: int, said: str) -> None:
    with pytest.raises(SeedError) as caught:
        parse(line, HERE)
    assert str(caught.value.place) == f"seeds/rules/x.yaml:7:{column}"
    assert said in str(caught.value)


@pytest.mark.parametrize("line", ["~3,12局", "第#条"])
def test_a_rule_has_no_runs_and_no_numerals(line: str) -> None:
    with pytest.raises(SeedError, match="in a rule"):
        parse(line, HERE, forms=False)


@given(st.text(alphabet="甲 {}()[]|<>…~#^$+\\:_aB,8!n", max_size=30))
def test_any_line_parses_to_what_it_is_written_as_or_says_where_it_does_not(line: str) -> None:
    try:
        tree = parse(line, HERE)
    except SeedError as error:
        place = error.place
    else:
        assert [*walk(tree)]
        assert parse(written(tree), HERE) == tree
        return
    assert 5 <= place.column <= 5 + len(line)

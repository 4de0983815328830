"""The steps of a form's pattern: from an offset, where they lead, the preferred first."""

from __future__ import annotations

import pytest

from kg import ontology, pattern
from kg.errors import Place, SeedError
from kg.mentions.matcher import compile_sequence
from tests.mentions.sentences import ground

WORDS = {"heads": ("委员会", "会", "办")}
STEPS = [
    ("words, the longest first", "<heads>", "甲委员会", 4, True, [1, 3]),
    ("one of", "(甲|乙)", "乙会", 0, False, [1]),
    ("perhaps", "[甲] 乙", "甲乙", 2, True, [0, 1]),
    ("digits of any kind", "第 # 届", "第二十1届", 0, False, [5]),
    ("no digits", "第 # 届", "第届", 0, False, []),
    ("a group, again", "(甲、)+ 乙", "甲、甲、乙", 0, False, [5]),
    ("a gap, the shortest first", "…2 乙", "丙乙乙", 0, False, [2, 3]),
    ("the block's beginning", "^ 甲", "甲乙", 1, True, [0]),
    ("a name found before", "{_:Organisation} 会", "江口局会", 4, True, [0]),
    ("not a name of another class", "{_:Place} 会", "江口局会", 4, True, []),
]


@pytest.mark.parametrize(
    ("line", "text", "at", "left", "leads"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS]
)
def test_where_a_pattern_leads(line: str, text: str, at: int, left: bool, leads: list[int]) -> None:
    made = ground(text, *((("江口局", "StateBody"),) if "江口局" in text else ()))
    parts = pattern.parse(line, Place("forms.yaml", 1)).parts
    walk = compile_sequence(parts, left, WORDS, ontology.load())
    assert [*walk(made, at)] == leads


def test_a_list_that_is_not_there() -> None:
    parts = pattern.parse("<head>", Place("forms.yaml", 1)).parts
    with pytest.raises(SeedError, match="<heads>"):
        compile_sequence(parts, True, WORDS, ontology.load())

"""Sentences without a fact: which rules came nearest, and where each failed."""

from __future__ import annotations

import pytest

from kg.relations.nearest import near_misses
from tests.relations.sentences import SeedsOf, marked

RULES = """
runs:
  states: "{body} implements {plan}"
  where: |
    {body:Organisation} …8! 开展 [了] {plan:Programme}
    {plan:Programme} 由 {body:Organisation} 负责
  unless: "{_:Person} {body:Organisation}"
  in: paragraph
leads:
  states: "{one} leads {other}"
  where: "{one:Organisation} 领导 {other:Organisation}"
members:
  states: "{body} participatesIn {plan}"
  where: "{plan:Mechanism > body:Organisation}"
"""
CASES = [
    ("a word", "{Organisation=甲}谋划{Campaign=乙}", "runs", "甲", "开展", "is not there"),
    ("a class", "{Organisation=甲}开展{Event=乙}", "runs", "甲开展", "{plan:Programme}", "is not there"),
    (
        "the other line",
        "{Campaign=乙}由{Person=丁}负责",
        "runs",
        "乙由",
        "{body:Organisation}",
        "is not there",
    ),
    ("the first element", "这里开展{Campaign=乙}", "runs", "", "{body:Organisation}", "is not there"),
    (
        "denied",
        "{Organisation=甲}没有开展{Campaign=乙}",
        "runs",
        "甲没有开展乙",
        "",
        "the clause denies or forbids it",
    ),
    ("unless", "{Person=丁}{Organisation=甲}开展{Campaign=乙}", "runs", "甲开展乙", "", "unless forbids it"),
    (
        "the block",
        "§{Organisation=甲}开展{Campaign=乙}",
        "runs",
        "甲开展乙",
        "",
        "this is a heading; the rule looks only at paragraph",
    ),
    (
        "the same thing",
        "{Organisation=甲}领导{Organisation=甲}",
        "leads",
        "甲领导甲",
        "",
        "what stands in the blanks does not fit the property, or is the same thing",
    ),
    ("nothing nested", "用好{Mechanism=乙}", "members", "乙", "", "the name does not hold the nested one"),
]


@pytest.mark.parametrize(
    ("line", "rule", "matched", "failed", "why"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_the_nearest_rule(
    seeds_of: SeedsOf, line: str, rule: str, matched: str, failed: str, why: str
) -> None:
    resolved = marked(line)
    nearest = near_misses(resolved, seeds_of(RULES))[0]
    assert (nearest.rule, nearest.matched, nearest.failed, nearest.why) == (rule, matched, failed, why)
    assert resolved.document.text[nearest.start : nearest.end] == matched
    assert nearest.place.line > 1


def test_a_rule_that_fires_is_no_near_miss(seeds_of: SeedsOf) -> None:
    found = near_misses(marked("{Organisation=甲}开展{Campaign=乙}"), seeds_of(RULES))
    assert "runs" not in {miss.rule for miss in found}


def test_nothing_is_near_a_sentence_without_names(seeds_of: SeedsOf) -> None:
    assert near_misses(marked("今天下雨"), seeds_of(RULES)) == ()

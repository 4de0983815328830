"""No rule can be made to search for ever: the notation has nothing that backtracks without bound, and each rule shows it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

import pytest

from kg.errors import SeedError
from kg.relations.rulebook import RuleBook, rulebook
from kg.seeds import load
from tests.relations.sentences import SeedsOf

SIZE, SECONDS = 8_000, 0.12
"""Signs of a pump, and ten times what it may take at the pace of 50 ms for 100 KB, which is 33 thousand signs."""
CATASTROPHE = re.compile("(甲+)+乙")


def pumps(words: Iterable[frozenset[str]], signs: Iterable[str], size: int) -> Iterator[str]:
    """What an expression might choke on: its words, its classes, and both in a list, again and again."""
    said, classes = sorted({min(group) for group in words})[:3], list(signs)[:3]
    units = [
        *said,
        *classes,
        *(f"{sign}、" for sign in classes),
        "，".join((*said, *classes)),
        "".join((*classes, *said)),
    ]
    return ((unit * size)[:size] for unit in units if unit)


def searches(book: RuleBook, size: int) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each rule's expressions, with the strings to try them on."""
    for rule in book.rules:
        for line in rule.lines:
            for variant in line.variants:
                signs = [book.alphabet.signs[min(group)] for group in variant.shape.types]
                for pump in pumps(variant.shape.words, signs, size):
                    yield rule.id, variant.shape.regex, pump


def spent(expression: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    expression.search(text)
    return time.process_time() - begun


def test_no_rule_takes_long_over_what_it_might_choke_on() -> None:
    slow = {
        rule
        for rule, expression, pump in searches(rulebook(load()), SIZE)
        if spent(expression, pump) > SECONDS
    }
    assert slow == set()


def test_an_expression_that_does_choke_is_found_out() -> None:
    """What the notation cannot say is slow on two dozen signs already."""
    assert spent(CATASTROPHE, "甲" * 26) > SECONDS


REFUSED = {
    "a group within a group": "(({a:Organisation})+ 管 {b:Organisation})+",
    "four gaps": "{a:Organisation} … 一 … 二 … 三 … {b:Organisation}",
    "a gap without end": "{a:Organisation} …61 {b:Organisation}",
    "two gaps side by side": "{a:Organisation} … … {b:Organisation}",
    "a group that may be empty": "(甲)+ {a:Organisation} {b:Organisation}",
    "nothing that must be there": "[{a:Organisation}] … [{b:Organisation}]",
}


@pytest.mark.parametrize("where", REFUSED.values(), ids=REFUSED)
def test_a_pattern_that_could_backtrack_without_bound_is_refused(seeds_of: SeedsOf, where: str) -> None:
    with pytest.raises(SeedError):
        rulebook(seeds_of(f'r:\n  states: "{{a}} leads {{b}}"\n  where: "{where}"\n'))


def test_signs_of_expressions_are_words_and_nothing_else(seeds_of: SeedsOf) -> None:
    """`(a+)+$` of regular expressions cannot be said: what looks like it is refused, or stands for itself."""
    book = rulebook(
        seeds_of('r:\n  states: "{a} leads {b}"\n  where: "{a:Organisation} .*?^{b:Organisation}"\n')
    )
    assert r"\.\*？" in book.rules[0].lines[0].variants[0].shape.regex.pattern

"""A document with its names linked goes in; what its sentences state comes out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Assertion, Link, Literal, Resolved
from kg.relations.carry import Memory
from kg.relations.match import Hunt, Match, nest
from kg.relations.modality import DENIED
from kg.relations.rulebook import RuleBook, rulebook
from kg.relations.rules import PatternLine, Rule
from kg.relations.state import Ground, state, state_of
from kg.relations.tape import Clause, cut
from kg.seeds import Seeds

__all__ = ["relate"]


def relate(resolved: Resolved, seeds: Seeds) -> tuple[Assertion, ...]:
    """What the rules of the seeds read in a document, sorted by place; each fact once a clause and rule.

    Raises SeedError when a rule of the seeds cannot be run.
    """
    return run(resolved, rulebook(seeds))


def run(resolved: Resolved, book: RuleBook) -> tuple[Assertion, ...]:
    """What a book reads in a document, sorted by place."""
    assertions = [assertion for _, _, assertion in matched(resolved, book)]
    return tuple(sorted(assertions, key=_order))


def matched(resolved: Resolved, book: RuleBook) -> Iterator[tuple[Rule, Match, Assertion]]:
    """Every fact with the rule and the match that gave it."""
    ground, memory = Ground(resolved, book.ontology), Memory()
    for clause, rules in book.chosen(cut(resolved, book.alphabet)):
        seen: set[tuple[str, str, str, str, str]] = set()
        for rule, match, assertion in _of_clause(clause, rules, book, ground, memory):
            key = (rule.id, assertion.subject.key, assertion.predicate, *_end(assertion))
            if key not in seen:
                seen.add(key)
                yield rule, match, assertion


def _of_clause(
    clause: Clause,
    rules: list[tuple[Rule, tuple[PatternLine, ...]]],
    book: RuleBook,
    ground: Ground,
    memory: Memory,
) -> Iterator[tuple[Rule, Match, Assertion]]:
    yield from _names(clause, book, ground)
    hunts = [Hunt(rule, clause, lines) for rule, lines in rules]
    whole = [(match.start, number, match) for number, hunt in enumerate(hunts) for match in hunt.whole()]
    for _, number, match in sorted(whole, key=lambda found: found[:2]):
        yield from _stated(hunts[number], match, book, ground, memory)
    for hunt in hunts:
        if hunt.rule.carries:
            for match in hunt.shortened(memory):
                yield from _stated(hunt, match, book, ground, memory)


def _stated(
    hunt: Hunt, match: Match, book: RuleBook, ground: Ground, memory: Memory
) -> Iterator[tuple[Rule, Match, Assertion]]:
    clause = hunt.clause
    modality = book.modality.of(clause, match)
    if modality == DENIED:
        return
    for links in match.roles().values():
        memory.keep(links[-1].mention.start, links)
    for links in match.carried.values():
        memory.keep(clause.offset(match.start), links)
    for assertion in state(ground, hunt.rule, clause, match, modality):
        yield hunt.rule, match, assertion


def _names(clause: Clause, book: RuleBook, ground: Ground) -> Iterator[tuple[Rule, Match, Assertion]]:
    """What names say by themselves, nested ones too: 甲大学乙学院 is part of 甲大学."""
    for rule, line in book.alone:
        if line.alone is None or (rule.kinds and clause.stretch.kind not in rule.kinds):
            continue
        for place, link, nested in zip(clause.at, clause.links, clause.nested, strict=True):
            for one in (link, *nested):
                if one.mention.type not in line.alone.types:
                    continue
                within = tuple(
                    other for other in nested if one is link or one.mention.contains(other.mention)
                )
                pairs = nest(line.alone, one, within)
                if pairs:
                    filled: dict[str, tuple[Link, ...]] = {}
                    for role, found in pairs:
                        filled[role] = (*filled.get(role, ()), found)
                    match = Match(line, place, place + 1, filled, (), (), {})
                    for assertion in state_of(ground, rule, clause, match):
                        yield rule, match, assertion


def _end(assertion: Assertion) -> tuple[str, str]:
    stated = assertion.object
    return (stated.datatype, stated.value) if isinstance(stated, Literal) else (stated.type, stated.key)


def _order(assertion: Assertion) -> tuple[int, int, str, str, str, str, str]:
    evidence = assertion.evidence
    named = (evidence.rule, assertion.subject.key, assertion.predicate, *_end(assertion))
    return (evidence.start, evidence.end, *named)

"""A document with its names linked goes in; what its sentences state comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Assertion, Entity, Link, Literal, Resolved
from kg.ontology import Ontology
from kg.relations.carry import Memory
from kg.relations.match import Hunt, Match, nest
from kg.relations.modality import DENIED
from kg.relations.rows import RowReader
from kg.relations.rulebook import Hunts, RuleBook, rulebook
from kg.relations.rules import Rule
from kg.relations.state import Ground, state
from kg.relations.tape import Clause, Scissors, cut
from kg.script.grids import rows
from kg.seeds import Seeds

__all__ = ["relate"]

CLOSED = ("byline", "signature", "note", "address")
ACTORS = ("Organisation", "Person")


def relate(resolved: Resolved, seeds: Seeds) -> tuple[Assertion, ...]:
    """What the rules of the seeds read in a document, sorted by place; each fact once a clause and rule.

    Raises SeedError when a rule of the seeds cannot be run.
    """
    return run(resolved, rulebook(seeds))


def run(resolved: Resolved, book: RuleBook) -> tuple[Assertion, ...]:
    """What a book reads in a document, sorted by place."""
    ground = Ground(resolved, book.ontology)
    found: list[Assertion] = []
    for clause, readings in _readings(resolved, book):
        stated: dict[tuple[str, tuple[str, str, str, str]], Assertion] = {}
        for rule, match, modality in readings:
            for assertion in state(ground, rule, clause, match, modality):
                stated.setdefault((rule.id, _fact(assertion)), assertion)
        if not stated:
            continue
        found.extend(stated.values())
        said = {fact for _, fact in stated}
        led_to = (
            one
            for assertion in stated.values()
            if assertion.predicate in book.ontology.chains
            for one in _led_to(assertion, book.ontology)
        )
        found.extend({_fact(one): one for one in led_to if _fact(one) not in said}.values())
    return tuple(sorted(found, key=_order))


def matches(resolved: Resolved, book: RuleBook) -> Iterator[tuple[Rule, Match]]:
    """Every match of a book's rules, those that state nothing too."""
    for _, readings in _readings(resolved, book):
        for rule, match, _ in readings:
            yield rule, match


def _readings(
    resolved: Resolved, book: RuleBook
) -> Iterator[tuple[Clause, Iterable[tuple[Rule, Match, str]]]]:
    """The clauses of a document, then the rows of its tables, each with what is read in it."""
    memory = Memory(resolved.document.text, book.marks, book.opening)
    below = rows(resolved.document, book.heads) if resolved.document.tables else ()
    for clause, rules in book.chosen(cut(resolved, book.alphabet, below)):
        yield clause, _of_clause(clause, rules, book, memory)
    if below and book.tables:
        scissors = Scissors(resolved.document.text, resolved.links, book.alphabet)
        reader = RowReader(resolved, scissors, book.modality)
        for row in below:
            yield reader.read(row, book.tables)


def _of_clause(
    clause: Clause, rules: Hunts, book: RuleBook, memory: Memory
) -> Iterator[tuple[Rule, Match, str]]:
    """The matches with their modality; those of whole lines first, so that what they fill can be carried."""
    yield from _names(clause, book)
    if not rules:
        return
    hunts = [Hunt(rule, clause, lines) for rule, lines in rules]
    whole = [(match.start, number, match) for number, hunt in enumerate(hunts) for match in hunt.whole()]
    if len(whole) > 1:
        whole.sort(key=_place)
    for _, number, match in whole:
        if (modality := book.modality.of(clause, match)) != DENIED:
            _remember(clause, match, book, memory)
            yield hunts[number].rule, match, modality
    for hunt in hunts:
        if hunt.rule.carries:
            for match in hunt.shortened(memory):
                if (modality := book.modality.of(clause, match)) != DENIED:
                    _remember(clause, match, book, memory)
                    yield hunt.rule, match, modality


def _place(found: tuple[int, int, Match]) -> tuple[int, int]:
    return found[:2]


def _remember(clause: Clause, match: Match, book: RuleBook, memory: Memory) -> None:
    """Keep what filled the roles of a match, as far as a rule may carry them."""
    for role, found in match.roles().items():
        if role in book.carried:
            links = tuple([link for link in found if _is_topic(link, clause, book)])
            if links:
                memory.keep(role, links[-1].mention.start, links)
    for role, links in match.carried.items():
        memory.keep(role, clause.offset(match.start), links)


def _is_topic(link: Link, clause: Clause, book: RuleBook) -> bool:
    """May later sentences speak of it? Not of a body in a session's name, nor of whom a byline or signature names."""
    closed = clause.stretch.kind in CLOSED and book.ontology.top(link.mention.type) in ACTORS
    return not closed and clause.holds(link)


def _names(clause: Clause, book: RuleBook) -> list[tuple[Rule, Match, str]]:
    """What names say by themselves, nested ones too: 甲大学乙学院 is part of 甲大学."""
    kind = clause.stretch.kind
    found: list[tuple[int, tuple[Rule, Match, str]]] = []
    for place, link, nested in zip(clause.at, clause.links, clause.nested, strict=True):
        alone = book.alone if nested else book.flat
        for one in (link, *nested) if nested else (link,):
            for number, rule, line, hole in alone.get(one.mention.type, ()):
                if rule.kinds and kind not in rule.kinds:
                    continue
                within = nested if one is link else _within(one, nested)
                filled: dict[str, tuple[Link, ...]] = {}
                for role, other in nest(hole, one, within, clause.text) or ():
                    filled[role] = (*filled.get(role, ()), other)
                if filled:
                    match = Match(line, place, place + 1, filled, (), (), {})
                    found.append((number, (rule, match, "")))
    if len(found) > 1:
        found.sort(key=_number)
    return [one for _, one in found]


def _within(link: Link, nested: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(other for other in nested if link.mention.contains(other.mention))


def _number(found: tuple[int, tuple[Rule, Match, str]]) -> int:
    return found[0]


def _led_to(fact: Assertion, terms: Ontology) -> Iterator[Assertion]:
    """What a fact leads to with what its object is a part of: who holds an office of a body is affiliated with the body."""
    end = fact.object
    for second, name in terms.chains.get(fact.predicate, ()):
        if isinstance(end, Entity) and end.whole is not None and terms.fits(second, end.type, end.whole.type):
            yield Assertion(fact.subject, name, end.whole, fact.evidence)


def _fact(assertion: Assertion) -> tuple[str, str, str, str]:
    return assertion.subject.key, assertion.predicate, *_end(assertion)


def _end(assertion: Assertion) -> tuple[str, str]:
    stated = assertion.object
    return (stated.datatype, stated.value) if isinstance(stated, Literal) else (stated.type, stated.key)


def _order(assertion: Assertion) -> tuple[int, int, str, str, str, str, str]:
    evidence = assertion.evidence
    end = _end(assertion)
    return (
        evidence.start,
        evidence.end,
        evidence.rule,
        assertion.subject.key,
        assertion.predicate,
        end[0],
        end[1],
    )

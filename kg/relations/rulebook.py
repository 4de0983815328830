"""The rules of the seeds go in; a book comes out that knows which lines to try on which clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from ahocorasick import Automaton

from kg import ontology as ontologies
from kg.errors import Place, SeedError
from kg.ontology import Ontology
from kg.relations.alphabet import Alphabet, alphabet
from kg.relations.carry import Opening
from kg.relations.compile import Terms, best
from kg.relations.modality import modality
from kg.relations.rules import PatternLine, Rule, compile_rule
from kg.relations.siblings import marking
from kg.relations.tape import MET, Clause
from kg.seeds import Seeds

JOINERS = "joiners"
ITEMS = "item-marks"
VOICES = "voices"
OPENINGS = "clause-openings"
OWNING = "owning-words"
DATE = "Date"

Words: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a rule in the book. One of each set of `words` must be on the tape, and of `types`, those for each variant."""

    rule: int
    number: int
    line: PatternLine
    words: tuple[frozenset[str], ...]
    types: tuple[tuple[frozenset[str], ...], ...]

    def may(self, clause: Clause, types: frozenset[str]) -> bool:
        if not any(all(wanted & types for wanted in variant) for variant in self.types):
            return False
        return all(any(word in clause.tape for word in words) for words in self.words)


class RuleBook:
    """All rules, ready to be tried."""

    def __init__(self, rules: tuple[Rule, ...], signs: Alphabet, words: Words, ontology: Ontology) -> None:
        self.rules, self.alphabet, self.ontology = rules, signs, ontology
        self.modality = modality(words)
        self.marks = marking(words.get(ITEMS, ()), words.get(VOICES, ()))
        self.opening = opening(words, signs)
        self.entries = tuple(
            Entry(
                number, place, line, line.variants[0].shape.words, tuple(v.shape.types for v in line.variants)
            )
            for number, rule in enumerate(rules)
            for place, line in enumerate(rule.lines)
            if not self.names(rule, line)
        )
        self._wordless = [number for number, entry in enumerate(self.entries) if not entry.words]
        self._by_types: dict[frozenset[str], list[int]] = {}

    @staticmethod
    def names(rule: Rule, line: PatternLine) -> bool:
        """Whether a line reads names alone: one blank and nothing else. It is tried on nested mentions too."""
        return line.alone is not None and not rule.unless and not rule.carries

    @cached_property
    def alone(self) -> tuple[tuple[Rule, PatternLine], ...]:
        """The lines that read names alone."""
        return tuple((rule, line) for rule in self.rules for line in rule.lines if self.names(rule, line))

    @cached_property
    def _automaton(self) -> Automaton | None:
        starts: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            if entry.words:
                for word in sorted(best(entry.words)):
                    starts[word].append(number)
        if not starts:
            return None
        automaton = Automaton()
        for word, numbers in starts.items():
            automaton.add_word(word, tuple(numbers))
        automaton.make_automaton()
        return automaton

    def chosen(
        self, clauses: tuple[Clause, ...]
    ) -> Iterator[tuple[Clause, list[tuple[Rule, tuple[PatternLine, ...]]]]]:
        """Each clause with the rules that may match there, and of each rule the lines that may."""
        for clause, numbers in zip(clauses, self._triggered(clauses), strict=True):
            types = frozenset(link.mention.type for link in clause.links)
            if types not in self._by_types:
                self._by_types[types] = [n for n in self._wordless if self.entries[n].may(clause, types)]
            wanted = sorted({*numbers, *self._by_types[types]}) if numbers else self._by_types[types]
            found: dict[int, list[PatternLine]] = {}
            for number in wanted:
                entry = self.entries[number]
                kinds = self.rules[entry.rule].kinds
                if (not kinds or clause.stretch.kind in kinds) and entry.may(clause, types):
                    found.setdefault(entry.rule, []).append(entry.line)
            yield clause, [(self.rules[rule], tuple(lines)) for rule, lines in found.items()]

    def _triggered(self, clauses: tuple[Clause, ...]) -> list[set[int]]:
        """For each clause the entries one of whose fixed words is there: one pass over all tapes."""
        found: list[set[int]] = [set() for _ in clauses]
        if self._automaton is None or not clauses:
            return found
        at, end = 0, len(clauses[0].tape)
        for place, numbers in self._automaton.iter("\n".join(clause.tape for clause in clauses)):
            while place >= end:
                at += 1
                end += len(clauses[at].tape) + 1
            found[at].update(numbers)
        return found


def opening(words: Words, signs: Alphabet) -> Opening:
    """What may stand before a clause's subject, by the word lists; a date may, too."""
    said = "|".join(re.escape(word) for word in sorted(words.get(OPENINGS, ()), key=len, reverse=True))
    lead = re.compile(f"(?:(?:{said or '(?!)'}|{signs.signs[DATE]})+，?)*")
    return Opening(lead, frozenset((MET, *words.get(JOINERS, ()))), words.get(OWNING, ()))


def terms(seeds: Seeds, ontology: Ontology) -> Terms:
    """What lines are compiled with; raises SeedError without a list of joiners."""
    if not seeds.words.get(JOINERS):
        raise SeedError(Place("words"), f"there is no word list {JOINERS}", "what joins the items of a list")
    return Terms(alphabet(ontology), seeds.words, seeds.words[JOINERS])


@lru_cache(maxsize=8)
def rulebook(seeds: Seeds) -> RuleBook:
    """The compiled rules of the seeds, once for each digest. Raises SeedError for a rule that cannot be run."""
    ontology = ontologies.load()
    if not seeds.rules:
        return book((), seeds, ontology)
    known = terms(seeds, ontology)
    return book(tuple(compile_rule(source, known, ontology) for source in seeds.rules), seeds, ontology)


def book(rules: tuple[Rule, ...], seeds: Seeds, ontology: Ontology) -> RuleBook:
    """A book of some rules only."""
    return RuleBook(rules, alphabet(ontology), seeds.words, ontology)

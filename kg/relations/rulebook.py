"""The rules of the seeds go in; a book comes out that knows which lines to try on which clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from ahocorasick_rs import AhoCorasick, Implementation

from kg import ontology as ontologies
from kg.errors import Place, SeedError
from kg.ontology import Ontology
from kg.relations.alphabet import Alphabet, alphabet
from kg.relations.carry import Opening
from kg.relations.compile import Hole, Terms, best
from kg.relations.modality import modality
from kg.relations.rules import PatternLine, Rule, compile_rule
from kg.relations.siblings import marking
from kg.relations.tape import MET, Clause
from kg.script.grids import heads_of
from kg.seeds import Seeds

JOINERS = "joiners"
ITEMS = "item-marks"
VOICES = "voices"
OPENINGS = "clause-openings"
OWNING = "owning-words"
DATE = "Date"
MOST_KNOWN = 1 << 14  # sets of lines remembered

Hunts: TypeAlias = tuple[tuple[Rule, tuple[PatternLine, ...]], ...]
Words: TypeAlias = Mapping[str, tuple[str, ...]]


class Alone(NamedTuple):
    """A line that reads names alone: one blank, its hole, and nothing else; `number` is its place among them."""

    number: int
    rule: Rule
    line: PatternLine
    hole: Hole


class RuleBook:
    """All rules, ready to be tried.

    Which of a hundred lines may match a clause is asked of every clause, so sets of lines are the bits of an integer: those
    that a fixed word of the clause starts, that the classes of its names fit, that look at its kind of block.
    `alone` are the lines that read names alone, by the class of the name, `flat` those of them that a name with no other in it
    may match; `carried` the roles that any rule carries; `heads` the heads of columns, `tables` the rules that read them.
    """

    def __init__(self, rules: tuple[Rule, ...], signs: Alphabet, words: Words, ontology: Ontology) -> None:
        self.rules, self.alphabet, self.ontology = rules, signs, ontology
        self.modality = modality(words)
        self.marks = marking(words.get(ITEMS, ()), words.get(VOICES, ()))
        self.opening = opening(words, signs)
        self.heads = heads_of(words)
        self.tables = tuple(rule for rule in rules if rule.tables)
        self.alone = _by_class(rules)
        self.flat = {
            name: tuple(one for one in lines if one.hole.inner is None) for name, lines in self.alone.items()
        }
        self.carried = frozenset(role for rule in rules for role in rule.carries)
        self._entries = [(rule, line) for rule in rules for line in rule.lines if not _alone(rule, line)]
        wanted = [line.variants[0].shape.words for _, line in self._entries]
        self._first = [best(sets) if sets else frozenset() for sets in wanted]
        self._others = [
            [sorted(one) for one in sets if one != first]
            for sets, first in zip(wanted, self._first, strict=True)
        ]
        self._wordless = _bits(not sets for sets in wanted)
        self._more = _bits(map(bool, self._others))
        self._class_bits = {name: 1 << at for at, name in enumerate(sorted(signs.signs))}
        self._types = [
            [[self.bits(wanted) for wanted in variant.shape.types] for variant in line.variants]
            for _, line in self._entries
        ]
        self._fitting: dict[int, int] = {}
        self._looking: dict[str, int] = {}
        self._hunts: dict[int, Hunts] = {0: ()}

    def bits(self, types: Iterable[str]) -> int:
        """A set of classes."""
        return sum(map(self._class_bits.__getitem__, types))

    @cached_property
    def _starts(self) -> tuple[AhoCorasick, list[int]] | None:
        """The rarest fixed words of each line, and for each word the lines that it starts."""
        starts: dict[str, int] = defaultdict(int)
        for number, first in enumerate(self._first):
            for word in sorted(first):
                starts[word] |= 1 << number
        if not starts:
            return None
        return AhoCorasick([*starts], implementation=Implementation.DFA), [*starts.values()]

    def chosen(self, clauses: tuple[Clause, ...]) -> Iterator[tuple[Clause, Hunts]]:
        """Each clause with the rules that may match there, and of each rule the lines that may."""
        bits = self._class_bits
        for clause, started in zip(clauses, self._started(clauses), strict=True):
            types = 0
            for link in clause.links:
                types |= bits[link.mention.type]
            wanted = (started | self._wordless) & self._fits(types) & self._looks(clause.stretch.kind)
            yield clause, self._to_hunt(self._worded(wanted, clause.tape)) if wanted else ()

    def _started(self, clauses: tuple[Clause, ...]) -> list[int]:
        """For each clause the lines one of whose fixed words is there: one pass over all tapes."""
        found = [0] * len(clauses)
        if self._starts is None or not clauses:
            return found
        automaton, lines = self._starts
        at, end = 0, len(clauses[0].tape)
        tapes = "\n".join([clause.tape for clause in clauses])
        for word, place, _ in automaton.find_matches_as_indexes(tapes, overlapping=True):
            while place >= end:
                at += 1
                end += len(clauses[at].tape) + 1
            found[at] |= lines[word]
        return found

    def _fits(self, types: int) -> int:
        """The lines whose blanks the names of these classes may fill, in one variant at least."""
        known = self._fitting.get(types)
        if known is None:
            known = self._fitting[types] = _bits(
                any(all(wanted & types for wanted in variant) for variant in variants)
                for variants in self._types
            )
        return known

    def _looks(self, kind: str) -> int:
        """The lines of rules that look at a kind of block."""
        known = self._looking.get(kind)
        if known is None:
            known = self._looking[kind] = _bits(
                not rule.kinds or kind in rule.kinds for rule, _ in self._entries
            )
        return known

    def _worded(self, lines: int, tape: str) -> int:
        """Of some lines, each started by one of its words, those that find one word of each other set on a tape."""
        left = lines & self._more
        while left:
            lowest = left & -left
            left ^= lowest
            for words in self._others[lowest.bit_length() - 1]:
                for word in words:
                    if word in tape:
                        break
                else:
                    lines ^= lowest
                    break
        return lines

    def _to_hunt(self, lines: int) -> Hunts:
        """Lines by their rules, both in the order of the book. Few sets of lines ever meet, so each is made once."""
        known = self._hunts.get(lines)
        if known is None:
            rules: dict[str, Rule] = {}
            grouped: dict[str, list[PatternLine]] = defaultdict(list)
            for number, (rule, line) in enumerate(self._entries):
                if lines >> number & 1:
                    rules[rule.id] = rule
                    grouped[rule.id].append(line)
            if len(self._hunts) > MOST_KNOWN:
                self._hunts.clear()
            known = self._hunts[lines] = tuple((rules[name], tuple(found)) for name, found in grouped.items())
        return known


def _bits(answers: Iterable[bool]) -> int:
    """The numbers of the answers that are yes, as the bits of an integer."""
    return sum(1 << number for number, yes in enumerate(answers) if yes)


def _alone(rule: Rule, line: PatternLine) -> Hole | None:
    """The hole of a line that reads names alone. It is tried on nested mentions too."""
    return None if rule.unless or rule.carries else line.alone


def _by_class(rules: tuple[Rule, ...]) -> dict[str, tuple[Alone, ...]]:
    found: dict[str, list[Alone]] = defaultdict(list)
    number = 0
    for rule in rules:
        for line in rule.lines:
            if (hole := _alone(rule, line)) is not None:
                number += 1
                for name in hole.types:
                    found[name].append(Alone(number, rule, line, hole))
    return {name: tuple(lines) for name, lines in found.items()}


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

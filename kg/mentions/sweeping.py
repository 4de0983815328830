"""All forms of the seeds, swept over a text from left to right by the words that trigger them; names are added to a ground.

Hundreds of words trigger forms, one every dozen characters, and few of them end a name. So a hit is held against what the
clause left of it holds before anything is walked: what the lines of its forms need there, counted in bits, tells which of
them may lead anywhere, and what follows from the same bits is remembered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from operator import itemgetter

from kg.mentions.forms import Form, Triggered, compile_form
from kg.mentions.ground import CHIEF, PLACE, STOPPERS, Ground
from kg.mentions.needs import Need
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.ontology import Ontology
from kg.seeds import FormSource, Seeds

VETOES = ("vetoes", "not-body-words")

Lines = tuple[int, Form, tuple[Triggered, ...]]  # a form, its number in the book, and some of its lines
Said = tuple[str, int, int]  # a word, how far before the trigger it may end, the bit that it fulfils
Needing = tuple[int, Form, Triggered, tuple[Need, ...]]
Try = tuple[int, int, int, str, Form, tuple[Triggered, ...]]  # and the trigger that these lines stand round


@dataclass(slots=True)
class Family:
    """The lines that a word triggers, in the order of the book, each with the bits of what it needs.

    `said`: the words that fulfil a bit, by their last sign, each with how far before the trigger it may end; `opening`: those
    that end with a stopper, which can only be the one before the clause. `marked`: for each reach, the bits that the ends
    of mentions fulfil, by their mark. `reach`: the farthest of all. `gate`: signs of which one must stand just before the
    trigger in any case. `known`: the lines, by the bits fulfilled.
    """

    lines: tuple[tuple[int, Form, Triggered, int], ...]
    said: Mapping[str, Sequence[Said]]
    opening: Mapping[str, Sequence[Said]]
    marked: Sequence[tuple[int, Sequence[int]]]
    reach: int
    gate: frozenset[str]
    known: dict[int, tuple[Lines, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Needing], classes: Mapping[str, int]) -> Family:
        """`classes`: of mentions, each with its bit in their marks."""
        bits: dict[Need, int] = {}
        for _, _, _, needs in lines:
            for need in needs:
                bits.setdefault(need, 1 << len(bits))
        said: tuple[dict[str, list[Said]], dict[str, list[Said]]] = {}, {}
        marked: dict[int, list[int]] = {}
        for need, bit in bits.items():
            for word in need.words:
                said[word[-1] in STOPPERS].setdefault(word[-1], []).append((word, need.reach, bit))
            if need.types:
                table = marked.setdefault(need.reach, [0] * (1 << len(classes)))
                wanted = sum(classes[name] for name in need.types)
                for mark in range(len(table)):
                    table[mark] |= bit if mark & wanted else 0
        needed = tuple(
            (at, form, line, sum(bits[one] for one in {*needs})) for at, form, line, needs in lines
        )
        reach = max((need.reach for need in bits if need.words), default=-1) if said[0] else -1
        gates = [_gate(needs) for _, _, _, needs in lines]
        gate = frozenset().union(*gates) if all(gates) else frozenset()
        return cls(needed, *said, sorted(marked.items()), reach, gate)

    def fulfilled(self, text: str, marks: bytearray, low: int, start: int) -> tuple[Lines, ...]:
        """The lines that may lead somewhere left of a trigger at `start`, in a clause that opens at `low`."""
        bits = 0
        if self.opening and low:
            for word, reach, bit in self.opening.get(text[low - 1], ()):
                if low + reach >= start and text.endswith(word, 0, low):
                    bits |= bit
        if self.reach >= 0:
            said = self.said
            begin = max(low, start - self.reach - 1)
            before = text[begin:start]
            for end, sign in () if said.keys().isdisjoint(before) else enumerate(before, begin + 1):
                if sign in said:
                    for word, reach, bit in said[sign]:
                        if end + reach >= start and text.endswith(word, 0, end):
                            bits |= bit
        for reach, table in self.marked:
            for mark in marks[max(low, start - reach) : start + 1].translate(None, b"\0"):
                bits |= table[mark]
        known = self.known.get(bits)
        return self.having(bits) if known is None else known

    def having(self, bits: int) -> tuple[Lines, ...]:
        found: dict[int, tuple[Form, list[Triggered]]] = {}
        for number, form, line, needed in self.lines:
            if needed & bits == needed:
                found.setdefault(number, (form, []))[1].append(line)
        self.known[bits] = made = tuple((number, form, tuple(some)) for number, (form, some) in found.items())
        return made


def _gate(needs: Sequence[Need]) -> frozenset[str]:
    """The signs of which one must stand just before a trigger; none where others may."""
    beside = next((need for need in needs if need.reach == 0 and not need.types), None)
    return frozenset(word[-1] for word in beside.words) if beside else frozenset()


class FormBook:
    """All forms of the seeds, ready to be swept over a text."""

    def __init__(self, seeds: Seeds, ontology: Ontology) -> None:
        self.forms = tuple(compile_form(source, seeds.words, ontology) for source in _ordered(seeds.forms))
        triggers = {word for form in self.forms for line in form.lines for word in line.triggers}
        vetoes = {word for name in VETOES for word in seeds.words.get(name, ())} - triggers
        vetoes -= {head + CHIEF for head in seeds.words.get("chief-heads", ())}  # 财政部|长
        self._vetoes = Automaton(vetoes)
        self._automaton = Automaton(triggers, overlapping=True)
        self.families: list[Family | None] = [None] * len(triggers)
        self.shared: dict[tuple[int, ...], Family] = {}
        every = (need for form in self.forms for line in form.lines for need in form.needs(line))
        self._bits = {name: 1 << at for at, name in enumerate(sorted({n for e in every for n in e.types}))}
        self._marks: dict[str, int] = {}
        for name, bit in self._bits.items():
            for kind in ontology.subclasses(name):
                self._marks[kind] = self._marks.get(kind, 0) | bit

    def having(self, number: int, form: Form) -> FormBook:
        """The book with another form in the place of one; the words that trigger it stay."""
        other = copy(self)
        other.forms = (*self.forms[:number], form, *self.forms[number + 1 :])
        other.families, other.shared = [None] * len(self.families), {}
        return other

    def sweep(self, ground: Ground) -> None:
        """Adds to the ground every name that a form makes, from left to right, so that names may hold names.

        Of the forms whose triggers end together, the first in the book counts; a trigger inside a word that only looks like
        it does not.
        """
        marks = bytearray(len(ground.text) + 1)
        for mention in ground.mentions():
            marks[mention.end] |= self._mark(mention)
        for tries in self._tries(ground, marks):
            made = _first(ground, tries)
            if made is not None:
                ground.add(made)
                marks[made.end] |= self._mark(made)

    def _tries(self, ground: Ground, marks: bytearray) -> Iterator[list[Try]]:
        """What is worth trying, those together whose triggers end together; the marks may change from one to the next."""
        text, opens, families, words = ground.text, ground.opens, self.families, self._automaton.words
        vetoes = [(start, end) for start, end, _ in self._vetoes.longest(text)]
        found: list[Try] = []
        last = 0
        for number, start, end in self._automaton.every(text):
            family = families[number] or self._family(number)
            if family.gate and text[start - 1 : start] not in family.gate:
                continue
            if end != last and found:
                yield found
                found = []
            last = end
            lines = family.fulfilled(text, marks, opens[bisect_right(opens, start) - 1], start)
            if lines and not _within(vetoes, start, end):
                for at, form, some in lines:
                    found.append((at, start, end, words[number], form, some))
        if found:
            yield found

    def _mark(self, mention: Mention) -> int:
        """The bits of the classes of a mention that may stand left of a trigger."""
        return 0 if mention.weak and mention.type == PLACE else self._marks.get(mention.type, 0)

    def _family(self, number: int) -> Family:
        """The lines that a word triggers; words that trigger the same lines share what is remembered."""
        word = self._automaton.words[number]
        lines = [
            (at, form, line, form.needs(line))
            for at, form in enumerate(self.forms)
            for line in form.lines
            if word in line.triggers
        ]
        alike = tuple(id(line) for _, _, line, _ in lines)
        if alike not in self.shared:
            self.shared[alike] = Family.of(lines, self._bits)
        self.families[number] = family = self.shared[alike]
        return family


def _first(ground: Ground, tries: list[Try]) -> Mention | None:
    """The name that the first form of the book makes round triggers that end together, by the longest trigger."""
    for _, start, end, word, form, lines in sorted(tries, key=_order) if len(tries) > 1 else tries:
        mention = form.at(ground, start, end, word, lines)
        if mention is not None and not ground.two_bodies(mention):
            return mention
    return None


def _order(tried: Try) -> tuple[int, int]:
    return tried[0], tried[1]


def _within(vetoes: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Does a word lie inside one that only looks like it?"""
    at = bisect_right(vetoes, start, key=itemgetter(0)) - 1
    return at >= 0 and vetoes[at][1] >= end


def _ordered(sources: tuple[FormSource, ...]) -> list[FormSource]:
    """Forms of a higher priority first, else as they stand in the files."""
    return sorted(sources, key=lambda source: -source.priority)

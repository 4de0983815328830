"""Names by their make: the forms of the seeds, swept over a text from left to right by the words that trigger them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kg import pattern
from kg.errors import SeedError
from kg.mentions.ground import CHIEF, Ground
from kg.mentions.matcher import Step, compile_sequence, listed
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.ontology import Ontology
from kg.seeds import FormSource, Line, Seeds

VETOES = ("vetoes", "not-body-words")


@dataclass(frozen=True, slots=True)
class Triggered:
    """One pattern line of a form: what lies left and right of its trigger."""

    triggers: tuple[str, ...]
    left: Step
    right: Step


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form. `before` and `after` must lead on from the name's ends; `unless` lines forbid."""

    id: str
    makes: str
    lines: tuple[Triggered, ...]
    unless: tuple[Triggered, ...]
    before: Step | None
    after: Step | None
    never: tuple[Step | None, Step | None]
    weak: bool
    proper: bool

    def at(self, ground: Ground, start: int, end: int, trigger: str) -> Iterator[Mention]:
        """The names that this form makes round a trigger at [start, end)."""
        for line in self.lines:
            if trigger not in line.triggers:
                continue
            for span in _around(ground, line, start, end):
                if self._allowed(ground, span, trigger, start, end):
                    low, high = _unquoted(ground.text, *span)
                    yield Mention(low, high, self.makes, self.id, "", self.weak)
                    return

    def _allowed(self, ground: Ground, span: tuple[int, int], trigger: str, start: int, end: int) -> bool:
        if (span[1] == end and not ground.sound_end(end)) or not ground.sound_start(span[0]):
            return False
        if len(trigger) == 1 and not ground.noun_end(start, end):
            return False
        if (self.proper and not ground.proper(span[0], start)) or ground.swallows(*span):
            return False
        if self.before and next(self.before(ground, span[0]), None) is None:
            return False
        if self.after and next(self.after(ground, span[1]), None) is None:
            return False
        for step, at in zip(self.never, span, strict=True):
            if step and next(step(ground, at), None) is not None:
                return False
        return not any(
            trigger in line.triggers and span in set(_around(ground, line, start, end))
            for line in self.unless
        )


def _around(ground: Ground, line: Triggered, start: int, end: int) -> Iterator[tuple[int, int]]:
    for low in line.left(ground, start):
        for high in line.right(ground, end):
            yield low, high


class FormBook:
    """All forms of the seeds, ready to be swept over a text."""

    def __init__(self, seeds: Seeds, ontology: Ontology) -> None:
        self.forms = tuple(compile_form(source, seeds.words, ontology) for source in _ordered(seeds.forms))
        triggered: dict[str, set[int]] = defaultdict(set)
        for number, form in enumerate(self.forms):
            for line in form.lines:
                for trigger in line.triggers:
                    triggered[trigger].add(number)
        self._triggered = {word: tuple(sorted(numbers)) for word, numbers in triggered.items()}
        vetoes = {word for name in VETOES for word in seeds.words.get(name, ())} - set(self._triggered)
        vetoes -= {head + CHIEF for head in seeds.words.get("chief-heads", ())}  # 财政部|长
        self._vetoes = Automaton(vetoes)
        self._automaton = Automaton(self._triggered, overlapping=True)

    def sweep(self, ground: Ground) -> None:
        """Adds to the ground every name that a form makes, from left to right, so that names may hold names.

        Of the forms whose triggers end together, the first in the book counts; a trigger inside a word that only looks like
        it does not.
        """
        vetoed = {at: end for start, end, _ in self._vetoes.longest(ground.text) for at in range(start, end)}
        hits = (hit for hit in self._automaton.every(ground.text) if vetoed.get(hit[0], -1) < hit[1])
        for _, group in groupby(hits, key=lambda hit: hit[1]):
            mention = self._best(ground, list(group))
            if mention is not None:
                ground.add(mention)

    def _best(self, ground: Ground, hits: list[tuple[int, int, str]]) -> Mention | None:
        """The name that the first form of the book makes round triggers that end together, by the longest trigger."""
        tries = sorted(
            (number, start, end, word) for start, end, word in hits for number in self._triggered[word]
        )
        for number, start, end, word in tries:
            mention = next(self.forms[number].at(ground, start, end, word), None)
            if mention is not None and not ground.two_bodies(mention):
                return mention
        return None


def _ordered(sources: tuple[FormSource, ...]) -> list[FormSource]:
    """Forms of a higher priority first, else as they stand in the files."""
    return sorted(sources, key=lambda source: -source.priority)


def compile_form(source: FormSource, words: Mapping[str, tuple[str, ...]], ontology: Ontology) -> Form:
    """A form as written → a form that can be run; every line needs words that can trigger it."""

    def beside(line: Line | None, left: bool) -> Step | None:
        return (
            compile_sequence(pattern.parse(line.text, line.place).parts, left, words, ontology)
            if line
            else None
        )

    edge = "edge" if source.before is None else "guided"
    lines = tuple(_trigger(source, line, words, ontology, edge) for line in source.where)
    unless = tuple(_trigger(source, line, words, ontology, edge) for line in source.unless)
    before, after = beside(source.before, True), beside(source.after, False)
    never = (beside(source.not_before, True), beside(source.not_after, False))
    return Form(source.id, source.makes, lines, unless, before, after, never, source.weak, source.proper)


def _trigger(
    source: FormSource, line: Line, words: Mapping[str, tuple[str, ...]], ontology: Ontology, edge: str
) -> Triggered:
    """A line round the last element that is fixed words; `edge`: what bounds a run at its beginning."""
    parts = pattern.parse(line.text, line.place).parts
    for at in range(len(parts) - 1, -1, -1):
        triggers = _strings(parts[at], words)
        if triggers:
            left = compile_sequence(parts[:at], True, words, ontology, edge)
            right = compile_sequence(parts[at + 1 :], False, words, ontology)
            return Triggered(triggers, left, right)
    wrong = f"form {source.id} has a line without a word that could start it"
    raise SeedError(line.place, wrong, "fixed words or a <list> outside [ ]")


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotation marks round the whole name are no part of it."""
    if text[start] == "“" and text[end - 1] == "”" and "”" not in text[start : end - 1]:
        return start + 1, end - 1
    return start, end


def _strings(node: pattern.Node, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The finite strings that an element stands for; none where it stands for anything else."""
    match node:
        case pattern.Text(value=value):
            return (value,)
        case pattern.Words(name=name):
            return listed(words, name)
        case pattern.Choice(options=options):
            found: list[str] = []
            for option in options:
                if len(option.parts) != 1:
                    return ()
                strings = _strings(option.parts[0], words)
                if not strings:
                    return ()
                found.extend(strings)
            return tuple(found)
    return ()

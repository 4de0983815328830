"""Names by their make: the forms of the seeds, swept over a text from left to right by the words that trigger them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg import pattern
from kg.errors import SeedError
from kg.mentions.ground import Ground
from kg.mentions.matcher import Step, compile_sequence, listed
from kg.mentions.needs import Need, Needs, needs
from kg.model import Mention
from kg.ontology import Ontology
from kg.seeds import FormSource, Line


@dataclass(frozen=True, slots=True)
class Triggered:
    """One pattern line of a form: what lies left and right of its trigger, and what the left needs to lead anywhere.

    `last`: the trigger ends the line.
    """

    triggers: frozenset[str]
    left: Step
    right: Step
    needs: Needs
    last: bool


@dataclass(frozen=True, slots=True)
class Before:
    """What must lead on from a name's beginning."""

    step: Step
    needs: Needs


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form. `before` and `after` must lead on from the name's ends; `unless` lines forbid."""

    id: str
    makes: str
    lines: tuple[Triggered, ...]
    unless: tuple[Triggered, ...]
    before: Before | None
    after: Step | None
    never: tuple[Step | None, Step | None]
    weak: bool
    proper: bool

    def needs(self, line: Triggered) -> tuple[Need, ...]:
        """What must stand left of a trigger for a line to make a name."""
        return line.needs.onward(self.before.needs) if self.before else line.needs.all

    def at(
        self, ground: Ground, start: int, end: int, trigger: str, lines: Sequence[Triggered]
    ) -> Mention | None:
        """The first name that some of its lines make round a trigger at [start, end).

        Where a name may end is asked before where it begins: its end is mostly the trigger's, and soon told.
        """
        alone = len(trigger) > 1 or ground.noun_end(start, end)
        whole: Sequence[int] | None = None
        for line in lines if alone else ():
            if not line.last:
                highs: Sequence[int] = [
                    high for high in line.right(ground, end) if self._ends(ground, end, high)
                ]
            elif whole is None:
                highs = whole = (end,) if self._ends(ground, end, end) else ()
            else:
                highs = whole
            for low in line.left(ground, start) if highs else ():
                if not self._begins(ground, low, start):
                    continue
                for high in highs:
                    if not (
                        ground.swallows(low, high) or self._unless(ground, (low, high), trigger, start, end)
                    ):
                        return Mention(*_unquoted(ground.text, low, high), self.makes, self.id, "", self.weak)
        return None

    def _ends(self, ground: Ground, end: int, high: int) -> bool:
        """May a name end here whose trigger ends at `end`?"""
        if high == end and not ground.sound_end(end):
            return False
        after, never = self.after, self.never[1]
        return not ((after and not after(ground, high)) or (never and never(ground, high)))

    def _begins(self, ground: Ground, low: int, start: int) -> bool:
        """May a name begin here whose trigger begins at `start`?"""
        if not ground.sound_start(low) or (self.proper and not ground.proper(low, start)):
            return False
        before, never = self.before, self.never[0]
        return not ((before and not before.step(ground, low)) or (never and never(ground, low)))

    def _unless(self, ground: Ground, span: tuple[int, int], trigger: str, start: int, end: int) -> bool:
        """Does a line forbid this name?"""
        for line in self.unless:
            if (
                trigger in line.triggers
                and (span[1] == end if line.last else span[1] in line.right(ground, end))
                and span[0] in line.left(ground, start)
            ):
                return True
        return False


def compile_form(source: FormSource, words: Mapping[str, tuple[str, ...]], ontology: Ontology) -> Form:
    """A form as written → a form that can be run; every line needs words that can trigger it."""

    def parsed(line: Line) -> tuple[pattern.Node, ...]:
        return pattern.parse(line.text, line.place).parts

    def beside(line: Line | None, left: bool) -> Step | None:
        return compile_sequence(parsed(line), left, words, ontology) if line else None

    edge = "edge" if source.before is None else "guided"
    lines = tuple(_trigger(source, line, words, ontology, edge) for line in source.where)
    unless = tuple(_trigger(source, line, words, ontology, edge) for line in source.unless)
    led = compile_sequence(parsed(source.before), True, words, ontology) if source.before else None
    before = Before(led, needs(parsed(source.before), words)) if led and source.before else None
    after = beside(source.after, False)
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
            last = at + 1 == len(parts)
            return Triggered(frozenset(triggers), left, right, needs(parts[:at], words), last)
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

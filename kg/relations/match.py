"""A clause and a rule go in; its matches come out: which mentions filled which roles, in which repetition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kg.model import Link
from kg.relations.carry import Memory
from kg.relations.compile import Hole, Loop, Slot
from kg.relations.rules import PatternLine, Rule, Variant
from kg.relations.tape import MET, PAIRS, Clause

NEXT = 4  # between two names of a list that stands inside a name: 〉、〈

Filled = Mapping[str, tuple[Link, ...]]


class Match(Struct, frozen=True, gc=False):
    """What a line found. `loops` are the repeated groups, each a tuple of repetitions; `anchors` its fixed words.

    `carried` are the roles that were filled from before; `start`, `end` and `anchors` count the tape.
    """

    line: PatternLine
    start: int
    end: int
    filled: Filled
    loops: tuple[tuple[Filled, ...], ...]
    anchors: tuple[tuple[int, int], ...]
    carried: Filled

    def roles(self) -> Filled:
        """Role → every mention that filled it here, repeated groups included, carried ones not."""
        if not self.loops:
            return self.filled
        found = {role: list(links) for role, links in self.filled.items()}
        for loop in self.loops:
            for once in loop:
                for role, links in once.items():
                    found.setdefault(role, []).extend(links)
        return {role: tuple(links) for role, links in found.items()}


class Hunt:
    """One rule on one clause."""

    __slots__ = ("clause", "forbidden", "lines", "rule", "taken")

    def __init__(self, rule: Rule, clause: Clause, lines: tuple[PatternLine, ...]) -> None:
        self.rule, self.clause, self.lines = rule, clause, lines
        self.forbidden: list[list[Match]] | None = None
        self.taken = bytearray(len(clause.tape) if rule.carries else 0)

    def whole(self) -> Iterator[Match]:
        """The matches of lines with nothing left out."""
        for line in self.lines:
            variant = line.variants[0]
            if found := variant.shape.regex.search(self.clause.tape):
                for match in self.search(line, variant, found, None):
                    if self.taken:
                        self.take(match)
                    yield match

    def shortened(self, memory: Memory) -> Iterator[Match]:
        """The matches of lines with blanks left out that can be filled from before, where nothing whole matched."""
        for line in self.lines:
            for variant in line.variants[1:]:
                if found := variant.shape.regex.search(self.clause.tape):
                    for match in self.search(line, variant, found, memory):
                        if self.taken.find(1, match.start, match.end) < 0:
                            self.take(match)
                            yield match

    def take(self, match: Match) -> None:
        self.taken[match.start : match.end] = b"\1" * (match.end - match.start)

    def search(
        self, line: PatternLine, variant: Variant, first: re.Match[str], memory: Memory | None
    ) -> Iterator[Match]:
        """The matches of a variant, from the first that its expression finds."""
        found: re.Match[str] | None = first
        while found:
            match = self.bound(line, variant, found, memory)
            if match is None or (self.rule.unless and self.forbids(match)):
                at = found.start() + 1
            else:
                yield match
                at = max(found.end(), found.start() + 1)
            found = variant.shape.regex.search(self.clause.tape, at)

    def bound(
        self, line: PatternLine, variant: Variant, found: re.Match[str], memory: Memory | None
    ) -> Match | None:
        shape = variant.shape
        filled = fill(shape.slots, self.clause, found)
        if filled is not None and self.rule.named:
            filled = self.by_name(filled)
        if filled is None:
            return None
        loops = []
        for loop in shape.loops:
            repetitions = repeated(loop, self.clause, *found.span(loop.group))
            if repetitions is None:
                return None
            loops.append(repetitions)
        carried: dict[str, tuple[Link, ...]] = {}
        if memory is not None:
            for role in variant.absent:
                carried[role] = memory.last(role, self.rule.carries[role], self.clause, found.start())
                if not carried[role]:
                    return None
        anchors = tuple([span for span in map(found.span, shape.anchors) if span[0] >= 0])
        return Match(line, *found.span(), filled, tuple(loops), anchors, carried)

    def by_name(self, filled: Filled) -> Filled | None:
        """What fills the roles that want names, without bare institutions; None where nothing is left in one of them."""
        kept = dict(filled)
        for role in self.rule.named:
            if role in filled:
                kept[role] = tuple(link for link in filled[role] if not link.mention.weak)
                if not kept[role]:
                    return None
        return kept

    def forbids(self, match: Match) -> bool:
        """Whether an unless line matches over the same words, with the same mentions in the roles that both have."""
        if self.forbidden is None:
            self.forbidden = [
                [
                    other
                    for found in line.variants[0].shape.regex.finditer(self.clause.tape)
                    if (other := self.bound(line, line.variants[0], found, None))
                ]
                for line in self.rule.unless
            ]
        roles = match.roles()
        return any(_clash(match, roles, others) for others in self.forbidden)


def _clash(match: Match, roles: Filled, others: list[Match]) -> bool:
    at = bisect_left(others, match.start + 1, key=lambda other: other.end)
    while at < len(others) and others[at].start < match.end:
        theirs = others[at].roles()
        if all(set(links) & set(roles[role]) for role, links in theirs.items() if role in roles):
            return True
        at += 1
    return False


def fill(slots: tuple[Slot, ...], clause: Clause, found: re.Match[str]) -> Filled | None:
    """Role → mentions, for one match of an expression; None where a nested mention is not there."""
    filled: dict[str, list[Link]] = {}
    for slot in slots:
        start, end = found.span(slot.group)
        if start < 0:
            continue
        hole, first = slot.hole, clause.index(start)
        last = first if end == start + 1 else clause.index(end - 1)
        for index in range(first, last + 1):
            nested = clause.nested[index]
            if hole.inner is None and not nested:
                if hole.role:
                    filled.setdefault(hole.role, []).append(clause.links[index])
                continue
            pairs = nest(hole, clause.links[index], nested, clause.text)
            if pairs is None:
                return None
            for role, link in pairs:
                filled.setdefault(role, []).append(link)
    return {role: tuple(links) for role, links in filled.items()}


def nest(hole: Hole, link: Link, nested: tuple[Link, ...], text: str) -> tuple[tuple[str, Link], ...] | None:
    """A mention and those that its blank wants nested in it, with their roles; None where one is missing."""
    same = tuple(other for other in nested if other.mention == link.mention)  # 第五条至第八条 is four things
    pairs = tuple((hole.role, one) for one in (link, *same)) if hole.role else ()
    if hole.inner is None:
        return pairs
    met, last = False, link.mention.start
    end, joiner = link.mention.start, 0
    for other in nested:
        if hole.inner.lead:
            if not 0 <= other.mention.start - end <= joiner:
                continue
            end, joiner = other.mention.end, len(MET)
        if hole.inner.after and not _led(text, other.mention.start, hole.inner.after, last if met else -1):
            continue
        if other.mention.type in hole.inner.types:
            within = tuple(third for third in nested if other.mention.contains(third.mention))
            inside = nest(hole.inner, other, within, text)
            if inside is not None:
                met, last = True, other.mention.end
                pairs += inside
                if not hole.inner.many:
                    break
    while met and text[last : last + 1].isspace():
        last += 1  # 甲院、乙院 / 关于…的解释
    if met and hole.inner.then and not text.startswith(hole.inner.then, last):
        return None
    return pairs if met else None


def _led(text: str, start: int, words: tuple[str, ...], last: int) -> bool:
    """Does one of the words stand before a nested mention, its marks left out, or another of the list before it?"""
    if last >= 0 and 0 <= start - last <= NEXT:
        return True
    while start > 0 and text[start - 1] in PAIRS:
        start -= 1
    return text.endswith(words, 0, start)


def repeated(loop: Loop, clause: Clause, start: int, end: int) -> tuple[Filled, ...] | None:
    """What each repetition of a group holds, in order; an absent group has none."""
    found: list[Filled] = []
    at, regex = start, loop.first
    while 0 <= at < end:
        once = regex.match(clause.tape, at, end)
        filled = fill(loop.slots, clause, once) if once else None
        if once is None or filled is None or once.end() == at:
            return None
        found.append(filled)
        at, regex = once.end(), loop.later
    return tuple(found)

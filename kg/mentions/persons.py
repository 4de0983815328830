"""Names of people: surname, given name and what stands beside them, weighed on the words of a clause.

How usual a character is in a given name is counted from the personal names of the segmenter's own dictionary; what
stands left and right (a post, a byline word, a verb of saying) comes from the seeds.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.mentions.ground import Ground
from kg.mentions.segment import tag, tags, words
from kg.model import Mention
from kg.seeds import Seeds

CLAUSE = re.compile("[^，。；：！？、,;:!?“”‘’\"《》〈〉（）()【】\\[\\]〔〕{}<>|…—\n\r\t 　●★▲■◆/=＝+＋]+")
DOTTED = re.compile("[\u4e00-\u9fff]{1,10}(?:[·•・‧][\u4e00-\u9fff]{1,12})+")
THRESHOLD = 2.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name with its weight."""

    start: int
    end: int
    weight: float


class PersonBook:
    """What the seeds know of names: surnames, characters of foreign names, and the words beside names."""

    def __init__(self, seeds: Seeds) -> None:
        lists = seeds.words
        self.surnames = frozenset(lists.get("surnames", ()))
        self.compound = frozenset(lists.get("compound-surnames", ()))
        self.rare = frozenset(lists.get("rare-surnames", ()))
        self.foreign = frozenset("".join(lists.get("transliteration-characters", ())))
        self.known_foreign = frozenset(lists.get("foreign-names", ()))
        self.after = tuple(lists.get("name-titles-after", ()))
        self.said = tuple(lists.get("speech-verbs", ())) + tuple(lists.get("person-verbs", ()))
        self.before = tuple(lists.get("byline-words", ())) + tuple(lists.get("person-before", ()))
        self.given = frozenset("".join(lists.get("given-characters", ())))
        self.known = frozenset(row.name for row in seeds.rows if row.type == "Person")

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Names by weight, then every other place of the text where an accepted name stands."""
        accepted: dict[str, None] = {}
        taken: list[Candidate] = []
        for match in CLAUSE.finditer(ground.text):
            if match.end() - match.start() >= 2:
                taken.extend(self._clause(ground, match.start(), match.end()))
        for candidate in taken:
            accepted[ground.text[candidate.start : candidate.end]] = None
            yield Mention(candidate.start, candidate.end, "Person", "person")
        yield from self._dotted(ground)
        yield from _again(ground, list(accepted), {(c.start, c.end) for c in taken})

    def _dotted(self, ground: Ground) -> Iterator[Mention]:
        for match in DOTTED.finditer(ground.text):
            letters = [c for c in match[0] if c not in "·•・‧"]
            if sum(c in self.foreign for c in letters) >= 0.7 * len(letters):
                start = match.start()
                low, high = ground.block_bounds(start)
                first = re.split("[·•・‧]", match[0])[0]
                start += _leading_words(ground, start, first)
                if low <= start < high:
                    yield Mention(start, match.end(), "Person", "person-dotted")

    def _clause(self, ground: Ground, low: int, high: int) -> Iterator[Candidate]:
        text = ground.text
        at, edges = low, [low]
        for word in words(text[low:high]):
            at += len(word)
            edges.append(at)
        bounds = frozenset(edges)
        end_of_last = low
        for position in edges[:-1]:
            if position < end_of_last:
                continue
            best = max(
                (c for c in self._at(ground, position, low, high, bounds)), key=lambda c: (c.weight, c.end), default=None
            )
            if best is not None and best.weight >= THRESHOLD:
                yield best
                end_of_last = best.end

    def _at(self, ground: Ground, start: int, low: int, high: int, bounds: frozenset[int]) -> Iterator[Candidate]:
        text = ground.text
        two, one = text[start : start + 2], text[start : start + 1]
        for surname in (two if two in self.compound else "", one if one in self.surnames else ""):
            if not surname:
                continue
            for size in (1, 2):
                end = start + len(surname) + size
                if end <= high and end in bounds:
                    weight = self._weight(text[start:end], surname, start, bounds)
                    if weight > -2:
                        yield Candidate(start, end, weight + self._beside(ground, start, end, low, high))
        yield from self._transliterated(ground, start, low, high, bounds)

    def _weight(self, name: str, surname: str, start: int, bounds: frozenset[int]) -> float:
        """How much the characters and the words inside speak for a name."""
        given = name[len(surname) :]
        odds = given_odds()
        weight = sum(odds.get(c, -0.5) for c in given) / len(given)
        weight += 0.4 if len(given) == 2 else -0.6
        kind = tag(name)
        if kind:
            if kind not in ("nr", "nrt", "nrfg"):
                return -5.0
            return weight + (2.0 if len(name) > 2 else -0.5)
        inner = [at for at in range(start + 1, start + len(name)) if at in bounds]
        if len(inner) == len(name) - 1:
            weight += 1.0
        elif inner == [start + len(surname)]:
            weight += -1.0 if tag(given) not in ("nr", "nrt", "nz", "ns", "") else 0.6
        elif inner:
            weight += 0.3 if tag(name[: inner[0] - start]) == "nr" else -2.5
        if surname in self.rare:
            weight -= 1.6
        return weight + (0.8 if len(surname) == 2 else 0.0)

    def _beside(self, ground: Ground, start: int, end: int, low: int, high: int) -> float:
        """How much what stands left and right speaks for a name."""
        text, weight = ground.text, 0.0
        if ground.ends.get(start) and any(m.type == "Post" for m in ground.ends[start]):
            weight += 2.5
        elif text[:start].endswith(self.before):
            weight += 2.5
        if ground.starts.get(end) and any(m.type == "Post" for m in ground.starts[end]):
            weight += 2.0
        if text.startswith(self.after, end) and self.after:
            weight += 2.5
        elif text.startswith(self.said, end) and self.said:
            weight += 1.5
        if start == low:
            weight += 0.5
            if end == high:
                weight += 0.5
                block = ground.block_bounds(start)
                if text[block[0] : block[1]].strip() == text[start:end]:
                    weight += 2.0
        return weight

    def _transliterated(self, ground: Ground, start: int, low: int, high: int, bounds: frozenset[int]) -> Iterator[Candidate]:
        text, end = ground.text, start
        while end < high and text[end] in self.foreign:
            end += 1
        while end > start and end not in bounds:
            end -= 1
        name = text[start:end]
        if name in self.known_foreign or (len(name) > 1 and tag(name) in ("nrt", "nrfg")):
            yield Candidate(start, end, THRESHOLD + 1)
        elif 3 <= len(name) <= 8 and not tag(name) and not any(m.type == "Place" for m in ground.starts.get(start, ())):
            singles = sum(at in bounds for at in range(start + 1, end))
            if singles >= len(name) - 2:
                yield Candidate(start, end, 1.6 + self._beside(ground, start, end, low, high) + 0.2 * len(name))


def _leading_words(ground: Ground, start: int, first: str) -> int:
    """How many characters before a dotted name are a post or a word that only leads to it: 总统比尔·… → 2."""
    at, lead = 0, 0
    for word in words(first):
        at += len(word)
        if at < len(first) and (word in ground.hard or any(m.type == "Post" for m in ground.ends.get(start + at, ()))):
            lead = at
    return lead


@lru_cache(maxsize=1)
def given_odds() -> dict[str, float]:
    """How much more usual a character is in the given names of the dictionary than in its other words (log odds, ±2)."""
    names: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for word, kind in tags().items():
        if kind == "nr" and len(word) == 3:
            names.update(word[1:])
        elif kind != "nr" and len(word) <= 3:
            others.update(word)
    total_names, total_others = sum(names.values()) + 1, sum(others.values()) + 1
    return {
        c: max(-2.0, min(2.0, math.log((names[c] + 0.5) / total_names) - math.log((others[c] + 2) / total_others)))
        for c in names.keys() | others.keys()
    }


def _again(ground: Ground, names: list[str], taken: set[tuple[int, int]]) -> Iterator[Mention]:
    """The other places where an accepted name stands."""
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    for match in pattern.finditer(ground.text):
        span = match.span()
        if span not in taken and (len(match[0]) > 2 or (ground.sound_start(span[0]) and ground.sound_end(span[1]))):
            yield Mention(span[0], span[1], "Person", "person-again")

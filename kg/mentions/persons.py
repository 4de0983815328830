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
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.seeds import Seeds

CLAUSE = re.compile('[^，。；：！？、,;:!?“”‘’"《》〈〉（）()【】\\[\\]〔〕{}<>|…—\n\r\t 　●★▲■◆/=＝+＋]+')
DOTS = re.compile("[·•・‧]")
NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "nz"))
ORDINARY_TAGS = frozenset("p u ud uj ul uv uz c r rr rz m q y e o d f".split())
THRESHOLD = 2.0
FOREIGN_THRESHOLD = 1.7


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
        self.people = Automaton(
            (*lists.get("known-persons", ()), *(n for n in lists.get("foreign-names", ()) if len(n) > 2))
        )
        self.known_foreign = frozenset(lists.get("foreign-names", ()))
        self.after = tuple(lists.get("name-titles-after", ()))
        self.titles = frozenset(self.after) | {row.name for row in seeds.rows if row.type == "Post"}
        self.said = tuple(lists.get("speech-verbs", ())) + tuple(lists.get("person-verbs", ()))
        self.before = tuple(lists.get("byline-words", ())) + tuple(lists.get("person-before", ()))
        self.given = frozenset("".join(lists.get("given-characters", ())))
        self.never = frozenset(lists.get("not-person-words", ()))
        self.place_ends = frozenset(word for word in lists.get("place-suffixes", ()) if len(word) == 1)
        letters = "".join(sorted(self.foreign)) or "\uffff"
        self._runs = re.compile(
            f"[{re.escape(letters)}]{{2,}}(?:[·•・‧—][{re.escape(letters)}]+)*|[{re.escape(letters)}](?:[·•・‧][{re.escape(letters)}]+)+"
        )

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
        yield from self._foreign(ground)
        for start, end, _ in self.people.longest(ground.text):
            if ground.sound_start(start) and ground.sound_end(end):
                yield Mention(start, end, "Person", "person-known")
        yield from _again(ground, list(accepted), {(c.start, c.end) for c in taken})

    def _foreign(self, ground: Ground) -> Iterator[Mention]:
        """Foreign and minority names: runs of the characters that transliterate, with or without a dot between the parts."""
        text = ground.text
        for match in self._runs.finditer(text):
            start, end = self._trim(ground, *match.span())
            name = text[start:end]
            parts = DOTS.split(name)
            if len(parts) > 1:
                if all(parts) and max(map(len, parts)) > 1 and not _quoted(ground, start, end):
                    yield Mention(start, end, "Person", "person-dotted")
            elif self._is_foreign(ground, name, start, end):
                yield Mention(start, end, "Person", "person-foreign")

    def _trim(self, ground: Ground, start: int, end: int) -> tuple[int, int]:
        """A run without the ordinary words at its ends: 和尤尔科夫 → 尤尔科夫."""
        while start < end and not ground.sound_start(start):
            start += 1
        while end > start and not ground.sound_end(end):
            end -= 1
        window = words(ground.text[start:end])
        low, high = 0, len(window)
        dotted = DOTS.search(ground.text, start, end) is not None
        while low < high and self._ordinary(ground, window[low], dotted):
            start += len(window[low])
            low += 1
        while high > low and self._ordinary(ground, window[high - 1], dotted):
            high -= 1
            end -= len(window[high])
        while start < end and ground.text[start] in "·•・‧":
            start += 1
        while end > start and ground.text[end - 1] in "·•・‧":
            end -= 1
        return start, end

    def _ordinary(self, ground: Ground, word: str, dotted: bool) -> bool:
        """Is a word at the edge of a run no part of the name? Of a dotted name nearly every word is."""
        kind = tag(word)
        if word in ground.words.hard or kind in ORDINARY_TAGS:
            return True
        return len(word) > 1 and kind not in NAME_TAGS and kind != "" and not dotted

    def _is_foreign(self, ground: Ground, name: str, start: int, end: int) -> bool:
        if name in self.known_foreign:
            return True
        if name in self.never:
            return False
        if any(m.type == "Place" for m in (*ground.starts.get(start, ()), *ground.ends.get(end, ()))):
            return False
        kinds = [tag(word) for word in words(name)]
        if len(name) < 2 or kinds in (["ns"], ["nz"]):
            return False
        known = any(kind in ("nrt", "nrfg") for kind in kinds) or (len(kinds) == 1 and kinds[0] == "nr")
        weight = (
            0.35 * len(name) + (0.8 if known else 0.0) + 0.6 * self._beside(ground, start, end, start, end)
        )
        return len(name) >= 3 and weight >= FOREIGN_THRESHOLD

    def _clause(self, ground: Ground, low: int, high: int) -> Iterator[Candidate]:
        text = ground.text
        at, edges = low, [low]
        for word in words(text[low:high]):
            at += len(word)
            edges.append(at)
        bounds = frozenset(edges)
        covered = {
            at
            for start in edges
            for m in ground.starts.get(start, ())
            if m.type in ground.words.anchor_types
            for at in range(m.start, m.end)
        }
        end_of_last = low
        for position in edges[:-1]:
            if position < end_of_last or position in covered:
                continue
            best = max(
                (c for c in self._at(ground, position, low, high, bounds)),
                key=lambda c: (c.weight, c.end),
                default=None,
            )
            if best is not None and best.weight >= THRESHOLD:
                yield best
                end_of_last = best.end

    def _at(
        self, ground: Ground, start: int, low: int, high: int, bounds: frozenset[int]
    ) -> Iterator[Candidate]:
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

    def _weight(self, name: str, surname: str, start: int, bounds: frozenset[int]) -> float:
        """How much the characters and the words inside speak for a name."""
        given = name[len(surname) :]
        if name in self.never or given in self.titles or given[-1] in self.place_ends:
            return -5.0
        odds = given_odds()
        weight = sum(odds.get(c, -0.5) for c in given) / len(given)
        weight += 0.4 if len(given) == 2 else -0.6
        kind = tag(name)
        if kind:
            if kind not in ("nr", "nrt", "nrfg"):
                return -5.0
            return weight + (1.9 if len(name) > 2 else -0.5) - (1.6 if surname in self.rare else 0.0)
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
        if (ground.ends.get(start) and any(m.type == "Post" for m in ground.ends[start])) or text[
            :start
        ].endswith(self.before):
            weight += 2.5
        if ground.starts.get(end) and any(m.type == "Post" for m in ground.starts[end]):
            weight += 2.0
        if text.startswith(self.after, end) and self.after:
            weight += 2.5
        elif (text.startswith(self.said, end) and self.said) or end == high:
            weight += 1.2
        if start == low:
            weight += 0.4
            if end == high:
                block = ground.block_bounds(start)
                if text[block[0] : block[1]].strip() == text[start:end]:
                    weight += 2.0
        return weight


def _quoted(ground: Ground, start: int, end: int) -> bool:
    """Does a name fill a pair of quotation marks, as slogans with dots do?"""
    return ground.text[start - 1 : start] in ("“", "《") or ground.text[end : end + 1] in ("”", "》")


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
        c: max(
            -2.0,
            min(2.0, math.log((names[c] + 0.5) / total_names) - math.log((others[c] + 2) / total_others)),
        )
        for c in names.keys() | others.keys()
    }


def _again(ground: Ground, names: list[str], taken: set[tuple[int, int]]) -> Iterator[Mention]:
    """The other places where an accepted name stands."""
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    for match in pattern.finditer(ground.text):
        span = match.span()
        if span not in taken and (
            len(match[0]) > 2 or (ground.sound_start(span[0]) and ground.sound_end(span[1]))
        ):
            yield Mention(span[0], span[1], "Person", "person-again")

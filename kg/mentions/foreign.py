"""A text → foreign and minority names in it: signs that names are transliterated with, weighed by how usual they are there.

A name with a dot between its parts reaches from the dot as far as its signs are those of transliteration; a name without
one must also stand where a name may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.mentions.ground import STOPPERS, Ground
from kg.mentions.names import NAMELIKE, Candidate, NameBook, Stretch
from kg.mentions.odds import FOREIGN
from kg.mentions.segment import bounds, tag, words
from kg.seeds import Seeds

DOTS = "·•・‧"
DOT = re.compile(f"[{DOTS}]")
LONGEST = 10  # signs of one part of a name
ORDINARY = 5.0  # what a sign inside an everyday word weighs less
PREFIX = "foreign-"
STRANGE = 0.5  # no name reaches over a sign that is less usual in names than this


class ForeignBook:
    """What the seeds know of foreign names, and what each sign of one weighs."""

    def __init__(self, seeds: Seeds, chinese: NameBook, weights: Mapping[str, float] | None = None) -> None:
        lists = seeds.words
        self.signs_of = frozenset("".join(lists.get("transliteration-characters", ())))
        signs = re.escape("".join(sorted(self.signs_of)))
        self._pair = re.compile(f"[{signs}][{signs}]" if signs else "(?!)")
        self.minority = frozenset("".join(lists.get("minority-characters", ())))
        self.known = frozenset(lists.get("foreign-names", ()))
        self.never = chinese.never
        self.places = tuple(lists.get("place-suffixes", ()))
        self.heads = tuple(lists.get("brand-heads", ()))
        self.chinese = chinese
        self.weights = chinese.weights if weights is None else weights

    def _odds(self, sign: str) -> float:
        return max(-3.0, self.chinese.odds.get(FOREIGN + sign, -3.0))

    def dotted(self, ground: Ground) -> Iterator[tuple[int, int]]:
        """Names with a dot between their parts; the parts of one name with several dots are joined."""
        text, done = ground.text, 0
        for dot in DOT.finditer(text):
            at = dot.start()
            if at < done:
                continue
            start, end = self._reach(ground, at, -1), self._reach(ground, at + 1, 1)
            while text[end : end + 1] in tuple(DOTS) and self._reach(ground, end + 1, 1) > end + 1:
                end = self._reach(ground, end + 1, 1)
            if start < at and end > at + 1 and end - start > 3 and not _quoted(text, start, end):
                done = end
                if not text.startswith(self.places, end):
                    yield start, end

    def _reach(self, ground: Ground, at: int, step: int) -> int:
        """How far the part of a name beside a dot reaches: to where its signs weigh most."""
        text, best, sum_, most, whole = ground.text, at, 0.0, 0.0, True
        low, high = ground.block_bounds(at)
        near = text[at : at + LONGEST] if step > 0 else text[max(low, at - LONGEST) : at]
        ordinary = _ordinary(near, self.known)
        for size in range(1, LONGEST + 1):
            place = at + size - 1 if step > 0 else at - size
            if not low <= place < high or text[place] in STOPPERS or text[place] in DOTS:
                return place + (step < 0) if whole else best
            edge = ground.ends.get(place + 1, ()) if step < 0 else ground.starts.get(place, ())
            bodied = any(
                m.type == "Post" or (m.type in ground.words.anchor_types and not m.weak) for m in edge
            )
            if bodied or (step < 0 and text[max(low, place - 5) : place + 1].endswith(self.chinese.before)):
                return place + (step < 0) if whole else best
            if (
                text[place] not in self.signs_of
                and self._odds(text[place]) < STRANGE
                and text[place] not in self.minority
            ):
                cut = place - at if step > 0 else len(near) - size + 1
                return place + (step < 0) if whole and cut in bounds(near) else best
            if not text[place].isalpha():
                break
            whole = whole and (text[place] in self.signs_of or text[place] in self.minority)
            inside = place - at if step > 0 else len(near) - size
            sum_ += self._odds(text[place]) - (ORDINARY if inside in ordinary else 0.0)
            if sum_ > most:
                most, best = sum_, place + (step > 0)
        return best

    def likely(self, text: str, low: int, high: int) -> bool:
        """Does a stretch hold two signs side by side that transliterate?"""
        return self._pair.search(text, low, high) is not None

    def plain(self, ground: Ground, stretch: Stretch) -> Iterator[Candidate]:
        """Names without a dot: of the candidates of a run, the heaviest, where it weighs more than nothing."""
        for low, high in self.runs(ground.text, stretch):
            best = max(
                self.candidates(ground, stretch, low, high),
                key=lambda c: (c.weight, c.end - c.start),
                default=None,
            )
            if best is not None and best.weight > 0:
                yield best

    def candidates(self, ground: Ground, stretch: Stretch, low: int, high: int) -> Iterator[Candidate]:
        for start, end in spans(low, high):
            signs = self.signs(ground, stretch, start, end, low, high)
            if signs:
                yield Candidate(
                    start,
                    end,
                    sum(self.weights.get(PREFIX + sign, 0.0) * much for sign, much in signs.items()),
                )

    def runs(self, text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
        """The stretches of signs that transliterate, outside everyday words and the names of bodies and places."""
        ordinary = {
            offset
            for start, word in stretch.at.items()
            if _everyday(word)
            for offset in range(start, start + len(word))
        }
        start = stretch.low
        for at in range(stretch.low, stretch.high + 1):
            if at == stretch.high or text[at] not in self.signs_of or at in ordinary or at in stretch.covered:
                if (
                    at - start >= 2
                    and text[at : at + 1] not in tuple(DOTS)
                    and text[start - 1 : start] not in tuple(DOTS)
                ):
                    yield start, at
                start = at + 1

    def signs(
        self, ground: Ground, stretch: Stretch, start: int, end: int, low: int, high: int
    ) -> dict[str, float]:
        """What speaks for and against a name in a run, each with how much; nothing where it can be none."""
        text, name = ground.text, ground.text[start:end]
        if name in self.never:
            return {}
        odds = [self._odds(c) for c in text[max(low, start - 1) : min(high, end + 1)]]
        inner = odds[start > low : len(odds) - (end < high)]
        signs = {"always": 1.0, f"length-{min(len(name), 5)}": 1.0, "first": inner[0], "last": inner[-1]}
        signs |= {"least": min(inner), "mean": sum(inner) / len(inner)}
        if start > low:
            signs["before"] = odds[0]
        if end < high:
            signs["behind"] = odds[-1]
        if start == low and end == high:
            signs["whole"] = 1.0
        if name in self.known:
            signs["known"] = 1.0
        if tag(name):
            signs[f"word-{'name' if tag(name) in ('nrt', 'nrfg', 'nr') else tag(name)[:2]}"] = 1.0
        if start not in stretch.at:
            signs["start-cut"] = 1.0
        if end not in stretch.before:
            signs["end-cut"] = 1.0
        if text.startswith(self.places, end):
            signs["before-place"] = 1.0
        if text.startswith(self.heads, end):
            signs["before-head"] = 1.0
        for sign in (*self.chinese.left(ground, stretch, start), *self.chinese.right(ground, stretch, end)):
            signs[sign] = 1.0
        if len(name) == 2:
            signs.pop("left-office", None)  # 副市长|丰若|水
        return signs


def spans(low: int, high: int) -> Iterator[tuple[int, int]]:
    """A run, whole and without a sign or two at its ends."""
    for start in range(low, min(low + 3, high - 1)):
        for end in range(high, max(start + 1, high - 3), -1):
            yield start, end


def _everyday(word: str) -> bool:
    return len(word) > 1 and tag(word) not in NAMELIKE


def _ordinary(text: str, known: frozenset[str]) -> frozenset[int]:
    """The places of a text that lie in everyday words."""
    found: set[int] = set()
    at = 0
    for word in words(text):
        if _everyday(word) and word not in known:
            found.update(range(at, at + len(word)))
        at += len(word)
    return frozenset(found)


def _quoted(text: str, start: int, end: int) -> bool:
    """Does a name fill a pair of quotation marks, as slogans with dots do?"""
    return text[start - 1 : start] in ("“", "《") or text[end : end + 1] in ("”", "》")

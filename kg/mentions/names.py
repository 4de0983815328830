"""A stretch of words → the Chinese names of people in it: every surname with one or two signs behind it is weighed.

How usual a sign is as a surname or in a given name is counted from the personal names of the segmenter's own dictionary;
the rest of the weight is what the words inside, left and right of the name say, each with its weight of `seeds/words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.mentions.ground import STOPPERS, Ground
from kg.mentions.odds import FIRST, ONLY, SECOND, SURNAME, odds
from kg.mentions.segment import tag, words
from kg.seeds import Seeds

UNUSUAL = -1.0  # the odds of a sign that the dictionary does not know
NAMELIKE = frozenset(("nr", "nrt", "nrfg", "nz", "ns", ""))
PAUSES = "。！？；：\n"
CLASSES = (
    ("verb", frozenset("v vn vd vg vi vq".split())),
    ("adverb", frozenset("d df dg ad".split())),
    ("preposition", frozenset(("p",))),
    ("joiner", frozenset(("c",))),
    ("particle", frozenset("u ud ug uj ul uv uz y e o k".split())),
    ("pronoun", frozenset("r rg rr rz".split())),
    ("number", frozenset("m mg mq q".split())),
    ("time", frozenset("t tg f s".split())),
    ("person", frozenset("nr nrt nrfg".split())),
    ("place", frozenset("ns nt".split())),
    ("noun", frozenset("n ng nz j l i b a an ag z".split())),
)
CLASS_OF = {kind: name for name, kinds in CLASSES for kind in kinds}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name with its weight."""

    start: int
    end: int
    weight: float


Likely = tuple[int, int, str, float]  # where a name may stand, its surname, what its signs weigh


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words without a stop between them: where each begins and what it is; the signs that bodies and places take."""

    low: int
    high: int
    at: Mapping[int, str]
    before: Mapping[int, str]
    covered: frozenset[int]

    @classmethod
    def of(cls, ground: Ground, low: int, high: int) -> Stretch:
        at, before, place = {}, {}, low
        for word in words(ground.text[low:high]):
            at[place] = word
            place += len(word)
            before[place] = word
        covered = {
            offset
            for start in at
            for mention in ground.starts.get(start, ())
            if mention.type in ground.words.anchor_types and not mention.weak
            for offset in range(mention.start, mention.end)
        }
        return cls(low, high, at, before, frozenset(covered))


NOMINAL = ("noun", "time", "person", "place", "unknown")
FUNCTIONS = ("preposition", "joiner", "particle", "verb", "adverb", "pronoun")
REMEMBERED = 65536  # names whose weight is kept
HOPELESS = -5.3  # no place adds more than what is missing here


class NameBook:
    """What the seeds know of Chinese names, and what each sign of one weighs."""

    def __init__(self, seeds: Seeds, weights: Mapping[str, float] | None = None) -> None:
        lists = seeds.words
        self.surnames = frozenset(lists.get("surnames", ()))
        self.compound = frozenset(lists.get("compound-surnames", ()))
        self.sure = frozenset(lists.get("compound-surnames-sure", ()))
        self.japanese = frozenset(lists.get("japanese-surnames", ()))
        self.japanese_ends = frozenset("".join(lists.get("japanese-name-ends", ())))
        firsts = self.surnames | {name[0] for name in (*self.compound, *self.japanese)}
        self._first = re.compile(f"[{re.escape(''.join(sorted(firsts)))}]" if firsts else "(?!)")
        self._worths: dict[tuple[str, str], float] = {}
        self.rare = frozenset(lists.get("rare-surnames", ()))
        self.never = frozenset((*lists.get("not-person-words", ()), *lists.get("not-names", ())))
        self.after = tuple(lists.get("name-titles-after", ()))
        self.titles = frozenset((*self.after, *lists.get("surname-titles", ()), *lists.get("not-given", ())))
        self.titles |= {row.name for row in seeds.rows if row.type == "Post"}
        self.said = (*lists.get("speech-verbs", ()), *lists.get("person-verbs", ()))
        self.before = (*lists.get("byline-words", ()), *lists.get("person-before", ()))
        self.appointing = tuple(lists.get("appointing", ())) or ("\0",)
        self.roles = tuple(lists.get("name-titles-before", ()))
        self.usual = {name: tier for tier in ("most", "often") for name in lists.get(f"surnames-{tier}", ())}
        self.place_ends = frozenset(word for word in lists.get("place-suffixes", ()) if len(word) == 1)
        self.firm_ends = frozenset(lists.get("place-ends-firm", ()))
        table = seeds.tables.get("name-weights", {}) if weights is None else {}
        self.odds = odds(frozenset("".join(lists.get("transliteration-characters", ()))))
        self.weights = (
            weights if weights is not None else {sign: float(weight) for sign, weight in table.items()}
        )

    def likely(self, text: str, low: int, high: int) -> list[Likely]:
        """The names of a stretch that some place could make likely, from what their signs weigh alone."""
        found: list[Likely] = []
        for start, end, surname in self.spans(text, low, high):
            weight = self._worth(text[start:end], surname)
            if weight > HOPELESS:
                found.append((start, end, surname, weight))
        return found

    def candidates(self, ground: Ground, stretch: Stretch, likely: Iterable[Likely]) -> Iterator[Candidate]:
        """Of the likely names of a stretch those that begin or end where a word does, with what stands beside them."""
        for start, end, surname, weight in likely:
            if start not in stretch.covered and (start in stretch.at or end in stretch.before):
                beside = self.beside(ground, stretch, start, end, surname)
                yield Candidate(start, end, weight + self.weigh(beside))

    def _worth(self, name: str, surname: str) -> float:
        """What the signs of a name weigh; the same few names stand again and again in a text."""
        worth = self._worths.get((name, surname))
        if worth is None:
            own = self.own(name, surname)
            worth = self.weigh(own) if own else HOPELESS
            if len(self._worths) > REMEMBERED:
                self._worths.clear()
            self._worths[name, surname] = worth
        return worth

    def weigh(self, signs: Mapping[str, float]) -> float:
        return sum(self.weights.get(sign, 0.0) * much for sign, much in signs.items())

    def spans(self, text: str, low: int, high: int) -> Iterator[tuple[int, int, str]]:
        """Every surname of a stretch with one or two signs behind it, all of them Han."""
        for first in self._first.finditer(text, low, high - 1):
            start = first.start()
            two = text[start : start + 2]
            if two in self.japanese:
                for end in range(start + 2, min(start + 5, high) + 1):
                    yield start, end, two
            for surname in (two if two in self.compound else "", two[0] if two[0] in self.surnames else ""):
                for size in (1, 2) if surname else ():
                    end = start + len(surname) + size
                    if end <= high:
                        yield start, end, surname

    def own(self, name: str, surname: str) -> dict[str, float]:
        """What the signs of a name say for and against it, each with how much; nothing where it can be none."""
        given = name[len(surname) :]
        if surname in self.japanese:
            return self._japanese(name, given)
        if (
            name in self.never
            or given in self.titles
            or given in self.never
            or not given.isalpha()
            or given.isascii()
        ):
            return {}
        signs = {"always": 1.0, "one-given" if len(given) == 1 else "two-given": 1.0}
        if len(surname) == 2:
            signs["compound-sure" if surname in self.sure else "compound"] = 1.0
        else:
            signs["surname"] = self._odds(SURNAME, surname)
            signs[f"surname-{_class(surname)}"] = 1.0
            signs[f"surname-{self.usual.get(surname, 'rare' if surname in self.rare else 'seldom')}"] = 1.0
        if len(given) == 2:
            signs["first"], signs["second"] = self._odds(FIRST, given[0]), self._odds(SECOND, given[1])
        else:
            signs["only"] = self._odds(ONLY, given)
            if _class(given) in FUNCTIONS and surname not in self.sure:
                signs["only-function"] = 1.0
        if given[-1] in self.firm_ends:
            return {}
        if given[-1] in self.place_ends:
            signs["place-end"] = 1.0
        return signs

    def _japanese(self, name: str, given: str) -> dict[str, float]:
        """What speaks for a Japanese name: alone by its surname, or with one to three signs behind it."""
        wrong = given and (
            not given.isalpha() or given.isascii() or given in self.titles or given[-1] in self.firm_ends
        )
        words_of = (given[:2], given[1:]) if len(given) == 3 else (given,)
        if (
            name in self.never
            or wrong
            or any(len(word) > 1 and tag(word) not in NAMELIKE for word in words_of)
        ):
            return {}
        signs = {f"japanese-{len(given)}": 1.0}
        if len(given) == 2:
            signs["first"], signs["second"] = self._odds(FIRST, given[0]), self._odds(SECOND, given[1])
        elif given and given[-1] in self.japanese_ends:
            signs["japanese-end"] = 1.0
        return signs

    def _odds(self, part: str, sign: str) -> float:
        return max(-3.0, min(3.0, self.odds.get(part + sign, UNUSUAL)))

    def beside(
        self, ground: Ground, stretch: Stretch, start: int, end: int, surname: str
    ) -> dict[str, float]:
        """What the words inside, left and right of a name say."""
        inside = _inside(stretch, ground.text[start:end], start, end, surname, surname in self.sure)
        right = self.right(ground, stretch, end)
        signs = dict.fromkeys((*inside, *self.left(ground, stretch, start), *right), 1.0)
        next_ = stretch.at.get(end, "")
        if end - start == len(surname) + 1 and len(next_) == 1:
            signs["further"] = max(0.0, self._odds(SECOND, ground.text[end]))
            if "left-office" in signs and _class(next_) in NOMINAL:
                signs["office-rest"] = 1.0
        return signs

    def left(self, ground: Ground, stretch: Stretch, start: int) -> Iterator[str]:
        text = ground.text
        if posts := [m for m in ground.ends.get(start, ()) if m.type == "Post"]:
            yield "left-post"
            if any(self._of_body(ground, post.start) for post in posts):
                yield "left-office"
        elif text.endswith(self.appointing, 0, start):
            yield "left-appointing"
        elif text[max(0, start - 8) : start].endswith(self.before):
            yield "left-byline"
        elif text[max(0, start - 4) : start].endswith(self.roles):
            yield "left-role"
        elif any(m.type in ground.words.anchor_types for m in ground.ends.get(start, ())):
            yield "left-body"
        elif start > stretch.low:
            word = stretch.before.get(start)
            yield "left-cut" if word is None else f"left-{_class(word)}"
        elif start == 0 or text[start - 1] in PAUSES:
            yield "left-pause"
        elif text[start - 1] in "、，":
            yield "left-list" if text[start - 1] == "、" else "left-comma"
        else:
            yield "left-mark"

    @staticmethod
    def _of_body(ground: Ground, at: int) -> bool:
        """Is a post said with its body or first of all: 甲局|局长, 。市长?"""
        if at == 0 or ground.text[at - 1] in STOPPERS:
            return True
        return any(m.type in ground.words.anchor_types for m in ground.ends.get(at, ()))

    def right(self, ground: Ground, stretch: Stretch, end: int) -> Iterator[str]:
        text = ground.text
        if text.startswith(self.after, end):
            yield "right-title"
        elif any(m.type == "Post" for m in ground.starts.get(end, ())):
            yield "right-post"
        elif end in stretch.before and text.startswith(self.said, end):
            yield "right-said"
        elif any(m.type in ground.words.anchor_types for m in ground.starts.get(end, ())):
            yield "right-body"
        elif end < stretch.high:
            word = stretch.at.get(end)
            yield "right-cut" if word is None else f"right-{_class(word)}"
        elif text[end : end + 1] in ("、", "，"):
            yield "right-list" if text[end] == "、" else "right-comma"
        elif text[end : end + 1] in ("。", "；", "\n", ""):
            yield "right-pause"
        else:
            yield "right-mark"


def _class(word: str) -> str:
    if word.isascii() or word.isdigit():
        return "digit"
    return CLASS_OF.get(tag(word), "unknown")


def _inside(stretch: Stretch, name: str, start: int, end: int, surname: str, sure: bool) -> Iterator[str]:
    """How the segmenter cuts a name: one word, its surname and its given name, sign by sign, or across its ends."""
    whole = stretch.at.get(start) == name
    kind = tag(name)
    if whole or kind:
        yield f"word-{'name' if kind in ('nr', 'nrt', 'nrfg') else 'other'}-{len(name)}"
    if whole:
        return
    if start not in stretch.at:
        yield "start-cut"
    elif end not in stretch.before:
        yield "end-cut"
    else:
        inner = [at for at in range(start + 1, end) if at in stretch.at]
        signs = len(name) - 1
        if len(inner) == signs or (
            len(surname) > 1 and inner[:1] == [start + len(surname)] and len(inner) == signs - 1 > 1
        ):
            yield "signs"
        elif inner == [start + len(surname)]:
            given = name[len(surname) :]
            yield "given-name" if sure or tag(given) in NAMELIKE else f"given-{_class(given)}"
        elif inner:
            yield "head-name" if tag(name[: inner[0] - start]) == "nr" else "head-word"
        else:
            yield "one-word"

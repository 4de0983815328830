"""A document → the people named in it: known names, names by weight, surnames before a title, second mentions.

What a name's signs weigh lies in `seeds/words/name-weights.yaml`; the weights of both kinds of names are log odds, so that
where two readings overlap the likelier one stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.mentions.foreign import ForeignBook
from kg.mentions.ground import Ground
from kg.mentions.names import Candidate, NameBook, Stretch
from kg.mentions.segment import tag, words
from kg.mentions.stated import StatedBook
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.seeds import Seeds

CLAUSE = re.compile('[^，。；：！？、,;:!?“”‘’"《》〈〉（）()【】\\[\\]〔〕{}<>|…—\n\r\t 　●★▲■◆/／=＝+＋]+')
DOUBT = -2.5  # what a name beside one that counts may weigh: 甲某某、乙某某
NEAR = 2  # signs between the doctrines of a list
JOINED = "、和与及／"


class PersonBook:
    """What the seeds know of names."""

    def __init__(self, seeds: Seeds) -> None:
        lists = seeds.words
        self.chinese = NameBook(seeds)
        self.stated = StatedBook(seeds)
        self.foreign = ForeignBook(seeds, self.chinese)
        foreign = (name for name in lists.get("foreign-names", ()) if len(name) > 2)
        self.people = Automaton((*lists.get("known-persons", ()), *foreign))
        self.doctrines = Automaton((*lists.get("doctrines", ()), *lists.get("doctrines-of-one", ())))
        self.of_one = frozenset(lists.get("doctrines-of-one", ()))
        usual = (*lists.get("surnames-most", ()), *lists.get("surnames-often", ()))
        bearers = frozenset(usual) - frozenset(lists.get("rare-surnames", ()))
        signs = re.escape("".join(sorted(bearers | frozenset(lists.get("surnames-sure", ())))))
        titles = "|".join(map(re.escape, lists.get("surname-titles", ()))) or "(?!)"
        self._titled = re.compile(f"[{signs}](?={titles})" if signs else "(?!)")

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Names by weight, then every other place of the text where an accepted name stands."""
        taken = _Taken()
        taken.signs.update(self._doctrines(ground.text))
        for start, end in self.foreign.dotted(ground):
            if taken.add(start, end):
                yield Mention(start, end, "Person", "person-dotted")
        for start, end, _ in self.people.longest(ground.text):
            if ground.sound_start(start) and ground.sound_end(end) and taken.add(start, end):
                yield Mention(start, end, "Person", "person-known")
        stated = [m for m in self.stated.find(ground) if taken.add(m.start, m.end)]
        yield from stated
        sure = {ground.text[m.start : m.end] for m in stated}
        named, doubtful = self._weighed(ground, taken)
        named.extend(_beside(ground.text, taken, doubtful))
        for candidate in named:
            yield Mention(candidate.start, candidate.end, "Person", "person")
        yield from _again(ground, taken, sure | {ground.text[c.start : c.end] for c in named})
        for start, end in self._surnames(ground, taken):
            yield Mention(start, end, "Person", "person-surname")

    def _doctrines(self, text: str) -> Iterator[int]:
        """The signs of doctrines that name nobody: long ones, and those that stand in a list (毛泽东思想、邓小平理论)."""
        found = list(self.doctrines.longest(text))
        for at, (start, end, name) in enumerate(found):
            before = at > 0 and start - found[at - 1][1] <= NEAR
            behind = at + 1 < len(found) and found[at + 1][0] - end <= NEAR
            if name not in self.of_one or before or behind:
                yield from range(start, end)

    def _weighed(self, ground: Ground, taken: _Taken) -> tuple[list[Candidate], list[Candidate]]:
        """The names that count, the heaviest first within a stretch of words, and those in doubt."""
        named: list[Candidate] = []
        doubtful: list[Candidate] = []
        for match in CLAUSE.finditer(ground.text):
            low, high = match.span()
            likely = self.chinese.likely(ground.text, low, high)
            foreign = self.foreign.likely(ground.text, low, high)
            if not likely and not foreign:
                continue
            stretch = Stretch.of(ground, low, high)
            found = [*self.chinese.candidates(ground, stretch, likely)]
            if foreign:
                found.extend(self.foreign.plain(ground, stretch))
            for one in sorted(
                (c for c in found if c.weight > DOUBT), key=lambda c: (-c.weight, c.start, -c.end)
            ):
                if one.weight <= 0:
                    doubtful.append(one)
                elif taken.add(one.start, one.end):
                    named.append(one)
        return named, doubtful

    def _surnames(self, ground: Ground, taken: _Taken) -> Iterator[tuple[int, int]]:
        """Surnames before a title: 甲|老师, 乙|某."""
        text = ground.text
        for match in self._titled.finditer(text):
            start = match.start()
            if self._stands(ground, start) and taken.add(start, start + 1):
                yield start, start + 1

    def _stands(self, ground: Ground, start: int) -> bool:
        """May a name begin here: behind a stop, or behind a word of more than one sign or a word that no name holds?"""
        if ground.starts.get(start) or not ground.sound_start(start):
            return False
        low = ground.stretch_left(start, 6)
        before = words(ground.text[low:start])[-1:]
        return not before or len(before[0]) > 1 or tag(before[0])[:1] in ("p", "c", "u", "v", "d", "r")


class _Taken:
    """The stretches of a text that names take."""

    def __init__(self) -> None:
        self.signs: set[int] = set()
        self.starts: set[int] = set()
        self.ends: set[int] = set()

    def add(self, start: int, end: int) -> bool:
        """Takes a stretch where it is free."""
        if any(at in self.signs for at in range(start, end)):
            return False
        self.signs.update(range(start, end))
        self.starts.add(start)
        self.ends.add(end)
        return True


def _beside(text: str, taken: _Taken, doubtful: Iterable[Candidate]) -> Iterator[Candidate]:
    """Of the names in doubt, those that a list joins to one that counts."""
    for one in sorted(doubtful, key=lambda c: (-c.weight, c.start)):
        before = one.start - 1 in taken.ends and text[one.start - 1] in JOINED
        behind = one.end + 1 in taken.starts and text[one.end] in JOINED
        if (before or behind) and taken.add(one.start, one.end):
            yield one


def _again(ground: Ground, taken: _Taken, names: set[str]) -> Iterator[Mention]:
    """The other places where an accepted name stands."""
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    for match in pattern.finditer(ground.text):
        start, end = match.span()
        sound = len(match[0]) > 2 or (ground.sound_start(start) and ground.sound_end(end))
        if sound and taken.add(start, end):
            yield Mention(start, end, "Person", "person-again")

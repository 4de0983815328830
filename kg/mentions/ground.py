"""The reading text as a form sees it: characters, word boundaries, and the mentions found so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from kg.mentions.segment import bounds, tag, words
from kg.model import Document, Mention
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

STOPPERS = frozenset('，。；：！？、,;:!?“”‘’"《》〈〉（）()【】[]〔〕{}<>|…—\n\r\t 　●★▲■◆/=＝+＋※→')
CLAUSE = re.compile(f"[^{re.escape(''.join(sorted(STOPPERS)))}]*[{re.escape(''.join(sorted(STOPPERS)))}]?")
FUNCTION_TAGS = frozenset("p u ud ug uj ul uv uz r rr rz y e o c".split())
SHORT_FUNCTION_TAGS = frozenset("d df dg f rg q mq m tg zg k".split())
PROPER_TAGS = frozenset(("", "nr", "nrt", "nrfg", "ns", "nt", "nz", "eng", "x"))
PLACE, SCHOOL = "Place", "Institution"
CHIEF = "长"
COUNTING = "一两几数"
KINDS = ("kind-words", "phrase-words")
TAILS = (
    "body-heads",
    "level-body-heads",
    "team-heads",
    "meeting-heads",
    "session-tails",
    "party-office-tails",
    "order-heads",
)
HARD = (*KINDS, "not-name-starts", "run", "governing", "host", "issue")
BRANDLESS = frozenset("pcurdy")  # no brand begins with a word of these tags
SOFT_TAGS = frozenset("v vd vg vi vq a ad ag b t z i l".split())


def _is_function(word: str, kind: str) -> bool:
    """Prepositions, particles, pronouns; adverbs, numerals and measures of one character, and numerals of any length."""
    if kind in FUNCTION_TAGS or (kind in SHORT_FUNCTION_TAGS and len(word) == 1):
        return True
    return kind == "m" and (word[0] in COUNTING or all(c in NUMERAL_CHARACTERS for c in word))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that bound names. `hard`: no name holds them; `kinds`: of these, those that make a name a kind.

    `joiners` may join words in a name, `innards` are hard words that names hold inside; `tails` may follow a name within
    one word of the segmenter (甲国|队); `leads`: names that only open a longer one (中共甲县委);
    `heads` of bodies; `chiefs`: those whose leader's office is said with one sign more (司法部|长); `others`: words
    that only look like heads; `same_tails` do not make another body;
    `anchor_types`: classes of bodies and places.
    """

    hard: frozenset[str]
    kinds: frozenset[str]
    joiners: frozenset[str]
    innards: frozenset[str]
    tails: frozenset[str]
    heads: frozenset[str]
    chiefs: frozenset[str]
    others: frozenset[str]
    leads: frozenset[str]
    same_tails: frozenset[str]
    anchor_types: frozenset[str]

    @classmethod
    def of(cls, seeds: Seeds, ontology: Ontology) -> Vocabulary:
        lists = seeds.words
        posts = (row.name for row in seeds.rows if row.type == "Post")
        return cls(
            frozenset(word for name in HARD for word in lists.get(name, ())),
            frozenset(word for name in KINDS for word in lists.get(name, ())),
            frozenset(lists.get("name-joiners", ())),
            frozenset(lists.get("name-innards", ())),
            frozenset((*posts, *(word for name in TAILS for word in lists.get(name, ())))),
            frozenset(lists.get("body-heads", ())),
            frozenset(lists.get("chief-heads", ())),
            frozenset(lists.get("not-body-words", ())),
            frozenset(lists.get("leading-names", ())),
            frozenset(lists.get("same-body-tails", ())),
            ontology.subclasses("Organisation") | ontology.subclasses(PLACE),
        )


@dataclass(slots=True)
class Ground:
    """One document while its mentions are being found; `ends` and `starts` index them by offset.

    `opens`: where clauses open, 0 and behind every stopper, so that a bisection tells how far a name may reach.
    `torn`: the starts of blocks that no stopper sets off, hardly ever any.
    """

    document: Document
    words: Vocabulary
    ends: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    text: str = field(init=False)
    edges: list[int] = field(init=False)
    opens: list[int] = field(init=False)
    sound: tuple[dict[int, bool], dict[int, bool]] = field(default_factory=lambda: ({}, {}))
    torn: bool = field(init=False)

    def __post_init__(self) -> None:
        self.text = text = self.document.text
        self.edges = [block.start for block in self.document.blocks]
        self.opens = [0, *accumulate(map(len, filter(None, CLAUSE.findall(text))))]
        if len(self.opens) > 1 and text[-1] not in STOPPERS:
            self.opens.pop()
        self.torn = any(start and text[start - 1] not in STOPPERS for start in self.edges)

    def add(self, mention: Mention) -> None:
        if mention not in self.starts[mention.start]:
            self.starts[mention.start].append(mention)
            self.ends[mention.end].append(mention)

    def mentions(self) -> Iterator[Mention]:
        for found in self.starts.values():
            yield from found

    def block_bounds(self, offset: int) -> tuple[int, int]:
        """The block that holds an offset; the whole text where there is none."""
        at = bisect_right(self.edges, offset) - 1
        if at < 0:
            return 0, len(self.text)
        block = self.document.blocks[at]
        return block.start, block.end

    def stretch_left(self, end: int, most: int) -> int:
        """How far left of `end` a run may go at all: to the last stopper, the block's start, or `most` characters."""
        low = self.opens[bisect_right(self.opens, end) - 1]
        if self.torn:
            low = max(low, min(end, self.block_bounds(max(end - 1, 0))[0]))
        return low if low > end - most else end - most

    def stretch_right(self, start: int, most: int) -> int:
        """How far right of `start` a run may go at all: to the next stopper, or `most` characters."""
        at = bisect_right(self.opens, start)
        high = self.opens[at] - 1 if at < len(self.opens) else len(self.text)
        return high if high < start + most else start + most

    def runs_left(self, end: int, least: int, most: int, kind: str) -> list[int]:
        """Where a run of words that ends at `end` may begin, the preferred first.

        A run holds no function word and no word that no name holds (`hard`). `kind` says what bounds it: at an "edge" of
        the name it begins neither with a joiner nor with a verb; an "inner" run, with a part of the name before it, may
        hold verbs that names hold; "nouns" is inner without verbs; a "guided" run follows a word outside the name that
        governs it, the nearest first, and may hold any verb; a "brand" run is an edge run that two characters of no
        everyday word may open: 宏发|电子.
        """
        low = self.stretch_left(end, most)
        if end - low < least:
            return [end] if least == 0 else []
        at = end
        found: list[int] = []
        window = words(self.text[low:end])
        for place in range(len(window) - 1, -1, -1):
            word = window[place]
            if self._stops(word, kind) or (
                word in self.words.joiners and self._joins(at - len(word), window[:place])
            ):
                if kind == "brand" and found:
                    found.extend(self._brand(window, place, at))
                break
            if at == end and word in self.words.joiners and kind == "edge":
                break
            at -= len(word)
            if self._office(at, end):
                break
            anchors = self.anchors(at, end) if kind in ("inner", "nouns") else []
            beside = any(m.type != PLACE for m in anchors)  # 甲部乙部办公厅: two bodies, no office of both
            if (
                end - at >= least
                and not beside
                and not (word in self.words.joiners and kind in ("edge", "brand", "guided"))
            ):
                found.append(at)
            if anchors:
                break
        if kind != "guided":
            found.reverse()
        if least == 0:
            found.append(end)
        return found

    def _office(self, start: int, end: int) -> bool:
        """Does a post begin here with more than a head behind it? No name reaches over whoever holds it: 总理|甲和乙队."""
        return any(m.type == "Post" and not m.weak and m.end < end for m in self.starts.get(start, ()))

    def _joins(self, at: int, before: tuple[str, ...]) -> bool:
        """Does a name end before a joiner, so that it joins two names and stands in none?"""
        if before and before[-1] in self.words.heads:
            return True
        return any(
            m.type != PLACE and (not m.weak or m.type in self.words.anchor_types)
            for m in self.ends.get(at, ())
        )

    def _stops(self, word: str, kind: str) -> bool:
        if word in self.words.joiners:
            return False
        sort = tag(word)
        if word in self.words.hard:
            if kind == "guided":
                return word in self.words.kinds or sort[:1] not in ("v", "n")
            return kind in ("edge", "brand") or word not in self.words.innards
        if word in self.words.innards and kind in ("inner", "nouns"):
            return False
        if kind in ("edge", "brand") and word[0].isdigit():
            return True
        return (_is_function(word, sort) and not (kind == "guided" and sort == "uv")) or (
            kind in ("edge", "brand", "nouns") and sort in SOFT_TAGS
        )

    def _brand(self, window: tuple[str, ...], place: int, at: int) -> Iterator[int]:
        """Where a brand begins whose last character, or first, is the word that stopped a run at `at`."""
        for first, start in ((place - 1, at - 2), (place, at - 1)):
            pair = window[first : first + 2] if first >= 0 else ()
            sorts = [tag(word)[:1] for word in pair]
            if (
                len(pair) == 2
                and all(len(word) == 1 and word.isalpha() for word in pair)
                and sorts[0] not in BRANDLESS
                and sorts[1] not in "pur"
                and sorts != ["m", "q"]
            ):
                yield start
                return

    def anchors(self, start: int, end: int) -> list[Mention]:
        """The strong mentions of bodies and places that begin at `start` inside a run: no name reaches over them."""
        return [
            m
            for m in self.starts.get(start, ())
            if m.end <= end and not m.weak and m.type in self.words.anchor_types
        ]

    def two_bodies(self, mention: Mention) -> bool:
        """Is a name two names that meet: 甲部办公厅|乙部?"""
        return mention.type in self.words.anchor_types and any(
            before.start >= mention.start and PLACE not in (before.type, mention.type)
            for last in self.ends.get(mention.end, ())
            if not last.weak
            and last.start > mention.start
            and last.type in self.words.anchor_types
            and last.type != PLACE
            for before in self.ends.get(last.start, ())
            if not before.weak and before.type in self.words.anchor_types
        )

    def swallows(self, start: int, end: int) -> bool:
        """Does a stretch end in a school that the lexicons know, with nothing known before it: 部委托|甲大学?"""
        return any(
            (m.form, m.type) == ("lexicon", SCHOOL) and start < m.start and not self.ends.get(m.start)
            for m in self.ends.get(end, ())
        )

    def proper(self, start: int, end: int) -> bool:
        """Does a stretch hold a word that is nobody's everyday word: unknown, or the name of a person, place or brand?"""
        return any(
            (len(word) == 1 and word not in self.words.joiners) or tag(word) in PROPER_TAGS
            for word in words(self.text[start:end])
        )

    def sound_end(self, end: int) -> bool:
        """Does a word end at `end`, as the segmenter reads the place? Many forms ask at the same places."""
        known = self.sound[1].get(end)
        if known is None:
            known = self.sound[1][end] = self._sound_end(end)
        return known

    def _sound_end(self, end: int) -> bool:
        text = self.text
        if end >= len(text) or text[end] in STOPPERS:
            return True
        low = self.stretch_left(end, 8)
        window = text[low : self.stretch_right(end, 4)]
        return end - low in bounds(window) or self._parts(window, end - low)

    def _parts(self, window: str, cut: int) -> bool:
        """Is a word that the segmenter keeps whole a name and what may follow one: 甲国|队, 市委|书记?"""
        word, _ = _around(window, cut)
        return tag(word) == "nt" or self._tail(window, cut)

    def _tail(self, window: str, cut: int) -> bool:
        """Does what may follow a name begin here, inside a word that the segmenter keeps whole?"""
        word, at = _around(window, cut)
        if word[at:] == CHIEF and word[at - 1] in self.words.chiefs:
            return window[cut - 2 : cut - 1] != word[at - 1]  # 财政局长 has a 局, 财政局|局长 has it already
        return word[at:] in self.words.tails

    def noun_end(self, start: int, end: int) -> bool:
        """Is the word that ends at `end` no verb whose last character only looks like a head (开馆, 合办)?"""
        last = words(self.text[self.stretch_left(end, 8) : end])[-1:]
        if not last or len(last[0]) <= end - start:
            return True
        return tag(last[0])[:1] not in ("v", "d", "a", "p") and last[0] not in self.words.others

    def sound_start(self, start: int) -> bool:
        """Does a word begin at `start`?"""
        known = self.sound[0].get(start)
        if known is None:
            known = self.sound[0][start] = self._sound_start(start)
        return known

    def _sound_start(self, start: int) -> bool:
        text = self.text
        if start == 0 or text[start - 1] in STOPPERS:
            return True
        low = self.stretch_left(start, 6)
        window = text[low : self.stretch_right(start, 6)]
        return start - low in bounds(window) or self._tail(window, start - low)


def _around(window: str, cut: int) -> tuple[str, int]:
    """The word of a window that an offset cuts, and where in it; ("", 0) between words."""
    at = 0
    for word in words(window):
        if at < cut < at + len(word):
            return word, cut - at
        at += len(word)
    return "", 0

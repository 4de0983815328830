"""The reading text as a form sees it: characters, word boundaries, and the mentions found so far."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.mentions.numerals import NUMERAL_CHARACTERS
from kg.mentions.segment import bounds, tag, words
from kg.model import Document, Mention

STOPPERS = frozenset("，。；：！？、,;:!?“”‘’\"《》〈〉（）()【】[]〔〕{}<>|…—\n\r\t 　●★▲■◆/=＝+＋※→")
FUNCTION_TAGS = frozenset("p u ud ug uj ul uv uz r rr rz y e o c".split())
SHORT_FUNCTION_TAGS = frozenset("d df dg f rg q mq m tg zg k".split())
PROPER_TAGS = frozenset(("", "nr", "nrt", "nrfg", "ns", "nt", "nz", "eng", "x"))
SOFT_TAGS = frozenset("v vd vg vi vq a ad ag b t z i l".split())


def _is_function(word: str, kind: str) -> bool:
    """Prepositions, particles, pronouns; adverbs, numerals and measures of one character, and numerals of any length."""
    if kind in FUNCTION_TAGS or kind in SHORT_FUNCTION_TAGS and len(word) == 1:
        return True
    return kind == "m" and all(c in NUMERAL_CHARACTERS for c in word)


@dataclass(slots=True)
class Ground:
    """One document while its mentions are being found; `ends` and `starts` index them by offset."""

    document: Document
    hard: frozenset[str]
    joiners: frozenset[str]
    innards: frozenset[str]
    anchor_types: frozenset[str]
    tails: frozenset[str]
    ends: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    edges: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.edges = tuple(block.start for block in self.document.blocks)

    @property
    def text(self) -> str:
        return self.document.text

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
        low = max(self.block_bounds(max(end - 1, 0))[0], end - most)
        text = self.text
        for at in range(end - 1, low - 1, -1):
            if text[at] in STOPPERS:
                return at + 1
        return low

    def runs_left(self, end: int, least: int, most: int, *, inner: bool, nouns: bool = False) -> list[int]:
        """Where a run of words that ends at `end` may begin, the furthest first.

        A run never holds a word that no name holds (`hard`) nor a function word. At the edge of a name (not `inner`)
        it does not begin with a joiner, and stops before a verb that is not known as part of names (`innards`).
        """
        low = self.stretch_left(end, most)
        if end - low < least:
            return []
        at, found = end, []
        for word in reversed(words(self.text[low:end])):
            kind = tag(word)
            if word in self.hard:
                break
            joiner = word in self.joiners
            if not joiner and word not in self.innards and _is_function(word, kind):
                break
            if (nouns or not inner) and not joiner and kind in SOFT_TAGS and word not in self.innards:
                break
            at -= len(word)
            if end - at >= least and not (joiner and not inner):
                found.append(at)
            if inner and any(m.type != "Place" or m.end < end for m in self.anchors(at, end)):
                break
        found.reverse()
        if least == 0:
            found.append(end)
        return found

    def anchors(self, start: int, end: int) -> list[Mention]:
        """The strong mentions of bodies and places that begin at `start` inside a run: no name reaches over them."""
        return [m for m in self.starts.get(start, ()) if m.end <= end and not m.weak and m.type in self.anchor_types]

    def proper(self, start: int, end: int) -> bool:
        """Does a stretch hold a word that is nobody's everyday word: unknown, or the name of a person, place or brand?"""
        return any(
            len(word) == 1 and word not in self.joiners or tag(word) in PROPER_TAGS for word in words(self.text[start:end])
        )

    def sound_end(self, end: int) -> bool:
        """Does a word end at `end`, as the segmenter reads the place?"""
        text = self.text
        if end >= len(text) or text[end] in STOPPERS:
            return True
        low, high = max(self.stretch_left(end, 8), 0), end
        while high < len(text) and high < end + 4 and text[high] not in STOPPERS:
            high += 1
        window = text[low:high]
        return end - low in bounds(window) or self._parts(window, end - low)

    def _parts(self, window: str, cut: int) -> bool:
        """Is a word that the segmenter keeps whole a name and what may follow one: 甲国|队, 市委|书记?"""
        at = 0
        for word in words(window):
            if at < cut < at + len(word):
                return tag(word) == "nt" or word[cut - at :] in self.tails
            at += len(word)
        return False

    def noun_end(self, start: int, end: int) -> bool:
        """Is the word that ends at `end` no verb whose last character only looks like a head (开馆, 合办)?"""
        last = words(self.text[self.stretch_left(end, 8) : end])[-1:]
        return not last or len(last[0]) <= end - start or tag(last[0])[:1] not in ("v", "d", "a", "p")

    def sound_start(self, start: int) -> bool:
        """Does a word begin at `start`?"""
        text = self.text
        if start == 0 or text[start - 1] in STOPPERS:
            return True
        low, high = self.stretch_left(start, 6), start
        while high < len(text) and high < start + 6 and text[high] not in STOPPERS:
            high += 1
        return start - low in bounds(text[low:high])

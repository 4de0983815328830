"""The reading text as a form sees it: characters, word boundaries, and the mentions found so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from kg.mentions.segment import apart, backwards, cut_word, pairs, tag, words
from kg.mentions.vocabulary import Vocabulary
from kg.model import Document, Mention

STOPPERS = frozenset('，。；：！？、,;:!?“”‘’"《》〈〉（）()【】[]〔〕{}<>|…—\n\r\t 　●★▲■◆/=＝+＋※→')
CLAUSE = re.compile(f"[^{re.escape(''.join(sorted(STOPPERS)))}]*[{re.escape(''.join(sorted(STOPPERS)))}]?")
LONGEST_CLAUSE = 2048  # of characters without a stopper: no sentence is so long
PROPER_TAGS = frozenset(("", "nr", "nrt", "nrfg", "ns", "nt", "nz", "eng", "x"))
PLACE, SCHOOL = "Place", "Institution"
CHIEF = "长"
BRANDLESS = frozenset("pcurdy")  # no brand begins with a word of these tags


def _no_further(opens: Sequence[int], end: int) -> Iterator[int]:
    """Where clauses open, one that has no end in sight opened anew: all that looks back in it would take too long."""
    for here, following in pairwise((*opens, end)):
        yield here
        yield from range(here + LONGEST_CLAUSE, following, LONGEST_CLAUSE)


@dataclass(slots=True)
class Ground:
    """One document while its mentions are being found; `ends` and `starts` index them by offset.

    `opens`: where clauses open, 0 and behind every stopper, so that a bisection tells how far a name may reach.
    `torn`: some block begins without a stopper before it, which hardly ever happens. `sound`: where words begin, and
    end; `runs`: what `runs_left` said.
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
    followers: Mapping[str, str] = field(default_factory=pairs)
    runs: dict[tuple[int, int, int, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = text = self.document.text
        self.edges = [block.start for block in self.document.blocks]
        self.opens = [0, *accumulate(map(len, filter(None, CLAUSE.findall(text))))]
        if len(self.opens) > 1 and text[-1] not in STOPPERS:
            self.opens.pop()
        if halts := [found.span() for found in self.words.halts.finditer(text)]:
            self.opens = sorted({*self.opens, *(at for start, end in halts for at in (start + 1, end))})
        self.opens = list(_no_further(self.opens, len(text)))
        self.torn = any(start and text[start - 1] not in STOPPERS for start in self.edges)

    def add(self, mention: Mention) -> None:
        if mention not in self.starts[mention.start]:
            self.starts[mention.start].append(mention)
            self.ends[mention.end].append(mention)
            self.runs.clear()

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
        return max(end - most, low)

    def stretch_right(self, start: int, most: int) -> int:
        """How far right of `start` a run may go at all: to the next stopper, or `most` characters."""
        at = bisect_right(self.opens, start)
        high = self.opens[at] - 1 if at < len(self.opens) else len(self.text)
        return min(start + most, high)

    def runs_left(self, end: int, least: int, most: int, kind: str) -> list[int]:
        """Where a run of words that ends at `end` may begin, the preferred first.

        A run holds no function word and no word that no name holds (`hard`). `kind` says what bounds it: at an "edge" of
        the name it begins neither with a joiner nor with a verb; an "inner" run, with a part of the name before it, may
        hold verbs that names hold; "nouns" is inner without verbs; a "guided" run follows a word outside the name that
        governs it, the nearest first, and may hold any verb; a "brand" run is an edge run that two characters of no
        everyday word may open: 宏发|电子.

        What is found is kept until another mention is added: several forms ask the same of one trigger.
        """
        asked = (end, least, most, kind)
        known = self.runs.get(asked)
        if known is None:
            known = self.runs[asked] = self._runs_left(end, least, most, kind)
        return known

    def _runs_left(self, end: int, least: int, most: int, kind: str) -> list[int]:
        low = self.stretch_left(end, most)
        if end - low < least:
            return [end] if least == 0 else []
        at, word = end, ""
        found: list[int] = []
        window = backwards(self.text, low, end)
        joiners, inner = self.words.joiners, kind in ("inner", "nouns")
        while at > low:
            behind, word = word, next(window)
            joiner = word in joiners
            if self.words.stops(word, kind) or (joiner and self._joins(low, at - len(word))):
                if kind == "brand" and found:
                    found.extend(self._brand(next(window, ""), word, behind, at))
                break
            if joiner and at == end and kind == "edge":
                break
            at -= len(word)
            begun = self.starts.get(at, ())
            if begun and _office(begun, end):
                break
            anchors = self._anchors(begun, end) if inner and begun else ()
            beside = any(m.type != PLACE for m in anchors)  # 甲部乙部办公厅: two bodies, no office of both
            if end - at >= least and not beside and (inner or not joiner):
                found.append(at)
            if anchors:
                break
        if kind != "guided":
            found.reverse()
        if least == 0:
            found.append(end)
        return found

    def _joins(self, low: int, at: int) -> bool:
        """Does a name end before a joiner, so that it joins two names and stands in none?"""
        before = next(backwards(self.text, low, at), "")
        if before in self.words.heads or before.endswith(self.words.organs):
            return True
        return any(
            m.type != PLACE and (not m.weak or m.type in self.words.anchor_types)
            for m in self.ends.get(at, ())
        )

    @staticmethod
    def _brand(before: str, word: str, behind: str, at: int) -> Iterator[int]:
        """Where a brand begins whose last character, or first, is the word that stopped a run at `at`."""
        for first, second, start in ((before, word, at - 2), (word, behind, at - 1)):
            sorts = [tag(first)[:1], tag(second)[:1]]
            if (
                len(first) == len(second) == 1
                and first.isalpha()
                and second.isalpha()
                and sorts[0] not in BRANDLESS
                and sorts[1] not in "pur"
                and sorts != ["m", "q"]
            ):
                yield start
                return

    def _anchors(self, begun: Sequence[Mention], end: int) -> list[Mention]:
        """The strong mentions of bodies and places that begin inside a run: no name reaches over them."""
        return [m for m in begun if m.end <= end and not m.weak and m.type in self.words.anchor_types]

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
        return end in self.ends and any(
            m.type == SCHOOL and m.form == "lexicon" and start < m.start and not self.ends.get(m.start)
            for m in self.ends[end]
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
        if end >= len(text) or text[end] in STOPPERS or apart(self.followers, text[end - 1], text[end]):
            return True
        low = self.stretch_left(end, 8)
        word, cut = cut_word(text, low, end, self.stretch_right(end, 4))
        return not word or tag(word) == "nt" or self._tail(word, cut, text[low:end])

    def _tail(self, word: str, cut: int, before: str) -> bool:
        """Does what may follow a name begin inside a word that the segmenter keeps whole: 甲国|队, 市委|书记?"""
        if word[cut:] == CHIEF and word[cut - 1] in self.words.chiefs:
            return before[-2:-1] != word[cut - 1]  # 财政局长 has a 局, 财政局|局长 has it already
        return word[cut:] in self.words.tails

    def noun_end(self, start: int, end: int) -> bool:
        """Is the word that ends at `end` no verb whose last character only looks like a head (开馆, 合办)?"""
        last = next(backwards(self.text, self.stretch_left(end, 8), end), "")
        if len(last) <= end - start:
            return True
        return tag(last)[:1] not in ("v", "d", "a", "p") and last not in self.words.others

    def sound_start(self, start: int) -> bool:
        """Does a word begin at `start`?"""
        known = self.sound[0].get(start)
        if known is None:
            known = self.sound[0][start] = self._sound_start(start)
        return known

    def _sound_start(self, start: int) -> bool:
        text = self.text
        if not start or text[start - 1] in STOPPERS:
            return True
        if start < len(text) and apart(self.followers, text[start - 1], text[start]):
            return True
        low = self.stretch_left(start, 6)
        word, cut = cut_word(text, low, start, self.stretch_right(start, 6))
        return not word or self._tail(word, cut, text[low:start])


def _office(begun: Sequence[Mention], end: int) -> bool:
    """Does a post begin here with more than a head behind it? No name reaches over whoever holds it: 总理|甲和乙队."""
    return any(m.type == "Post" and not m.weak and m.end < end for m in begun)

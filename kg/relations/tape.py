"""A document with its mentions goes in; the tapes of its clauses come out, each place leading back to the text.

「甲市总工会印发《乙办法》。」 → 「Ⓞ印发Ⓛ」: one sign a mention, no white space, no brackets round a mention alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from kg.model import Block, Link, Resolved
from kg.relations.alphabet import Alphabet, fold
from kg.script.grids import Row

PAIRS = {
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "【": "】",
    '"': '"',
    "'": "'",
    "＂": "＂",
    "<": ">",
}
MET = "、"  # read between the marks of two names, 《甲法》《乙法》, and between two names of a class that only room parts
HEADS = ("heading", "title", "article")  # where what is spoken of begins anew

_END = re.compile(r"[。！？；!?;\n]+[”’」』）)》]*")
# White space is spelled out: a class that says \s takes half as long again to look for.
_SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_ODD = re.compile(rf"[{_SPACE}(),:;!?\U000f0000-\U0010ffff]")
_STOP = re.compile(r"[。！？!?\n]")
_OPENERS, _CLOSERS = "".join(PAIRS), "".join(PAIRS.values())
_KEPT = re.compile(rf"[^{_SPACE}]+")


class Stretch(Struct, frozen=True, gc=False):
    """The kind of block that a clause stands in, and where its sentence, paragraph, section and article begin."""

    kind: str
    sentence: int
    paragraph: int
    section: int
    article: int

    def start(self, name: str, clause: int) -> int:
        starts = {"sentence": self.sentence, "paragraph": self.paragraph, "section": self.section}
        return clause if name == "clause" else starts.get(name, self.article)


class Clause(Struct, frozen=True, gc=False):
    """What one pattern may look at. `at[i]` is the place on the tape of `links[i]`, which holds `nested[i]`.

    `jumps` is sorted (place on the tape, offset in the text): from each on, both run side by side. `text` is the document's.
    """

    tape: str
    start: int
    end: int
    links: tuple[Link, ...]
    nested: tuple[tuple[Link, ...], ...]
    at: tuple[int, ...]
    jumps: tuple[tuple[int, int], ...]
    stretch: Stretch
    text: str

    def index(self, place: int) -> int:
        """The number of the mention whose sign stands at a place of the tape."""
        return bisect_right(self.at, place) - 1

    def holds(self, link: Link) -> bool:
        """Whether a mention has a sign of its own on the tape; a nested one has none."""
        at = bisect_right(self.links, link.mention.start, key=lambda top: top.mention.start) - 1
        return at >= 0 and self.links[at] is link

    def offset(self, place: int) -> int:
        """The offset in the text of a place on the tape."""
        here, there = self.jumps[bisect_right(self.jumps, (place, 1 << 62)) - 1]
        return there + place - here

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of text behind tape[start:end]."""
        index = self.index(end - 1)
        if index >= 0 and self.at[index] == end - 1:
            return self.offset(start), self.links[index].mention.end
        last = self.offset(end - 1)
        following = bisect_right(self.jumps, (end - 1, 1 << 62))
        made = following < len(self.jumps) and self.jumps[following] == (
            end,
            last,
        )  # MET has no text of its own
        return self.offset(start), last if made else last + 1


def tops(links: tuple[Link, ...]) -> tuple[list[Link], list[tuple[Link, ...]]]:
    """Links sorted by (start, -end) → the outermost, and beside each those in it; one that crosses its end is left out."""
    outer: list[Link] = []
    nested: list[tuple[Link, ...]] = []
    end = -1
    for link in links:
        mention = link.mention
        if mention.start >= end:
            outer.append(link)
            nested.append(())
            end = mention.end
        elif mention.end <= end:
            nested[-1] = (*nested[-1], link)
    return outer, nested


def cut(resolved: Resolved, alphabet: Alphabet, rows: Sequence[Row] = ()) -> tuple[Clause, ...]:
    """The clauses that hold a mention, in the order of the text; of `rows` each cell by itself."""
    document = resolved.document
    articles, number = document.articles, 0
    scissors = Scissors(document.text, resolved.links, alphabet)
    starts, ends = scissors.starts, scissors.ends
    parted = {row.end: row for row in rows}
    section = first = 0
    for block in document.blocks:
        if block.kind in HEADS:
            section = block.start
        while starts[first] < block.start:
            first += 1
        if starts[first] >= block.end:
            continue
        while number + 1 < len(articles) and articles[number + 1].start <= block.start:
            number += 1
        last = bisect_right(ends, block.end, first)
        row = parted.get(block.end)
        if row is not None:
            for cell in row.own():
                low, high = scissors.within(cell.start, cell.end)
                here = Block(block.kind, cell.start, cell.end)
                if high > low:
                    scissors.block(here, section, articles[number].start, low, high)
        elif last > first:
            scissors.block(block, section, articles[number].start, first, last)
        first = last
    return tuple(scissors.clauses)


class Scissors:
    """A document being cut. What each name's tape needs stands in columns, so that a clause is a few slices of them."""

    def __init__(self, text: str, links: tuple[Link, ...], alphabet: Alphabet) -> None:
        self.text = text
        self.clauses: list[Clause] = []
        self.links, self.nested = tops(links)
        mentions = [link.mention for link in self.links]
        self.starts = [mention.start for mention in mentions]
        self.starts.append(
            len(text) + 1
        )  # none begins behind the text: loops need not ask whether one is left
        self.ends = [mention.end for mention in mentions]
        self.signs = [alphabet.signs[mention.type] for mention in mentions]
        self.tops = [alphabet.tops[mention.type] for mention in mentions]

    def block(self, block: Block, section: int, article: int, first: int, last: int) -> None:
        """Cut a block that holds the names first … last - 1; not inside a name, nor at a ； that only parts two of a list."""
        text, starts, ends = self.text, self.starts, self.ends
        kind, paragraph, end, section = block.kind, block.start, block.end, max(section, article)
        start = sentence = paragraph
        low = at = first
        for found in _END.finditer(text, start, end):
            stop, following = found.span()
            while at < last and starts[at] <= stop:
                at += 1
            if at > first and ends[at - 1] > stop:
                continue
            weak = text[stop] in ";；"
            if weak and first < at < last and self.parts(at):
                continue
            if at > low:
                stretch = Stretch(kind, sentence, paragraph, section, article)
                self.clauses.append(self.clause(start, stop, low, at, stretch))
            if not weak or (following > stop + 1 and _STOP.search(text, stop, following)):
                sentence = following
            start, low = following, at
        if last > low:
            stretch = Stretch(kind, sentence, paragraph, section, article)
            self.clauses.append(self.clause(start, end, low, last, stretch))

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Which names lie in text[start:end]: low … high - 1."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def stretch(self, start: int, end: int, about: Stretch) -> Clause:
        """text[start:end] as one clause, whatever signs it holds."""
        low, high = self.within(start, end)
        return self.clause(start, end, low, max(low, high), about)

    def parts(self, at: int) -> bool:
        """Whether only a ； and marks stand between a name and the one before it, of one class: 《甲法》；《乙法》."""
        if self.tops[at - 1] != self.tops[at]:
            return False
        between = self.text[self.ends[at - 1] : self.starts[at]].rstrip(_OPENERS).lstrip(_CLOSERS).strip()
        return between in (";", "；")

    def clause(self, start: int, end: int, low: int, high: int, stretch: Stretch) -> Clause:
        """The clause text[start:end] with the names low … high - 1, written on its tape."""
        text = self.text
        odd = _next_odd(text, start, end)  # what comes before it can be taken as it is
        parts: list[str] = []
        at: list[int] = []
        jumps: list[tuple[int, int]] = []
        before, length, closed = start, 0, False
        for n in range(low, high):
            opening, closing = self.starts[n], self.ends[n]
            marks = 0
            if opening > before and text[opening - 1] in PAIRS:
                marks = enclosing(text, before, opening, closing, end)
            stop = opening - marks
            if before < stop:
                if odd >= stop:
                    jumps.append((length, before))
                    parts.append(text[before:stop])
                    length += stop - before
                else:
                    length = _odd(text, before, stop, length, parts, jumps)
            roomed = before < stop and self.tops[n] == self.tops[n - 1]
            if n > low and length == at[-1] + 1 and (roomed or (closed and marks > 0)):
                jumps.append((length, stop))
                parts.append(MET)
                length += 1
            at.append(length)
            jumps.append((length, opening))
            parts.append(self.signs[n])
            length += 1
            before, closed = closing + marks, marks > 0
            if odd < before:
                odd = _next_odd(text, before, end)
        if before < end:
            if odd >= end:
                jumps.append((length, before))
                parts.append(text[before:end])
            else:
                _odd(text, before, end, length, parts, jumps)
        links, nested = tuple(self.links[low:high]), tuple(self.nested[low:high])
        return Clause("".join(parts), start, end, links, nested, tuple(at), tuple(jumps), stretch, text)


def _next_odd(text: str, start: int, end: int) -> int:
    """Where the next character stands that a tape does not take as it is; `end` if none."""
    found = _ODD.search(text, start, end)
    return end if found is None else found.start()


def _odd(text: str, start: int, end: int, length: int, parts: list[str], jumps: list[tuple[int, int]]) -> int:
    """Put text[start:end] on a tape of so much length, without white space and folded; the length then."""
    for found in _KEPT.finditer(text, start, end):
        jumps.append((length, found.start()))
        parts.append(fold(found.group()))
        length += len(parts[-1])
    return length


def enclosing(text: str, before: int, start: int, end: int, stop: int) -> int:
    """How many marks enclose exactly text[start:end]."""
    marks = 0
    while (
        start - marks > before
        and end + marks < stop
        and PAIRS.get(text[start - marks - 1]) == text[end + marks]
    ):
        marks += 1
    return marks

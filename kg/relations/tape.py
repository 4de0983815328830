"""A document with its mentions goes in; the tapes of its clauses come out, each place leading back to the text.

「甲市总工会印发《乙办法》。」 → 「Ⓞ印发Ⓛ」: one sign a mention, no white space, no brackets round a mention alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Block, Document, Link, Resolved
from kg.relations.alphabet import Alphabet, fold

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
HEADS = ("heading", "title")

_END = re.compile(r"[。！？；!?;\n]+[”’」』）)》]*")
_DROPPED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_ODD = re.compile(r"[\s\u200b-\u200d\u2060\ufeff(),:;!?\U000f0000-\U0010ffff]")
_KEPT = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The kind of block that a clause stands in, and where its sentence, paragraph, section and article begin."""

    kind: str
    sentence: int
    paragraph: int
    section: int
    article: int

    def start(self, name: str, clause: int) -> int:
        starts = {"sentence": self.sentence, "paragraph": self.paragraph, "section": self.section}
        return clause if name == "clause" else starts.get(name, self.article)


@dataclass(frozen=True, slots=True)
class Clause:
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


@dataclass(frozen=True, slots=True)
class Top:
    """A mention that no other holds, with those that it holds, outermost first."""

    link: Link
    nested: tuple[Link, ...]


def tops(links: tuple[Link, ...]) -> tuple[Top, ...]:
    """Links sorted by (start, -end) → the outermost; one that crosses another's end is left out."""
    found: list[tuple[Link, list[Link]]] = []
    end = -1
    for link in links:
        mention = link.mention
        if mention.start >= end:
            found.append((link, []))
            end = mention.end
        elif mention.end <= end:
            found[-1][1].append(link)
    return tuple(Top(link, tuple(nested)) for link, nested in found)


def cut(resolved: Resolved, alphabet: Alphabet) -> tuple[Clause, ...]:
    """The clauses that hold a mention, in the order of the text."""
    document = resolved.document
    outer = tops(resolved.links)
    clauses: list[Clause] = []
    section = first = 0
    for block in document.blocks:
        if block.kind in HEADS:
            section = block.start
        while first < len(outer) and outer[first].link.mention.start < block.start:
            first += 1
        last = first
        while last < len(outer) and outer[last].link.mention.end <= block.end:
            last += 1
        if last > first:
            clauses.extend(_of_block(document, block, section, outer[first:last], alphabet))
        first = last
    return tuple(clauses)


def _of_block(
    document: Document, block: Block, section: int, outer: tuple[Top, ...], alphabet: Alphabet
) -> Iterator[Clause]:
    article = document.article_at(block.start).start
    start = sentence = block.start
    first = 0
    for stop, following in [*_ends(document.text, block, outer, alphabet), (block.end, block.end)]:
        last = first
        while last < len(outer) and outer[last].link.mention.start < stop:
            last += 1
        if last > first:
            stretch = Stretch(block.kind, sentence, block.start, max(section, article), article)
            yield _clause(document.text, start, stop, outer[first:last], stretch, alphabet)
        if stop < block.end and any(sign in "。！？!?\n" for sign in document.text[stop:following]):
            sentence = following
        start, first = following, last


def _ends(text: str, block: Block, outer: tuple[Top, ...], alphabet: Alphabet) -> Iterator[tuple[int, int]]:
    """Where clauses end, and where the next begin; not inside a name, nor at a ； that only parts two names of a list."""
    starts = [top.link.mention.start for top in outer]
    for found in _END.finditer(text, block.start, block.end):
        before = bisect_right(starts, found.start()) - 1
        if before >= 0 and outer[before].link.mention.end > found.start():
            continue
        if (
            found.group()[0] in ";；"
            and 0 <= before < len(outer) - 1
            and _parts(text, outer[before], outer[before + 1], alphabet)
        ):
            continue
        yield found.start(), found.end()


def _parts(text: str, left: Top, right: Top, alphabet: Alphabet) -> bool:
    """Whether only a ； and marks stand between two names of one class: 《甲法》；《乙法》."""
    one, other = left.link.mention, right.link.mention
    closers, openers = "".join(PAIRS.values()), "".join(PAIRS)
    between = text[one.end : other.start].rstrip(openers).lstrip(closers).strip()
    return between in (";", "；") and alphabet.tops[one.type] == alphabet.tops[other.type]


def _clause(
    text: str, start: int, end: int, outer: tuple[Top, ...], stretch: Stretch, alphabet: Alphabet
) -> Clause:
    writer = _Writer(text, end)
    at: list[int] = []
    before = start
    closed, last = False, ""
    for top in outer:
        mention = top.link.mention
        marks = enclosing(text, before, mention.start, mention.end, end)
        writer.plain(before, mention.start - marks)
        if (
            at
            and writer.length == at[-1] + 1
            and (
                (closed and marks > 0)
                or (alphabet.tops[mention.type] == last and before < mention.start - marks)
            )
        ):
            writer.sign(MET, mention.start - marks)
        at.append(writer.length)
        writer.sign(alphabet.signs[mention.type], mention.start)
        before, last = mention.end + marks, alphabet.tops[mention.type]
        closed = marks > 0
    writer.plain(before, end)
    links, nested = tuple(top.link for top in outer), tuple(top.nested for top in outer)
    return Clause(
        "".join(writer.parts), start, end, links, nested, tuple(at), tuple(writer.jumps), stretch, text
    )


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


class _Writer:
    """A tape being written."""

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self.parts: list[str] = []
        self.jumps: list[tuple[int, int]] = []
        self.length = 0

    def sign(self, sign: str, offset: int) -> None:
        self.jumps.append((self.length, offset))
        self.parts.append(sign)
        self.length += 1

    def plain(self, start: int, end: int) -> None:
        """Puts text[start:end] on the tape as it is read there."""
        if start >= end:
            return
        if not _ODD.search(self.text, start, end):
            self._piece(self.text[start:end], start)
            return
        for found in _KEPT.finditer(self.text, start, end):
            self._piece(fold(found.group()), found.start())

    def _piece(self, piece: str, offset: int) -> None:
        self.jumps.append((self.length, offset))
        self.parts.append(piece)
        self.length += len(piece)

"""A source text and one piece of evidence in; the sentence around it out, in pieces marked for the eye."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from kg.model import Capture, Evidence

# How a piece is marked: not at all, as matched by the rule, as what fills the subject, the object or another blank.
PLAIN, MATCHED, SUBJECT, OBJECT, OTHER = "", "m", "s", "o", "c"

STOPS = frozenset("。！？；!?\n\r")
CLOSING = frozenset("”’』」》〉）)")
BULLETS = frozenset("-*+#>•●·")
AROUND = 240
LONGEST = 1200
CUT = "…"

_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+\s*")
_BARE = re.compile(r"[\s《》〈〉“”‘’「」『』\"'〔〕（）()]+")
# How a line begins that goes on with a sentence: with a word, and not with the number of an item, article or chapter.
_GOES_ON = re.compile(r"(?![一二三四五六七八九十]{1,3}、|第[\w]{1,6}[条章节]|[\d]{1,3}[.、．])[\w“]")
# What could turn the text around or hide in it is shown as a replacement character, one for one: offsets stay true.
_UNSEEN = frozenset("\u00ad\u061c\u115f\u1160\u180e\u3164\ufeff\uffa0") | frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), *range(0xFFF0, 0xFFFC)))
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and how it is marked."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Ends:
    """Which captures of the evidence fill the subject and the object, by their number; -1 where none does."""

    subject: int = -1
    object: int = -1


def shown(text: str, longest: int = LONGEST) -> str:
    """The text as a page may show it: no control, bidirectional or lone surrogate characters, and not endless."""
    if len(text) > longest:
        text = text[: longest - 1] + CUT
    if text.isprintable() and _UNSEEN.isdisjoint(text):
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _UNSEEN or unicodedata.category(char) in ("Cc", "Cs", "Cn"):
        return "\ufffd"
    return char


def ends(evidence: Evidence, source: str, subject: tuple[str, ...], other: tuple[str, ...]) -> Ends:
    """Tell which capture is the subject and which the object, by the names of the two.

    A capture that is a name wins over one that holds a name or is part of one. Where the object has no name in the
    sentence (a date is written out), it is the blank that is left.
    """
    words = [_bare(quoted(source, evidence, capture.start, capture.end)) for capture in evidence.captures]
    firsts, seconds = [_scores(words, names) for names in (subject, other)]
    pairs = [(one, two) for one in firsts for two in seconds if one < 0 or one != two]
    first, second = max(pairs, key=lambda pair: (firsts[pair[0]] + seconds[pair[1]], -pair[0], -pair[1]))
    left = [number for number in range(len(words)) if number not in (first, second)]
    if len(left) == 1 and (first < 0) != (second < 0):
        return Ends(left[0] if first < 0 else first, left[0] if second < 0 else second)
    return Ends(first, second)


def completed(
    evidence: Evidence, source: str, subject: tuple[str, ...], other: tuple[str, ...]
) -> tuple[Evidence, Ends]:
    """The evidence with a capture for each end that the rule has none for but whose name stands in the sentence.

    甲大学教授某某 states that the post is in 甲大学, and the only blank is the post.
    """
    marks = ends(evidence, source, subject, other)
    if not source:
        return evidence, marks
    numbers = [marks.subject, marks.object]
    captures = list(evidence.captures)
    for at, names in enumerate((subject, other)):
        spot = _named(evidence, source, names) if numbers[at] < 0 else None
        if spot:
            numbers[at] = len(captures)
            captures.append(Capture("", *spot))
    return structs.replace(evidence, captures=tuple(captures)), Ends(*numbers)


def _named(evidence: Evidence, source: str, names: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the longest name that is there stands, be it over a line's end: in the evidence, else in the sentence."""
    first, last = _from(source, evidence.start), _to(source, min(evidence.end, evidence.start + LONGEST))
    for start, end in ((evidence.start, evidence.end), (first, last)):
        for name in sorted(names, key=len, reverse=True):
            at = source.find(name, start, end) if len(name) > 1 else -1
            if at >= 0:
                return at, at + len(name)
            if 1 < len(name) < AROUND and "\n" in source[start:end]:
                torn = re.compile(r"\s*".join(map(re.escape, name))).search(source, start, end)
                if torn:
                    return torn.span()
    return None


def _scores(words: list[str], names: tuple[str, ...]) -> dict[int, float]:
    """How much each word is like a name, by its number; -1 stands for none of them."""
    known = {_bare(name) for name in names} - {""}
    alike = {
        number: max((_likeness(word, name) for name in known), default=0.0)
        for number, word in enumerate(words)
        if word
    }
    return {-1: 0.0} | {number: score for number, score in alike.items() if score}


def _likeness(word: str, name: str) -> float:
    if word == name:
        return 2.0
    if word in name or name in word:
        return min(len(word), len(name)) / max(len(word), len(name))
    return 0.0


def _bare(text: str) -> str:
    return _BARE.sub("", text)


def quoted(source: str, evidence: Evidence, start: int, end: int) -> str:
    """The words source[start:end], from the evidence's own words where the source is not at hand."""
    if source:
        return source[start:end]
    return evidence.exact[max(start - evidence.start, 0) : max(end - evidence.start, 0)]


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentence around a piece of evidence: first:last of the source, whether it is cut there, and what is marked in it.

    `stretches` are (start, end, mark), one after the other, and hold all of first:last.
    """

    first: int
    last: int
    cut_before: bool
    cut_after: bool
    stretches: tuple[tuple[int, int, str], ...]


def framed(evidence: Evidence, source: str, marks: Ends) -> Frame:
    """The sentence that holds the evidence, up to 。！？； or the line's end on both sides; long ones are cut.

    Without the source the evidence's own words are all there is. Offsets count the source in both cases.
    """
    offset = 0 if source else evidence.start
    source = source or evidence.exact
    begin, end = evidence.start - offset, min(evidence.end - offset, evidence.start - offset + LONGEST)
    first, last = _from(source, begin), _to(source, end)
    cut_before = first > 0 and first == max(begin - AROUND, 0) and source[first - 1] not in STOPS
    cut_after = last < len(source) and source[last] not in STOPS and last >= end + AROUND
    layers = _layers(evidence, marks, offset, first, last, (begin, end))
    stretches = tuple((a + offset, b + offset, mark) for a, b, mark in layers)
    return Frame(
        first + offset, last + offset, cut_before, cut_after or end < evidence.end - offset, stretches
    )


def sentence(evidence: Evidence, source: str, marks: Ends) -> tuple[Piece, ...]:
    """The sentence that holds the evidence as marked pieces; where it is cut there stands ….

    >>> said = Evidence("a.txt", 3, 9, "市乙会办丙事", "runs")
    >>> sentence(said, "前文。市乙会办丙事。后文。", Ends())
    (Piece(text='市乙会办丙事', mark='m'), Piece(text='。', mark=''))
    """
    frame = framed(evidence, source, marks)
    pieces = [
        Piece(_BREAK.sub("", shown(quoted(source, evidence, a, b))), mark) for a, b, mark in frame.stretches
    ]
    if frame.cut_before:
        pieces.insert(0, Piece(CUT, PLAIN))
    if frame.cut_after:
        pieces.append(Piece(CUT, PLAIN))
    return _trimmed([piece for piece in pieces if piece.text])


def carried(evidence: Evidence, source: str, marks: Ends) -> tuple[Piece, ...]:
    """The blanks that were filled before the sentence."""
    return tuple(
        Piece(_BREAK.sub("", shown(source[capture.start : capture.end], 120)), _mark(number, marks))
        for number, capture in enumerate(evidence.captures)
        if capture.carried and source[capture.start : capture.end]
    )


def _mark(number: int, marks: Ends) -> str:
    return {marks.subject: SUBJECT, marks.object: OBJECT}.get(number, OTHER)


def _from(source: str, start: int) -> int:
    at, floor = start, max(start - AROUND, 0)
    while at > floor and (source[at - 1] not in STOPS or _torn(source, at - 1)):
        at -= 1
    heads = CLOSING | BULLETS if at == 0 or source[at - 1] in "\r\n" else CLOSING
    while at < start and (source[at].isspace() or source[at] in heads):
        at += 1
    return at


def _torn(source: str, at: int) -> bool:
    """Whether a line's end only tears a sentence, as at the end of a page: prose before it, and prose that goes on."""
    if source[at] not in "\r\n":
        return False
    before = source[max(at - AROUND, 0) : at].rstrip()
    after = source[at : at + AROUND].lstrip()
    line = re.split(r"[\r\n]", before)[-1]
    goes_on = bool(before) and (before[-1].isalnum() or before[-1] in "，、")
    return goes_on and ("，" in line or "。" in line) and bool(after) and _GOES_ON.match(after) is not None


def _to(source: str, end: int) -> int:
    at, roof = end, min(end + AROUND, len(source))
    if source[max(end - 1, 0) : end] in STOPS:
        return end
    while at < roof and (source[at] not in STOPS or _torn(source, at)):
        at += 1
    if at < len(source) and source[at] in STOPS and source[at] not in "\r\n":
        at += 1
        if at < len(source) and source[at] in CLOSING:
            at += 1
    return at


def _layers(
    evidence: Evidence, marks: Ends, offset: int, first: int, last: int, matched: tuple[int, int]
) -> Iterator[tuple[int, int, str]]:
    """Cut first:last where a mark begins or ends; the innermost mark of each stretch counts."""
    spans = [(*matched, MATCHED)]
    for number, capture in enumerate(evidence.captures):
        start, end = capture.start - offset, capture.end - offset
        if not capture.carried and first <= start < end <= last:
            spans.append((start, end, _mark(number, marks)))
    edges = sorted({first, last, *(min(max(at, first), last) for span in spans for at in span[:2])})
    spans.sort(key=lambda span: (span[1] - span[0], span[2] == MATCHED))
    for a, b in pairwise(edges):
        yield a, b, next((mark for start, end, mark in spans if start <= a and b <= end), PLAIN)


def _trimmed(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one mark; no white space at either end."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].mark == piece.mark:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.mark)
        else:
            joined.append(piece)
    if joined:
        joined[0] = Piece(joined[0].text.lstrip(), joined[0].mark)
        joined[-1] = Piece(joined[-1].text.rstrip(), joined[-1].mark)
    return tuple(piece for piece in joined if piece.text)

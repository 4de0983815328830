"""One healed paragraph comes in; the pieces it is made of go out: run-in headings, run-on lists, signatures, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kg.readers.shapes import BREAKS, NUMERAL, SPACE, Shape, Shapes

_AROUND = SPACE + BREAKS + "\ufeff\u200b"
_HAN = "\u4e00-\u9fff"
_SPACED = re.compile(r"[。！？][”’）)]{0,2}[ \t\u3000]+(?=\S)")
_RUN_IN = re.compile(rf"[{_HAN}“”《》]{{5,24}}[ \u3000]+(?=\S.{{30}})")
_SIGNED = re.compile(
    rf"[—―─]{{1,2}}[^，。；！？\n]{{2,60}}?[ \u3000][{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})*[ \u3000]+"
)
_NUMBERED = re.compile(
    rf"(?<=[。；;：:！？”）)\s])(?:"
    rf"第(?P<division>[{NUMERAL}]{{1,4}})[编章](?=[ \u3000])"
    rf"|第(?P<section>[{NUMERAL}]{{1,4}})节(?=[ \u3000])"
    rf"|第(?P<article>[{NUMERAL}\d]{{1,7}})条(?=[ \u3000]|(?!之|规定|第|的|款|所|、|和|至|，)[{_HAN}])"
    rf"|(?P<han>[{NUMERAL}]{{1,3}})、"
    rf"|[（(](?P<bracket>[{NUMERAL}]{{1,3}})[）)]"
    rf"|(?P<digit>\d{{1,2}})(?:[.．](?!\d)|、)"
    rf"|[（(](?P<small>\d{{1,2}})[）)])",
)
# What stands at every place that _SPACED or _NUMBERED may find: most paragraphs have none, and need not be looked through twice.
_PARTED = re.compile(
    rf"[。；;：:！？”）)\s](?:[”’）)]{{0,2}}[ \t\u3000]|第|[{NUMERAL}\d]|[（(][{NUMERAL}\d])",
)
_DIGITS = {**{char: at for at, char in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_START = 120  # characters within which a title that runs on opens
_LEAST = 24  # a shorter paragraph is one piece
_WHOLE = frozenset(
    {"row", "copy", "number", "date", "aside", "annex", "division", "source", "section", "column"}
)


class Piece(Struct, frozen=True, gc=False):
    """A stretch of the reading text with its shape; `mark` is the level of a markdown heading."""

    start: int
    end: int
    text: str
    shape: Shape
    mark: int = 0


def pieces(piece: Piece, shapes: Shapes, *, head: bool) -> Iterator[Piece]:
    """Split what runs together. `head`: a title is still awaited here, so one that runs into the text may be cut off."""
    if piece.mark or piece.shape.kind in _WHOLE or len(piece.text) < _LEAST:
        yield piece
        return
    bounds = {0, len(piece.text)}
    parted = _PARTED.search(piece.text) is not None
    if parted:
        bounds.update(found.end() for found in _SPACED.finditer(piece.text))
        bounds.update(_numbered(piece.text))
    if head or shapes.titled.search(piece.text, 0, _START):
        bounds.update(_run_on(piece.text, shapes, head=head))
    elif not parted and not any(True for _ in _inner(piece.text, 0, len(piece.text), shapes)):
        yield piece
        return
    ordered = sorted(bounds)
    inner: list[int] = []
    for start, end in pairwise(ordered):
        inner.extend(_inner(piece.text, start, end, shapes))
    yield from _cut(piece, [at for at in sorted(bounds.union(inner)) if not _titled(piece.text, at)], shapes)


def _titled(text: str, at: int) -> bool:
    """Does a place lie inside 《…》, where a blank parts no paragraph: 《中共中央　国务院关于…的意见》?"""
    return text.rfind("《", 0, at) > text.rfind("》", 0, at) and text.find("》", at) >= 0


def _cut(piece: Piece, bounds: list[int], shapes: Shapes) -> Iterator[Piece]:
    if len(bounds) == 2:
        yield piece
        return
    for start, end in pairwise(bounds):
        text = piece.text[start:end]
        lead = len(text) - len(text.lstrip(_AROUND))
        text = text.strip(_AROUND)
        if text:
            at = piece.start + start + lead
            yield Piece(at, at + len(text), text, shapes.shape(text))


def _inner(text: str, start: int, end: int, shapes: Shapes) -> Iterator[int]:
    """Inside one stretch: a heading that runs in, a signature that runs on, a bracket with the author."""
    heading = _RUN_IN.match(text, start, end)
    signature = _SIGNED.match(text, start, end)
    if heading and "。" in text[heading.end() : end] and not shapes.opening.match(text, start):
        yield heading.end()
    elif signature:
        yield signature.end()
    closed = text[start:end].rstrip(_AROUND)
    if closed.endswith(("）", ")")):
        opened = max(closed.rfind("（"), closed.rfind("("))
        if opened > 0 and shapes.bracket.match(closed, opened):
            yield start + opened
    elif not closed.endswith("。"):
        said = max(closed.rfind("。"), closed.rfind("）")) + 1
        if found := shapes.dated.fullmatch(closed, said):
            yield start + found.start()


def _numbered(text: str) -> Iterator[int]:
    """Where the members of lists begin: numbers that follow each other, or the first of a list."""
    last: dict[str, int] = {}
    if own := _NUMBERED.match("。" + text, 1):
        kind = own.lastgroup or ""
        last[kind] = _count(own[kind])
    for found in _NUMBERED.finditer(text):
        kind = found.lastgroup or ""
        number = _count(found[kind])
        if number == last.get(kind, 0) + 1 or (
            number == 1 and kind in ("bracket", "digit", "small", "section")
        ):
            last[kind] = number
            yield found.start()


def _count(numeral: str) -> int:
    """一百二十三 or 123 as a number."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def _run_on(text: str, shapes: Shapes, *, head: bool) -> Iterator[int]:
    """A title, addressees and the first sentence in one line: …关于…的通知各区县：为…"""
    at = 0
    if found := shapes.signed_off.match(text):
        at = found.end()
        yield at
    elif not head:
        return
    if found := shapes.run_on.match(text, at):
        yield found.end()
        at = found.end()
        if found := shapes.addressed.match(text, at):
            yield found.end()
            at = found.end()
    elif found := shapes.bracketed.match(text, at):
        yield found.start("events")
        yield found.end()

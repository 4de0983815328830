"""A decision that changes other texts in; where it quotes the words that it puts into them out, and its blocks parted there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Block, Document

OPENED = re.compile(r"[：:]\s*(?=“)")
LONGEST = 6000
QUOTED = "quoted"
Spans = tuple[tuple[int, int], ...]


def quotations(document: Document) -> Spans:
    """Each stretch behind a colon from “ to the ” that closes it; every paragraph of a long one may open with a “ of its own."""
    starts = frozenset(block.start for block in document.blocks)
    found: list[tuple[int, int]] = []
    for match in OPENED.finditer(document.text):
        start = match.end()
        if not found or start >= found[-1][1]:
            found.append((start, _closed(document.text, start, starts)))
    return tuple(found)


def _closed(text: str, start: int, starts: frozenset[int]) -> int:
    depth = 0
    for match in re.compile("[“”]").finditer(text, start, min(start + LONGEST, len(text))):
        if match[0] == "“":
            depth += match.start() == start or match.start() not in starts
        else:
            depth -= 1
        if depth == 0:
            return match.end()
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def within(spans: Spans, offset: int) -> bool:
    """Does an offset lie in one of the spans?"""
    at = bisect_right(spans, (offset, 1 << 62)) - 1
    return at >= 0 and offset < spans[at][1]


def parted(document: Document, spans: Spans) -> Document:
    """The document with every quotation in a block of its own, so that no rule about the decision's own words reads it."""
    return (
        replace(document, blocks=tuple(_parted(document.blocks, spans, document.text))) if spans else document
    )


def _parted(blocks: Sequence[Block], spans: Spans, text: str) -> Iterator[Block]:
    first = 0
    for block in blocks:
        at = block.start
        while first < len(spans) and spans[first][1] <= at:
            first += 1
        number = first
        while number < len(spans) and spans[number][0] < block.end:
            low, high = max(spans[number][0], at), min(spans[number][1], block.end)
            if low > at:
                yield Block(block.kind, at, low, block.level)
            yield Block(QUOTED, low, high)
            at, number = high, number + 1
        if text[at : block.end].strip():
            yield Block(block.kind, at, block.end, block.level)

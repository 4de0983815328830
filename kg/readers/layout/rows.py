"""The glyphs of a sheet come in; its lines go out as stretches that stand together, a gap parting one from the next."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from kg.readers.layout.sheet import Box, Glyph

GAP = 1.2  # of the size of the writing: what stands farther apart does not stand together
LEVEL = 0.3  # of the size: how much two bases on one line may differ
BLANK, WIDE = (
    0.22,
    0.8,
)  # of the size: a gap that is a blank between Latin words, and one that is a wide blank
HANGING = 0.3  # of the size: the least gap between columns
SMALL = 0.85  # of the size of a line: a raised sign in it is smaller
TWICE = 0.35  # of its width: a glyph so near to the same glyph is drawn twice to look bold
_SPACED = re.compile(r"(?<![^\s])[\u3400-\u9fff](?: [\u3400-\u9fff]){2,}(?![^\s])")


@dataclass(eq=False)
class Stretch:
    """Glyphs of one line without a gap, from left to right."""

    glyphs: list[Glyph] = field(repr=False)

    @cached_property
    def box(self) -> Box:
        many = self.glyphs
        return (
            min(one.x0 for one in many),
            min(one.y0 for one in many),
            max(one.x1 for one in many),
            max(one.y1 for one in many),
        )

    @property
    def x0(self) -> float:
        return self.box[0]

    @property
    def x1(self) -> float:
        return self.box[2]

    @property
    def y0(self) -> float:
        return self.box[1]

    @property
    def y1(self) -> float:
        return self.box[3]

    @cached_property
    def base(self) -> float:
        return median(one.base for one in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The size of most of its glyphs."""
        return median(one.size for one in self.glyphs)

    @cached_property
    def bold(self) -> bool:
        return sum(one.bold for one in self.glyphs) * 2 > len(self.glyphs)

    @cached_property
    def text(self) -> str:
        return _spaced("".join(_texts(self.glyphs)))


def stretches(glyphs: Iterable[Glyph]) -> list[Stretch]:
    """The stretches of a sheet, from top to bottom and from left to right; blanks at their ends are left away."""
    lines: list[list[Glyph]] = []
    bases: list[tuple[float, int]] = []  # sorted, each with the number of its line
    for chunk in _chunks(glyphs):
        base, size = chunk[0].base, chunk[0].size
        at = bisect_left(bases, (base - LEVEL * size, -1))
        near = [
            (abs(found - base), number)
            for found, number in bases[at : at + 8]
            if abs(found - base) <= LEVEL * min(size, lines[number][0].size)
        ]
        if near:
            lines[min(near)[1]].extend(chunk)
        else:
            insort(bases, (base, len(lines)))
            lines.append(list(chunk))
    parted = [Stretch(part) for _, number in bases for part in _parted(lines[number])]
    return sorted(_raised(parted), key=lambda one: (one.base, one.x0))


def split(one: Stretch, margin: float) -> list[Stretch]:
    """A stretch in two where a column begins at a margin: a mark that hangs out of the column before it has come too near."""
    for at, (last, glyph) in enumerate(pairwise(one.glyphs), 1):
        if abs(glyph.x0 - margin) < 0.2 * glyph.size and glyph.x0 - last.x1 > HANGING * glyph.size:
            return [Stretch(_trimmed(one.glyphs[:at])), Stretch(one.glyphs[at:])]
    return [one]


def _chunks(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    """Glyphs that follow each other in the file on one base."""
    chunk: list[Glyph] = []
    for glyph in glyphs:
        if chunk and abs(glyph.base - chunk[0].base) > 0.05 * glyph.size:
            yield chunk
            chunk = []
        chunk.append(glyph)
    if chunk:
        yield chunk


def _parted(line: list[Glyph]) -> Iterable[list[Glyph]]:
    """A line where it has gaps; a glyph that is drawn twice stays once."""
    part: list[Glyph] = []
    last: Glyph | None = None
    blank = 0.0  # how much of the way since the last sign is blanks that the file has
    for glyph in sorted(line, key=lambda one: one.x0):
        if not glyph.text.strip():
            blank += glyph.x1 - glyph.x0
            if part:
                part.append(glyph)
            continue
        if last is not None:
            if _again(last, glyph):
                continue
            gap = glyph.x0 - last.x1
            if gap > GAP * max(glyph.size, last.size) and blank < 0.8 * gap:
                yield _trimmed(part)
                part = []
        part.append(glyph)
        last, blank = glyph, 0.0
    if part:
        yield _trimmed(part)


def _trimmed(part: list[Glyph]) -> list[Glyph]:
    while not part[-1].text.strip():
        part.pop()
    return part


def _again(last: Glyph, glyph: Glyph) -> bool:
    wide = max(last.x1 - last.x0, 0.1)
    return (
        last.text == glyph.text and abs(glyph.x0 - last.x0) < TWICE * wide and abs(glyph.size - last.size) < 1
    )


def _raised(parts: Sequence[Stretch]) -> list[Stretch]:
    """Small raised or lowered signs, as of a footnote, go into the line that they stand in."""
    sizes = sorted(one.size for one in parts)
    if not sizes or sizes[0] > SMALL * sizes[-1]:
        return list(parts)
    kept = [one for one in parts if len(one.glyphs) > 4]
    tops = sorted((one.y0, number) for number, one in enumerate(kept))
    for one in parts:
        if len(one.glyphs) > 4:
            continue
        middle = (one.y0 + one.y1) / 2
        at = bisect_left(tops, (middle - 60, -1))
        host = next(
            (
                kept[number]
                for top, number in tops[at:]
                if top <= middle and _holds(kept[number], one, middle)
            ),
            None,
        )
        if host is None:
            kept.append(one)
        else:
            whole = Stretch(sorted((*host.glyphs, *one.glyphs), key=lambda glyph: glyph.x0))
            kept[kept.index(host)] = whole
    return kept


def _holds(host: Stretch, sign: Stretch, middle: float) -> bool:
    reach = 0.6 * host.size
    beside = host.x0 - reach <= sign.x1 and sign.x0 <= host.x1 + reach
    return sign.size <= SMALL * host.size and beside and host.y0 - 0.2 * host.size <= middle <= host.y1


def _texts(glyphs: Sequence[Glyph]) -> Iterable[str]:
    """The characters, and blanks where the writing leaves some and the file has none."""
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and last.text.strip() and glyph.text.strip():
            gap = (glyph.x0 - last.x1) / max(glyph.size, last.size)
            if gap > WIDE:
                yield "\u3000"
            elif gap > BLANK and last.text.isascii() and glyph.text.isascii():
                yield " "
        yield glyph.text
        last = glyph


def _spaced(text: str) -> str:
    """第 一 条: characters that stand apart for looks."""
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text) if " " in text else text

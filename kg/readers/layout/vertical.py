"""A sheet of upright letters comes in; what of it is written from top to bottom goes out as a sheet turned so that it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from msgspec import structs

from kg.readers.layout.sheet import DOWNWARDS, UPRIGHT, Glyph, Sheet

LEAST = 4  # characters under each other
STEP = 0.6, 1.5  # sizes from one to the next
ASIDE = 0.6  # of the size by which one may stand beside the other: a mark is narrower


def standing(sheet: Sheet, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], Sheet]:
    """The glyphs that are written in lines, and a sheet of those that stand under each other in the order of the file."""
    lying: list[Glyph] = []
    turned: list[Glyph] = []
    run: list[Glyph] = []
    before: list[Glyph] = []  # the column to the right, if one is
    for glyph in (*glyphs, None):
        if run and (glyph is None or not _under(run[-1], glyph)):
            if sheet.turn == UPRIGHT and (_column(run) or _rest(before, run)):
                turned += _turned(run, sheet.width)
                before = run
            else:
                lying += run
                before = []
            run = []
        if glyph is not None:
            run.append(glyph)
    return lying, replace(sheet, glyphs=turned, rules=(), turn=DOWNWARDS)


def _column(run: Sequence[Glyph]) -> bool:
    return sum(not glyph.text.isascii() for glyph in run) >= LEAST


def _rest(before: Sequence[Glyph], run: Sequence[Glyph]) -> bool:
    """Do a few glyphs begin the next column?"""
    if not before:
        return False
    size = run[0].size
    left = (before[0].x0 + before[0].x1 - run[0].x0 - run[0].x1) / 2
    return size < left < 3 * size and abs(run[0].base - before[0].base) < 3 * size


def _under(last: Glyph, glyph: Glyph) -> bool:
    """Does a glyph stand under the one before it?"""
    step = (glyph.base - last.base) / glyph.size
    aside = abs((glyph.x0 + glyph.x1) - (last.x0 + last.x1)) / 2
    return STEP[0] <= step <= STEP[1] and aside < ASIDE * glyph.size


def _turned(run: Sequence[Glyph], width: float) -> Iterator[Glyph]:
    """A column on a sheet that is turned: a line, all of whose glyphs stand on its middle, one as long as the other."""
    middle = width - median((glyph.x0 + glyph.x1) / 2 for glyph in run)
    for glyph in run:
        half, foot = glyph.size / 2, glyph.base + 0.12 * glyph.size
        yield structs.replace(
            glyph, x0=foot - glyph.size, y0=middle - half, x1=foot, y1=middle + half, base=middle + half
        )

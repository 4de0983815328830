"""What stands on a page before anything is known of its order: glyphs with their boxes, and the straight rules between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points; y grows downwards."""
UPRIGHT, DOWNWARDS, REVERSED, UPWARDS, SLANTED = range(5)
"""Where the writing of a sheet runs to; vertical Chinese runs downwards, its lines from right to left, as a turned page does."""


class Glyph(Struct, frozen=True, gc=False):
    """A character (a ligature is several) with its box; `base` is the y of the line that it stands on, `size` its font's."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool = False


class Rule(Struct, frozen=True, gc=False):
    """A straight rule, across where it is wider than it is high."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What of a page is written in one direction, turned so that it reads from left to right and from top to bottom.

    `width` and `height` are of the page as it is looked at.
    """

    page: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule] = ()
    turn: int = UPRIGHT

    def place(self, box: Box) -> str:
        """Where a box of this sheet stands on the page as it is looked at: `page 3, box 56 120 540 134`."""
        if self.turn == SLANTED:
            return f"page {self.page}"
        x0, y0, x1, y1 = box
        if self.turn == DOWNWARDS:
            x0, y0, x1, y1 = self.width - y1, x0, self.width - y0, x1
        elif self.turn == REVERSED:
            x0, y0, x1, y1 = self.width - x1, self.height - y1, self.width - x0, self.height - y0
        elif self.turn == UPWARDS:
            x0, y0, x1, y1 = y0, self.height - x1, y1, self.height - x0
        return f"page {self.page}, box {x0:.0f} {y0:.0f} {x1:.0f} {y1:.0f}"

"""An open page comes in; its glyphs go out by the direction in which they are written; those that nobody sees are counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from ctypes import addressof, c_double, create_string_buffer
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.readers.layout.characters import UNKNOWN, written
from kg.readers.layout.sheet import DOWNWARDS, REVERSED, SLANTED, UPRIGHT, UPWARDS, Glyph
from kg.readers.pdfium.drawing import Drawing, white
from kg.readers.pdfium.frame import Frame

if TYPE_CHECKING:
    from pypdfium2.raw import fpdf_page_t, fpdf_pageobject_t, fpdf_textpage_t

GLYPHS = 200_000
"""So many characters of a page are read."""
COVER = 0.5  # of the page, of a picture that is a scan of it
FEW = 20  # characters on a scanned page that are no text of it, as its number
INVISIBLE, FILLED = 3, 0  # modes in which text is not drawn, and is drawn in its colour only
BOLD = 600
STRAIGHT = 0.03  # radians


@dataclass(slots=True)
class Lettering:
    """The glyphs of a page by their direction; how many were left out, and why; how many the page has.

    `scanned`: it is a picture with hardly a letter. `recognised`: its letters were written under the picture by a machine.
    """

    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    count: int = 0
    scanned: bool = False
    recognised: bool = False


@dataclass(slots=True)
class _Run:
    """What all glyphs of one text object have in common."""

    size: float
    turn: int
    slant: float
    bold: bool
    hidden: bool
    white: bool


def letters(page: fpdf_page_t, frame: Frame, drawing: Drawing) -> Lettering | None:
    """The letters of a page; None where they cannot be read."""
    import pypdfium2.raw as pdfium

    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    try:
        return _Letters(text, frame, drawing).read()
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Letters:
    """The text of a page that is open."""

    def __init__(self, text: fpdf_textpage_t, frame: Frame, drawing: Drawing) -> None:
        import pypdfium2.raw as pdfium

        self.raw, self.text, self.frame, self.drawing = pdfium, text, frame, drawing

    def read(self) -> Lettering:
        found = Lettering(count=self.raw.FPDFText_CountChars(self.text))
        hidden: list[tuple[int, Glyph]] = []
        for glyph, run in self._glyphs(min(found.count, GLYPHS)):
            seen = glyph.text.strip() != ""
            if run.hidden or (run.white and not self._under(glyph, run)):
                hidden.append((run.turn, glyph))
            elif self._off(glyph, run):
                found.left["off"] += seen
            else:
                found.left["unknown"] += glyph.text == UNKNOWN
                found.left["private"] += "\ue000" <= glyph.text <= "\uf8ff"
                found.glyphs.setdefault(run.turn, []).append(glyph)
        large = self.drawing.picture > COVER * self.frame.width * self.frame.height
        found.scanned = large and sum(map(len, found.glyphs.values())) < FEW
        if found.scanned and len(hidden) >= FEW:
            # what is drawn invisibly over a picture of the page is what a machine has read there
            found.scanned, found.recognised = False, True
            for turn, glyph in hidden:
                found.glyphs.setdefault(turn, []).append(glyph)
        else:
            found.left["hidden"] += sum(glyph.text.strip() != "" for _, glyph in hidden)
        return found

    def _glyphs(self, count: int) -> Iterator[tuple[Glyph, _Run]]:
        """The glyphs by the order of the file, each with what it has in common with its neighbours."""
        raw, text = self.raw, self.text
        unicode_of, unmapped = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
        runs: dict[int, _Run] = {}
        high = 0
        for at in range(count):
            item = raw.FPDFText_GetTextObject(text, at)
            if not item:
                continue  # a blank or a break that pdfium put in
            key = addressof(item.contents)
            run = runs.get(key)
            if run is None:
                run = runs[key] = self._run(at, item)
            code = unicode_of(text, at)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high:  # the first half of a pair
                paired = 0xDC00 <= code < 0xE000
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if paired else 0, 0
            char = UNKNOWN if unmapped(text, at) == 1 else written(code)
            if char:
                yield self._glyph(at, char, run), run

    def _run(self, at: int, item: fpdf_pageobject_t) -> _Run:
        raw, text = self.raw, self.text
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, at, matrix)
        a, b, c, d, _, _ = self.frame.matrix
        slant = math.atan2(b * matrix.a + d * matrix.b, a * matrix.a + c * matrix.b)
        quarter = round(slant / (math.pi / 2))
        straight = abs(slant - quarter * math.pi / 2) < STRAIGHT
        size = abs(raw.FPDFText_GetFontSize(text, at) * (math.hypot(matrix.c, matrix.d) or 1.0))
        name = create_string_buffer(128)
        raw.FPDFText_GetFontInfo(text, at, name, 128, None)
        heavy = any(part in name.value for part in (b"Bold", b"Hei"))
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        return _Run(
            size or 1.0,
            (UPRIGHT, DOWNWARDS, REVERSED, UPWARDS)[quarter % 4] if straight else SLANTED,
            slant,
            heavy or raw.FPDFText_GetFontWeight(text, at) >= BOLD,
            mode == INVISIBLE,
            mode == FILLED and white(item),
        )

    def _glyph(self, at: int, char: str, run: _Run) -> Glyph:
        raw, frame = self.raw, self.frame
        box, x, y = raw.FS_RECTF(), c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self.text, at, x, y)
        here = frame.seen(x.value, y.value)
        if run.turn == SLANTED:
            cos, sin = math.cos(run.slant), math.sin(run.slant)
            along, base = here[0] * cos + here[1] * sin, here[1] * cos - here[0] * sin
            wide = run.size * (0.5 if char.isascii() else 1.0)
            top, bottom = base - 0.8 * run.size, base + 0.2 * run.size
            return Glyph(char, along, top, along + wide, bottom, base, run.size, run.bold)
        raw.FPDFText_GetLooseCharBox(self.text, at, box)
        seen = frame.box(box.left, box.bottom, box.right, box.top)
        x0, y0, x1, y1 = frame.turned(run.turn, seen)
        _, base, _, _ = frame.turned(run.turn, (*here, *here))
        return Glyph(char, x0, y0, x1, y1, base, run.size, run.bold)

    def _off(self, glyph: Glyph, run: _Run) -> bool:
        """Does it stand beside the page?"""
        if run.turn == SLANTED:
            return False
        wide, high = self.frame.width, self.frame.height
        if run.turn not in (UPRIGHT, REVERSED):
            wide, high = high, wide
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        return not (-1 <= x <= wide + 1 and -1 <= y <= high + 1)

    def _under(self, glyph: Glyph, run: _Run) -> bool:
        """Is there something that white letters are seen on? Of turned ones it is taken for granted."""
        return run.turn != UPRIGHT or self.drawing.under((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2)

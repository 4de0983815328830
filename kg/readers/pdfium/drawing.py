"""An open page comes in; the rules that it draws go out, the shapes that white letters are seen on, and its largest picture."""

from __future__ import annotations

from ctypes import c_float, c_int, c_uint
from typing import TYPE_CHECKING

from kg.readers.layout.sheet import Rule
from kg.readers.pdfium.frame import SAME, Frame, Matrix, moved, product

if TYPE_CHECKING:
    from pypdfium2.raw import fpdf_page_t, fpdf_pageobject_t

OBJECTS = 20_000  # of a page that are looked at
DEPTH = 4  # of forms within forms
THIN, LONG = 2.5, 6.0  # points: how thick a rule may be, and how long it must be
WHITE = 250


def white(item: fpdf_pageobject_t) -> bool:
    """Is a thing filled with white, or with nothing?"""
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return alpha.value < 5 or min(red.value, green.value, blue.value) >= WHITE


class Drawing:
    """What is drawn on a page beside its letters; `picture` is the area of the largest picture."""

    def __init__(self, page: fpdf_page_t, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self.raw, self.page, self.frame = pdfium, page, frame
        self.rules: list[Rule] = []
        self.grounds: list[Rule] = []
        self.picture = 0.0
        self.objects = 0
        self._look(DEPTH)

    def under(self, x: float, y: float) -> bool:
        """Does a place lie on a shape or a picture?"""
        return any(one.x0 <= x <= one.x1 and one.y0 <= y <= one.y1 for one in self.grounds)

    def turned(self, turn: int) -> list[Rule]:
        """The rules, on a sheet that is turned so."""
        return [Rule(*self.frame.turned(turn, (one.x0, one.y0, one.x1, one.y1))) for one in self.rules]

    def _look(self, depth: int, form: fpdf_pageobject_t | None = None, matrix: Matrix = SAME) -> None:
        raw = self.raw
        count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(self.page)
        for at in range(min(count, OBJECTS)):
            self.objects += 1
            if self.objects > OBJECTS:
                return
            item = raw.FPDFFormObj_GetObject(form, at) if form else raw.FPDFPage_GetObject(self.page, at)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth:
                self._look(depth - 1, item, product(self._matrix(item), matrix))
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_PATH):
                self._shape(item, kind, matrix)

    def _matrix(self, item: fpdf_pageobject_t) -> Matrix:
        found = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, found):
            return SAME
        return found.a, found.b, found.c, found.d, found.e, found.f

    def _shape(self, item: fpdf_pageobject_t, kind: int, matrix: Matrix) -> None:
        raw = self.raw
        edges = [c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(item, *edges):
            return
        left, bottom, right, top = (edge.value for edge in edges)
        (x0, y0), (x1, y1) = moved(matrix, left, bottom), moved(matrix, right, top)
        box = Rule(*self.frame.box(x0, y0, x1, y1))
        wide, high = box.x1 - box.x0, box.y1 - box.y0
        if kind != raw.FPDF_PAGEOBJ_PATH:
            self.picture = max(self.picture, wide * high)
            self.grounds.append(box)
            return
        fill, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if min(wide, high) <= THIN:
            if max(wide, high) >= LONG and (fill.value or stroke.value):
                self.rules.append(box)
            return
        if fill.value and not white(item):
            self.grounds.append(box)
        if stroke.value:
            self._edges(item, product(self._matrix(item), matrix))

    def _edges(self, item: fpdf_pageobject_t, matrix: Matrix) -> None:
        """The straight edges of a path that is drawn: a whole grid may be one path."""
        raw = self.raw
        last = first = (0.0, 0.0)
        x, y = c_float(), c_float()
        for at in range(min(raw.FPDFPath_CountSegments(item), OBJECTS)):
            part = raw.FPDFPath_GetPathSegment(item, at)
            raw.FPDFPathSegment_GetPoint(part, x, y)
            here = self.frame.seen(*moved(matrix, x.value, y.value))
            kind = raw.FPDFPathSegment_GetType(part)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                self._edge(last, here)
            if raw.FPDFPathSegment_GetClose(part):
                self._edge(here, first)
            last = here

    def _edge(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
        if min(wide, high) <= 1 and max(wide, high) >= LONG:
            xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
            self.rules.append(Rule(xs[0], ys[0], xs[1], ys[1]))

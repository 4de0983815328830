"""How a page is looked at: places as the file says them come in; places as a reader sees them, y growing downwards, go out."""

from __future__ import annotations

from ctypes import c_float
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.readers.layout.sheet import DOWNWARDS, REVERSED, UPWARDS, Box

if TYPE_CHECKING:
    from pypdfium2.raw import fpdf_page_t

Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a page as it is looked at, and the matrix that leads there."""

    width: float
    height: float
    matrix: Matrix

    def seen(self, x: float, y: float) -> tuple[float, float]:
        return moved(self.matrix, x, y)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self.seen(left, bottom), self.seen(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def turned(self, turn: int, box: Box) -> Box:
        """A box, on a sheet that is turned so."""
        x0, y0, x1, y1 = box
        if turn == DOWNWARDS:
            return y0, self.width - x1, y1, self.width - x0
        if turn == REVERSED:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if turn == UPWARDS:
            return self.height - y1, x0, self.height - y0, x1
        return box


def frame(page: fpdf_page_t) -> Frame:
    """The frame of an open page."""
    import pypdfium2.raw as pdfium

    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    edges = [c_float() for _ in range(4)]
    if pdfium.FPDFPage_GetCropBox(page, *edges) or pdfium.FPDFPage_GetMediaBox(page, *edges):
        x0, y0, x1, y1 = (edge.value for edge in edges)
        left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    else:
        left, bottom, right, top = 0.0, 0.0, width, height
    matrix = (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[pdfium.FPDFPage_GetRotation(page) % 4]
    return Frame(width, height, matrix)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A place, by a matrix of PDF."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def product(one: Matrix, other: Matrix) -> Matrix:
    """First one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m

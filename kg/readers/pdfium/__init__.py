"""The bytes of a PDF come in; its pages go out as sheets of glyphs and rules, and what could not be had of them is told.

The only place that knows pypdfium2. No script, form, attachment or link of a document is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.readers.layout.sheet import Sheet
from kg.readers.pdfium.drawing import Drawing
from kg.readers.pdfium.frame import frame
from kg.readers.pdfium.lettering import GLYPHS, letters
from kg.readers.reached import reached

if TYPE_CHECKING:
    from pypdfium2.raw import fpdf_page_t

END, TAIL = b"%%EOF", 2048
"""The mark at the end of a file, and how many bytes from the end it stands at most."""
PAGES = 10_000
"""So many pages of a file are read."""
BROKEN = 50  # pages one after the other that cannot be read: those behind them will be as bad


@dataclass(slots=True)
class Met:
    """What was met in a document: how many pages, which are bare pictures, broken, or read by a machine; what was left out."""

    pages: int = 0
    scans: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    flaws: list[str] = field(default_factory=list)


def sheets(data: bytes, path: str, met: Met) -> Iterator[list[Sheet]]:
    """The sheets of each page, the one with most of its text first. Raises ReadError where the file does not open."""
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _unopened(pdfium.FPDF_GetLastError(), data, path)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise ReadError(path, "there is no page in it")
        met.pages = count
        for number in range(1, min(count, PAGES) + 1):
            reached(f"page {number}")
            page = pdfium.FPDF_LoadPage(document, number - 1)
            if page:
                try:
                    yield _sheets(page, number, met)
                finally:
                    pdfium.FPDF_ClosePage(page)
                continue
            met.broken.append(number)
            if met.broken[-BROKEN:] == list(range(number - BROKEN + 1, number + 1)):
                met.flaws.append(f"pages {number + 1} to {count} were not tried")
                break
        else:
            if count > PAGES:
                met.flaws.append(f"only {PAGES} of {count} pages were read")
    finally:
        pdfium.FPDF_CloseDocument(document)


def _unopened(code: int, data: bytes, path: str) -> ReadError:
    import pypdfium2.raw as pdfium

    if code == pdfium.FPDF_ERR_PASSWORD:
        return ReadError(path, "it is encrypted, and opens with a password only", hint="a copy without one")
    if code == pdfium.FPDF_ERR_SECURITY:
        return ReadError(path, "it is encrypted in a way that is not known", hint="a copy that is not")
    wrong = "its table of contents (xref) or its tree of pages is broken"
    if b"/Page" not in data:
        wrong = "there is no page in it"
    if END not in data[-TAIL:]:
        wrong += f"; it is cut off after {len(data)} bytes, without the mark at the end"
    return ReadError(path, wrong, "a PDF that opens")


def _sheets(page: fpdf_page_t, number: int, met: Met) -> list[Sheet]:
    """Upright, turned and slanted text by itself, the most first."""
    here = frame(page)
    drawing = Drawing(page, here)
    found = letters(page, here, drawing)
    if found is None:
        met.flaws.append(f"the text of page {number} cannot be read")
        return []
    if found.count > GLYPHS:
        met.flaws.append(f"only {GLYPHS} of {found.count} characters of page {number} were read")
    met.left += found.left
    met.scans += [number] if found.scanned else []
    met.recognised += [number] if found.recognised else []
    parts = [
        Sheet(number, here.width, here.height, many, drawing.turned(turn), turn)
        for turn, many in found.glyphs.items()
    ]
    return sorted(parts, key=lambda sheet: (-len(sheet.glyphs), sheet.turn))

"""Known text set as a PDF: paragraphs, headings and tables in columns, with heads, feet, page numbers and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
MICROHEI = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
A4 = (595.0, 842.0)
CLINGING = "，。、；：？！”’）》〉】」』,.;:?!)%"
OPENING = "“‘（《〈【「『("
_TOKEN = re.compile(r"[!-~]+|\s|.")


@dataclass(frozen=True)
class Style:
    """How a document is set. `width` of a page leaves margins of 72 points; sizes and gaps are in points."""

    size: float = 12
    leading: float = 1.5
    columns: int = 1
    gutter: float = 24
    head: str = ""
    foot: str = ""  # {n} is the number of the page
    indent: int = 2
    gap: float = 0  # between paragraphs
    font: str = SONG
    page: tuple[float, float] = A4
    justified: bool = True
    twice: bool = False
    turned: int = 0


@dataclass
class Part:
    """A piece of the text: title, heading, body, right, centred, table (rows) or footnote of the paragraph before it."""

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[float] = ()
    ruled: bool = True


@dataclass
class Press:
    """Sets parts on pages."""

    style: Style = field(default_factory=Style)
    margin: float = 72

    def __post_init__(self) -> None:
        self.out = BytesIO()
        if self.style.font == SONG:
            pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        else:
            pdfmetrics.registerFont(TTFont(self.style.font, str(MICROHEI)))
        turned = self.style.turned in (90, 270)  # reportlab turns the page's box too
        self.canvas = Canvas(self.out, pagesize=self.style.page[:: -1 if turned else 1], invariant=1)
        self.number = 0
        self.notes: list[str] = []
        self.column = 0
        self.top = self.bottom = self.y = 0.0

    def print(self, parts: Sequence[Part]) -> bytes:
        """The bytes of the PDF."""
        self._open()
        for part in parts:
            if part.kind == "footnote":
                self.notes.append(part.text)
                self.bottom += self.style.size * 1.2 * len(self._note_lines(part.text))
            elif part.kind == "table":
                self._table(part)
            else:
                self._paragraph(part)
        self._close()
        self.canvas.save()
        return self.out.getvalue()

    # --- pages and columns

    def _open(self) -> None:
        self.number += 1
        if self.style.turned:
            self.canvas.setPageRotation(self.style.turned)
        self.column = 0
        self.top, self.bottom = self.style.page[1] - self.margin, self.margin
        self.y = self.top
        small = self.style.size * 0.8
        if self.style.head:
            self._draw(self.margin, self.style.page[1] - 40, self.style.head, small)
        if self.style.foot:
            foot = self.style.foot.format(n=self.number)
            self._draw(self.style.page[0] / 2 - self._wide(foot, small) / 2, 36, foot, small)

    def _close(self) -> None:
        y = self.bottom - self.style.size
        small = self.style.size * 0.75
        for note in self.notes:
            for line in self._note_lines(note):
                self._draw(self.margin, y, line, small)
                y -= small * 1.3
        self.notes = []
        self.canvas.showPage()

    def _note_lines(self, note: str) -> list[str]:
        small = self.style.size * 0.75
        return list(self._broken(note, small, self._column_width(), 0))

    def _column_width(self) -> float:
        wide = self.style.page[0] - 2 * self.margin
        return (wide - self.style.gutter * (self.style.columns - 1)) / self.style.columns

    def _x(self) -> float:
        return self.margin + self.column * (self._column_width() + self.style.gutter)

    def _room(self, high: float) -> None:
        """Go on in the next column or page where there is no room for so much."""
        if self.y - high >= self.bottom:
            return
        if self.column + 1 < self.style.columns:
            self.column += 1
            self.y = self.top
        else:
            self._close()
            self._open()

    # --- text

    def _paragraph(self, part: Part) -> None:
        style = self.style
        size = style.size * {"title": 1.8, "heading": 1.3}.get(part.kind, 1)
        step = size * style.leading
        whole = style.page[0] - 2 * self.margin if part.kind == "title" and self.column == 0 else 0
        width = whole or self._column_width()
        indent = style.indent * size if part.kind == "body" else 0
        lines = list(self._broken(part.text, size, width, indent))
        if part.kind != "body":
            self._room(step * len(lines) + 2 * step)
        for number, line in enumerate(lines):
            self._room(step)
            self.y -= step
            x = self._x()
            wide = self._wide(line, size)
            if part.kind in ("title", "heading", "centred"):
                x += (width - wide) / 2
            elif part.kind == "right":
                x += width - wide
            elif number == 0:
                x += indent
            last = number == len(lines) - 1
            self._draw(
                x, self.y, line, size, 0 if last or part.kind != "body" else self._x() + width - x - wide
            )
        self.y -= style.gap + (size if part.kind in ("title", "heading") else 0)
        if whole and style.columns > 1:
            self.top = self.y

    def _broken(self, text: str, size: float, width: float, indent: float) -> Iterator[str]:
        """The lines of a paragraph: no mark opens one that may not, no Latin word is torn."""
        tokens: list[str] = []
        for found in _TOKEN.finditer(text):
            if tokens and (found[0] in CLINGING or tokens[-1][-1] in OPENING):
                tokens[-1] += found[0]
            else:
                tokens.append(found[0])
        line, room = "", width - indent
        for piece in tokens:
            wide = self._wide(piece, size)
            if line and wide > room + 0.01:
                yield line.rstrip()
                line, room = "", width
                if piece == " ":
                    continue
            line += piece
            room -= wide
        if line:
            yield line

    def _wide(self, text: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(text, self.style.font, size))

    def _draw(self, x: float, y: float, text: str, size: float, spread: float = 0) -> None:
        out = self.canvas.beginText(x, y)
        out.setFont(self.style.font, size)
        if self.style.justified and len(text) > 1 and 0 < spread < 0.3 * size * len(text):
            out.setCharSpace(spread / (len(text) - 1))
        out.textOut(text)
        self.canvas.drawText(out)
        if self.style.twice:
            self.canvas.setFont(self.style.font, size)
            if not spread:
                self.canvas.drawString(x + 0.4, y, text)

    # --- tables

    def _table(self, part: Part) -> None:
        size = self.style.size * 0.9
        step = size * 1.4
        widths = part.widths or [self._column_width() / len(part.rows[0])] * len(part.rows[0])
        for row in part.rows:
            cells = [
                list(self._broken(cell, size, wide - 8, 0)) for cell, wide in zip(row, widths, strict=True)
            ]
            high = max(map(len, cells)) * step + 8
            self._room(high)
            x = self._x()
            for lines, wide in zip(cells, widths, strict=True):
                if part.ruled:
                    self.canvas.rect(x, self.y - high, wide, high)
                for number, line in enumerate(lines):
                    self._draw(x + 4, self.y - step * (number + 1), line, size)
                x += wide
            self.y -= high
        self.y -= self.style.size

"""Known text set as an OFD file by hand: paragraphs, titles and tables on pages with heads, page numbers and a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from tests.readers.wordfile import zipped

SPACE = "http://www.ofdspec.org/2016"
WIDE, HIGH = 210.0, 297.0
LEFT, TOP, BOTTOM = 28.0, 37.0, 260.0
_CLINGING = "，。、；：？！”’）》〉】」』"
WAYS = ("lines", "characters", "scaled", "words")


class Part(Struct):
    """A piece of the text: title, body, right, or a table by its rows."""

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()


class Page(Struct):
    """The XML of a page's objects."""

    objects: list[str]


def ofd(pages: Sequence[Page], template: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """The bytes of a file with these pages; `template` is XML that stands behind each of them, `more` are other parts."""
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    behind = '<ofd:TemplatePage ID="900" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts: dict[str, str | bytes] = {
        "OFD.xml": element(
            "OFD",
            "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
            ' Version="1.0" DocType="OFD"',
        ),
        "Doc_0/Document.xml": element(
            "Document",
            f"<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDE} {HIGH}"
            f"</ofd:PhysicalBox></ofd:PageArea>{behind}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>",
        ),
    }
    under = '<ofd:Template TemplateID="900" ZOrder="Background"/>' if template else ""
    for number, page in enumerate(pages):
        layer = (
            f'<ofd:Content><ofd:Layer ID="1" Type="Body">{"".join(page.objects)}</ofd:Layer></ofd:Content>'
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = element("Page", under + layer)
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = element(
            "Page", f"<ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content>"
        )
    return zipped(parts | (more or {}))


def element(name: str, inner: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{SPACE}"{attributes}>{inner}</ofd:{name}>'


def text(x: float, y: float, said: str, size: float = 5.6, spread: float = 0, way: str = "lines") -> str:
    """A line of text whose top left corner stands at a place of the page, its characters `spread` further apart."""
    steps = [wide(char) * size + spread for char in said]
    if way in ("characters", "words"):
        few = 1 if way == "characters" else 3
        starts = range(0, len(said), few)
        return "".join(
            _object(x + sum(steps[:at]), y, said[at : at + few], size, steps[at : at + few - 1])
            for at in starts
        )
    if way == "scaled":
        scale = size / 10
        return _object(
            x, y, said, 10, [step / scale for step in steps], f' CTM="{scale} 0 0 {scale} 0 0"', size
        )
    return _object(x, y, said, size, steps[:-1])


def wide(char: str) -> float:
    return 0.5 if char.isascii() else 1.0


def _object(
    x: float, y: float, said: str, size: float, steps: Sequence[float], more: str = "", high: float = 0
) -> str:
    box = f"{x:.3f} {y:.3f} {len(said) * (high or size):.3f} {high or size:.3f}"
    same = len(set(steps)) == 1 and len(steps) > 2
    told = f"g {len(steps)} {steps[0]:.3f}" if same else " ".join(f"{step:.3f}" for step in steps)
    deltas = f'DeltaX="{told}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{size * 0.85:.3f}" {deltas}>{escape(said)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="7" Boundary="{box}" Font="3" Size="{size}"{more}>{code}</ofd:TextObject>'


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    data = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData>"
    box = f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f}"
    return f'<ofd:PathObject ID="8" Boundary="{box}" LineWidth="0.2">{data}</ofd:PathObject>'


def printed(parts: Sequence[Part], way: str = "lines", head: str = "", size: float = 5.6) -> list[Page]:
    """The pages of a text, set as official papers are; `head` over and a page number under each."""
    pages: list[Page] = []
    y = BOTTOM
    for kind, drawn, high in (row for part in parts for row in _rows(part, way, size)):
        if y + high > BOTTOM or kind == "new":
            pages.append(Page(_furniture(head, len(pages) + 1)))
            y = TOP
        pages[-1].objects += [one.replace("@", "") for one in drawn(y)]
        y += high
    return pages


def _furniture(head: str, number: int) -> list[str]:
    foot = f"— {number} —"
    return ([text(LEFT, 18, head, 3.7)] if head else []) + [text(WIDE / 2 - 6, 275, foot, 3.7)]


def _rows(part: Part, way: str, size: float) -> Iterator[tuple[str, Drawn, float]]:
    """Each line or row: its kind, what draws it at a height, and how high it is."""
    if part.kind == "table":
        yield from (("row", _Row(row, number == 0, size), 2 * size) for number, row in enumerate(part.rows))
        yield "gap", _Nothing(), size
        return
    large = size * 1.4 if part.kind == "title" else size
    width = WIDE - LEFT - 26
    first = 2.0 if part.kind == "body" else 0.0
    lines = list(_broken(part.text, width / large, first))
    for number, said in enumerate(lines):
        indent = first * large if number == 0 else 0.0
        x, spread = LEFT + indent, 0.0
        room = width - indent - sum(map(wide, said)) * large
        if part.kind == "title":
            x = LEFT + room / 2
        elif part.kind == "right":
            x = LEFT + room - 2 * large
        elif number < len(lines) - 1 and len(said) > 1:
            spread = max(room, 0) / (len(said) - 1)
        yield part.kind, _Line(x, said, large, spread, way), large * 1.8


def _broken(said: str, room: float, first: float) -> Iterator[str]:
    """Lines of so many Han signs; no mark opens one that may not, and none ends within a number or a word."""
    pieces: list[str] = []
    for found in re.finditer(r"[!-~]+|.", said):
        if pieces and found[0] in _CLINGING:
            pieces[-1] += found[0]
        else:
            pieces.append(found[0])
    line, left = "", room - first
    for piece in pieces:
        need = sum(map(wide, piece))
        if line and need > left:
            yield line
            line, left = "", room
        line, left = line + piece, left - need
    if line:
        yield line


class _Line(Struct):
    x: float
    said: str
    size: float
    spread: float
    way: str

    def __call__(self, y: float) -> list[str]:
        return [text(self.x, y, self.said, self.size, self.spread, self.way)]


class _Row(Struct):
    cells: Sequence[str]
    first: bool
    size: float

    def __call__(self, y: float) -> list[str]:
        wide = (WIDE - LEFT - 26) / len(self.cells)
        high = 2 * self.size
        small = self.size * 0.7
        xs = [LEFT + at * wide for at in range(len(self.cells) + 1)]
        rules = [line(xs[0], y + high, xs[-1], y + high), *(line(x, y, x, y + high) for x in xs)]
        if self.first:
            rules.append(line(xs[0], y, xs[-1], y))
        return rules + [
            text(x + 2, y + self.size * 0.6, cell, small)
            for x, cell in zip(xs, self.cells, strict=False)
            if cell
        ]


class _Nothing(Struct):
    def __call__(self, _y: float) -> list[str]:
        return []


Drawn = _Line | _Row | _Nothing

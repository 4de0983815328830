"""The sheets of a document come in; its paragraphs, headings and tables go into a Writer, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.readers.extract import Merged, Writer, visible
from kg.readers.layout.furniture import furniture, repeated
from kg.readers.layout.grids import Grid, grids, inside
from kg.readers.layout.headings import levels
from kg.readers.layout.paragraphs import Setting, Written, joined, margins, paragraphs, setting
from kg.readers.layout.regions import Gutter, Region, regions, usual
from kg.readers.layout.rows import Stretch, split, stretches
from kg.readers.layout.sheet import SLANTED, Glyph, Sheet
from kg.readers.layout.tables import Row, aligned, continues, drawn, parted, place
from kg.readers.layout.vertical import standing
from kg.readers.reached import reached
from kg.readers.shapes import Shapes

_OPENING = frozenset(
    {
        "article",
        "item",
        "division",
        "ordinal",
        "bullet",
        "date",
        "dated",
        "number",
        "annex",
        "event",
        "section",
    }
)


@dataclass(slots=True)
class Count:
    """The visible characters that were met, and those that were left away for a reason."""

    met: int = 0
    furniture: int = 0
    hyphens: int = 0
    twice: int = 0


@dataclass(slots=True)
class _Laid:
    """A sheet with what was found on it."""

    sheet: Sheet
    stretches: list[Stretch]
    grids: list[Grid]
    held: list[list[Glyph]]
    """The glyphs in each grid."""


@dataclass(slots=True)
class _Flow:
    """All lines and rows in reading order, and the bounds of the regions."""

    parts: list[Written | Row] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)


def write(pages: Sequence[Sequence[Sheet]], shapes: Shapes, writer: Writer) -> Count:
    """Write what stands on the pages, each with its sheets, the main one first."""
    count = Count()
    laid = [[part for sheet in sheets for part in _lay(sheet, count)] for sheets in pages]
    gone = _furniture(laid, shapes)
    for one in (one for sheets in laid for one in sheets):
        count.furniture += sum(visible(part.text) for part in one.stretches if id(part) in gone)
        one.stretches = [part for part in one.stretches if id(part) not in gone]
    flow = _Flow()
    for one, parts in _regions([one for sheets in laid for one in sheets]):
        _flowing(one, parts, flow)
    lines = [part for part in flow.parts if isinstance(part, Written)]
    margins(lines, flow.bounds)
    how = setting(lines, lambda text: shapes.shape(text.strip()).kind in _OPENING if text.strip() else False)
    _write(flow, how, writer, count)
    return count


def _lay(sheet: Sheet, count: Count) -> Iterator[_Laid]:
    """A sheet with what is on it, and what on it is written from top to bottom by itself."""
    reached(f"page {sheet.page}, its lines")
    glyphs = list(sheet.glyphs)
    count.met += sum(visible(glyph.text) for glyph in glyphs)
    ruled, held = [], []
    for grid in grids(sheet.rules):
        own, glyphs = inside(glyphs, grid)
        if any(glyph.text.strip() for glyph in own):
            ruled.append(grid)
            held.append(own)
    lying, upright = standing(sheet, glyphs)
    for one, on_it, drawn_on_it in ((sheet, lying, ruled), (upright, upright.glyphs, [])):
        if on_it or drawn_on_it:
            found = stretches(on_it)
            count.twice += sum(visible(glyph.text) for glyph in on_it)
            count.twice -= sum(visible(part.text) for part in found)
            yield _Laid(one, found, drawn_on_it, held if drawn_on_it else [])


def _furniture(laid: Sequence[Sequence[_Laid]], shapes: Shapes) -> set[int]:
    """The ids of the stretches that are heads, feet, page numbers or watermarks."""
    mains = [(one[0].sheet, one[0].stretches) for one in laid if one]
    found: set[int] = set()
    for _, group in groupby(mains, key=lambda pair: pair[0].turn):
        many = list(group)
        if many[0][0].turn != SLANTED:
            found |= furniture(
                [(sheet.page, _height(sheet), parts) for sheet, parts in many], _numbered(shapes)
            )
    slanted = [
        [part for one in sheets if one.sheet.turn == SLANTED for part in one.stretches] for sheets in laid
    ]
    return found | repeated(slanted)


def _height(sheet: Sheet) -> float:
    """From the first line of a sheet to its last, where it is turned."""
    return sheet.height if sheet.turn % 2 == 0 else sheet.width


def _numbered(shapes: Shapes) -> Callable[[str], bool]:
    """What looks like a page number and nothing else."""
    return lambda text: text.strip("·-—–－ 　").isdecimal() or shapes.page.fullmatch(text) is not None


def _regions(laid: Sequence[_Laid]) -> Iterator[tuple[_Laid, list[Region]]]:
    """The regions of each sheet; where it is not clear how one is parted, as the others are."""
    found = [regions(one.stretches, one.grids, _width(one.sheet)) for one in laid]
    pages: dict[tuple[int, int], list[list[Gutter]]] = defaultdict(list)
    for one, (_, gutters) in zip(laid, found, strict=True):
        pages[one.sheet.turn, round(_width(one.sheet))].append(gutters)
    for one, (parts, _) in zip(laid, found, strict=True):
        reached(f"page {one.sheet.page}, its columns")
        known = usual(pages[one.sheet.turn, round(_width(one.sheet))])
        for gutter in known:
            one.stretches = [part for whole in one.stretches for part in split(whole, gutter.margin)]
        yield one, regions(one.stretches, one.grids, _width(one.sheet), known)[0] if known else parts


def _width(sheet: Sheet) -> float:
    return sheet.width if sheet.turn % 2 == 0 else sheet.height


def _flowing(one: _Laid, parts: Sequence[Region], flow: _Flow) -> None:
    """Put the lines and tables of a sheet behind those of the sheets before it."""
    sheet = one.sheet
    holding = {id(grid): own for grid, own in zip(one.grids, one.held, strict=True)}
    for region in parts:
        flow.bounds.append((region.left, region.right))
        for table, lines in parted(region.lines):
            if table:
                flow.parts += aligned(lines, sheet)
                continue
            for line in lines:
                if isinstance(line, Grid):
                    flow.parts += drawn(line, holding[id(line)], sheet)
                else:
                    flow.parts.append(_written(line, sheet, len(flow.bounds) - 1))


def _written(line: tuple[Stretch, ...], sheet: Sheet, region: int) -> Written:
    text = "\u3000".join(one.text for one in line)
    return Written(text, line, sheet.page, region, place(line, sheet))


def _write(flow: _Flow, how: Setting, writer: Writer, count: Count) -> None:
    ranks = None
    runs: list[list[Written] | Row] = []
    for is_row, group in groupby(flow.parts, key=lambda part: isinstance(part, Row)):
        if is_row:
            runs += [part for part in group if isinstance(part, Row)]
        else:
            runs += paragraphs([part for part in group if isinstance(part, Written)], how)
    ranks = levels([run for run in runs if isinstance(run, list)], how)
    header: tuple[str | Merged, ...] = ()
    last: Row | None = None
    for run in runs:
        if isinstance(run, Row):
            if run.begins and not (last and continues(last, run)):
                writer.end_table()
                header = run.cells
            elif run.begins and run.cells == header:
                count.furniture += sum(visible(cell) for cell in run.cells if isinstance(cell, str))
                last = run
                continue
            _row(run, writer)
            last = run
            continue
        writer.end_table()
        last = None
        texts, hyphens = joined([line.text for line in run])
        count.hyphens += hyphens
        places = [line.place for line in run]
        writer.lines(zip(texts, places, strict=True), ranks.get(id(run), 0))


def _row(run: Row, writer: Writer) -> None:
    """A table of one column is only text in a frame."""
    if len(run.cells) == 1:
        writer.line(str(run.cells[0]), run.place)
    else:
        writer.row(run.cells, run.place)

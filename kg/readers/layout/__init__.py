"""The sheets of a document come in; its paragraphs, headings and tables go into a Writer, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.readers.extract import Merged, Writer
from kg.readers.layout.furniture import furniture, repeated
from kg.readers.layout.grids import Grid, cells, grids, inside
from kg.readers.layout.headings import levels
from kg.readers.layout.paragraphs import Setting, Written, joined, margins, paragraphs, setting
from kg.readers.layout.regions import Gutter, Line, Region, regions, usual
from kg.readers.layout.rows import LEVEL, Stretch, split, stretches
from kg.readers.layout.sheet import SLANTED, Glyph, Sheet
from kg.readers.shapes import Shapes

ROWS = 3  # lines of stretches under each other that are a table
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
class _Row:
    """A row of a table by its cells, and where it stands; `begins`: it is the first of a table."""

    cells: tuple[str | Merged, ...]
    place: str
    page: int
    x: tuple[float, float]
    begins: bool


@dataclass(slots=True)
class _Flow:
    """All lines and rows in reading order, and the bounds of the regions."""

    parts: list[Written | _Row] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)


def write(pages: Sequence[Sequence[Sheet]], shapes: Shapes, writer: Writer) -> Count:
    """Write what stands on the pages, each with its sheets, the main one first."""
    count = Count()
    laid = [[_lay(sheet, count) for sheet in sheets] for sheets in pages]
    gone = _furniture(laid, shapes)
    for one in (one for sheets in laid for one in sheets):
        count.furniture += sum(_visible(part.text) for part in one.stretches if id(part) in gone)
        one.stretches = [part for part in one.stretches if id(part) not in gone]
    flow = _Flow()
    for one, parts in _regions([one for sheets in laid for one in sheets]):
        _flowing(one, parts, flow)
    lines = [part for part in flow.parts if isinstance(part, Written)]
    margins(lines, flow.bounds)
    how = setting(lines, lambda text: shapes.shape(text.strip()).kind in _OPENING if text.strip() else False)
    _write(flow, how, writer, count)
    return count


def _lay(sheet: Sheet, count: Count) -> _Laid:
    glyphs = list(sheet.glyphs)
    count.met += sum(_visible(glyph.text) for glyph in glyphs)
    drawn, held = [], []
    for grid in grids(sheet.rules):
        own, glyphs = inside(glyphs, grid)
        if any(glyph.text.strip() for glyph in own):
            drawn.append(grid)
            held.append(own)
    found = stretches(glyphs)
    count.twice += sum(_visible(glyph.text) for glyph in glyphs) - sum(_visible(one.text) for one in found)
    return _Laid(sheet, found, drawn, held)


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
        for table, lines in _tables(region.lines):
            if table:
                flow.parts += _aligned(lines, sheet)
                continue
            for line in lines:
                if isinstance(line, Grid):
                    flow.parts += _drawn(line, holding[id(line)], sheet)
                else:
                    flow.parts.append(_written(line, sheet, len(flow.bounds) - 1))


def _written(line: tuple[Stretch, ...], sheet: Sheet, region: int) -> Written:
    text = "\u3000".join(one.text for one in line)
    return Written(text, line, sheet.page, region, _place(line, sheet))


def _place(line: Sequence[Stretch], sheet: Sheet) -> str:
    return sheet.place(
        (line[0].x0, min(one.y0 for one in line), line[-1].x1, max(one.y1 for one in line)),
    )


def _tables(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The lines by what is a table without rules and what is none."""
    at = 0
    plain: list[Line] = []
    while at < len(lines):
        end = _table_end(lines, at)
        if end - at >= ROWS:
            if plain:
                yield False, plain
                plain = []
            yield True, list(lines[at:end])
            at = end
        else:
            plain.append(lines[at])
            at += 1
    if plain:
        yield False, plain


def _table_end(lines: Sequence[Line], at: int) -> int:
    """How far lines go on from one whose stretches stand under each other, at least two a line."""
    end = at
    slots: list[tuple[float, float]] = []
    while end < len(lines):
        line = lines[end]
        if isinstance(line, Grid) or len(line) < 2:
            break
        merged = _merged([*slots, *((one.x0, one.x1) for one in line)])
        if len(merged) < max(2, len(slots) - 1) or len({_slot(merged, one) for one in line}) < len(line):
            break
        if slots and len(merged) < min(len(slots), len(line)):
            break
        slots = merged
        end += 1
    return end


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _slot(slots: Sequence[tuple[float, float]], one: Stretch) -> int:
    return next(at for at, (start, end) in enumerate(slots) if start <= one.x0 and one.x1 <= end)


def _aligned(lines: Sequence[Line], sheet: Sheet) -> Iterator[_Row]:
    rows = [line for line in lines if not isinstance(line, Grid)]
    slots = _merged([(one.x0, one.x1) for line in rows for one in line])
    for number, line in enumerate(rows):
        texts = {_slot(slots, one): one.text for one in line}
        told = tuple(texts.get(at, "") for at in range(len(slots)))
        yield _Row(told, _place(line, sheet), sheet.page, (slots[0][0], slots[-1][1]), begins=not number)


def _drawn(grid: Grid, held: Sequence[Glyph], sheet: Sheet) -> Iterator[_Row]:
    """The rows of a table with rules; the lines of a cell are one text."""
    begins = True
    for row, boxes in zip(cells(grid, held), grid.rows, strict=True):
        texts = tuple(
            box if isinstance(box, Merged) else _cell(own) for own, box in zip(row, boxes, strict=True)
        )
        own = [box for box in boxes if isinstance(box, tuple)]
        if any(isinstance(text, str) and text for text in texts):
            x0, _, x1, _ = grid.box
            box = (x0, own[0][1], x1, min(box[3] for box in own))
            yield _Row(texts, sheet.place(box), sheet.page, (x0, x1), begins)
            begins = False


def _cell(glyphs: Sequence[Glyph]) -> str:
    levels: list[list[Stretch]] = []
    for one in stretches(glyphs):
        if levels and abs(one.base - levels[-1][0].base) <= LEVEL * one.size:
            levels[-1].append(one)
        else:
            levels.append([one])
    texts, _ = joined(
        ["\u3000".join(one.text for one in sorted(level, key=lambda one: one.x0)) for level in levels]
    )
    return "".join(texts)


def _write(flow: _Flow, how: Setting, writer: Writer, count: Count) -> None:
    ranks = None
    runs: list[list[Written] | _Row] = []
    for is_row, group in groupby(flow.parts, key=lambda part: isinstance(part, _Row)):
        if is_row:
            runs += [part for part in group if isinstance(part, _Row)]
        else:
            runs += paragraphs([part for part in group if isinstance(part, Written)], how)
    ranks = levels([run for run in runs if isinstance(run, list)], how)
    header: tuple[str | Merged, ...] = ()
    last: _Row | None = None
    for run in runs:
        if isinstance(run, _Row):
            if run.begins and not (last and _continues(last, run)):
                writer.end_table()
                header = run.cells
            elif run.begins and run.cells == header:
                count.furniture += sum(_visible(cell) for cell in run.cells if isinstance(cell, str))
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


def _row(run: _Row, writer: Writer) -> None:
    """A table of one column is only text in a frame."""
    if len(run.cells) == 1:
        writer.line(str(run.cells[0]), run.place)
    else:
        writer.row(run.cells, run.place)


def _continues(last: _Row, run: _Row) -> bool:
    """Does a table go on at the top of the next page?"""
    near = all(abs(one - other) < 20 for one, other in zip(last.x, run.x, strict=True))
    return run.page == last.page + 1 and len(run.cells) == len(last.cells) and near


def _visible(text: str) -> int:
    return len("".join(text.split()))

"""Lines of a region and grids with their glyphs come in; rows of tables go out, those with rules and those without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.readers.extract import Merged
from kg.readers.layout.grids import Grid, cells
from kg.readers.layout.paragraphs import joined
from kg.readers.layout.regions import Line
from kg.readers.layout.rows import LEVEL, Stretch, stretches
from kg.readers.layout.sheet import Glyph, Sheet

ROWS = 3  # lines of stretches under each other that are a table


@dataclass(slots=True)
class Row:
    """A row of a table by its cells, and where it stands; `begins`: it is the first of a table."""

    cells: tuple[str | Merged, ...]
    place: str
    page: int
    x: tuple[float, float]
    begins: bool


def place(line: Sequence[Stretch], sheet: Sheet) -> str:
    """Where a line of stretches stands."""
    return sheet.place(
        (line[0].x0, min(one.y0 for one in line), line[-1].x1, max(one.y1 for one in line)),
    )


def parted(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
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


def aligned(lines: Sequence[Line], sheet: Sheet) -> Iterator[Row]:
    """The rows of a table without rules."""
    rows = [line for line in lines if not isinstance(line, Grid)]
    slots = _merged([(one.x0, one.x1) for line in rows for one in line])
    for number, line in enumerate(rows):
        texts = {_slot(slots, one): one.text for one in line}
        told = tuple(texts.get(at, "") for at in range(len(slots)))
        yield Row(told, place(line, sheet), sheet.page, (slots[0][0], slots[-1][1]), begins=not number)


def drawn(grid: Grid, held: Sequence[Glyph], sheet: Sheet) -> Iterator[Row]:
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
            yield Row(texts, sheet.place(box), sheet.page, (x0, x1), begins)
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


def continues(last: Row, run: Row) -> bool:
    """Does a table go on at the top of the next page?"""
    near = all(abs(one - other) < 20 for one, other in zip(last.x, run.x, strict=True))
    return run.page == last.page + 1 and len(run.cells) == len(last.cells) and near

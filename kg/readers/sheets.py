"""The rows of a sheet come in; they go out as a table, or, where a column holds whole texts, as an article a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from kg.errors import KgError
from kg.readers.extract import Merged, Words, Writer, visible
from kg.script.grids import bare

ROWS, CELLS = 200_000, 4_000_000  # of one file; what goes beyond is left out, and said
_LONG = 100  # characters on average that make the cells of a column of texts articles
_TITLE = 120
_CHOSEN = "chosen-"  # in front of a list's name: the columns that the call names
ROLES = ("text", "title")


class Line(Struct, frozen=True):
    """A row of a sheet by its cells; `number` counts from 1; `hidden` says what of it the sheet does not show."""

    number: int
    cells: tuple[str | Merged, ...]
    hidden: str = ""

    def texts(self) -> list[str]:
        """What each cell shows; of a merged one, its first cell shows it."""
        return [cell if isinstance(cell, str) else "" for cell in self.cells]


class Sheet(Struct, frozen=True):
    """A sheet by its rows that hold anything; `name` is "" where a file has but one table."""

    name: str
    rows: tuple[Line, ...]
    hidden: bool = False


def named(words: Words, columns: str) -> Words:
    """The word lists with the columns that a call names: text=正文,title=标题. Raises KgError for what is no such thing."""
    if not columns:
        return words
    chosen: dict[str, list[str]] = {}
    for part in re.split("[,，]", columns):
        role, _, name = (side.strip() for side in part.partition("="))
        if role not in ROLES or not name:
            raise KgError("", f"--columns has {part!r}", f"one of {', '.join(ROLES)} = the head of a column")
        chosen.setdefault(f"{_CHOSEN}{role}-columns", []).append(name)
    return {**words, **{name: tuple(heads) for name, heads in chosen.items()}}


def write(writer: Writer, sheet: Sheet, words: Words) -> None:
    """Add a sheet; blank rows part its tables. Rows of one cell above a table, and of its first below it, are lines of text."""
    seen = sum(map(visible, (cell for line in sheet.rows for cell in line.texts())))
    wanted = writer.visible + seen
    for _, group in groupby(_numbered(sheet.rows), key=lambda pair: pair[0]):
        wanted += _region(writer, sheet, [line for _, line in group], words)
    if lost := wanted - writer.visible:
        where = f"sheet {sheet.name}: " if sheet.name else ""
        writer.flaws.append(f"{where}{abs(lost)} of {seen} characters are lost or doubled")


def _numbered(rows: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Each row with a number that those without a blank row between them share."""
    for at, line in enumerate(rows):
        yield line.number - at, line


def _region(writer: Writer, sheet: Sheet, lines: list[Line], words: Words) -> int:
    """Add rows without a blank one between them; how many characters more than theirs that makes."""
    more = 0
    wide = max(len(line.cells) for line in lines) > 1
    first = (
        next((at for at, line in enumerate(lines) if _filled(line) > 1), len(lines)) if wide else len(lines)
    )
    last = len(lines)
    while last > first and _filled(lines[last - 1]) == 1 and lines[last - 1].texts()[0].strip():
        last -= 1
    for line in lines[:first]:
        _alone(writer, sheet, line)
    if table := lines[first:last]:
        text, title = columns(table, words)
        if text < 0:
            for line in table:
                writer.row(line.cells, place(sheet, line))
            writer.end_table()
        else:
            heads = table[0].texts()
            more -= sum(map(visible, heads))
            more += sum(_article(writer, sheet, heads, line, text, title) for line in table[1:])
    for line in lines[last:]:
        _alone(writer, sheet, line)
    return more


def _filled(line: Line) -> int:
    """How many cells a row has that do not belong to its first."""
    return sum(bool(cell.strip()) if isinstance(cell, str) else cell is Merged.ABOVE for cell in line.cells)


def _alone(writer: Writer, sheet: Sheet, line: Line) -> None:
    for cell in line.texts():
        for part in cell.splitlines():
            if part.strip():
                writer.line(part.strip(), place(sheet, line))


def place(sheet: Sheet, line: Line) -> str:
    """Where a row stands: sheet 任务, row 7."""
    hidden = " (hidden sheet)" if sheet.hidden else f" ({line.hidden})" if line.hidden else ""
    return f"sheet {sheet.name}, row {line.number}{hidden}" if sheet.name else f"row {line.number}{hidden}"


def columns(table: Sequence[Line], words: Words) -> tuple[int, int]:
    """The columns of texts and of titles, -1 for none: by the names of the call, else by the word lists and by length."""
    heads = [bare(cell) for cell in table[0].texts()]
    text = _named(heads, words, f"{_CHOSEN}text-columns")
    if text < 0:
        text = _named(heads, words, "text-columns")
        cells = [line.texts()[text] for line in table[1:] if text < len(line.cells)] if text >= 0 else []
        filled = [len(cell) for cell in cells if cell.strip()]
        if not filled or sum(filled) < _LONG * len(filled):
            text = -1
    title = _named(heads, words, f"{_CHOSEN}title-columns")
    return text, title if title >= 0 else _named(heads, words, "title-columns")


def _named(heads: Sequence[str], words: Mapping[str, tuple[str, ...]], name: str) -> int:
    wanted = frozenset(map(bare, words.get(name, ())))
    return next((at for at, head in enumerate(heads) if head in wanted), -1)


def _article(writer: Writer, sheet: Sheet, heads: Sequence[str], line: Line, text: int, title: int) -> int:
    """One row: its title, its other cells each behind the head of its column, its text by paragraphs.

    How many characters those heads make.
    """
    more = 0
    here = place(sheet, line)
    cells = line.texts()
    if not any(cell.strip() for cell in cells):
        return more
    writer.article()
    if 0 <= title < len(cells) and cells[title].strip():
        writer.line(cells[title].strip(), here, level=1)
    for at, cell in enumerate(cells):
        if cell.strip() and at not in (text, title):
            head = heads[at].strip() if at < len(heads) else ""
            before = f"{head}：" if head else ""
            writer.line(before + cell.strip(), here)
            more += visible(before)
    for part in cells[text].splitlines() if text < len(cells) else ():
        if part.strip():
            writer.line(part.strip(), here)
    return more

"""The lines of a text come in; the tables that are ruled in it go out: by bars as in markdown, or by tabs under known heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Span, Table
from kg.readers.lines import Line, bounds
from kg.script.grids import Heads, trimmed

_BAR, _TAB = "|", "\t"
_LEAST = 2  # heads that make a line the head of a table


def ruled(source: str, lines: Sequence[Line], heads: Heads) -> Iterator[Table]:
    """The tables of a text, by spans of it. A blank line ends a table; so does one that is parted otherwise."""
    rows: list[tuple[Span, ...]] = []
    sign = ""
    for line in lines:
        whole = Span(*bounds(source, line.start, line.end))
        if rows and (line.after_blank or not _goes_on(source, whole, sign, len(rows[0]))):
            yield from _table(rows, sign)
            rows = []
        if not rows:
            sign = _opens(source, whole, heads)
        if sign:
            rows.append(tuple(_cells(source, whole, sign)))
    yield from _table(rows, sign)


def _table(rows: list[tuple[Span, ...]], sign: str) -> Iterator[Table]:
    if rows and (len(rows) > 1 or sign == _BAR):
        yield Table(tuple(rows))


def _opens(source: str, line: Span, heads: Heads) -> str:
    """The sign by which a line that may open a table is parted."""
    if (
        source[line.start : line.end].lstrip().startswith(_BAR)
        and source.count(_BAR, line.start, line.end) > 1
    ):
        return _BAR
    if source.find(_TAB, line.start, line.end) < 0:
        return ""
    said = (source[cell.start : cell.end] for cell in _cells(source, line, _TAB))
    return _TAB if sum(bool(heads.of(one)) for one in said) >= _LEAST else ""


def _goes_on(source: str, line: Span, sign: str, width: int) -> bool:
    if sign == _BAR:
        return source[line.start : line.end].lstrip().startswith(_BAR)
    return 0 < source.count(_TAB, line.start, line.end) < width


def _cells(source: str, line: Span, sign: str) -> Iterator[Span]:
    """The cells without the white space around them."""
    start, end = line.start, line.end
    if sign == _BAR:
        start, end = trimmed(source, start, end)
        start += source.startswith(_BAR, start)
        end -= end > start and source[end - 1] == _BAR and source[end - 2] != "\\"
    at = start
    while at <= end:
        stop = source.find(sign, at, end)
        while stop > at and sign == _BAR and source[stop - 1] == "\\":
            stop = source.find(sign, stop + 1, end)
        stop = end if stop < 0 else stop
        yield Span(*trimmed(source, at, stop))
        at = stop + 1

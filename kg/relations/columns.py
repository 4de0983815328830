"""A line of `columns` comes in; its columns go out: of each the list of its heads, and the pattern of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import SeedError
from kg.script.grids import COLUMNS
from kg.seeds import Line
from kg.seeds import close as nearest

_COLUMN = re.compile(r"<([\w-]+)>\s*[:：]\s*(.*)", re.DOTALL)
_OPEN, _CLOSE = "([{", ")]}"
_TWO = 2


def columns(line: Line, known: Iterator[str] | list[str]) -> tuple[tuple[str, Line], ...]:
    """`<lead-columns>: {body:Organisation}+ | <task-columns>: …`; `known` are the names of word lists.

    Raises SeedError for what is written otherwise, for fewer than two columns, and for a list that holds no heads.
    """
    lists = sorted(name for name in known if name.endswith(COLUMNS))
    found: list[tuple[str, Line]] = []
    for part in _parts(line):
        column = _COLUMN.fullmatch(part.text)
        if column is None or not column[2]:
            raise SeedError(
                part.place, f"{part.text!r} is no column", f"<list{COLUMNS}>: what its cells hold"
            )
        if column[1] not in lists:
            wanted = f"a list of heads, whose name ends in {COLUMNS}"
            raise SeedError(
                part.place, f"there is no list of heads {column[1]}", wanted, nearest(column[1], lists)
            )
        found.append((column[1], _moved(part, column[2], column.start(2))))
    if len(found) < _TWO:
        raise SeedError(line.place, "a line of columns with one column only", "two or more, parted by |")
    return tuple(found)


def _moved(line: Line, text: str, by: int) -> Line:
    place = line.place
    return Line(text, type(place)(place.path, place.line, place.column + by))


def _parts(line: Line) -> Iterator[Line]:
    """The line cut at each | that stands in no bracket."""
    depth = start = 0
    text = line.text
    at = 0
    while at <= len(text):
        sign = text[at : at + 1]
        if sign == "\\":
            at += 1
        elif sign and sign in _OPEN:
            depth += 1
        elif sign and sign in _CLOSE:
            depth -= 1
        elif at == len(text) or (sign == "|" and depth == 0):
            part = text[start:at]
            yield _moved(line, part.strip(), start + len(part) - len(part.lstrip()))
            start = at + 1
        at += 1

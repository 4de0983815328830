"""Rows of cells in, aligned lines out; a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

GAP = "  "
SINGULAR = {
    "documents": "document",
    "entities": "entity",
    "facts": "fact",
    "faults": "fault",
    "graphs": "graph",
    "mentions": "mention",
    "more facts": "more fact",
    "names": "name",
    "quotes": "quote",
    "sources": "source",
    "triples": "triple",
}


def width(text: str) -> int:
    """Columns of a terminal that a text takes.

    >>> width("kg"), width("总工会")
    (2, 6)
    """
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text
    )


def counted(number: int, name: str) -> str:
    """How many of something whose plural is given.

    >>> counted(1, "facts"), counted(2, "facts"), counted(1, "left out")
    ('1 fact', '2 facts', '1 left out')
    """
    return f"{number} {SINGULAR.get(name, name) if number == 1 else name}"


def table(rows: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> Iterator[str]:
    """Lines with the cells of a column below each other; `numbers` are columns that stand at the right.

    >>> list(table([("甲", "1"), ("kg", "12")], numbers=[1]))
    ['甲   1', 'kg  12']
    """
    if not rows:
        return
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * (wide - width(cell))
            cells.append(space + cell if number in numbers else cell + space)
        yield GAP.join(cells).rstrip()


def clip(text: str, most: int) -> str:
    """A text in no more than `most` columns, its end left out if need be.

    >>> clip("中华全国总工会", 8)
    '中华全…'
    """
    if width(text) <= most:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > most - 1:
            break
        kept += char
    return kept + "…"

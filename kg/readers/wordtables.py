"""A table of a Word file comes in; its rows go out, and the cells of a row with what they are one with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kg.readers.extract import Merged
from kg.readers.parts import Element, child, children, number, value

_COLUMNS = 63  # of a table, at most, in Word
_HOLDERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"})

Drop = Callable[[Element], None]
"""Takes what is left out, to count it."""


class Cell(Struct, frozen=True):
    """A cell of a table: its blocks, how many columns it has, and what it is one with, if anything."""

    element: Element
    span: int = 1
    merged: Merged | None = None


def rows(table: Element, drop: Drop) -> Iterator[Element]:
    """The rows of a table that are not deleted."""
    for row in _within(table, "w:tr"):
        properties = child(row, "w:trPr")
        if properties is not None and child(properties, "w:del") is not None:
            drop(row)
        else:
            yield row


def cells(row: Element, drop: Drop) -> Iterator[Cell]:
    """The cells of a row, with those of no column for what the row begins behind."""
    for _ in range(min(number(child(row, "w:trPr", "w:gridBefore")), _COLUMNS)):
        yield Cell(row, 0)
    for cell in _within(row, "w:tc"):
        span = min(max(number(child(cell, "w:tcPr", "w:gridSpan"), absent=1), 1), _COLUMNS)
        up, left = child(cell, "w:tcPr", "w:vMerge"), child(cell, "w:tcPr", "w:hMerge")
        gone = child(cell, "w:tcPr", "w:cellDel") is not None
        merged = None
        if up is not None and value(up) != "restart":
            merged = Merged.ABOVE
        elif left is not None and value(left) != "restart":
            merged = Merged.LEFT
        if gone or merged:
            drop(cell)
        if not gone:
            yield Cell(cell, span, merged)


def _within(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also those in content controls; not those of tables in it."""
    for name, node in children(parent):
        if name == wanted:
            yield node
        elif name in _HOLDERS:
            yield from _within(node, wanted)

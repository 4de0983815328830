"""A table element of a page comes in; whether it holds data or lays out the page goes out, and its rows of cells."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from kg.readers.extract import Merged
from kg.readers.nodes import Nodes
from kg.readers.tags import BLOCKS

COLUMNS = 256  # of a table, as far as cells span them
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_ARTICLE = 400  # characters in a cell of paragraphs that make it a part of the page
_PARAGRAPHS = 3
_FEW_ROWS = 3


class Grids:
    """The tables of a page, told apart by what they are for."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        found = nodes.found
        self.tables = list(accumulate((node.tag == "table" for node in found), initial=0))
        self.nested: dict[int, int] = {}  # a table → the visible characters of the tables right inside it
        inside: list[int] = []
        for at, node in enumerate(found):
            while inside and found[inside[-1]].end <= at:
                inside.pop()
            if node.tag == "table":
                if inside:
                    self.nested[inside[-1]] = self.nested.get(inside[-1], 0) + nodes.shown(at)
                inside.append(at)

    def rows(self, at: int) -> list[list[int]]:
        """The cells of a table by its rows."""
        found, rows = self.nodes.found, []
        for child in self.nodes.children(at):
            tag = found[child].tag
            under = self.nodes.children(child) if tag in _SECTIONS else [child]
            rows += [row for row in under if found[row].tag == "tr" and not found[row].hidden]
        return [[cell for cell in self.nodes.children(row) if self._cell(cell)] for row in rows]

    def data(self, at: int) -> bool:
        """Does a table hold data? One that lays out a page has a column, or cells that are parts of the page."""
        nodes = self.nodes
        if nodes.found[at].attributes.get("role") in ("presentation", "none"):
            return False
        rows = self.rows(at)
        filled = [[cell for cell in row if nodes.shown(cell)] for row in rows]
        if max(map(len, filled), default=0) < 2:
            return False
        if self.nested.get(at, 0) * 2 > nodes.shown(at):
            return False
        return len(rows) > _FEW_ROWS or not any(self._part(cell) for row in filled for cell in row)

    def grid(self, at: int, text: Callable[[int], str]) -> list[tuple[str | Merged, ...]]:
        """The rows of a table, with `text` of each cell where it begins; rows and columns that nothing reaches are left out."""
        held: dict[
            int, tuple[int, bool]
        ] = {}  # column → rows that a cell above still reaches, is it the cell's first column
        grid: list[list[str | Merged]] = []
        for row in self.rows(at):
            line: list[str | Merged] = []
            fresh: dict[int, tuple[int, bool]] = {}
            for cell in row:
                _above(line, held)
                wide, high = self._spans(cell)
                wide = max(min(wide, COLUMNS - len(line)), 1)
                for column in range(len(line), min(len(line) + wide, COLUMNS)):
                    fresh[column] = (high - 1, column == len(line))
                line += [text(cell), *[Merged.LEFT] * (wide - 1)]
            _above(line, held)
            grid.append(line)
            held = {column: (more - 1, first) for column, (more, first) in held.items() if more > 1}
            held |= {column: (more, first) for column, (more, first) in fresh.items() if more > 0}
        width = max((at for line in grid for at, cell in enumerate(line, 1) if _said(cell)), default=0)
        return [tuple(line[:width]) for line in grid if any(map(_said, line))]

    def _cell(self, at: int) -> bool:
        return self.nodes.found[at].tag in ("td", "th") and not self.nodes.found[at].hidden

    def _part(self, cell: int) -> bool:
        """Does a cell hold an article?"""
        if self.nodes.shown(cell) < _ARTICLE:
            return False
        inside = self.nodes.found[cell + 1 : self.nodes.found[cell].end]
        return sum(node.tag in BLOCKS or node.tag == "br" for node in inside) >= _PARAGRAPHS

    def _spans(self, cell: int) -> tuple[int, int]:
        """How many columns and rows a cell reaches; a rowspan of 0 goes to the end."""
        given = self.nodes.found[cell].attributes
        wide, high = (_number(given.get(name, "")) for name in ("colspan", "rowspan"))
        return max(wide, 1), high or len(self.nodes.found)


def _said(cell: str | Merged) -> bool:
    return isinstance(cell, str) and cell != ""


def _above(line: list[str | Merged], held: dict[int, tuple[int, bool]]) -> None:
    """Go on past the columns that cells of the rows above reach."""
    while len(line) in held:
        line.append(Merged.ABOVE if held[len(line)][1] else Merged.LEFT)


def _number(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else 1

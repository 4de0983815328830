"""A document with tables comes in; the rows of those whose columns have known heads go out, each cell with its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from kg.model import Document, Span, Table
from kg.seeds import Seeds

COLUMNS = "-columns"  # how the names of lists of heads end
JOINERS = "joiners"
_LEAST = 2  # heads that make a row the head of a table
_LONGEST = 60  # signs of a head
_TOP = 12  # rows of a table in which its head stands
_ASIDE = re.compile(r"[(（\[［【].*?[)）\]］】]")
_SIGNS = "/／|｜；;"

Kinds = frozenset[str]
"""The lists that a head is a word of."""
Head = tuple[tuple[str, Kinds], ...]
"""What stands over each column of a table, and the lists that it is in."""
NONE: Head = ()


class Cell(Struct, frozen=True, gc=False):
    """A cell by its span of the reading text, its head and the lists that this is in; `above`: it stands in a row before."""

    start: int
    end: int
    head: str
    kinds: Kinds
    above: bool = False


class Row(Struct, frozen=True, gc=False):
    """A row below the head of a table: its own stretch of the text, its cells, each once, and the number of the table."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    table: int

    def own(self) -> Iterator[Cell]:
        """The cells that begin in this row, in the order of the text."""
        return (cell for cell in self.cells if not cell.above)

    def of(self, kind: str) -> Iterator[Cell]:
        """The cells whose heads are in a list."""
        return (cell for cell in self.cells if kind in cell.kinds)


@dataclass(frozen=True, slots=True)
class Heads:
    """The lists of heads: each word with the lists that it is in."""

    kinds: Mapping[str, Kinds]
    joined: re.Pattern[str]

    def of(self, said: str) -> Kinds:
        """The lists that a head is in; of 牵头单位及责任单位 those that all its parts are in."""
        head = bare(said) if len(said) <= _LONGEST else ""
        if head in self.kinds or not head:
            return self.kinds.get(head, frozenset())
        parts = [self.kinds.get(part, frozenset()) for part in self.joined.split(head)]
        return frozenset.intersection(*parts) if all(parts) else frozenset()


def bare(head: str) -> str:
    """A head without white space and asides: 牵头 单位（盖章） is 牵头单位."""
    squeezed = "".join(head.split())
    return _ASIDE.sub("", squeezed).rstrip("：:") or squeezed


@lru_cache(maxsize=4)
def heads(seeds: Seeds) -> Heads:
    """The heads that the word lists of some seeds know."""
    return heads_of(seeds.words)


def heads_of(words: Mapping[str, tuple[str, ...]]) -> Heads:
    """The heads that word lists know: those of the lists whose names end in -columns."""
    kinds: dict[str, set[str]] = {}
    for name, listed in words.items():
        if name.endswith(COLUMNS):
            for word in listed:
                kinds.setdefault(bare(word), set()).add(name)
    joiners = sorted({*words.get(JOINERS, ()), *_SIGNS}, key=lambda word: (-len(word), word))
    joined = re.compile("|".join(map(re.escape, joiners)))
    return Heads({word: frozenset(names) for word, names in kinds.items()}, joined)


def rows(document: Document, known: Heads) -> tuple[Row, ...]:
    """The rows below known heads, in the order of the text.

    A table without a head goes on with that of the table before it, where nothing stands between and it is as wide: a page
    broke it.
    """
    found: list[Row] = []
    end, kinds = -1, NONE
    for number, table in enumerate(document.tables):
        cells = [cell for row in table.rows for cell in row]
        if not cells:
            continue
        broken = end >= 0 and not document.text[end : min(cell.start for cell in cells)].strip()
        above = kinds if broken and len(table.rows[0]) == len(kinds) else NONE
        made, kinds = _below(document.text, table, known, above, number)
        found.extend(made)
        end = max(cell.end for cell in cells)
    return tuple(sorted(found, key=_start))


def _start(row: Row) -> int:
    return row.start


def _below(text: str, table: Table, known: Heads, above: Head, number: int) -> tuple[list[Row], Head]:
    """The rows of a table below its head, and that head for what goes on."""
    found: list[Row] = []
    head, fresh = above, False
    for at, row in enumerate(table.rows):
        said = [text[cell.start : cell.end] for cell in row]
        here = [known.of(one) for one in said]
        count = len({cell for cell, kinds in zip(row, here, strict=True) if kinds})
        filled = len({cell for cell, one in zip(row, said, strict=True) if one.strip()})
        if (count >= _LEAST and (at < _TOP or head)) or (fresh and count == filled):
            over = head if fresh else NONE
            head = tuple(
                _lower(over, at, one, kinds) for at, (one, kinds) in enumerate(zip(said, here, strict=True))
            )
            fresh = True
        else:
            made = _row(row, head, text, number)
            if head and made.start > (found[-1].start if found else -1):
                found.append(made)
            fresh = False
    return found, head


def _lower(over: Head, at: int, said: str, kinds: Kinds) -> tuple[str, Kinds]:
    """The head of a column: of two, the lower one, where it says anything."""
    if at < len(over) and (not said.strip() or bare(said) == over[at][0]):
        return over[at]
    return bare(said), kinds


def _row(row: Sequence[Span], head: Head, text: str, number: int) -> Row:
    line = text.rfind("\n", 0, max(cell.start for cell in row)) + 1
    cells: dict[tuple[Span, int], tuple[str, Kinds]] = {}
    for at, (cell, (said, kinds)) in enumerate(zip(row, head, strict=False)):
        one = cell, at if cell.start == cell.end else -1  # empty cells may stand at one place
        known = cells.get(one, (said, frozenset()))
        cells[one] = known[0], known[1] | kinds
    own = [cell for cell in row if cell.start >= line]
    made = (Cell(cell.start, cell.end, *known, cell.start < line) for (cell, _), known in cells.items())
    return Row(min(cell.start for cell in own), max(cell.end for cell in own), tuple(made), number)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end] without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

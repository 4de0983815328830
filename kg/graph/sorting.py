"""Rows in, in any order; the same rows out, sorted: those that memory shall not hold wait in files, and are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from kg.graph.framed import each, put

Row = TypeVar("Row", bound=tuple[object, ...])

FRAME = 1 << 16
"""About so many bytes of a file are in memory at once, for each that is being merged."""

FAN = 64
"""So many files are merged at once."""


class Sorter(Generic[Row]):
    """An external merge sort. Rows are tuples of strings, numbers and bytes, no two of them equal.

    `decode` reads a list of them from MessagePack. Whoever fills it says when to `spill`: then what is held becomes a sorted
    file in the folder.
    """

    def __init__(self, folder: Path, name: str, decode: Callable[[bytes], list[Row]]) -> None:
        self.folder, self.name, self.decode = folder, name, decode
        self.rows: list[Row] = []
        self.runs: list[Path] = []
        self.made = 0
        self.size = 0
        self.encode = msgspec.msgpack.Encoder().encode

    def take(self, rows: Iterable[Row], size: int) -> None:
        """Take some rows, of so many bytes together."""
        self.rows.extend(rows)
        self.size += size

    def spill(self) -> None:
        """What is held becomes a sorted file."""
        if self.rows:
            self.rows.sort()
            self.runs.append(self._written(self.rows, self._frame()))
            self.rows, self.size = [], 0

    def __iter__(self) -> Iterator[Row]:
        """All rows, sorted; they are gone after that."""
        if self.runs:
            self.spill()
        while len(self.runs) > FAN:
            first, self.runs = self.runs[:FAN], self.runs[FAN:]
            self.runs.append(self._written(self._merged(first), 64))
        rows, self.rows, self.size = self.rows, [], 0
        runs, self.runs = self.runs, []
        rows.sort()
        yield from self._merged(runs) if runs else rows

    def _frame(self) -> int:
        return max(1, len(self.rows) * FRAME // max(self.size, 1))

    def _merged(self, runs: Sequence[Path]) -> Iterator[Row]:
        yield from merge(*map(self._read, runs))
        for run in runs:
            run.unlink()

    def _written(self, rows: Iterable[Row], frame: int) -> Path:
        """Rows as a file of frames, each with its length before it."""
        path = self.folder / f"{self.name}-{self.made}"
        self.made += 1
        coming = iter(rows)
        with path.open("wb") as file:
            while some := list(islice(coming, frame)):
                put(file, self.encode(some))
        return path

    def _read(self, path: Path) -> Iterator[Row]:
        for data in each(path):
            yield from self.decode(data)

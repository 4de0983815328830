"""Pieces of bytes in, one after the other; the same out in that order, a piece at a time: each has its length before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

LENGTH = 8


def put(file: BinaryIO, data: bytes) -> None:
    """Add a piece to a file."""
    file.write(len(data).to_bytes(LENGTH, "big") + data)


def each(path: Path) -> Iterator[bytes]:
    """The pieces of a file, in their order."""
    with path.open("rb") as file:
        while head := file.read(LENGTH):
            yield file.read(int.from_bytes(head, "big"))

"""Turtle files as a build writes them, block by block: a subject each, an empty line after it; what two of them differ in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

READ = 1 << 20
END = b"\n\n"


def blocks(path: Path) -> Iterator[bytes]:
    """The blocks of a file, in their order, without the empty lines between them."""
    return chain.from_iterable(_some(path))


def _some(path: Path) -> Iterator[list[bytes]]:
    """The same, as many at a time as are read at a time."""
    rest = b""
    with path.open("rb") as file:
        while data := file.read(READ):
            *whole, rest = (rest + data).split(END)
            yield whole
    if rest:
        yield [rest]


def prefixes(path: Path) -> bytes:
    """The block of a file that declares its prefixes."""
    return next((block for block in blocks(path) if block.startswith(b"@prefix")), b"") + END


def pieces(path: Path, size: int) -> Iterator[bytes]:
    """A file in pieces of about so many bytes; each is Turtle of its own."""
    head = prefixes(path)
    held, some = 0, [head]
    for block in blocks(path):
        some += (block, END)
        held += len(block)
        if held > size:
            yield b"".join(some)
            held, some = 0, [head]
    yield b"".join(some)


def differing(before: Path, after: Path, most: int) -> tuple[set[bytes], set[bytes]] | None:
    """The blocks that only the one file has, and those that only the other has; None where they are more than so many.

    Both have their blocks in one order: gone through side by side, they are apart by no more than the blocks they differ in, and
    what was read at a time.
    """
    gone: set[bytes] = set()
    come: set[bytes] = set()
    for old, new in zip_longest(_some(before), _some(after), fillvalue=()):
        gone.update(old)
        come.update(new)
        both = gone & come
        gone -= both
        come -= both
        if len(gone) + len(come) > most + len(old) + len(
            new
        ):  # the last may be waiting for the other file's next piece
            return None
    return (gone, come) if len(gone) + len(come) <= most else None

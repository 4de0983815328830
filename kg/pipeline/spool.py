"""Pieces of bytes in, each under a name; each out again by its name: they lie in one file, and memory holds where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


class Spool(Mapping[str, bytes]):
    """A file of named pieces, made anew; the names come in their order, whatever the order they were put in."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w+b", buffering=1 << 18)
        self.bounds: dict[str, tuple[int, int]] = {}
        self.end = 0

    def put(self, name: str, data: bytes) -> None:
        """Keep a piece under a name that has none yet."""
        self.file.seek(self.end)
        self.file.write(data)
        self.bounds[name] = self.end, len(data)
        self.end += len(data)

    def __getitem__(self, name: str) -> bytes:
        start, size = self.bounds[name]
        self.file.seek(start)
        return self.file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.bounds))

    def __len__(self) -> int:
        return len(self.bounds)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


class Texts(Mapping[str, str]):
    """The same for texts."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    def __getitem__(self, name: str) -> str:
        return self.spool[name].decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(self.spool)

    def __len__(self) -> int:
        return len(self.spool)

"""The text of a file, in pieces as they are made, goes in; the file is written, and no more than a piece is held."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def put(pieces: Iterable[str | bytes], path: Path, errors: str = "strict") -> None:
    """Write pieces of text to a file, in UTF-8 where they are not bytes yet."""
    with path.open("wb", buffering=1 << 20) as file:
        for piece in pieces:
            file.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", errors))

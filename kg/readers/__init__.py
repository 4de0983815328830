"""A path comes in; a Document goes out: the source as it lies on disk, its reading text and its structure."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import cast

from kg.errors import ReadError
from kg.model import Document
from kg.readers.walking import Survey, kind_of, survey

Words = Mapping[str, tuple[str, ...]]
# What every reader module's `read` takes: bytes, relative path, sha256 of the bytes, declared encoding, word lists.
Reader = Callable[[bytes, str, str, str, Words], Document]

# suffix → the module whose `read` reads it
READERS: dict[str, str] = {
    ".txt": "kg.readers.text",
    ".md": "kg.readers.text",
    ".markdown": "kg.readers.text",
}


def read(path: Path, relative: str, encoding: str = "", words: Words | None = None) -> Document:
    """The Document of one file; `relative` is its name in the output, `encoding` what it is in if its bytes do not say.

    `words` are the seeds' word lists (the packaged ones unless given). Raises ReadError, always with `relative` as its place.
    """
    module = READERS.get(path.suffix.lower())
    if module is None:
        wanted = ", ".join(sorted(READERS))
        raise ReadError(relative, f"no reader for {path.suffix or 'a name without suffix'}", wanted)
    data = _bytes(path, relative)
    reader = cast("Reader", import_module(module).read)
    return reader(data, relative, sha256(data).hexdigest(), encoding, _packaged() if words is None else words)


def walk(inputs: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files under some inputs with their relative names, sorted; `look` also says what was left out and why."""
    return list(look(inputs).files)


def look(inputs: Sequence[Path]) -> Survey:
    """`walk`, with the reasons: files without a reader, dead links, links in a circle, pipes, sockets, devices."""
    return survey(inputs, READERS)


@lru_cache(maxsize=1)
def _packaged() -> Words:
    from kg.seeds import load

    return load().words


def _bytes(path: Path, relative: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ReadError(relative, f"{kind_of(mode)}, not a file", "a file with text")
        return path.read_bytes()
    except OSError as error:
        said = (error.strerror or "no reason given").lower()
        raise ReadError(
            relative, f"cannot be opened: {said}", hint="looking at its path and permissions"
        ) from None

"""A file that holds others comes in (a zip, a tar, a gzip, a file of records); what it holds goes out, as deep as allowed.

A member is addressed as if its container were a folder: in/papers.zip/2024/notice.docx. Such a path is what the belt hands
about; only `fetch` knows that there is no such file.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from msgspec import Struct

from kg.errors import ReadError

# suffix → the module and function that opens it
CONTAINERS: dict[str, str] = {
    ".eml": "kg.readers.packed:mail",
    ".gz": "kg.readers.packed:gzip",
    ".jsonl": "kg.readers.records:lines",
    ".ndjson": "kg.readers.records:lines",
    ".tar": "kg.readers.packed:tar",
    ".tgz": "kg.readers.packed:gzip",
    ".zip": "kg.readers.packed:zip_file",
}
DEPTH = 4  # containers in containers
LARGEST_FILE = 256 << 20  # bytes of a document
LARGEST = 512 << 20  # bytes of a container that is read whole
MOST = 1_000_000  # members of one file, all depths together
UNPACKED = 1 << 30  # bytes of the containers in one file, all depths together
JUNK = ("__MACOSX",)

Source = Callable[[], BinaryIO]


class Inner(Struct, frozen=True):
    """A file in a container: its name there, its size in bytes, and why it is left out or cannot be read, if so."""

    name: str
    size: int
    left: str = ""
    error: ReadError | None = None


class Contents(Protocol):
    """What an opener of containers returns."""

    def __iter__(self) -> Iterator[Inner]: ...

    def __contains__(self, name: object) -> bool: ...

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises ReadError."""
        ...


Opener = Callable[[Source, str], Contents]


def holds(name: str) -> bool:
    """Is a file of this name a container?"""
    return PurePosixPath(name).suffix.lower() in CONTAINERS


def expand(path: Path, name: str, suffixes: Collection[str]) -> list[Inner]:
    """All that a container holds, containers in it opened too; of what has no suffix of these, why it is left.

    Raises ReadError where the file itself is no such container, or holds more than is allowed.
    """
    return list(
        _inside(_opened(lambda: path.open("rb"), name), name, frozenset(suffixes), _Allowance(name), 1)
    )


def fetch(path: Path, relative: str) -> bytes:
    """The bytes of a file, or of the member of a container. Raises ReadError with `relative` as its place."""
    try:
        holder = _holder(path)
        if holder == path:
            return _bytes(path, relative)
        return _member(holder, path.relative_to(holder).parts, relative)
    except ReadError as error:
        wrong = error.wrong.removeprefix(f"{path.name}: ")
        raise ReadError(relative, wrong, error.wanted, error.hint) from None  # no place of this machine
    except OSError as error:
        said = (error.strerror or "no reason given").lower()
        raise ReadError(
            relative, f"cannot be opened: {said}", hint="looking at its path and permissions"
        ) from None


def _bytes(path: Path, relative: str) -> bytes:
    """The bytes of a file, which may grow while it is read, and have no end."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ReadError(relative, f"has more than {LARGEST_FILE >> 20} MB", hint="parts of it")
    return data


def whole(source: Source, path: str) -> bytes:
    """The bytes of a container that is read at once. Raises ReadError where that are too many."""
    with source() as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ReadError(path, f"has more than {LARGEST} bytes", hint="unpacking it into a folder")
    return data


def kind_of(mode: int) -> str:
    """What lies there in place of a file."""
    names = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for test, name in names if test(mode)), "a device")


class _Allowance:
    """How much one file may still hold, all depths together."""

    def __init__(self, name: str) -> None:
        self.name, self.members, self.bytes = name, MOST, UNPACKED

    def take(self, members: int, size: int) -> None:
        self.members -= members
        self.bytes -= size
        if self.members < 0:
            raise _GreedyError(self.name, f"holds more than {MOST} files", hint="parting it")
        if self.bytes < 0:
            raise _GreedyError(self.name, f"the containers in it unpack to more than {UNPACKED} bytes")


class _GreedyError(ReadError):
    """It is the whole file that holds too much, not the container in it that was opened last."""


def _inside(
    contents: Contents, name: str, suffixes: frozenset[str], allowance: _Allowance, depth: int
) -> Iterator[Inner]:
    for inner in contents:
        allowance.take(1, 0)
        parts = PurePosixPath(inner.name).parts
        if any(part.startswith(".") or part in JUNK for part in parts) and not inner.error:
            continue
        suffix = PurePosixPath(inner.name).suffix.lower()
        if inner.error or inner.left or suffix in suffixes:
            yield inner
        elif suffix not in CONTAINERS:
            yield Inner(inner.name, inner.size, left=f"no reader for {suffix or 'a name without suffix'}")
        if suffix in CONTAINERS and not inner.error and not inner.left:
            yield from _nested(contents, inner, name, suffixes, allowance, depth)


def _nested(
    outer: Contents, inner: Inner, name: str, suffixes: frozenset[str], allowance: _Allowance, depth: int
) -> Iterator[Inner]:
    """What a container in a container holds, or what is wrong with it."""
    here = f"{name}/{inner.name}"
    if depth >= DEPTH:
        said = ReadError(here, f"lies in containers in containers, {depth + 1} deep", f"at most {DEPTH}")
        yield Inner(inner.name, inner.size, error=said)
        return
    try:
        data = outer.read(inner.name)
        allowance.take(0, len(data))
        found = list(_inside(_opened(lambda: BytesIO(data), here), here, suffixes, allowance, depth + 1))
    except _GreedyError:
        raise
    except ReadError as error:
        if PurePosixPath(inner.name).suffix.lower() not in suffixes:  # else its reader will say
            yield Inner(inner.name, inner.size, error=error)
        return
    if not found and PurePosixPath(inner.name).suffix.lower() not in suffixes:
        yield Inner(inner.name, inner.size, left="there is nothing in it")
    for one in found:
        yield Inner(f"{inner.name}/{one.name}", one.size, one.left, one.error)


def _opened(source: Source, name: str) -> Contents:
    module, _, function = CONTAINERS[PurePosixPath(name).suffix.lower()].partition(":")
    return cast("Opener", getattr(import_module(module), function))(source, name)


def _holder(path: Path) -> Path:
    """The file that a path leads to or into. Raises the system's error where there is none, ReadError where it is no file."""
    try:
        mode = path.stat().st_mode
    except OSError:
        for above in path.parents:
            try:
                mode = above.stat().st_mode
            except OSError:
                continue
            if stat.S_ISREG(mode) and holds(above.name):
                return above
            break
        raise
    if not stat.S_ISREG(mode):
        raise ReadError(path.name, f"{kind_of(mode)}, not a file", "a file with text")
    return path


def _member(holder: Path, parts: tuple[str, ...], relative: str) -> bytes:
    """The bytes of a member by its address in a container: names of members, of containers in it first."""
    about = holder.stat()
    stamp = (about.st_mtime_ns, about.st_size)
    steps: tuple[str, ...] = ()
    contents = _kept(str(holder), stamp, steps)
    name = ""
    for number, part in enumerate(parts, 1):
        name = f"{name}/{part}" if name else part
        if name not in contents:
            continue
        if number == len(parts):
            return contents.read(name)
        if holds(name):
            steps, name = (*steps, name), ""
            contents = _kept(str(holder), stamp, steps)
    raise ReadError(relative, f"is no longer in {holder.name}")


@lru_cache(maxsize=3)  # of the container that is read just now, and of what it lies in
def _kept(holder: str, stamp: tuple[int, int], steps: tuple[str, ...]) -> Contents:
    """A container once opened, for the members that are asked for one after the other."""
    if not steps:
        return _opened(lambda: Path(holder).open("rb"), holder)
    data = _kept(holder, stamp, steps[:-1]).read(steps[-1])
    return _opened(lambda: BytesIO(data), "/".join((holder, *steps)))

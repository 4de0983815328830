"""Files and folders come in; the files that a reader exists for go out with their relative names, the rest with a reason.

A container (a zip, a file of records) is walked as if it were a folder.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kg.errors import Place, ReadError
from kg.readers.containers import expand, holds, kind_of


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies under some inputs: files with relative names, sorted by name, and why others were left or cannot be read.

    `sizes` has the bytes of members of containers, by their relative names.
    """

    files: tuple[tuple[Path, str], ...]
    skipped: tuple[ReadError, ...]
    failed: tuple[ReadError, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file: `real` is what it is known by, however it is reached; `size` counts for a member of a container alone."""

    path: Path
    name: str
    root: Path
    real: Path
    reason: str = ""
    error: ReadError | None = None
    size: int = -1


def survey(inputs: Sequence[Path], suffixes: Collection[str]) -> Survey:
    """Walk folders to the bottom, hidden files aside. A file given by itself is always kept: its reader will say.

    Names count from the folder given; where two inputs would give one name, each gets its folder's name in front.
    """
    wanted = frozenset(suffixes)
    kept: dict[Path, _Found] = {}
    for given in inputs:
        for one in _under(Path(given), wanted):
            kept.setdefault(one.real, one)
    ordered = sorted(kept.values(), key=lambda one: (one.name, str(one.real)))
    named = sorted(_told_apart(ordered), key=lambda pair: pair[1])
    read = [(one, name) for one, name in named if not one.reason and not one.error]
    return Survey(
        tuple((one.path, name) for one, name in read),
        tuple(ReadError(name, one.reason) for one, name in named if one.reason),
        tuple(_renamed(one.error, name) for one, name in named if one.error),
        {name: one.size for one, name in read if one.size >= 0},
    )


def _under(given: Path, suffixes: frozenset[str]) -> Iterator[_Found]:
    if not given.is_dir():
        yield from _file(given, given.parent, suffixes)
        return
    yield from _folder(given, given, (), suffixes)


def _folder(folder: Path, root: Path, above: tuple[Path, ...], suffixes: frozenset[str]) -> Iterator[_Found]:
    real = folder.resolve()
    if real in above:
        yield _left(folder, root, "a link to a folder that holds it")
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield _left(folder, root, f"cannot be opened: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _folder(entry, root, (*above, real), suffixes)
        else:
            reason = _reason(entry, suffixes)
            if reason:
                yield _left(entry, root, reason)
            else:
                yield from _file(entry, root, suffixes)


def _file(path: Path, root: Path, suffixes: frozenset[str]) -> Iterator[_Found]:
    """A file, or what is in it; of one that is a document too (a letter with attachments), both."""
    name, real = _relative(path, root), path.resolve()
    inside, itself = holds(path.name) and path.is_file(), path.suffix.lower() in suffixes
    if not inside or itself:
        yield _Found(path, name, root, real)
    if not inside:
        return
    try:
        members = expand(path, _printable(name), suffixes)
    except (ReadError, OSError) as error:
        if not itself:  # else its reader will say
            yield _Found(path, name, root, real, error=_said(error, name))
        return
    if not members and not itself:
        yield _left(path, root, "there is nothing in it")
    for one in members:
        below = f"{name}/{one.name}"
        yield _Found(path / one.name, below, root, real / one.name, one.left, one.error, one.size)


def _said(error: ReadError | OSError, name: str) -> ReadError:
    if isinstance(error, ReadError):
        return error
    return ReadError(name, f"cannot be opened: {(error.strerror or str(error)).lower()}")


def _renamed(error: ReadError, name: str) -> ReadError:
    """The error of a file by the name that it has got."""
    place = Place(name, error.place.line, error.place.column)
    return ReadError(place, error.wrong, error.wanted, error.hint)


def _left(path: Path, root: Path, reason: str) -> _Found:
    return _Found(path, _relative(path, root), root, path.absolute(), reason)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _reason(entry: Path, suffixes: frozenset[str]) -> str:
    """Why a file is left out, or nothing."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return "a link that leads nowhere" if entry.is_symlink() else f"cannot be looked at: {error.strerror}"
    if not stat.S_ISREG(mode):
        return f"{kind_of(mode)}, not a file"
    if entry.suffix.lower() not in suffixes and not holds(entry.name):
        return f"no reader for {entry.suffix or 'a name without suffix'}"
    return ""


def _told_apart(found: list[_Found]) -> Iterator[tuple[_Found, str]]:
    """Names made different: the folder given goes in front where two inputs share a name, then a number."""
    shared = Counter(one.name for one in found)
    taken: Counter[str] = Counter()
    for one in found:
        name = one.name if shared[one.name] == 1 else f"{one.root.resolve().name}/{one.name}"
        taken[name] += 1
        if taken[name] > 1:
            pure = PurePosixPath(name)
            name = str(pure.with_name(f"{pure.stem}~{taken[name]}{pure.suffix}"))
        yield one, _printable(name)


def _printable(name: str) -> str:
    """A name that any file can be written with: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(name).decode(errors="backslashreplace")

"""Files and folders come in; the files that a reader exists for go out with their relative names, the rest with a reason."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import ReadError


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies under some inputs: files with relative names, sorted by name, and why the others were left."""

    files: tuple[tuple[Path, str], ...]
    skipped: tuple[ReadError, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    name: str
    root: Path
    reason: str = ""


def survey(inputs: Sequence[Path], suffixes: Collection[str]) -> Survey:
    """Walk folders to the bottom, hidden files aside. A file given by itself is always kept: its reader will say.

    Names count from the folder given; where two inputs would give one name, each gets its folder's name in front.
    """
    found = [one for given in inputs for one in _under(Path(given), frozenset(suffixes))]
    kept: dict[Path, _Found] = {}
    for one in found:
        if not one.reason:
            kept.setdefault(one.path.resolve(), one)
    skipped = (ReadError(_printable(one.name), one.reason) for one in found if one.reason)
    ordered = sorted(kept.values(), key=lambda one: (one.name, str(one.path.resolve())))
    files = sorted(_told_apart(ordered), key=lambda pair: pair[1])
    return Survey(tuple(files), tuple(sorted(skipped, key=str)))


def _under(given: Path, suffixes: frozenset[str]) -> Iterator[_Found]:
    if not given.is_dir():
        yield _Found(given, given.name, given.parent)
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
            yield _left(entry, root, reason) if reason else _Found(entry, _relative(entry, root), root)


def _left(path: Path, root: Path, reason: str) -> _Found:
    return _Found(path, _relative(path, root), root, reason)


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
    if entry.suffix.lower() not in suffixes:
        return f"no reader for {entry.suffix or 'a name without suffix'}"
    return ""


def kind_of(mode: int) -> str:
    """What lies there in place of a file."""
    names = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for test, name in names if test(mode)), "a device")


def _told_apart(found: list[_Found]) -> Iterator[tuple[Path, str]]:
    """Names made different: the folder given goes in front where two inputs share a name, then a number."""
    shared = Counter(one.name for one in found)
    taken: Counter[str] = Counter()
    for one in found:
        name = one.name if shared[one.name] == 1 else f"{one.root.resolve().name}/{one.name}"
        taken[name] += 1
        if taken[name] > 1:
            pure = PurePosixPath(name)
            name = str(pure.with_name(f"{pure.stem}~{taken[name]}{pure.suffix}"))
        yield one.path, _printable(name)


def _printable(name: str) -> str:
    """A name that any file can be written with: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(name).decode(errors="backslashreplace")

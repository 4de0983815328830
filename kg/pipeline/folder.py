"""The output folder: held by one build at a time, filled aside, each file put in its place whole; the manifest last."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import KgError, OutputError

MANIFEST, LOCAL, TEXTS, STORE = "manifest.json", "local.json", "texts", "store"
OWN = (
    "graph.ttl",
    "evidence.ttl",
    "annotations.jsonl",
    "explorer.html",
    "report.html",
    TEXTS,
    STORE,
    LOCAL,
    MANIFEST,
)
PRODUCTS = ("graph", "evidence", "annotations", "store", "explorer", "report")
LOCK, ASIDE, OLD = ".lock", ".new", ".old"
LONGEST = 255 - len(".txt")  # bytes of a name that every file system takes, with its suffix
LIKE_A_TEXT = re.compile(r"\.txt~*\Z")


def text_place(folder: Path, path: str) -> Path:
    """Where an output folder keeps the text of a source: below texts/, by its own path.

    A name that is too long for a file is cut and told apart by a digest; a folder that is called as a text might be gets one
    sign more, so that whatever the sources are called no two of them meet.

    >>> text_place(Path("output"), "a.zip/b.txt/c.docx").as_posix()
    'output/texts/a.zip/b.txt~/c.docx.txt'
    """
    *above, last = path.split("/")
    steps = [f"{step}~" if LIKE_A_TEXT.search(step) else step for step in above]
    return Path(folder, TEXTS, *map(_short, steps), f"{_short(last)}.txt")


def _short(name: str) -> str:
    raw = name.encode("utf-8", "surrogatepass")
    if len(raw) <= LONGEST:
        return name
    mark = f"~{hashlib.sha256(raw).hexdigest()[:32]}"
    return raw[: LONGEST - len(mark)].decode("utf-8", "ignore") + mark


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The products asked for, in the order they are written; all where none is named."""
    for name in only:
        if name not in PRODUCTS:
            raise KgError("", f"{name!r} is nothing that a build writes", wanted=", ".join(PRODUCTS))
    return tuple(name for name in PRODUCTS if name in only or not only)


@contextlib.contextmanager
def held(output: Path) -> Iterator[None]:
    """Hold the folder (made if need be) for this process; raises OutputError, naming the pid, if another build holds it.

    The system lets go of the lock of a process that has died, however it died, so that none is ever in the way.
    """
    with _told(output):
        made = not output.exists()
        output.mkdir(parents=True, exist_ok=True)
        ours = made or not any((output / name).exists() for name in OWN) or (output / MANIFEST).exists()
        if not ours and not (output / LOCK).exists():
            found = next(name for name in OWN if (output / name).exists())
            raise OutputError(
                str(output), f"it holds a {found} that no build wrote", hint="another folder after -o"
            )
        lock = _lock(output)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(output / ASIDE, ignore_errors=True)
            (output / LOCK).unlink()
            if made:
                output.rmdir()  # only if nothing came of it
        os.close(lock)


@contextlib.contextmanager
def aside(output: Path) -> Iterator[Path]:
    """A new folder to write into; when the block ends well its files go to their places, else it is as if it never was."""
    new = output / ASIDE
    with _told(output):
        _put_back(output / OLD, output)  # by a build that was killed while it published
        for left in (new, output / OLD):
            if left.exists():
                shutil.rmtree(left)
        new.mkdir()
        try:
            yield new
            _sync(new)
            _publish(new, output)
        finally:
            for left in (new, output / OLD):
                shutil.rmtree(left, ignore_errors=True)


def _publish(new: Path, output: Path) -> None:
    """Put the new files in the places of the old ones, or, where that goes wrong, the old ones back."""
    kept = output / OLD
    kept.mkdir()
    first: list[Path] = []  # what has no old one
    try:
        for name in OWN:  # the manifest is last
            ready, place = new / name, output / name
            if place.is_dir() or (place.exists() and not ready.exists()):
                place.replace(kept / name)
            elif place.exists():
                _twin(place, kept / name)
            if ready.exists():
                ready.replace(place)
                if not (kept / name).exists():
                    first.append(place)
        _sync_entry(output)
    except BaseException:
        for place in first:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        _put_back(kept, output)
        raise


def _twin(place: Path, kept: Path) -> None:
    """The same file under a second name, so that there is no moment without it."""
    try:
        kept.hardlink_to(place)
    except OSError:  # not every file system can
        shutil.copy2(place, kept)


def _put_back(kept: Path, output: Path) -> None:
    """What was kept goes back to its place."""
    for name in OWN:
        old, place = kept / name, output / name
        if not old.exists():
            continue
        if place.is_dir():
            shutil.rmtree(place)
        old.replace(place)


def _lock(output: Path) -> int:
    path = output / LOCK
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = _holder(lock)
            os.close(lock)
            raise OutputError(
                str(output),
                f"another build, process {pid}, is writing here",
                hint="when it is done, or another folder after -o",
            ) from None
        if path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
            os.ftruncate(lock, 0)
            os.write(lock, str(os.getpid()).encode())
            return lock
        os.close(lock)  # its last holder took it away between our two steps


def _holder(lock: int) -> str:
    for _ in range(20):  # it has the lock and is about to write its number
        if pid := os.pread(lock, 32, 0).decode(errors="replace").strip():
            return pid
        time.sleep(0.01)
    return "unknown"


@contextlib.contextmanager
def _told(output: Path) -> Iterator[None]:
    """What the system says about a folder that cannot be written, as one of our errors."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or output)
        raise OutputError(
            where, f"cannot be written, {error.strerror or error}", hint="another folder after -o"
        ) from error


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _sync_entry(path)
    _sync_entry(folder)


def _sync_entry(path: Path) -> None:
    entry = os.open(path, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)

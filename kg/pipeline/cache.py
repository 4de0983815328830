"""Finished work by the digest of all that it depends on: a packed Reading in, the same bytes out at the next build."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from functools import lru_cache
from pathlib import Path

READINGS, PORTIONS = KINDS = ("readings", "portions")
GENERATIONS = 8
SEAL = 32  # bytes of sha256 in front of every entry
LIBRARIES = (
    "ahocorasick_rs",
    "jieba",
    "lxml",
    "msdoc2docx",
    "msgspec",
    "pypdfium2",
    "rjieba",
    "selectolax",
)
UNREAD = (
    "cli",
    "__main__.py",
    "verbs",
    "exports",
    "serve",
    "store",
    "terminal.py",
)  # of kg/: they change no reading
OFFERING = ("exports",)  # they change what is made of a reading


def folder() -> Path | None:
    """The user's cache folder for kg, by the custom of the system; None where the user has no home."""
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "policykg"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "policykg"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "policykg" / "cache"
    return home / ".cache" / "policykg"


@lru_cache(maxsize=2)
def code_digest(also: tuple[str, ...] = ()) -> str:
    """Of the code that makes readings, and of what else is named, the Python that runs it and the libraries it calls."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.sha256(repr(sys.version_info).encode())
    root = Path(__file__).parent.parent
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root)
        if name.parts[0] not in UNREAD or name.parts[0] in also:
            digest.update(name.as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    for library in LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{library} none\n".encode())
    return digest.hexdigest()


def key(stamp: str, *rest: str) -> str:
    """The name of an entry: its generation, by the stamp of seeds, ontology and code, and a digest of all else that decides."""
    return f"{_digest(stamp)[:16]}/{_digest(*rest)}"


def load(root: Path, name: str, kind: str = READINGS) -> bytes | None:
    """What was kept under a name; None if nothing, or if the entry is damaged."""
    try:
        data = _entry(root, name, kind).read_bytes()
    except OSError:
        return None
    return data[SEAL:] if hashlib.sha256(data[SEAL:]).digest() == data[:SEAL] else None


def keep(root: Path, name: str, data: bytes, kind: str = READINGS) -> None:
    """Keep bytes under a name, whole or not at all; a cache that cannot be written is no fault of the build."""
    entry = _entry(root, name, kind)
    aside = entry.with_name(f"{entry.name}.{os.getpid()}")
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(hashlib.sha256(data).digest() + data)
        aside.replace(entry)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()


def prune(root: Path, stamp: str, kind: str = READINGS) -> None:
    """Mark a generation as used now, and forget all but the last few: what other seeds or code made is rarely asked for."""
    with contextlib.suppress(OSError):
        here = root / kind / _digest(stamp)[:16]
        here.mkdir(parents=True, exist_ok=True)
        os.utime(here)
        used = sorted((root / kind).iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in used[GENERATIONS:]:
            shutil.rmtree(old, ignore_errors=True)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _entry(root: Path, name: str, kind: str) -> Path:
    generation, _, digest = name.partition("/")
    return root / kind / generation / digest[:2] / digest[2:]

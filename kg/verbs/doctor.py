"""A machine and an output folder → what is there, what is missing, what is broken, and what to do about it."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import msgspec

import kg
from kg.errors import KgError
from kg.pipeline import cache
from kg.pipeline.folder import MANIFEST, STORE
from kg.pipeline.manifest import Manifest

GOOD, ABSENT, BROKEN = "ok", "absent", "broken"
NEEDED = (
    "click",
    "jieba",
    "msgspec",
    "networkx",
    "pyoxigraph",
    "pyshacl",
    "pyvis",
    "PyYAML",
    "rdflib",
    "rich",
)
EXTRAS = {"rjieba": "fast", "pyarrow": "parquet", "pyspark": "spark", "msdoc2docx": "legacy"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `state` is ok, absent (kg does without) or broken; `said` its version, place or remedy."""

    name: str
    state: str
    said: str


def doctor(output: Path | None = None) -> tuple[Finding, ...]:
    """Look at the installation, and at an output folder if one is named.

    >>> next(finding.state for finding in doctor() if finding.name == "kg")
    'ok'
    """
    found = [*_versions(), *_extras(), *_formats(), *_machine(), _cache()]
    if output is not None:
        found.extend(_output(Path(output)))
    return tuple(found)


def _versions() -> Iterator[Finding]:
    yield Finding("kg", GOOD, f"{kg.__version__}, {Path(kg.__file__).parent}")
    yield Finding("Python", GOOD, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in NEEDED:
        try:
            yield Finding(name, GOOD, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, BROKEN, f"pip install {name}")


def _extras() -> Iterator[Finding]:
    for name, extra in EXTRAS.items():
        try:
            yield Finding(name, GOOD, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, ABSENT, f"pip install 'policykg[{extra}]'")


def _formats() -> Iterator[Finding]:
    from kg.readers import READERS
    from kg.readers.containers import CONTAINERS

    yield Finding("formats read", GOOD, " ".join(sorted(READERS)))
    yield Finding("looked into", GOOD, " ".join(sorted(CONTAINERS)))


def _machine() -> Iterator[Finding]:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    yield Finding(
        "Chromium", GOOD if browser else ABSENT, browser or "the page tests and the prints of pages want one"
    )
    java = shutil.which("java")
    yield Finding("Java", GOOD if java else ABSENT, java or "the Spark engine wants Java 17")
    fonts = _fonts()
    yield Finding(
        "Chinese fonts",
        GOOD if fonts else ABSENT,
        fonts or "apt install fonts-noto-cjk, for pictures of pages",
    )
    yield Finding("processors", GOOD, f"{os.cpu_count() or 1}, for kg build --workers")


def _fonts() -> str:
    lister = shutil.which("fc-list")
    if lister is None:
        return ""
    done = subprocess.run(  # noqa: S603 - fc-list, where the path has it
        [lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=20, check=False
    )
    families = sorted({line.split(",")[0].strip() for line in done.stdout.splitlines() if line.strip()})
    return ", ".join(families[:3]) + (f" and {len(families) - 3} more" if families[3:] else "")


def _cache() -> Finding:
    folder = cache.folder()
    if folder is None:
        return Finding("cache", ABSENT, "no home folder; kg build --cache names one")
    entries = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    size = sum(path.stat().st_size for path in entries) / 1e6
    return Finding(
        "cache", GOOD, f"{folder}, {len(entries)} readings, {size:.1f} MB; it can be deleted at any time"
    )


def _output(output: Path) -> Iterator[Finding]:
    try:
        manifest = msgspec.json.decode((output / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        yield Finding(str(output), BROKEN, f"{MANIFEST}: {error}; kg build writes it anew")
        return
    entities, facts = manifest.counts.get("entities", 0), manifest.counts.get("facts", 0)
    yield Finding(str(output), GOOD, f"kg {manifest.version}, {entities} entities, {facts} facts")
    for name, sha256 in manifest.files.items():
        try:
            same = hashlib.sha256((output / name).read_bytes()).hexdigest() == sha256
            yield Finding(
                name,
                GOOD if same else BROKEN,
                "as built" if same else "differs from what was built; build again",
            )
        except OSError as error:
            yield Finding(name, BROKEN, f"{error.strerror}; build again")
    if (output / STORE).is_dir():
        yield _store(output)


def _store(output: Path) -> Finding:
    from kg.store import open_store

    try:
        return Finding(STORE, GOOD, f"{len(open_store(output))} quads")
    except KgError as error:
        return Finding(STORE, BROKEN, str(error))

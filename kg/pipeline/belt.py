"""The order of the belt for one document: a path in, an Outcome out, whatever the document holds."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg import readers
from kg.errors import KgError, ReadError
from kg.model import Document, Reading, Resolved
from kg.pipeline import cache, codec, limits, portions
from kg.seeds import Seeds
from kg.seeds import load as load_seeds

READY = b"1."
OK, PARTIAL, FAILED, SKIPPED = "ok", "partial", "failed", "skipped"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: where it lies, its name relative to the input folder, its size in bytes.

    A member of a container is addressed as if that were a folder.
    """

    path: str
    relative: str
    size: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `status` is ok, partial, failed or skipped; `packed` the reading, if there is one."""

    path: str
    status: str
    reason: str = ""
    sha256: str = ""
    packed: bytes = b""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides how a document is read, apart from its bytes; `stamp` digests seeds, ontology and code.

    With a `base` the outcome holds the document's portion of a graph with that base, and `offering` digests what decides that;
    without one it holds the reading.
    """

    seeds_folders: tuple[Path, ...] = ()
    encoding: str = ""
    stamp: str = ""
    cache: Path | None = None
    fresh: bool = False
    base: str = ""
    offering: str = ""
    columns: str = ""


def link(document: Document, seeds: Seeds) -> Resolved:
    """find, resolve: a document with its names linked to what they name."""
    from kg.entities import resolve
    from kg.mentions import find

    return resolve(document, find(document, seeds), seeds)


def run(document: Document, seeds: Seeds) -> Reading:
    """find, resolve, relate: what a document says, by these seeds."""
    from kg.entities import keep
    from kg.relations import relate

    resolved = link(document, seeds)
    assertions = relate(resolved, seeds)
    return Reading(keep(resolved, assertions), assertions)


def start(settings: Settings, seeds: Seeds | None = None) -> Callable[[Task], Outcome]:
    """Get ready to read (seeds not at hand are loaded when a document first needs them); the answer reads one file."""
    loaded = [] if seeds is None else [seeds]
    ready_made: list[bool] = []

    def take(task: Task) -> Outcome:
        sha256 = ""
        try:
            readers.form(task.relative)
            data = readers.fetch(Path(task.path), task.relative)
            sha256 = hashlib.sha256(data).hexdigest()
            named = (sha256, task.relative, settings.encoding, settings.columns)
            if settings.base:
                ready = _kept(settings, cache.key(settings.offering, *named, settings.base), cache.PORTIONS)
                if ready is not None:
                    return Outcome(task.relative, OK, "", sha256, ready)
            packed = _kept(settings, cache.key(settings.stamp, *named), cache.READINGS)
            reading = None
            if packed is None:
                if not loaded:
                    loaded.append(load_seeds(settings.seeds_folders))
                words = readers.with_columns(loaded[0].words, settings.columns)
                with limits.within(limits.allowed(len(data))):
                    document = readers.parse(data, task.relative, settings.encoding, words)
                if not ready_made:  # what is made of the seeds once is no document's own time
                    run(readers.parse(READY, "ready.txt", "", loaded[0].words), loaded[0])
                    ready_made.append(True)
                with limits.within(limits.allowed(len(document.text))):
                    reading = run(document, loaded[0])
                packed = codec.pack(reading)
                _keep(settings, cache.key(settings.stamp, *named), packed, cache.READINGS)
            if settings.base:
                packed = portions.pack(reading or codec.unpack(packed), settings.base)
                _keep(settings, cache.key(settings.offering, *named, settings.base), packed, cache.PORTIONS)
            return Outcome(task.relative, OK, "", sha256, packed)
        except ReadError as error:
            return Outcome(task.relative, FAILED, str(error), sha256)
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            return Outcome(task.relative, FAILED, f"{task.relative}: cannot be opened: {said}")
        except KgError:
            raise
        except limits.OverrunError as error:
            return Outcome(task.relative, FAILED, f"{task.relative}: {_late(error)}", sha256)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not cost the others
            return Outcome(task.relative, FAILED, f"{task.relative}: {_fault(error)}", sha256)

    return take


def _kept(settings: Settings, name: str, kind: str) -> bytes | None:
    return cache.load(settings.cache, name, kind) if settings.cache and not settings.fresh else None


def _keep(settings: Settings, name: str, packed: bytes, kind: str) -> None:
    if settings.cache:
        cache.keep(settings.cache, name, packed, kind)


def _late(error: limits.OverrunError) -> str:
    """One line for a text that takes too long: which stage was at it."""
    names = {
        "mentions": "finding its names",
        "entities": "resolving its names",
        "relations": "relating its names",
    }
    walked = (Path(frame.filename).parts for frame in traceback.extract_tb(error.__traceback__))
    stage = next((names[part] for parts in walked for part in parts if part in names), "reading it")
    usual = f"{limits.allowed(0):.0f} s and 1 s for {limits.PACE} characters"
    return f"{stage} takes too long; try KG_READ_SECONDS for more than {usual}"


def _fault(error: Exception) -> str:
    """One line for a fault of our own: what was raised, and by which line of kg."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "kg" in Path(frame.filename).parts
    ]
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"internal fault, {type(error).__name__}{where}: {error}; please report it with the document"

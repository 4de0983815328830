"""An output folder, a path and what is wanted of the graph → that part of it in the format that the path's suffix says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.errors import OutputError
from kg.exports.copies import write_stand_off
from kg.exports.formats import Job, Notes, chosen, formats
from kg.exports.selection import Selection, select
from kg.graph import Graph
from kg.verbs import exchange
from kg.verbs.load import Loaded, load

WHOLE = Selection()


def export(
    output: Path | str | Loaded,
    path: Path | str,
    wanted: Selection = WHOLE,
    *,
    form: str = "",
    engine: str = "",
    evidence: bool = False,
    raw_csv: bool = False,
    bom: bool = False,
    texts: Path | None = None,
) -> Notes:
    """Write a graph, or what is wanted of it, whole or not at all; returns what the format could not hold, a sentence each.

    The suffix says the format, or `form` does (`csv`); some formats are folders. `engine` says what draws a page, explorer (as
    else) or pyvis. `wanted.ego` may be a name. `evidence` adds the evidence in formats of triples that else hold entities and
    facts; `raw_csv` leaves cells that a spreadsheet may take for a formula as they are; `bom` is for Excel. For the
    formats of annotation tools `output` may be annotations too, a file or a folder of any of these tools or of our own, whose
    texts lie in the folder `texts`. Raises KgError for a suffix that no exporter has, a name that means nothing.
    """
    place = Path(path)
    if not engine and (tool := exchange.form(place, form, output)):
        return _drawn(output, place, tool, wanted, texts)
    graph = output if isinstance(output, Loaded) else load(output)
    exporter = chosen(place, form, engine).exporter()
    job = Job(graph.folder, lambda: part(graph, wanted), wanted.whole, evidence, raw_csv, bom)
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        notes = exporter(job, aside)
        _put(aside, place)
    except OSError as error:
        raise OutputError(str(place), f"cannot be written, {error.strerror or error}") from error
    finally:
        _drop(aside)
    return notes


def suffixes() -> tuple[str, ...]:
    """The suffixes that say a format."""
    return tuple(sorted((*formats(), *exchange.FORMATS)))


def part(graph: Loaded, wanted: Selection) -> Graph:
    """What is wanted of a graph; `wanted.ego` may be a name."""
    _check(graph)
    ego = graph.entity(wanted.ego).iri if wanted.ego else ""
    return select(graph.graph(), replace(wanted, ego=ego))


def _drawn(
    output: Path | str | Loaded, place: Path, tool: str, wanted: Selection, texts: Path | None
) -> Notes:
    """Write annotations for a tool; what somebody has annotated in a folder is never written over."""
    if place.is_dir() and any(place.iterdir()):
        wrong = "there are files in it, which somebody may have annotated"
        raise OutputError(str(place), wrong, hint="another name")
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    lines = place.with_name(f"{aside.name}.jsonl")
    try:
        found = exchange.source(output, texts) if wanted.whole else _kept(output, wanted, lines)
        exchange.write(found, aside, tool)
        _put(aside, place)
    except OSError as error:
        raise OutputError(str(place), f"cannot be written, {error.strerror or error}") from error
    finally:
        _drop(aside)
        _drop(lines)
    return ()


def _kept(output: Path | str | Loaded, wanted: Selection, lines: Path) -> Iterable[exchange.Annotated]:
    """The annotations of what is wanted of a build; they go through a file of their own."""
    graph = output if isinstance(output, Loaded) else load(output)
    write_stand_off(Job(graph.folder, lambda: part(graph, wanted), whole=False), lines)
    return exchange.annotated(graph, lines)


def _check(graph: Loaded) -> None:
    """Facts are known by their evidence: without it there is nothing to write."""
    from kg.store import FILES, FOLDER

    if not (graph.folder / FOLDER).is_dir():
        for name in FILES:
            if not (graph.folder / name).exists():
                file = str(graph.folder / name)
                raise OutputError(file, "the build did not write it", hint="kg build without --only")


def _put(aside: Path, place: Path) -> None:
    """Put what was written in its place; a folder only in that of one that holds nothing else."""
    if aside.is_dir() and place.is_dir():
        foreign = sorted({path.name for path in place.iterdir()} - {path.name for path in aside.iterdir()})
        if foreign:
            raise OutputError(
                str(place), f"there are other files in it, {foreign[0]} for one", hint="a folder of its own"
            )
        old = place.with_name(f".{place.name}.{os.getpid()}.old")
        place.rename(old)
        aside.rename(place)
        shutil.rmtree(old)
    elif aside.is_dir() and place.exists():
        raise OutputError(str(place), "it is a file, and this format is a folder", hint="another name")
    else:
        aside.replace(place)


def _drop(aside: Path) -> None:
    if aside.is_dir():
        shutil.rmtree(aside)
    else:
        aside.unlink(missing_ok=True)

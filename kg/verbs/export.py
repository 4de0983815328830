"""An output folder and a file name → the graph in the format that the name's suffix says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from kg.errors import KgError, OutputError
from kg.verbs.load import Loaded, load

Exporter: TypeAlias = Callable[[Loaded, Path], None]


def export(output: Path | Loaded, file: Path) -> None:
    """Write the graph to a file, whole or not at all; entities and facts, in `.trig` and `.nq` with their evidence.

    Raises KgError for a suffix that no exporter has.
    """
    graph = output if isinstance(output, Loaded) else load(output)
    exporter = EXPORTERS.get(file.suffix.lower())
    if exporter is None:
        wanted = ", ".join(sorted(EXPORTERS))
        raise KgError(
            str(file), f"no exporter for {file.suffix or 'a name without suffix'}", f"one of {wanted}"
        )
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        exporter(graph, aside)
        aside.replace(file)
    except OSError as error:
        raise OutputError(str(file), f"cannot be written, {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)


def _rdf(suffix: str) -> Exporter:
    """Entities and facts in an RDF format; a dataset has the evidence as a second graph."""

    def write(graph: Loaded, file: Path) -> None:
        from kg.exports import rdf

        base = graph.manifest.base
        files = {f"{base}graph": _made(graph, "graph.ttl")}
        if suffix in rdf.DATASETS:
            files[f"{base}evidence"] = _made(graph, "evidence.ttl")
        rdf.write(files, file, suffix)

    return write


def _json_ld(graph: Loaded, file: Path) -> None:
    from kg.exports import rdf

    rdf.write_json_ld(_made(graph, "graph.ttl"), file)


def _copy(name: str) -> Exporter:
    """A file of the output folder as it is."""

    def write(graph: Loaded, file: Path) -> None:
        shutil.copyfile(_made(graph, name), file)

    return write


def _made(graph: Loaded, name: str) -> Path:
    path = graph.folder / name
    if not path.exists():
        raise OutputError(str(path), "the build did not write it", hint="kg build without --only")
    return path


EXPORTERS: dict[str, Exporter] = {
    ".html": _copy("explorer.html"),
    ".jsonl": _copy("annotations.jsonl"),
    ".jsonld": _json_ld,
    **{suffix: _rdf(suffix) for suffix in (".nq", ".nt", ".rdf", ".trig", ".ttl")},
}


def suffixes() -> tuple[str, ...]:
    """The suffixes that say a format."""
    return tuple(sorted(EXPORTERS))

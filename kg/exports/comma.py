"""The graph → a folder of CSV files (or a zip of them): nodes, edges, and every place that says a fact."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.exports import tables
from kg.exports.escape import cell, encoded
from kg.exports.folders import pack
from kg.exports.formats import Job, Notes


def write(job: Job, path: Path) -> Notes:
    """Write nodes.csv, edges.csv and evidence.csv into a new folder; lines end in CR LF, as RFC 4180 has it."""
    path.mkdir()
    graph, rows = job.graph, tables.nodes(job.graph)
    names = tables.columns(rows)
    cells = (tables.node_cells(row, names) for row in rows)
    _write(job, path / "nodes.csv", (*tables.PLAIN, *names), cells)
    _write(job, path / "edges.csv", tables.EDGE, (tables.edge_cells(edge) for edge in tables.edges(graph)))
    _write(job, path / "evidence.csv", tables.PLACE, tables.place_cells(graph))
    return ()


def write_zip(job: Job, path: Path) -> Notes:
    """Write the same files into a zip."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
        notes = write(job, Path(folder) / "files")
        pack((Path(folder) / "files").iterdir(), path)
    return notes


def _write(job: Job, path: Path, head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write("\ufeff".encode() if job.bom else b"")
        stream.write(line(head, raw=job.raw_csv))
        stream.writelines(line(row, raw=job.raw_csv) for row in rows)


def line(cells: Iterable[str | int], *, raw: bool) -> bytes:
    """A line of CSV; a number is never guarded, however negative."""
    said = (str(one) if isinstance(one, int) else cell(one, raw=raw) for one in cells)
    return encoded(",".join(said) + "\r\n")

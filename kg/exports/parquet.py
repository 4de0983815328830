"""The graph → a folder of Parquet files: nodes, edges, and every place that says a fact; wants pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.exports import tables
from kg.exports.escape import scalar
from kg.exports.formats import Job, Notes

if TYPE_CHECKING:
    import pyarrow

NUMBERS = {"documents", "facts", "start", "end", "places", "article"}


def write(job: Job, path: Path) -> Notes:
    """Write nodes.parquet, edges.parquet and evidence.parquet into a new folder; raises KgError without pyarrow.

    Names and literals are lists of strings, numbers are 64-bit integers.
    """
    _check()
    path.mkdir()
    graph, rows = job.graph, tables.nodes(job.graph)
    names = tables.columns(rows)
    listed = {"names", *names}
    cells = [_cells(row, names) for row in rows]
    _write(path / "nodes.parquet", (*tables.PLAIN, *names), cells, listed)
    _write(path / "edges.parquet", tables.EDGE, [tables.edge_cells(edge) for edge in tables.edges(graph)])
    _write(path / "evidence.parquet", tables.PLACE, list(tables.place_cells(graph)))
    return ()


def _cells(row: tables.Row, names: Sequence[str]) -> list[object]:
    cells: list[object] = list(tables.node_cells(row, ()))
    cells[tables.PLAIN.index("names")] = list(row.node.names)
    return cells + [list(row.values.get(name, ())) for name in names]


def _check() -> None:
    try:
        import pyarrow  # noqa: F401 - only asked whether it is there
    except ImportError as error:
        raise KgError(
            "", "Parquet wants pyarrow, which is not there", hint="pip install 'policykg[parquet]'"
        ) from error


def _write(
    path: Path, names: Sequence[str], rows: Sequence[Sequence[object]], listed: Iterable[str] = ()
) -> None:
    import pyarrow
    import pyarrow.parquet

    lists = set(listed)
    schema = pyarrow.schema([(name, _type(name, lists)) for name in names])
    columns = [
        pyarrow.array([_whole(row[at]) for row in rows], type=field.type) for at, field in enumerate(schema)
    ]
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), path, compression="zstd")


def _whole(value: object) -> object:
    """A cell without lone surrogates."""
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return scalar(value) if isinstance(value, str) else value


def _type(name: str, lists: set[str]) -> pyarrow.DataType:
    import pyarrow

    if name in lists:
        return pyarrow.list_(pyarrow.string())
    return pyarrow.int64() if name in NUMBERS else pyarrow.string()

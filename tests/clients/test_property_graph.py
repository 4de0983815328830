"""GraphML, GEXF, Cytoscape JSON, CSV, Parquet, the bulk import, read by what others wrote: the same nodes and edges."""

from __future__ import annotations

import shutil
from pathlib import Path

import networkx
import pytest

from tests.clients.conftest import Exports, node

INSTALL = "pip install -r tests/clients/requirements.txt, or make clients"


def test_networkx_reads_graphml(exports: Exports) -> None:
    found = networkx.read_graphml(exports.file(".graphml"), force_multigraph=True)
    assert (found.number_of_nodes(), found.number_of_edges()) == (exports.nodes, exports.edges)
    assert tuple(sorted(about["label"] for _, about in found.nodes(data=True))) == exports.labels
    assert tuple(sorted(about["quote"] for *_, about in found.edges(data=True))) == exports.quotes
    assert {type(about["places"]) for *_, about in found.edges(data=True)} == {int}


def test_igraph_reads_graphml(exports: Exports) -> None:
    igraph = pytest.importorskip("igraph", reason=INSTALL)
    found = igraph.Graph.Read_GraphML(str(exports.file(".graphml")))
    assert (found.vcount(), found.ecount(), found.is_directed()) == (exports.nodes, exports.edges, True)
    assert tuple(sorted(found.vs["label"])) == exports.labels
    assert tuple(sorted(found.es["quote"])) == exports.quotes


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_graphology(exports: Exports, form: str) -> None:
    found = node(form, exports.file(f".{form}"))
    assert (found["nodes"], found["edges"]) == (exports.nodes, exports.edges)
    assert sorted(found["labels"]) == list(exports.labels)  # type: ignore[call-overload]
    assert sorted(found["quotes"]) == list(exports.quotes)  # type: ignore[call-overload]
    if form == "gexf":
        assert (found["placed"], found["coloured"]) == (exports.nodes, exports.nodes)


def test_cytoscape(exports: Exports) -> None:
    found = node("cytoscape", exports.file(".cyjs"))
    assert (found["nodes"], found["edges"]) == (exports.nodes, exports.edges)
    assert sorted(found["labels"]) == list(exports.labels)  # type: ignore[call-overload]
    assert sorted(found["quotes"]) == list(exports.quotes)  # type: ignore[call-overload]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_duckdb(exports: Exports, suffix: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason=INSTALL)
    folder = exports.file(suffix)
    if not folder.exists():
        pytest.skip(f"pyarrow is not there: {INSTALL}")
    nodes, edges, places = (f"'{folder / name}{suffix}'" for name in ("nodes", "edges", "evidence"))

    def asked(query: str) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = duckdb.sql(query).fetchall()
        return found

    assert asked(f"SELECT count(*), count(DISTINCT iri) FROM {nodes}") == [(exports.nodes,) * 2]  # noqa: S608
    assert asked(f"SELECT count(*), count(DISTINCT id) FROM {edges}") == [(exports.edges,) * 2]  # noqa: S608
    lost = f"SELECT count(*) FROM {edges} e ANTI JOIN {nodes} n ON e.source = n.iri"  # noqa: S608
    assert asked(lost) == [(0,)]
    quotes = asked(f"SELECT quote FROM {edges}")  # noqa: S608
    assert tuple(sorted(str(quote) for (quote,) in quotes)) == exports.quotes
    sums = f"SELECT (SELECT sum(places) FROM {edges}), count(*) FROM {places} p SEMI JOIN {edges} e ON p.fact = e.id"  # noqa: S608
    ((one, other),) = asked(sums)
    assert one == other


def test_pyarrow(exports: Exports) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason=INSTALL)
    nodes = parquet.read_table(exports.file(".parquet") / "nodes.parquet")
    assert nodes.num_rows == exports.nodes
    assert tuple(sorted(nodes["label"].to_pylist())) == exports.labels
    assert str(nodes.schema.field("names").type) == "list<element: string>"


def test_pandas(exports: Exports) -> None:
    pytest.importorskip("pandas", reason=INSTALL)
    import kg

    frames = kg.load(exports.output).to_pandas()
    assert (len(frames.nodes), len(frames.edges)) == (exports.nodes, exports.edges)
    assert tuple(sorted(frames.edges["quote"])) == exports.quotes


def test_ladybug_copies_the_bulk_import(exports: Exports, tmp_path: Path) -> None:
    ladybug = pytest.importorskip("ladybug", reason=INSTALL)
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    folder = exports.file(".cypher")
    heads = {name: head(folder / f"{name}.csv") for name in ("nodes", "edges")}
    columns = ", ".join(f"`{name}` {kind}" for name, kind in heads["nodes"])
    connection.execute(f"CREATE NODE TABLE Thing({columns}, PRIMARY KEY(iri))")
    columns = ", ".join(f"`{name}` {kind}" for name, kind in heads["edges"][2:])
    connection.execute(f"CREATE REL TABLE Fact(FROM Thing TO Thing, {columns})")
    for name, table in (("nodes", "Thing"), ("edges", "Fact")):
        file = shutil.copy(folder / f"{name}.csv", tmp_path)
        connection.execute(f"COPY {table} FROM '{file}' (HEADER=true, PARALLEL=false)")

    def asked(query: str) -> list[list[object]]:
        found: list[list[object]] = connection.execute(query).get_all()
        return found

    assert asked("MATCH (n:Thing) RETURN count(*)") == [[exports.nodes]]
    assert asked("MATCH (:Thing)-[f:Fact]->(:Thing) RETURN count(*)") == [[exports.edges]]
    quotes = asked("MATCH (:Thing)-[f:Fact]->(:Thing) RETURN f.quote")
    assert tuple(sorted(str(quote) for (quote,) in quotes)) == exports.quotes


def head(file: Path) -> list[tuple[str, str]]:
    """The columns of a bulk import's file: names as ladybug takes them, and their types."""
    with file.open(encoding="utf-8") as lines:
        cells = lines.readline().strip().split(",")
    found = []
    for cell in cells:
        name, _, kind = cell.partition(":")
        found.append((name or f"its_{kind.lower()}", "INT64" if kind == "long" else "STRING"))
    return found

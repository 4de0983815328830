"""The graph → a folder for Neo4j: CSV files for a bulk import, and a Cypher script that makes the same graph by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.exports import tables
from kg.exports.comma import line
from kg.exports.escape import cypher, cypher_name, encoded
from kg.exports.folders import pack
from kg.exports.formats import Job, Notes

BATCH = 500
NUMBERS = {"documents", "facts", "start", "end", "places"}
LISTED = {"names"}
README = """A graph for Neo4j, twice.

A bulk import into an empty database, quick for millions of facts:

  neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=edges.csv --array-delimiter="|" --multiline-fields=true

Or the script, into any database, Memgraph and others that speak Cypher too; running it twice adds nothing:

  cypher-shell -f graph.cypher

Nodes have their class and its top class as labels and their IRI as `iri`; relationships are the facts, with the
first place that says each: rule, quote, document, start, end, modality; `places` counts all.
"""


def write(job: Job, path: Path) -> Notes:
    """Write nodes.csv, edges.csv, graph.cypher and README.txt into a new folder; cells are as they are, unguarded."""
    path.mkdir()
    rows, edges = tables.nodes(job.graph), list(tables.edges(job.graph))
    names = tables.columns(rows)
    (path / "README.txt").write_text(README, encoding="utf-8", newline="\n")
    _bulk(path, rows, names, edges)
    with (path / "graph.cypher").open("wb", buffering=1 << 20) as stream:
        stream.writelines(encoded(text + ";\n") for text in _script(rows, edges))
    return ()


def write_zip(job: Job, path: Path) -> Notes:
    """Write the same files into a zip."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
        notes = write(job, Path(folder) / "files")
        pack((Path(folder) / "files").iterdir(), path)
    return notes


def _bulk(path: Path, rows: Sequence[tables.Row], names: Sequence[str], edges: Iterable[tables.Edge]) -> None:
    """The files of neo4j-admin: typed headers, `:LABEL` and `:TYPE` columns."""
    plain = tables.PLAIN[1:]
    with (path / "nodes.csv").open("wb", buffering=1 << 20) as stream:
        stream.write(line(["iri:ID", *map(_typed, (*plain, *names)), ":LABEL"], raw=True))
        for row in rows:
            labels = tables.BETWEEN.join(dict.fromkeys((row.node.type, row.top)))
            stream.write(line([*tables.node_cells(row, names), labels], raw=True))
    with (path / "edges.csv").open("wb", buffering=1 << 20) as stream:
        stream.write(line([":START_ID", ":END_ID", ":TYPE", "id", *map(_typed, tables.EDGE[4:])], raw=True))
        for edge in edges:
            name, source, target, relation, *said = tables.edge_cells(edge)
            stream.write(line([source, target, relation, name, *said], raw=True))


def _typed(name: str) -> str:
    return f"{name}:long" if name in NUMBERS else f"{name}:string[]" if name in LISTED else name


def _script(rows: Sequence[tables.Row], edges: Sequence[tables.Edge]) -> Iterator[str]:
    """Statements that any Cypher takes: a constraint, then nodes by class and facts by property, some hundreds at once."""
    yield "CREATE CONSTRAINT kg_iri IF NOT EXISTS FOR (n:Kg) REQUIRE n.iri IS UNIQUE"
    kinds = sorted({(row.node.type, row.top) for row in rows})
    for kind, top in kinds:
        labels = "".join(f":{cypher_name(name)}" for name in dict.fromkeys((kind, top)))
        made = [_map(_node(row)) for row in rows if (row.node.type, row.top) == (kind, top)]
        for batch in _batches(made):
            yield f"UNWIND [\n{batch}\n] AS row MERGE (n:Kg {{iri: row.iri}}) SET n += row, n{labels}"
    for relation in sorted({edge.fact.predicate for edge in edges}):
        name = cypher_name(relation)
        made = [_map(_edge(edge)) for edge in edges if edge.fact.predicate == relation]
        for batch in _batches(made):
            found = "MATCH (a:Kg {iri: row.source}) MATCH (b:Kg {iri: row.target})"
            yield f"UNWIND [\n{batch}\n] AS row {found} MERGE (a)-[r:{name} {{id: row.said.id}}]->(b) SET r += row.said"


def _batches(made: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(made), BATCH):
        yield ",\n".join(made[at : at + BATCH])


def _node(row: tables.Row) -> dict[str, str]:
    node = row.node
    known = {"iri": cypher(node.iri), "label": cypher(node.label)}
    known |= {"names": _list(node.names)} if node.names else {}
    known |= {"partOf": cypher(node.whole)} if node.whole else {}
    known |= {"documents": str(row.documents), "facts": str(row.facts)}
    return known | {
        cypher_name(name): cypher(values[0]) if len(values) == 1 else _list(values)
        for name, values in row.values.items()
    }


def _edge(edge: tables.Edge) -> dict[str, str]:
    fact, said = edge.fact, {"id": cypher(edge.id)}
    said |= {
        name: str(value) if isinstance(value, int) else cypher(value)
        for name, value in tables.as_record(edge.first).items()
    }
    told = _map(said | {"places": str(len(edge.places))})
    return {"source": cypher(fact.subject), "target": cypher(edge.target), "said": told}


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(cypher, values)) + "]"


def _map(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in pairs.items()) + "}"

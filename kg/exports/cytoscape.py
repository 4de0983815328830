"""The graph → Cytoscape JSON: nodes and edges with all they have, lists as lists, every place on its edge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kg.exports import tables
from kg.exports.escape import encoded
from kg.exports.formats import Job, Notes

RESERVED = {"id", "source", "target", "parent"}
"""What Cytoscape takes for its own; a property of such a name would break the picture."""


def write(job: Job, path: Path) -> Notes:
    """Write a file: a line an element."""
    head = {"format_version": "1.0", "generated_by": "kg", "target_cytoscapejs_version": "~3.33"}
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write(
            json.dumps(head)[:-1].encode() + b',\n"data": {"name": "kg"},\n"elements": {\n"nodes": [\n'
        )
        stream.writelines(_lines(_nodes(job)))
        stream.write(b'],\n"edges": [\n')
        stream.writelines(_lines(_edges(job)))
        stream.write(b"]}}\n")
    return ()


def _lines(elements: Iterator[dict[str, object]]) -> Iterator[bytes]:
    last = b""
    for element in elements:
        if last:
            yield last + b",\n"
        last = encoded(json.dumps({"data": element}, ensure_ascii=False))
    if last:
        yield last + b"\n"


def _nodes(job: Job) -> Iterator[dict[str, object]]:
    for row in tables.nodes(job.graph):
        node = row.node
        known: dict[str, object] = {"id": node.iri, "name": node.label, "type": node.type, "top": row.top}
        known |= {"names": node.names} if node.names else {}
        known |= {"partOf": node.whole} if node.whole else {}
        known |= {"documents": row.documents, "facts": row.facts}
        known |= {"stated": tables.told(row)} if row.stated else {}
        yield known | {name: values for name, values in row.values.items() if name not in RESERVED}


def _edges(job: Job) -> Iterator[dict[str, object]]:
    for edge in tables.edges(job.graph):
        fact = edge.fact
        yield {
            "id": edge.id,
            "source": fact.subject,
            "target": edge.target,
            "interaction": fact.predicate,
            "places": len(edge.places),
            **tables.as_record(edge.first),
            "evidence": [tables.as_record(place) for place in edge.places],
        }

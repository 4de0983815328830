"""The graph → GraphML: typed attributes, sorted, every place that says a fact on its edge."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg.exports import tables
from kg.exports.escape import encoded, strings, unfit_for_xml, xml
from kg.exports.formats import Job, Notes

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd">
"""
NUMBERS = {"documents": "int", "facts": "int", "start": "long", "end": "long", "places": "int"}
ON_EDGES = (*tables.EDGE[3:], "evidence")


def write(job: Job, path: Path) -> Notes:
    """Write a file; what no XML can hold becomes U+FFFD, which the answer tells."""
    graph, rows = job.graph, tables.nodes(job.graph)
    names = tables.columns(rows)
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write(HEAD.encode())
        stream.writelines(_keys("node", "n", (*tables.PLAIN, *names, "stated")))
        stream.writelines(_keys("edge", "e", ON_EDGES))
        stream.write(b' <graph id="G" edgedefault="directed">\n')
        for row in rows:
            stated = json.dumps(tables.told(row), ensure_ascii=False) if row.stated else ""
            cells = _data("n", [*tables.node_cells(row, names), stated])
            stream.write(encoded(f'  <node id="{tables.token(graph, row.node.iri)}">{cells}</node>\n'))
        for edge in tables.edges(graph):
            source, target = (tables.token(graph, end) for end in (edge.fact.subject, edge.target))
            told = json.dumps([tables.as_record(place) for place in edge.places], ensure_ascii=False)
            cells = _data("e", [*tables.edge_cells(edge)[3:], told])
            stream.write(
                encoded(f'  <edge id="e{edge.id}" source="{source}" target="{target}">{cells}</edge>\n')
            )
        stream.write(b" </graph>\n</graphml>\n")
    return unfit_for_xml(strings(graph))


def _keys(owner: str, letter: str, names: Iterable[str]) -> Iterable[bytes]:
    for at, name in enumerate(names):
        kind = NUMBERS.get(name, "string")
        yield (
            f' <key id="{letter}{at}" for="{owner}" attr.name="{xml(name)}" attr.type="{kind}"/>\n'.encode()
        )


def _data(letter: str, cells: Iterable[str | int]) -> str:
    """The attributes that are there; an empty one is left out, but not the name of a node."""
    return "".join(
        f'<data key="{letter}{at}">{xml(str(cell))}</data>' for at, cell in enumerate(cells) if cell != ""
    )

"""The graph → GEXF 1.3: typed attributes, and each node in the colour, size and place that the page gives it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg import ontology
from kg.exports import tables
from kg.exports.escape import encoded, strings, unfit_for_xml, xml
from kg.exports.formats import Job, Notes
from kg.graph import Graph

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
 <meta><creator>kg</creator></meta>
 <graph defaultedgetype="directed" mode="static" idtype="string">
"""
NUMBERS = {
    "documents": "integer",
    "facts": "integer",
    "start": "integer",
    "end": "integer",
    "places": "integer",
}
UNIT = 60
PLACED = 20_000
"""How many nodes are given places; the layout of more takes minutes, and Gephi has its own."""


def write(job: Job, path: Path) -> Notes:
    """Write a file; what no XML can hold becomes U+FFFD, which the answer tells."""
    graph, rows = job.graph, tables.nodes(job.graph)
    names = tables.columns(rows)
    on_nodes = tuple(name for name in (*tables.PLAIN, *names) if name not in {"iri", "label"})
    places, colours = positions(graph), _colours()
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write(HEAD.encode())
        stream.write(_attributes("node", on_nodes) + _attributes("edge", tables.EDGE[3:]) + b"  <nodes>\n")
        for row in rows:
            cells = dict(zip((*tables.PLAIN, *names), tables.node_cells(row, names), strict=True))
            values = _values([cells[name] for name in on_nodes])
            look = _look(colours.get(row.node.type, "#888888"), row.facts, places.get(row.node.iri))
            name = f'<node id="{xml(row.node.iri)}" label="{xml(row.node.label)}">'
            stream.write(encoded(f"   {name}{values}{look}</node>\n"))
        stream.write(b"  </nodes>\n  <edges>\n")
        for edge in tables.edges(graph):
            ends = f'source="{xml(edge.fact.subject)}" target="{xml(edge.target)}"'
            name = f'<edge id="{edge.id}" {ends} label="{xml(edge.fact.predicate)}">'
            stream.write(encoded(f"   {name}{_values(tables.edge_cells(edge)[3:])}</edge>\n"))
        stream.write(b"  </edges>\n </graph>\n</gexf>\n")
    return unfit_for_xml(strings(graph))


def positions(graph: Graph) -> Mapping[str, tuple[int, int]]:
    """Where each node stands: by the layout of the page, which has no chance in it; nowhere where they are too many."""
    import networkx

    from kg.exports.explorer import layout

    nodes = [*graph.entities, *graph.documents]
    if len(nodes) > PLACED:
        return {}
    number = {here: at for at, here in enumerate(nodes)}
    linked = networkx.MultiGraph()
    linked.add_nodes_from(range(len(nodes)))
    linked.add_edges_from((number[edge.fact.subject], number[edge.target]) for edge in tables.edges(graph))
    found = layout.network(linked)
    return {
        nodes[at]: (round(x * UNIT), round(-y * UNIT)) for at, (x, y) in found.items()
    }  # y grows upwards here


def _colours() -> Mapping[str, str]:
    return {name: known.colour for name, known in ontology.load().classes.items()}


def _look(colour: str, facts: int, place: tuple[int, int] | None) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    stand = f'<viz:position x="{place[0]}" y="{place[1]}" z="0"/>' if place else ""
    size = f"{6 + 2.4 * math.sqrt(facts):.1f}"
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>{stand}<viz:size value="{size}"/>'


def _attributes(owner: str, names: Iterable[str]) -> bytes:
    lines = (
        f'   <attribute id="{at}" title="{xml(name)}" type="{NUMBERS.get(name, "string")}"/>\n'
        for at, name in enumerate(names)
    )
    return f'  <attributes class="{owner}">\n{"".join(lines)}  </attributes>\n'.encode()


def _values(cells: Iterable[str | int]) -> str:
    said = "".join(
        f'<attvalue for="{at}" value="{xml(str(cell))}"/>' for at, cell in enumerate(cells) if cell != ""
    )
    return f"<attvalues>{said}</attvalues>"

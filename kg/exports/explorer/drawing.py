"""What the page holds in; a pyvis network out: nodes and edges with their places, colours and sizes, physics off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.exports.explorer import layout
from kg.exports.explorer.content import Content

if TYPE_CHECKING:
    import networkx
    from pyvis.network import Network

# The columns of the picture, left to right, and the top classes that stand in them; others stand in the last.
COLUMNS = (("Person", "Post"), ("Organisation",), ("LegalInstrument", "Provision"), ("Programme",), ())
MAIN = (1, 2, 3)
UNIT = 60
ROW = 54

OPTIONS: dict[str, object] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "selectable": False,
        "hover": False,
        "keyboard": False,
        "navigationButtons": False,
    },
    "nodes": {"font": {"size": 14}, "borderWidth": 0},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrows": {"to": {"scaleFactor": 0.5}}},
}


def drawn(content: Content) -> Network:
    """The network of the page's things and the facts between them; the ids are their numbers.

    `x`, `y` are the place in the network view, `column`, `row` the place in the columns.
    """
    from pyvis.network import Network

    graph = _linked(content)
    facts = layout.strengths(graph)
    column = {at: _column(content, at) for at in range(len(content.things))}
    rows, places = layout.columns(graph, column, MAIN), layout.network(graph)
    network = Network(directed=True, cdn_resources="in_line")
    network.options = OPTIONS
    network.nodes = [
        {
            "id": at,
            "label": thing.names[0],
            "group": content.kinds[thing.type].top,
            "shape": "dot",
            "size": round(6 + 2.4 * math.sqrt(facts[at])),
            "color": content.kinds[thing.type].colour,
            "x": round(places[at][0] * UNIT),
            "y": round(places[at][1] * UNIT),
            "column": column[at],
            "row": rows[at],
            "facts": facts[at],
        }
        for at, thing in enumerate(content.things)
    ]
    network.edges = [
        {
            "id": at,
            "from": fact.subject,
            "to": fact.object,
            "arrows": "" if content.relations[fact.predicate].symmetric else "to",
        }
        for at, fact in enumerate(content.facts)
        if fact.object >= 0
    ]
    return network


def _linked(content: Content) -> networkx.MultiGraph:
    import networkx

    graph = networkx.MultiGraph()
    graph.add_nodes_from(range(len(content.things)))
    graph.add_edges_from((fact.subject, fact.object) for fact in content.facts if fact.object >= 0)
    return graph


def _column(content: Content, at: int) -> int:
    top = content.kinds[content.things[at].type].top
    return next((number for number, tops in enumerate(COLUMNS) if top in tops), len(COLUMNS) - 1)

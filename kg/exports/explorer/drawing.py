"""What the page holds in; where each thing stands out, in the columns and in the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.exports.explorer import layout
from kg.exports.explorer.content import Content

if TYPE_CHECKING:
    import networkx

# The columns of the picture, left to right, and the top classes that stand in them; others stand in the last.
COLUMNS = (("Person", "Post"), ("Organisation",), ("LegalInstrument", "Provision"), ("Programme",), ())
MAIN = (1, 2, 3)
UNIT = 60


class Drawing(msgspec.Struct, frozen=True):
    """The places of the things by their number: `x`, `y` in the network, `column`, `row` in the columns."""

    x: list[int]
    y: list[int]
    column: list[int]
    row: list[int]


def drawn(content: Content) -> Drawing:
    """Where each thing of the page stands; the same content gives the same places."""
    graph = _linked(content)
    column = {at: _column(content, at) for at in graph}
    rows, places = layout.columns(graph, column, MAIN), layout.network(graph)
    return Drawing(
        x=[round(places[at][0] * UNIT) for at in graph],
        y=[round(places[at][1] * UNIT) for at in graph],
        column=[column[at] for at in graph],
        row=[rows[at] for at in graph],
    )


def _linked(content: Content) -> networkx.MultiGraph:
    import networkx

    graph = networkx.MultiGraph()
    graph.add_nodes_from(range(len(content.things.iri)))
    facts = content.facts
    graph.add_edges_from(
        (one, other) for one, other in zip(facts.subject, facts.object, strict=True) if other >= 0
    )
    return graph


def _column(content: Content, at: int) -> int:
    top = content.kinds[content.things.type[at]].top
    return next((number for number, tops in enumerate(COLUMNS) if top in tops), len(COLUMNS) - 1)

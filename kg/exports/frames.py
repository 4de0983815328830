"""The graph → pandas: a frame of nodes, one of edges, one of the places that say facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError
from kg.exports import tables
from kg.graph import Graph

if TYPE_CHECKING:
    import pandas


class Frames(NamedTuple):
    """Three frames: `nodes` and `edges` by their ids, `evidence` a row a place."""

    nodes: pandas.DataFrame
    edges: pandas.DataFrame
    evidence: pandas.DataFrame


def frames(graph: Graph) -> Frames:
    """The tables that CSV and Parquet have, as frames; raises KgError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise KgError("", "pandas is not there", hint="pip install 'policykg[pandas]'") from error
    rows = tables.nodes(graph)
    names = tables.columns(rows)
    nodes = pandas.DataFrame([tables.node_cells(row, names) for row in rows], columns=[*tables.PLAIN, *names])
    edges = pandas.DataFrame(
        [tables.edge_cells(edge) for edge in tables.edges(graph)], columns=list(tables.EDGE)
    )
    evidence = pandas.DataFrame(list(tables.place_cells(graph)), columns=list(tables.PLACE))
    return Frames(nodes.set_index("iri"), edges.set_index("id"), evidence)

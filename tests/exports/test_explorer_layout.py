"""Where things stand: few crossings in the columns, neighbours near each other in the network, the same every time."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.exports.explorer import layout

MAIN = (0, 1, 2)


def braided(count: int) -> tuple[nx.MultiGraph, dict[int, int]]:
    """Chains left – middle – right whose nodes come in three different orders: without crossings only if reordered."""
    graph, column = nx.MultiGraph(), {}
    graph.add_nodes_from(range(3 * count))
    for n in range(count):
        left, middle, right = n, count + (n * 7) % count, 2 * count + (n * 3) % count
        graph.add_edges_from([(left, middle), (middle, right)])
        column |= {left: 0, middle: 1, right: 2}
    return graph, column


def crossings(graph: nx.MultiGraph, column: dict[int, int], rows: dict[int, int]) -> int:
    edges = [sorted(edge, key=column.__getitem__) for edge in graph.edges()]
    return sum(
        column[a] == column[c] and (rows[a] - rows[c]) * (rows[b] - rows[d]) < 0
        for at, (a, b) in enumerate(edges)
        for c, d in edges[:at]
    )


def test_chains_are_untangled() -> None:
    graph, column = braided(20)
    rows = layout.columns(graph, column, MAIN)
    assert crossings(graph, column, rows) == 0


def test_every_column_is_counted_from_its_head() -> None:
    graph, column = braided(11)
    rows = layout.columns(graph, column, MAIN)
    for number in MAIN:
        assert sorted(rows[node] for node in graph if column[node] == number) == list(range(11))


def test_columns_beside_the_main_ones_follow_them() -> None:
    graph, column = braided(11)
    graph.add_edges_from((33 + n, n) for n in range(11))
    column |= {33 + n: 3 for n in range(11)}
    rows = layout.columns(graph, column, MAIN)
    assert [rows[33 + n] for n in range(11)] == [rows[n] for n in range(11)]


@pytest.mark.parametrize(
    "graph",
    [
        nx.MultiGraph(),
        nx.MultiGraph(nx.empty_graph(5)),
        nx.MultiGraph(nx.star_graph(60)),
        nx.MultiGraph(nx.path_graph(40)),
        nx.MultiGraph([(0, 0), (0, 1), (0, 1)]),
        nx.MultiGraph(nx.disjoint_union_all([nx.complete_graph(n) for n in (9, 5, 2, 1)])),
        nx.MultiGraph(nx.random_regular_graph(4, 200, seed=5)),
    ],
    ids=["nothing", "no edges", "star", "path", "loop and twin", "parts", "tangle"],
)
def test_no_two_nodes_stand_on_one_spot(graph: nx.MultiGraph) -> None:
    places = layout.network(graph)
    assert set(places) == set(graph)
    spots = [(round(60 * x), round(60 * y)) for x, y in places.values()]
    assert len(set(spots)) == len(spots)


def test_neighbours_are_nearer_than_strangers() -> None:
    graph = nx.MultiGraph(nx.connected_caveman_graph(8, 9))
    places = layout.network(graph)

    def away(one: int, other: int) -> float:
        return abs(complex(*places[one]) - complex(*places[other]))

    near = [away(a, b) for a, b in graph.edges()]
    far = [away(a, b) for a in graph for b in graph if a < b and not graph.has_edge(a, b)]
    assert sum(near) / len(near) < 0.4 * sum(far) / len(far)


def test_the_same_graph_gives_the_same_picture() -> None:
    graph = nx.MultiGraph(nx.random_regular_graph(3, 120, seed=2))
    column = {node: node % 3 for node in graph}
    assert layout.network(graph) == layout.network(graph.copy())
    assert layout.columns(graph, column, MAIN) == layout.columns(graph.copy(), column, MAIN)

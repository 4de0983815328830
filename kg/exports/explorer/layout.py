"""A networkx graph in; where each node stands out: the order in the columns, and places for the network view.

Everything here is arithmetic on the order of the nodes: no chance, no clock, so the same graph gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

Node = int
Point = tuple[float, float]

SWEEPS = 12
PIVOTS = 24
ROUNDS = 70
CORE = 1200
REACH = 3.0
GAP = 2.0
GOLDEN = math.pi * (3 - math.sqrt(5))


def strengths(graph: networkx.MultiGraph) -> dict[Node, int]:
    """How many facts each node takes part in: the one measure of what is shown first."""
    return {node: int(degree) for node, degree in graph.degree()}


def columns(graph: networkx.MultiGraph, column: Mapping[Node, int], main: Sequence[int]) -> dict[Node, int]:
    """The row of each node in its column, ordered to reduce crossings between the `main` columns.

    Nodes of one component stay together; then each column in turn is sorted by the mean row of its neighbours, and the
    best of all sweeps is kept. The other columns follow the main ones.
    """
    standing = set(main)
    order: dict[int, list[Node]] = {number: [] for number in sorted(set(column.values()))}
    for node in _walk(graph):
        order[column[node]].append(node)
    rows = {node: row for nodes in order.values() for row, node in enumerate(nodes)}
    links = _links(graph, column, standing)
    best, fewest = dict(rows), _crossings(order, rows, links, main)
    for sweep in range(SWEEPS):
        for number in main if sweep % 2 == 0 else reversed(main):
            _sort_column(order.get(number, []), rows, links, {n: len(order[n]) for n in order}, column)
        crossings = _crossings(order, rows, links, main)
        if crossings < fewest:
            best, fewest = dict(rows), crossings
    rows = best
    everything = _links(graph, column, set(order))
    for number, nodes in order.items():
        if number not in standing:
            _sort_column(nodes, rows, everything, {n: len(order[n]) for n in order}, column)
    return rows


def _walk(graph: networkx.MultiGraph) -> list[Node]:
    """Component by component, the largest first, each from its strongest node outwards."""
    import networkx

    strength, place = strengths(graph), {node: at for at, node in enumerate(graph)}
    parts = sorted(
        networkx.connected_components(graph), key=lambda part: (-len(part), min(place[node] for node in part))
    )
    walked: list[Node] = []
    for part in parts:
        start = min(part, key=lambda node: (-strength[node], place[node]))
        walked.append(start)
        walked.extend(node for _, node in networkx.bfs_edges(graph, start))
    return walked


def _links(graph: networkx.MultiGraph, column: Mapping[Node, int], among: set[int]) -> dict[Node, list[Node]]:
    """The neighbours of each node in other columns; one entry a fact."""
    links: dict[Node, list[Node]] = {node: [] for node in graph}
    for one, other in graph.edges():
        if column[one] != column[other] and column[one] in among and column[other] in among:
            links[one].append(other)
            links[other].append(one)
    return links


def _sort_column(
    nodes: list[Node],
    rows: dict[Node, int],
    links: Mapping[Node, Sequence[Node]],
    sizes: Mapping[int, int],
    column: Mapping[Node, int],
) -> None:
    """Sort a column by the mean height of the neighbours; who has none keeps the height it has."""

    def height(node: Node) -> float:
        near = links[node] or (node,)
        return sum((rows[other] + 0.5) / sizes[column[other]] for other in near) / len(near)

    nodes.sort(key=lambda node: (round(height(node), 9), rows[node]))
    rows.update({node: row for row, node in enumerate(nodes)})


def _crossings(
    order: Mapping[int, list[Node]],
    rows: Mapping[Node, int],
    links: Mapping[Node, Sequence[Node]],
    main: Sequence[int],
) -> int:
    """How many pairs of links cross between neighbouring main columns."""
    total = 0
    for left, right in pairwise(main):
        there = set(order.get(right, ()))
        near = (
            sorted(rows[other] for other in links[node] if other in there) for node in order.get(left, ())
        )
        ends = [row for heights in near for row in heights]
        total += _inversions(ends, len(there))
    return total


def _inversions(values: Sequence[int], size: int) -> int:
    """Pairs in the wrong order, by a tree of counts."""
    tree, found = [0] * (size + 1), 0
    for seen, value in enumerate(values):
        at, lower = value + 1, 0
        while at:
            lower += tree[at]
            at &= at - 1
        found += seen - lower
        at = value + 1
        while at <= size:
            tree[at] += 1
            at += at & -at
    return found


def network(graph: networkx.MultiGraph) -> dict[Node, Point]:
    """A place for each node, neighbours near each other; one unit is about the length of an edge.

    Each component is laid out by distances to a few pivots, then loosened by springs; the components are packed side by
    side, the largest first, and nodes without any edge stand in a grid at the end. Of a large graph only the nodes with most
    edges are laid out so; each of the others stands close by the neighbour that leads to it.
    """
    place = {node: at for at, node in enumerate(graph)}
    near = {node: sorted(set(graph[node]) - {node}, key=place.__getitem__) for node in graph}
    parts = _cores(graph, near, place)
    parts.sort(key=lambda part: (-len(part), place[part[0]]))
    core = {node for part in parts for node in part}
    inner = {node: [other for other in near[node] if other in core] for node in core}
    drawn = [_loosened(_spread(part, inner), inner) for part in parts if len(part) > 1 or near[part[0]]]
    alone = [part[0] for part in parts if not near[part[0]]]
    outer = _attached(drawn, near) if len(core) < len(near) else drawn
    if alone:
        wide = math.ceil(math.sqrt(len(alone) * 2))
        outer.append({node: (at % wide * 1.6, at // wide * 1.1) for at, node in enumerate(alone)})
    return _packed(outer)


def _cores(
    graph: networkx.MultiGraph, near: Mapping[Node, Sequence[Node]], place: Mapping[Node, int]
) -> list[list[Node]]:
    """Of each component its nodes; where there are too many, the largest part of it that hangs together by strong nodes."""
    import networkx

    strong = set(sorted(graph, key=lambda node: (-len(near[node]), place[node]))[:CORE])
    cores = []
    for part in networkx.connected_components(graph):
        kept = part & strong or {min(part, key=lambda node: (-len(near[node]), place[node]))}
        inside = networkx.connected_components(graph.subgraph(kept))
        best = max(inside, key=lambda some: (len(some), -min(place[node] for node in some)))
        cores.append(sorted(best, key=place.__getitem__))
    return cores


def _attached(
    drawn: Sequence[Mapping[Node, Point]], near: Mapping[Node, Sequence[Node]]
) -> list[dict[Node, Point]]:
    """The components with all that hangs on them: in a spiral around the node that leads there, nearest first.

    What is drawn is stretched, so that a spiral has room.
    """
    whole = []
    found = {node for spots in drawn for node in spots}
    for spots in drawn:
        queue, leads = list(spots), {node: node for node in spots}
        for node in queue:
            for other in near[node]:
                if other not in found:
                    found.add(other)
                    leads[other] = leads[node]
                    queue.append(other)
        stretch = math.sqrt(len(leads) / len(spots))
        placed = {node: (x * stretch, y * stretch) for node, (x, y) in spots.items()}
        counts = dict.fromkeys(spots, 0)
        for node in queue[len(spots) :]:
            anchor = leads[node]
            counts[anchor] += 1
            turn, out = counts[anchor] * GOLDEN, 0.45 * math.sqrt(counts[anchor] + 1)
            x, y = placed[anchor]
            placed[node] = (x + out * math.cos(turn), y + out * math.sin(turn))
        whole.append(placed)
    return whole


def _spread(nodes: Sequence[Node], near: Mapping[Node, Sequence[Node]]) -> dict[Node, Point]:
    """Pivot multidimensional scaling: two axes that keep the distances to a few nodes far from each other."""
    reached = [_steps(nodes[0], near)]
    far = dict(reached[0])
    while len(reached) < min(PIVOTS, len(nodes)):
        reached.append(_steps(max(nodes, key=far.__getitem__), near))
        far = {node: min(far[node], reached[-1][node]) for node in nodes}
    table = [[steps[node] ** 2 / -2 for steps in reached] for node in nodes]
    means = [sum(values) / len(nodes) for values in zip(*table, strict=True)]
    for row in table:
        row[:] = [value - mean for value, mean in zip(row, means, strict=True)]
        own = sum(row) / len(row)
        row[:] = [value - own for value in row]
    wide = _axis(table, ())
    high = _axis(table, wide)
    points = [(_dot(row, wide), _dot(row, high)) for row in table]
    size = math.sqrt(sum(x * x + y * y for x, y in points) / len(points)) or 1.0
    spots: dict[Node, Point] = {}
    for at, (node, (x, y)) in enumerate(zip(nodes, points, strict=True)):
        away = math.hypot(x, y) / size or 1.0
        scale = math.sqrt(len(nodes)) * math.log1p(away) / away / size  # far outliers come nearer
        turn, out = at * GOLDEN, math.sqrt((at + 1) / len(nodes))  # those on one spot are told apart
        spots[node] = (x * scale + out * math.cos(turn), y * scale + out * math.sin(turn))
    return spots


def _steps(start: Node, near: Mapping[Node, Sequence[Node]]) -> dict[Node, int]:
    """How many edges each node of a component is away."""
    steps, queue = {start: 0}, [start]
    for node in queue:
        for other in near[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _axis(rows: Sequence[Sequence[float]], across: Sequence[float]) -> Sequence[float]:
    """The direction of most spread (at right angles to another), by power iteration."""
    sides = list(zip(*rows, strict=True))
    gram = [[_dot(one, other) for other in sides] for one in sides]
    axis = [1.0 + at * 0.37 % 1 for at in range(len(gram))]
    for _ in range(60):
        if across:
            part = _dot(axis, across)
            axis = [value - part * other for value, other in zip(axis, across, strict=True)]
        axis = [_dot(row, axis) for row in gram]
        length = math.sqrt(_dot(axis, axis)) or 1.0
        axis = [value / length for value in axis]
    return axis


def _loosened(spots: dict[Node, Point], near: Mapping[Node, Sequence[Node]]) -> dict[Node, Point]:
    """Springs along the edges, a push between all that are nearer than a few units; cooler each round."""
    number = {node: at for at, node in enumerate(spots)}
    xs, ys = [x for x, _ in spots.values()], [y for _, y in spots.values()]
    edges = [(at, number[other]) for node, at in number.items() for other in near[node] if at < number[other]]
    weight = [1 + 0.5 * math.log2(1 + len(near[node])) for node in spots]
    hottest = max(0.8, 0.06 * math.sqrt(len(spots)))
    for turn in range(ROUNDS):
        moves = _pushes(xs, ys, weight)
        for one, other in edges:
            dx, dy = xs[other] - xs[one], ys[other] - ys[one]
            pull = 0.12 * math.sqrt(dx * dx + dy * dy)
            moves[one][0] += dx * pull / weight[one]
            moves[one][1] += dy * pull / weight[one]
            moves[other][0] -= dx * pull / weight[other]
            moves[other][1] -= dy * pull / weight[other]
        heat = hottest * (1 - turn / ROUNDS) + 0.02
        for at, (dx, dy) in enumerate(moves):
            length = math.sqrt(dx * dx + dy * dy) or 1.0
            xs[at] += dx / length * min(length, heat)
            ys[at] += dy / length * min(length, heat)
    return {node: (xs[at], ys[at]) for node, at in number.items()}


def _pushes(xs: Sequence[float], ys: Sequence[float], weight: Sequence[float]) -> list[list[float]]:
    """What pushes each node away from those in its own cell of a grid and the eight around it."""
    cells: dict[tuple[int, int], list[int]] = {}
    for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((math.floor(x / REACH), math.floor(y / REACH)), []).append(at)
    moves = [[0.0, 0.0] for _ in xs]
    for (column, row), here in cells.items():
        for side, down in ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)):
            there = cells.get((column + side, row + down), ())
            for one in here:
                for other in there:
                    if (side or down or one < other) and one != other:
                        dx, dy = xs[one] - xs[other], ys[one] - ys[other]
                        square = dx * dx + dy * dy
                        if square < REACH * REACH:
                            push = 0.5 * weight[one] * weight[other] / (square + 0.01)
                            moves[one][0] += dx * push
                            moves[one][1] += dy * push
                            moves[other][0] -= dx * push
                            moves[other][1] -= dy * push
    return moves


def _packed(drawn: Sequence[Mapping[Node, Point]]) -> dict[Node, Point]:
    """The components on shelves of a sheet that is wider than high."""
    boxes = []
    for spots in drawn:
        left, top = min(x for x, _ in spots.values()), min(y for _, y in spots.values())
        wide, high = max(x for x, _ in spots.values()) - left, max(y for _, y in spots.values()) - top
        boxes.append((left, top, wide + GAP, high + GAP))
    sheet = max(
        [1.5 * math.sqrt(sum(wide * high for _, _, wide, high in boxes)), *(wide for _, _, wide, _ in boxes)],
        default=0,
    )
    placed: dict[Node, Point] = {}
    x = y = shelf = 0.0
    for spots, (left, top, wide, high) in zip(drawn, boxes, strict=True):
        if x and x + wide > sheet:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed.update({node: (x + there - left, y + down - top) for node, (there, down) in spots.items()})
        x, shelf = x + wide, max(shelf, high)
    return placed

"""The ontology → its class diagram: a frame a top class with its kinds below it, a line for each relation between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from kg.ontology import Class, Ontology, Property

COLUMNS = 3
WIDTH, GUTTER, GAP = 236, 168, 80
HEAD, ROW, PAD, LABEL = 34, 22, 8, 17
EDGE = 14
"""How far from its corner a frame's side takes the first line."""

DARK = 0.179
"""On a ground darker than this (relative luminance), white words stand out more than black ones."""

Point = tuple[float, float]
Columns = tuple[tuple[str, ...], ...]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A word of the diagram and where its line begins: a class or property by its own name and its Chinese label."""

    name: str
    zh: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A top class: its rectangle, its kinds, its relations with itself, its colour and the colour of words on that."""

    head: Item
    height: float
    colour: str
    ink: str
    kinds: tuple[Item, ...]
    loops: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What leads from one frame to another: a path, and the relations it stands for, around its middle."""

    path: str
    labels: tuple[Item, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole, with its size."""

    width: float
    height: float
    frames: tuple[Frame, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + WIDTH / 2, self.y + self.height / 2


def diagram(ontology: Ontology) -> Diagram:
    """The classes laid out so that lines are short, cross little and run through no frame; the same for the same ontology.

    A relation is drawn once, from the first class that may be its subject to the first that may be its object.
    """
    tops = [one for one in ontology.classes.values() if one.top == one.name and not one.literal]
    loops, lines = _relations(ontology)
    kinds = {
        top.name: [one for one in ontology.classes.values() if one.parents and one.top == top.name]
        for top in tops
    }
    heights = {top.name: _height(len(kinds[top.name]), len(loops[top.name])) for top in tops}
    columns = _arranged(heights, list(lines))
    boxes = _placed(columns, heights)
    frames = tuple(_frame(top, boxes[top.name], kinds[top.name], loops[top.name]) for top in tops)
    width = COLUMNS * WIDTH + (COLUMNS - 1) * GUTTER
    return Diagram(
        width, max(box.y + box.height for box in boxes.values()), frames, tuple(_lines(lines, boxes))
    )


def _relations(ontology: Ontology) -> tuple[dict[str, list[Property]], dict[Pair, list[Property]]]:
    """The relations of each top class with itself, and those from one to another."""
    loops: dict[str, list[Property]] = defaultdict(list)
    lines: dict[Pair, list[Property]] = defaultdict(list)
    for one in ontology.properties.values():
        known = [end[0] for end in (one.domain, one.range) if end and end[0] in ontology.classes]
        if one.kind == "object" and len(known) == 2:
            subject, value = map(ontology.top, known)
            if subject == value:
                loops[subject].append(one)
            else:
                lines[subject, value].append(one)
    return loops, lines


def _height(kinds: int, loops: int) -> float:
    return HEAD + ROW * (kinds + loops) + (PAD if kinds else 0) + (PAD if loops else 0)


def _frame(top: Class, box: _Box, kinds: Sequence[Class], loops: Sequence[Property]) -> Frame:
    y = box.y + HEAD + PAD / 2
    below = tuple(
        Item(one.name, one.label_zh, box.x + 30, y + ROW * (at + 0.5)) for at, one in enumerate(kinds)
    )
    y += ROW * len(kinds) + (PAD if kinds else 0)
    around = tuple(
        Item(one.name, one.label_zh, box.x + 12, y + ROW * (at + 0.5)) for at, one in enumerate(loops)
    )
    ink = "#ffffff" if _luminance(top.colour) < DARK else "#14161a"
    return Frame(Item(top.name, top.label_zh, box.x, box.y), box.height, top.colour, ink, below, around)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


# ── Where the frames stand ───────────────────────────────────────────────────────────────────────────────────


def _arranged(heights: dict[str, float], pairs: Sequence[Pair]) -> Columns:
    """The best of what exchanging and moving frames leads to, from a few ways to begin."""
    names = sorted(heights, key=lambda name: (-heights[name], name))
    starts = [
        tuple(
            tuple(names[(turn + at) % len(names)] for at in range(column, len(names), COLUMNS))
            for column in range(COLUMNS)
        )
        for turn in range(0, len(names), 2)
    ]
    return min(
        (_bettered(start, heights, pairs) for start in starts),
        key=lambda found: (_cost(found, heights, pairs), found),
    )


def _bettered(columns: Columns, heights: dict[str, float], pairs: Sequence[Pair]) -> Columns:
    best = _cost(columns, heights, pairs)
    while True:
        cost, found = min((_cost(other, heights, pairs), other) for other in _near(columns))
        if cost >= best:
            return columns
        best, columns = cost, found


def _near(columns: Columns) -> Iterator[Columns]:
    """All arrangements that differ by two frames exchanged, or by one moved elsewhere."""
    spots = [(column, row) for column, names in enumerate(columns) for row in range(len(names))]
    for (one, at), (other, to) in combinations(spots, 2):
        lists = [list(names) for names in columns]
        lists[one][at], lists[other][to] = lists[other][to], lists[one][at]
        yield tuple(map(tuple, lists))
    for column, row in spots:
        for other in range(COLUMNS):
            for to in range(len(columns[other]) + (other != column)):
                lists = [list(names) for names in columns]
                lists[other].insert(to, lists[column].pop(row))
                yield tuple(map(tuple, lists))


def _placed(columns: Columns, heights: dict[str, float]) -> dict[str, _Box]:
    """Each column a stack, all spread over the height of the highest."""
    sums = [sum(heights[name] for name in names) for names in columns]
    most = max(total + GAP * (len(names) - 1) for total, names in zip(sums, columns, strict=True))
    boxes: dict[str, _Box] = {}
    for column, names in enumerate(columns):
        gap = (most - sums[column]) / max(len(names) - 1, 1)
        y = 0.0 if len(names) > 1 else gap / 2
        for name in names:
            boxes[name] = _Box(column * (WIDTH + GUTTER), y, heights[name])
            y += heights[name] + gap
    return boxes


def _cost(columns: Columns, heights: dict[str, float], pairs: Sequence[Pair]) -> float:
    """What is bad: height, long lines, lines through frames, lines that cross."""
    boxes = _placed(columns, heights)
    cost = max(box.y + box.height for box in boxes.values())
    ends = [_joined(boxes[one], boxes[other]) for one, other in pairs]
    for (a, b), pair in zip(ends, pairs, strict=True):
        cost += abs(a[0] - b[0]) / 2 + abs(a[1] - b[1])
        cost += 900 * sum(_through(a, b, box) for name, box in boxes.items() if name not in pair)
    for (a, b), (c, d) in combinations(ends, 2):
        cost += 300 * _cross(a, b, c, d)
    return round(cost, 3)


def _joined(one: _Box, other: _Box) -> tuple[Point, Point]:
    """Where a line leaves one frame and reaches the other: by the sides that face each other."""
    if one.x == other.x:
        x = one.x + WIDTH / 2
        return (
            ((x, one.y + one.height), (x, other.y))
            if one.y < other.y
            else ((x, one.y), (x, other.y + other.height))
        )
    start, end = (one.x + WIDTH, other.x) if one.x < other.x else (one.x, other.x + WIDTH)
    return (start, one.middle[1]), (end, other.middle[1])


def _through(a: Point, b: Point, box: _Box) -> bool:
    """Whether a line runs through a frame."""
    corners = (
        (box.x, box.y),
        (box.x + WIDTH, box.y + box.height),
        (box.x, box.y + box.height),
        (box.x + WIDTH, box.y),
    )
    return _cross(a, b, corners[0], corners[1]) or _cross(a, b, corners[2], corners[3])


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# ── The lines between them ───────────────────────────────────────────────────────────────────────────────────


def _lines(relations: dict[Pair, list[Property]], boxes: dict[str, _Box]) -> Iterator[Line]:
    """The lines; several at one side of a frame are spread along it in the order of where they lead."""
    ends = {pair: _joined(boxes[pair[0]], boxes[pair[1]]) for pair in relations}
    ports: dict[tuple[Pair, int], Point] = {}
    for name, box in boxes.items():
        here = [(pair, at) for pair in relations for at in (0, 1) if pair[at] == name]
        sides = sorted(here, key=lambda end: _side(box, ends[end[0]][end[1]]))
        for side, group in groupby(sides, key=lambda end: _side(box, ends[end[0]][end[1]])):
            ports |= _ports(box, side, list(group), ends)
    found = [(pair, ports[pair, 0], ports[pair, 1]) for pair in relations]
    middles = _apart([((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, len(relations[pair])) for pair, a, b in found])
    for (pair, a, b), (x, y) in zip(found, middles, strict=True):
        names = relations[pair]
        first = y - LABEL * (len(names) - 1) / 2
        labels = tuple(Item(one.name, one.label_zh, x, first + LABEL * at) for at, one in enumerate(names))
        yield Line(_path(a, b), labels, max(_wide(one) for one in names))


def _side(box: _Box, end: Point) -> str:
    if end[0] in (box.x, box.x + WIDTH):
        return "left" if end[0] == box.x else "right"
    return "top" if end[1] == box.y else "bottom"


def _ports(
    box: _Box, side: str, group: list[tuple[Pair, int]], ends: dict[Pair, tuple[Point, Point]]
) -> dict[tuple[Pair, int], Point]:
    """A place for each line on one side of a frame; a line alone stands opposite its other end, if it can."""
    along = 0 if side in ("top", "bottom") else 1
    start, length = (box.x, WIDTH) if along == 0 else (box.y, box.height)
    group.sort(key=lambda end: (ends[end[0]][1 - end[1]][along], end[0]))
    edge = min(EDGE, length / 3)
    found: dict[tuple[Pair, int], Point] = {}
    for at, end in enumerate(group):
        spread = start + length * (at + 0.5) / len(group)
        if len(group) == 1:
            spread = min(max(ends[end[0]][1 - end[1]][along], start + edge), start + length - edge)
        fixed = ends[end[0]][end[1]][1 - along]
        found[end] = (spread, fixed) if along == 0 else (fixed, spread)
    return found


def _apart(middles: Sequence[tuple[float, float, int]]) -> list[Point]:
    """The middles of lines, those in the middle of one gutter moved down until their words are clear of each other."""
    found = [(x, y) for x, y, _ in middles]
    order = sorted(range(len(middles)), key=lambda at: (middles[at][:2], at))
    for _, group in groupby(order, key=lambda at: middles[at][0]):
        below = float("-inf")
        for at in group:
            half = LABEL * middles[at][2] / 2 + 2
            y = max(found[at][1], below + half)
            found[at] = found[at][0], y
            below = y + half
    return found


def _path(a: Point, b: Point) -> str:
    """A line that leaves and arrives square to the sides."""
    if abs(a[1] - b[1]) < 1 or abs(a[0] - b[0]) < 1:
        return f"M{a[0]:.1f} {a[1]:.1f} L{b[0]:.1f} {b[1]:.1f}"
    if _level(a, b):
        x = (a[0] + b[0]) / 2
        return f"M{a[0]:.1f} {a[1]:.1f} C{x:.1f} {a[1]:.1f} {x:.1f} {b[1]:.1f} {b[0]:.1f} {b[1]:.1f}"
    y = (a[1] + b[1]) / 2
    return f"M{a[0]:.1f} {a[1]:.1f} C{a[0]:.1f} {y:.1f} {b[0]:.1f} {y:.1f} {b[0]:.1f} {b[1]:.1f}"


def _level(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) >= GUTTER - 1


def _wide(one: Property) -> float:
    """About how wide a label is, in pixels."""
    return 12.5 * len(one.label_zh) + 6.6 * len(one.name) + 14

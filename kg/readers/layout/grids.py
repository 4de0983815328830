"""The rules of a sheet come in; the grids of cells that they draw go out, and what of the writing stands in each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kg.readers.extract import Merged
from kg.readers.layout.sheet import Box, Glyph, Rule

NEAR = 3.0  # points by which rules that meet may miss each other
MOST = 1500  # rules of a sheet, those in one line being one: a drawing has more
CELLS = 20_000  # of a grid; a map has more


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its rules drawn. Each row has for each column the box of a cell, or the side where it is one with another."""

    box: Box
    rows: tuple[tuple[Box | Merged, ...], ...]


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The grids of at least two cells, from top to bottom."""
    rules = [rule for across in (True, False) for rule in _joined(rules, across=across)]
    if len(rules) > MOST:
        return []
    found = [grid for group in _groups(rules) if (grid := _grid(group)) is not None]
    outer = [
        one for one in found if not any(_within(one.box, other.box) for other in found if other is not one)
    ]
    return sorted(outer, key=lambda grid: (grid.box[1], grid.box[0]))


def inside(glyphs: Sequence[Glyph], grid: Grid) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs whose middle lies in a grid, and the others."""
    x0, y0, x1, y1 = grid.box
    held: list[Glyph] = []
    others: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        (held if x0 <= x <= x1 and y0 <= y <= y1 else others).append(glyph)
    return held, others


def cells(grid: Grid, glyphs: Sequence[Glyph]) -> list[list[list[Glyph]]]:
    """The glyphs of each cell, row by row; of a cell over several rows or columns they stand in its first."""
    table: list[list[list[Glyph]]] = [[[] for _ in row] for row in grid.rows]
    spots = [
        (row, column, box)
        for row, boxes in enumerate(grid.rows)
        for column, box in enumerate(boxes)
        if isinstance(box, tuple)
    ]
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        row, column, _ = min(spots, key=lambda spot: _beside(spot[2], x, y))
        table[row][column].append(glyph)
    return table


def _beside(box: Box, x: float, y: float) -> float:
    """How far a point lies from a box."""
    x0, y0, x1, y1 = box
    return max(x0 - x, 0, x - x1) + max(y0 - y, 0, y - y1)


def _within(one: Box, other: Box) -> bool:
    return (
        other[0] - NEAR <= one[0]
        and other[1] - NEAR <= one[1]
        and one[2] <= other[2] + NEAR
        and one[3] <= other[3] + NEAR
    )


def _joined(rules: Sequence[Rule], *, across: bool) -> Iterator[Rule]:
    """Rules that go on in one line are one: each cell may have drawn its own."""
    level = 1 if across else 0
    boxes = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in rules if rule.across == across]
    levels = _levels([box[level] for box in boxes])
    lines: dict[int, list[Box]] = {}
    for box in boxes:
        lines.setdefault(_nearest(levels, box[level]), []).append(box)
    along = 1 - level
    for line in lines.values():
        last: list[float] = []
        for box in sorted(line, key=lambda box: box[along]):
            if last and box[along] <= last[along + 2] + NEAR:
                last[along + 2] = max(last[along + 2], box[along + 2])
            else:
                if last:
                    yield Rule(*last)
                last = list(box)
        yield Rule(*last)


def _groups(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules that touch, directly or over others."""
    parents = list(range(len(rules)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].x0)
    for place, at in enumerate(order):
        one = rules[at]
        for other in order[place + 1 :]:
            if rules[other].x0 > one.x1 + NEAR:
                break
            if rules[other].y0 <= one.y1 + NEAR and one.y0 <= rules[other].y1 + NEAR:
                parents[root(other)] = root(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    yield from groups.values()


def _grid(rules: Sequence[Rule]) -> Grid | None:
    across = [rule for rule in rules if rule.across]
    down = [rule for rule in rules if not rule.across]
    ys = _levels([(rule.y0 + rule.y1) / 2 for rule in across])
    xs = _levels([(rule.x0 + rule.x1) / 2 for rule in down])
    high, wide = len(ys) - 1, len(xs) - 1
    if high < 1 or wide < 1 or high * wide < 2 or high * wide > CELLS:
        return None
    walls = {
        (at, column)
        for rule in across
        for at in [_nearest(ys, (rule.y0 + rule.y1) / 2)]
        for column in range(wide)
        if rule.x0 <= (xs[column] + xs[column + 1]) / 2 <= rule.x1
    }
    fences = {
        (row, at)
        for rule in down
        for at in [_nearest(xs, (rule.x0 + rule.x1) / 2)]
        for row in range(high)
        if rule.y0 <= (ys[row] + ys[row + 1]) / 2 <= rule.y1
    }
    rows = _cells(xs, ys, walls, fences)
    if sum(isinstance(box, tuple) for row in rows for box in row) < 2:
        return None
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), rows)


def _cells(
    xs: Sequence[float], ys: Sequence[float], walls: set[tuple[int, int]], fences: set[tuple[int, int]]
) -> tuple[tuple[Box | Merged, ...], ...]:
    """The cells of a grid; `walls` lie over (row, column), `fences` to the left of it."""
    high, wide = len(ys) - 1, len(xs) - 1
    found: dict[tuple[int, int], Box | Merged] = {}
    for row, column in product(range(high), range(wide)):
        if (row, column) in found:
            continue
        last, bottom = column, row
        while last + 1 < wide and (row, last + 1) not in fences and (row, last + 1) not in found:
            last += 1
        while bottom + 1 < high and not any((bottom + 1, one) in walls for one in range(column, last + 1)):
            bottom += 1
        for spot in product(range(row, bottom + 1), range(column, last + 1)):
            found[spot] = Merged.LEFT if spot[0] == row else Merged.ABOVE
        found[row, column] = (xs[column], ys[row], xs[last + 1], ys[bottom + 1])
    return tuple(tuple(found[row, column] for column in range(wide)) for row in range(high))


def _levels(values: Sequence[float]) -> list[float]:
    """Values that are nearly the same, once."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > NEAR:
            levels.append(value)
    return levels


def _nearest(levels: Sequence[float], value: float) -> int:
    return max(bisect_right(levels, value + 0.01) - 1, 0)

"""The stretches and grids of a sheet come in; they go out region by region in reading order: column after column."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from kg.readers.layout.grids import Grid
from kg.readers.layout.rows import LEVEL, Stretch

LEAST = 3  # lines on either side of a gutter
GUTTER = 0.8  # of the size: how wide one is at least
FULL = 2.0  # sizes by which a full line may fall short of its column
FLUSH = 0.55  # of the lines of a column share their margins
NARROW, AMPLE = 6, 14  # sizes: a column is wider; one of cells hardly is
PAIRED = 0.7  # of the lines of one side have one of the other side on their level: a table
LARGE = 1.25  # times the usual size: a heading that goes over all columns
DEEP = 4
MOST = 2000  # stretches on a page that may be parted into columns

Line: TypeAlias = "tuple[Stretch, ...] | Grid"
"""What stands on one level: stretches with gaps between, or a whole grid."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch or a grid, with its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    what: Stretch | Grid
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where a page is parted: what is right of `x` begins at `margin`."""

    x: float
    margin: float


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that are read one after the other, and between what x they stand."""

    left: float
    right: float
    lines: tuple[Line, ...]


def regions(
    stretches: Sequence[Stretch], grids: Sequence[Grid], width: float, known: Sequence[Gutter] = ()
) -> tuple[list[Region], list[Gutter]]:
    """The regions of a sheet in the order in which they are read, and where it is parted.

    `known` is where other pages are parted: one that has little on it shows it less clearly.
    """
    items = [Item(*one.box, one.base, one.size, one) for one in stretches]
    usual = median([one.size for one in stretches] or [10.0])
    items += [Item(*grid.box, grid.box[1], usual, grid, len(grid.rows)) for grid in grids]
    items = _sorted(items)
    used: list[Gutter] = []
    ordered = _Order(known, used).parts(items, 0.0, width, DEEP)
    return [Region(left, right, tuple(_lines(found))) for left, right, found in ordered], used


def usual(pages: Iterable[Sequence[Gutter]]) -> list[Gutter]:
    """The gutters that several pages have, the most frequent first; of a single page its own."""
    many = [[*found] for found in pages if found]
    spots: dict[tuple[int, int], list[Gutter]] = defaultdict(list)
    for found in many:
        for spot, gutter in {(round(one.x / 4), round(one.margin / 4)): one for one in found}.items():
            spots[spot].append(gutter)
    least = min(2, len(many))
    ranked = sorted(spots.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [gutters[0] for _, gutters in ranked if len(gutters) >= least]


@dataclass(frozen=True, slots=True)
class _Order:
    known: Sequence[Gutter]
    used: list[Gutter]

    def parts(
        self, items: list[Item], left: float, right: float, deep: int
    ) -> Iterator[tuple[float, float, list[Item]]]:
        """The items part by part, each between its bounds."""
        gutter = self._gutter(items, left, right) if deep and 2 <= len(items) <= MOST else None
        if gutter is None:
            ends = (one.x for one in self.known if all(item.x1 < one.margin for item in items))
            yield left, min((end for end in ends if left < end), default=right), items
            return
        self.used.append(gutter)
        for band in _bands(items, gutter, (left + right) / 2):
            if len(band) == 2:
                sides = (band[0], left, gutter.x), (band[1], gutter.x, right)
                for part, start, end in sides:
                    if part:
                        yield from self.parts(part, start, end, deep - 1)
            else:
                yield from self.parts(band[0], left, right, deep - 1 if len(band[0]) < len(items) else 0)

    def _gutter(self, items: list[Item], left: float, right: float) -> Gutter | None:
        inside = (one for one in self.known if left < one.x < right)
        known = next((one for one in inside if _parted(items, one, (left + right) / 2)), None)
        if known is None and len(items) >= 2 * LEAST:
            return _gutter(items, (left + right) / 2)
        return known


def _parted(items: list[Item], gutter: Gutter, middle: float) -> bool:
    """Do most items stand on either side of a gutter that other pages have?"""
    found = 0
    for one, other in _pairs(items, gutter.x, middle):
        flush = sum(abs(item.x0 - gutter.margin) < 2.5 * item.size for item in other)
        if one and flush and not _over(one, other, gutter):
            found += len(one) + len(other)
    return found * 2 > len(items)


def _over(one: Sequence[Item], other: Sequence[Item], gutter: Gutter) -> bool:
    """Does any of them reach over the gutter?"""
    return any(item.x1 > gutter.margin - 1 for item in one) or any(
        item.x0 < gutter.margin - 1 for item in other
    )


def _bands(items: list[Item], gutter: Gutter, middle: float) -> Iterator[list[list[Item]]]:
    """Bands from top to bottom: of what goes over the gutter one part, of what does not the parts left and right of it."""
    over: list[Item] = []
    for one, other in _pairs(items, gutter.x, middle):
        near = not other or any(item.x0 - gutter.margin <= 2.5 * item.size for item in other)
        if not _columns(one, other) and (not near or _over(one, other, gutter)):
            over += [*one, *other]
            continue
        if over:
            yield [_sorted(over)]
            over = []
        yield [one, other]
    if over:
        yield [_sorted(over)]


def _sorted(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.base, item.x0))


def _pairs(items: list[Item], gutter: float, middle: float) -> Iterator[tuple[list[Item], list[Item]]]:
    """From top to bottom: what goes over the gutter as (items, []), what stands between two such as (left, right)."""
    usual = median(item.size for item in items)
    tall = [item for item in items if _spans(item, items, gutter, usual, middle)]
    spanning = {id(item) for item in tall}
    edges = sorted(tall, key=lambda item: item.y0)
    tops = [item.y0 for item in edges]
    bands: list[tuple[list[Item], list[Item]]] = [([], []) for _ in range(len(edges) + 1)]
    for item in items:
        if id(item) not in spanning:
            at = bisect_left(tops, item.y0 if isinstance(item.what, Grid) else (item.y0 + item.y1) / 2)
            bands[at][item.x0 >= gutter].append(item)
    for at, band in enumerate(bands):
        if band[0] or band[1]:
            yield band
        if at < len(edges):
            yield [edges[at]], []


def _spans(item: Item, items: list[Item], gutter: float, usual: float, middle: float) -> bool:
    """Does it go over the gutter, or is it a large heading in the middle, alone on its level?"""
    if item.x0 < gutter < item.x1:
        return True
    if item.size < LARGE * usual or abs((item.x0 + item.x1) / 2 - middle) > 2 * item.size:
        return False
    return not any(other is not item and other.y0 < item.y1 and item.y0 < other.y1 for other in items)


def _gutter(items: list[Item], middle: float) -> Gutter | None:
    """What parts most lines into columns of text; None where nothing does."""
    size = median(item.size for item in items)
    starts = sorted({round(item.x0, 1) for item in items})
    places = [x for at, x in enumerate(starts) if at and x - starts[at - 1] > 0.5]
    best: tuple[float, Gutter] | None = None
    for x in places[:80]:
        gutter = x - 0.3
        score = 0.0
        for left, right in _pairs(items, gutter, middle):
            if _columns(left, right):
                room = min(item.x0 for item in right) - max(item.x1 for item in left)
                score += len(left) + len(right) + min(room / size, 5) / 10
        if score and (best is None or score > best[0]):
            best = score, Gutter(gutter, x)
    return best[1] if best else None


def _columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Are these two columns of text side by side, rather than the cells of a table?"""
    sides = [[item for item in side for _ in range(item.lines)] for side in (left, right)]
    if min(map(len, sides)) < LEAST:
        return False
    one, other = sides
    size = median(item.size for side in sides for item in side)
    edge, margin = max(item.x1 for item in one), min(item.x0 for item in other)
    if margin - edge < GUTTER * size or max(_top(one), _top(other)) > min(_foot(one), _foot(other)):
        return False
    if not all(median(item.x1 - item.x0 for item in side) > NARROW * size for side in sides):
        return False
    if all(_texty(side, size) for side in sides) or all(_ample(side, size) for side in sides):
        return True
    bases = sorted(item.base for item in one)
    paired = sum(_near(bases, item.base, LEVEL * size) for item in other)
    begun = _top(other) - _top(one) < 2 * size  # the last column of a text has but a few lines, on top
    return paired < PAIRED * len(other) or (paired < len(one) / (2 if _texty(one, size) else 4) and begun)


def _top(side: Sequence[Item]) -> float:
    return min(item.y0 for item in side)


def _foot(side: Sequence[Item]) -> float:
    return max(item.y1 for item in side)


def _texty(side: Sequence[Item], size: float) -> bool:
    """Do most of its lines end at the same few margins, as the lines of paragraphs do and cells do not?"""
    ends, starts = [-item.x1 for item in side], [item.x0 for item in side]
    return _shared(ends, FULL * size) >= FLUSH and _shared(starts, 1.2 * FULL * size) >= FLUSH


def _ample(side: Sequence[Item], size: float) -> bool:
    """Is it wide, and do some of its lines end exactly at its margin, as those of forms and lists of short lines do?"""
    edge, start = max(item.x1 for item in side), min(item.x0 for item in side)
    full = sum(item.x1 >= edge - 0.6 * size for item in side)
    return edge - start > AMPLE * size and full >= LEAST and full * 6 >= len(side)


def _shared(values: Sequence[float], slack: float) -> float:
    """The share of values that lie together with a fourth of them all."""
    groups: list[tuple[float, int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= slack:
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((value, 1))
    return sum(many for _, many in groups if many * 4 >= len(values)) / len(values)


def _near(bases: Sequence[float], base: float, slack: float) -> bool:
    at = bisect_left(bases, base - slack)
    return at < len(bases) and bases[at] <= base + slack


def _lines(items: Sequence[Item]) -> Iterator[Line]:
    """What stands on one level, together."""
    level: list[Stretch] = []
    for item in items:
        if isinstance(item.what, Grid):
            if level:
                yield tuple(sorted(level, key=lambda one: one.x0))
                level = []
            yield item.what
            continue
        if level and item.base - level[0].base > LEVEL * min(item.size, level[0].size):
            yield tuple(sorted(level, key=lambda one: one.x0))
            level = []
        level.append(item.what)
    if level:
        yield tuple(sorted(level, key=lambda one: one.x0))

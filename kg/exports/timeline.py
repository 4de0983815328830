"""A graph → its dated facts as the columns of a picture, a year each or as many as leave room for all; and the last of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.exports.explorer.sentence import shown
from kg.graph import Graph
from kg.model import Literal
from kg.ontology import Ontology

DATED = "date"
"""The datatype of properties that say when."""
YEAR = re.compile(r"(\d{4})(?:-\d\d){0,2}", re.ASCII)
SPANS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST = 80
TICKS = 8
LAST = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: the number of its kind, how many facts, and where it stands, in hundredths of the highest column."""

    kind: int
    count: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """The facts of some years: `label` names the years, `tick` stands under the column, if anything does."""

    label: str
    tick: str
    count: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact of the list: what happened when to what."""

    date: str
    what: tuple[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The columns from the first year to the last, `span` years each; the kinds of dates with their counts; the last facts."""

    columns: tuple[Column, ...]
    span: int
    kinds: tuple[tuple[str, str, int], ...]
    last: tuple[Dated, ...]

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)

    @property
    def highest(self) -> Column:
        """The column of most facts; the later of two."""
        return max(reversed(self.columns), key=lambda column: column.count)


def timeline(graph: Graph, ontology: Ontology) -> Timeline:
    """The dated facts of a graph; without columns where there is none."""
    known = {name for name, one in ontology.properties.items() if DATED in one.datatypes}
    found = [
        (value.value, fact.predicate, fact.subject)
        for fact in graph.evidence
        if fact.predicate in known
        and isinstance(value := fact.object, Literal)
        and YEAR.fullmatch(value.value)
    ]
    kinds = sorted(Counter(name for _, name, _ in found).items(), key=lambda one: (-one[1], one[0]))
    words = {
        name: (one.label_zh, one.label_en[:1].upper() + one.label_en[1:])
        for name, one in ontology.properties.items()
        if name in known
    }
    last = sorted(found, key=lambda one: (one[0], one[1], one[2]), reverse=True)[:LAST]
    span = _span([int(date[:4]) for date, _, _ in found])
    return Timeline(
        _columns([(int(date[:4]), name) for date, name, _ in found], [name for name, _ in kinds], span),
        span,
        tuple((*words[name], count) for name, count in kinds),
        tuple(Dated(date, words[name], shown(graph.node(iri).label)) for date, name, iri in last),
    )


def _span(years: list[int]) -> int:
    """How many years a column has."""
    wide = max(years) - min(years) if years else 0
    return next(span for span in SPANS if wide // span < MOST)


def _columns(found: list[tuple[int, str]], kinds: list[str], span: int) -> tuple[Column, ...]:
    counts = Counter((year // span, name) for year, name in found)
    heights = Counter[int]()
    for (place, _), count in counts.items():
        heights[place] += count
    if not heights:
        return ()
    places = range(min(heights), max(heights) + 1)
    highest, every = max(heights.values()), -(-len(places) // TICKS)
    made = []
    for place in places:
        parts, below = [], 0.0
        for number, name in enumerate(kinds):
            if count := counts[place, name]:
                height = 100 * count / highest
                below += height
                parts.append(Part(number, count, round(100 - below, 2), round(height, 2)))
        first, last = place * span, place * span + span - 1
        tick = str(first) if (place - places[0]) % every == 0 else ""
        made.append(
            Column(str(first) if span == 1 else f"{first}–{last}", tick, heights[place], tuple(parts))
        )
    return tuple(made)

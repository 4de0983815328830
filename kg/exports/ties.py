"""A graph → who is tied to whom, as rows and the arcs between them: who issues together, who works together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.exports.explorer.sentence import shown
from kg.graph import Graph

ISSUED, TOGETHER = "issuedBy", "cooperatesWith"
MOST = 24
NARROWEST, WIDEST = 1.0, 7.0

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie between two rows: from the height of one to that of the other, so far out to the side, in so wide a line."""

    start: float
    end: float
    out: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Ties:
    """A picture of ties: rows (label, how often tied), arcs, and how many others there is no room for."""

    heading: tuple[str, str]
    note: tuple[str, str]
    rows: tuple[tuple[str, int], ...]
    arcs: tuple[Arc, ...]
    left: int


def co_issuing(graph: Graph) -> Ties:
    """The bodies that have issued an instrument together."""
    issuers: dict[str, list[str]] = defaultdict(list)
    for fact in graph.evidence:
        if fact.predicate == ISSUED and isinstance(fact.object, str):
            issuers[fact.subject].append(fact.object)
    pairs = Counter(pair for bodies in issuers.values() for pair in combinations(sorted(bodies), 2))
    note = ("线越粗，共同发布的文件越多", "the wider the line, the more they have issued together")
    return _drawn(graph, pairs, ("联合发文", "Who issues together"), note)


def working(graph: Graph) -> Ties:
    """The bodies that texts say work together."""
    pairs = Counter(
        (min(fact.subject, fact.object), max(fact.subject, fact.object))
        for fact in graph.evidence
        if fact.predicate == TOGETHER and isinstance(fact.object, str) and fact.object != fact.subject
    )
    note = ("原文说它们合作、联合或会同", "texts say that they act together")
    return _drawn(graph, pairs, ("合作", "Who works together"), note)


def _drawn(graph: Graph, pairs: Counter[Pair], heading: tuple[str, str], note: tuple[str, str]) -> Ties:
    strength = Counter[str]()
    for pair, count in pairs.items():
        for end in pair:
            strength[end] += count
    kept = _kept(pairs, strength)
    among = {pair: count for pair, count in pairs.items() if pair[0] in kept and pair[1] in kept}
    order = _ordered(kept, among)
    place = {end: at for at, end in enumerate(order)}
    called = {end: shown(graph.node(end).label, 60) for end in order}
    most = max(among.values(), default=1)
    arcs = []
    for pair, count in among.items():
        high, low = sorted(place[end] for end in pair)
        arcs.append(
            Arc(
                high + 0.5,
                low + 0.5,
                round(12 + 116 * (low - high) / len(order), 2),
                round(NARROWEST + (WIDEST - NARROWEST) * (count - 1) / max(most - 1, 1), 2),
                f"{called[order[high]]} — {called[order[low]]}: {count}",
            )
        )
    arcs.sort(key=lambda arc: (arc.start, arc.end))
    rows = tuple((called[end], strength[end]) for end in order)
    return Ties(heading, note, rows, tuple(arcs), len(strength) - len(kept))


def _kept(pairs: Mapping[Pair, int], strength: Mapping[str, int]) -> list[str]:
    """Those for whom there is room, the strongest first: pair by pair, so that none stands there without an arc."""
    kept: dict[str, None] = {}
    for pair in sorted(pairs, key=lambda pair: (-pairs[pair], -strength[pair[0]] - strength[pair[1]], pair)):
        if len({*kept, *pair}) <= MOST:
            kept |= dict.fromkeys(pair)
    return sorted(kept, key=lambda end: (-strength[end], end))


def _ordered(kept: list[str], pairs: Mapping[Pair, int]) -> list[str]:
    """Those that are tied near each other: after the strongest, whoever has the strongest tie to those that stand there."""
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for (one, other), count in pairs.items():
        near[one][other] += count
        near[other][one] += count
    rank = {end: at for at, end in enumerate(kept)}
    order: list[str] = []
    waiting = dict.fromkeys(kept)
    while waiting:
        # the later somebody came, the nearer: a tie to the last row is the shortest arc
        drawn = {
            end: max(
                ((near[end][there], at) for at, there in enumerate(order) if near[end][there]), default=(0, 0)
            )
            for end in waiting
        }
        chosen = min(waiting, key=lambda end: (-drawn[end][0], -drawn[end][1], rank[end]))
        order.append(chosen)
        del waiting[chosen]
    return order

"""A loaded graph and entities of it → their neighbours, and the ways that lead from one to another by facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import KgError
from kg.graph import Fact, Node
from kg.verbs.load import Loaded

LONGEST = 8
"""How many facts a way may have: beyond that everything is near everything."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A fact of an entity and what stands at its other end; `out` says that the entity is the fact's subject."""

    fact: Fact
    node: Node
    out: bool


def neighbours(graph: Loaded, entity: str, relation: str = "") -> tuple[Neighbour, ...]:
    """What facts lead from and to an entity, sorted by property, direction and name; with a property, by that alone."""
    here = graph.entity(entity).iri
    found = [
        Neighbour(fact, graph.node(value), out=True)
        for fact in graph.facts(subject=here, predicate=relation)
        if isinstance(value := fact.object, str)
    ]
    found += [
        Neighbour(fact, graph.node(fact.subject), out=False)
        for fact in graph.facts(predicate=relation, value=here)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.fact.predicate, not one.out, one.node.label, one.node.iri))
    )


def paths(graph: Loaded, start: str, end: str, longest: int) -> tuple[tuple[Neighbour, ...], ...]:
    """The shortest ways between two entities, each a step a fact, along it or against; none where none is short enough.

    Raises KgError for a length that is not 1 to LONGEST.
    """
    if not 1 <= longest <= LONGEST:
        raise KgError("", f"a way of {longest} facts", f"1 to {LONGEST}")
    here, there = graph.entity(start).iri, graph.entity(end).iri
    before: dict[str, list[tuple[str, Neighbour]]] = {here: []}
    edge = [here]
    for _ in range(longest):
        met: dict[str, list[tuple[str, Neighbour]]] = {}
        for one in edge:
            for step in neighbours(graph, one):
                if step.node.iri not in before:
                    met.setdefault(step.node.iri, []).append((one, step))
        before |= met
        edge = sorted(met)
        if there in met:
            break
    return tuple(_back(before, here, there)) if there in before and there != here else ()


def _back(
    before: dict[str, list[tuple[str, Neighbour]]], here: str, there: str
) -> Iterator[tuple[Neighbour, ...]]:
    if here == there:
        yield ()
        return
    for one, step in before[there]:
        for way in _back(before, here, one):
            yield (*way, step)

"""Predicted annotations and the graph they come from → the same annotations, each relation with the rules that read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from kg.graph import Fact, Graph
from kg.model import Literal
from kg.verbs.load import Loaded
from kg.verbs.matching import Annotation, Stated

Spot = tuple[str, int, int, str]


def with_rules(predicted: Mapping[str, Annotation], loaded: Loaded) -> dict[str, Annotation]:
    """Fill in the rules of relations that have none, by the evidence at the place where the relation is said."""
    graph = loaded.graph()
    spots: dict[Spot, list[tuple[Fact, str]]] = defaultdict(list)
    for fact, places in graph.evidence.items():
        for place in places:
            spots[place.path, place.start, place.end, fact.predicate].append((fact, place.rule))
    found = {}
    for name, annotation in predicted.items():
        names = {entity.id: set(entity.names) for entity in annotation.entities}
        relations = tuple(
            _ruled(stated, annotation.path, names, graph, spots) for stated in annotation.relations
        )
        found[name] = msgspec.structs.replace(annotation, relations=relations)
    return found


def _ruled(
    stated: Stated,
    path: str,
    names: Mapping[str, set[str]],
    graph: Graph,
    spots: Mapping[Spot, list[tuple[Fact, str]]],
) -> Stated:
    if stated.rules:
        return stated
    here = spots.get((path, stated.start, stated.end, stated.p), [])
    ends = {
        frozenset({stated.s}) | names.get(stated.s, set()),
        frozenset({stated.o}) | names.get(stated.o, set()),
    }
    same = {rule for fact, rule in here if all(_called(graph, fact) & end for end in ends)}
    return msgspec.structs.replace(stated, rules=tuple(sorted(same or {rule for _, rule in here})))


def _called(graph: Graph, fact: Fact) -> set[str]:
    """All names of both ends of a fact."""
    found = {"@document"}
    for end in (fact.subject, fact.object):
        if isinstance(end, Literal):
            found.add(end.value)
        else:
            node = graph.node(end)
            found.update((node.label, *node.names))
    return found

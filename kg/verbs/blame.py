"""Predicted annotations and the graph they come from → the same annotations with the rules and forms that are behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from kg import ontology
from kg.graph import Fact, Graph
from kg.mentions import find
from kg.model import Literal
from kg.seeds import Seeds
from kg.verbs.load import Loaded
from kg.verbs.matching import Annotation, Stated
from kg.verbs.sources import Sources

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


def with_forms(predicted: Mapping[str, Annotation], sources: Sources, seeds: Seeds) -> dict[str, Annotation]:
    """Fill in the forms of mentions: by these seeds read again, where they and the sources are those of the build."""
    if seeds.digest != sources.graph.manifest.seeds:
        return dict(predicted)
    return {name: _formed(annotation, sources, seeds) for name, annotation in predicted.items()}


def _formed(annotation: Annotation, sources: Sources, seeds: Seeds) -> Annotation:
    document = sources.document(annotation.path)
    if document is None:
        return annotation
    terms = ontology.load()
    forms: dict[tuple[int, int, str], str] = {}
    for mention in find(document, seeds):
        place = document.place(mention.start, mention.end)
        forms.setdefault((place.start, place.end, terms.top(mention.type)), mention.form)
    mentions = tuple(
        msgspec.structs.replace(one, rules=(form,))
        if (form := forms.get((one.start, one.end, one.type)))
        else one
        for one in annotation.mentions
    )
    return msgspec.structs.replace(annotation, mentions=mentions)


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

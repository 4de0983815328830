"""Readings of documents → the graph: merged entities, sorted facts, and beside each fact the places that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from kg.graph.iris import check, digest, evidence_iri, iri, slug, statement_iri
from kg.graph.shares import Met, distinct, share
from kg.graph.things import DOCUMENT, Fact, Graph, Node, evidence_order, fact_order
from kg.graph.union import Naming, alike, joined
from kg.model import Evidence, Reading
from kg.seeds import Row

__all__ = [
    "DOCUMENT",
    "Fact",
    "Graph",
    "Node",
    "check",
    "digest",
    "evidence_iri",
    "evidence_order",
    "fact_order",
    "gather",
    "iri",
    "slug",
    "statement_iri",
]


def gather(readings: Iterable[Reading], base: str, rows: Iterable[Row] = ()) -> Graph:
    """The union of what documents say, in memory. `rows` of the lexicons give names, levels and division codes.

    The order of the readings does not matter, nor whether one comes twice. Raises OntologyError for an unknown class.
    """
    check(base)
    told: list[Met] = []
    evidence: dict[Fact, set[Evidence]] = defaultdict(set)
    mentions: set[tuple[str, str]] = set()
    for reading in readings:
        part = share(reading, base)
        told.extend(part.things)
        for fact, places in part.facts:
            evidence[fact].update(places)
        mentions.update((document, entity) for document, entities in part.mentions for entity in entities)
    naming = Naming(rows)
    nodes = {node.iri: node for node in naming.nodes(sorted(told, key=attrgetter("iri")))}
    close = alike(sorted(called for node in nodes.values() for called in naming.calls(node)))
    close.difference_update(pair for fact in evidence for pair in joined(fact))
    return Graph(
        base=base,
        documents={here: node for here, node in nodes.items() if node.type == DOCUMENT},
        entities={here: node for here, node in nodes.items() if node.type != DOCUMENT},
        evidence={fact: distinct(evidence[fact]) for fact in sorted(evidence, key=fact_order)},
        mentions=tuple(sorted(mentions)),
        close=tuple(sorted(close)),
    )

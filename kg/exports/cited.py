"""A graph in, who is cited by how many out: the instruments, and the provisions, each counted once a citing text."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.graph import Graph
from kg.model import Literal
from kg.ontology import Ontology

CITING = ("cites", "basedOn")
CITING_PART, PART = "citesProvision", "provisionOf"
INSTRUMENT, PROVISION = "LegalInstrument", "Provision"


def instruments(graph: Graph, ontology: Ontology) -> Counter[str]:
    """Instruments by how many others cite them or a provision of theirs, or rest on them; as the query most-cited counts."""
    wholes: dict[str, set[str]] = defaultdict(set)
    for one, other in _pairs(graph, (PART,)):
        wholes[one].add(other)
    pairs = _pairs(graph, CITING)
    pairs |= {(one, whole) for one, part in _pairs(graph, (CITING_PART,)) for whole in wholes[part]}
    return _counted(graph, ontology, {(one, other) for one, other in pairs if one != other}, INSTRUMENT)


def provisions(graph: Graph, ontology: Ontology) -> Counter[str]:
    """Provisions by how many texts cite them."""
    return _counted(graph, ontology, _pairs(graph, (CITING_PART,)), PROVISION)


def _counted(graph: Graph, ontology: Ontology, pairs: set[tuple[str, str]], kind: str) -> Counter[str]:
    return Counter(other for _, other in pairs if ontology.top(graph.node(other).type) == kind)


def _pairs(graph: Graph, predicates: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        (fact.subject, fact.object)
        for fact in graph.evidence
        if fact.predicate in predicates and not isinstance(fact.object, Literal)
    }

"""A Graph in; a networkx.MultiDiGraph out, with the evidence of each fact on its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import Graph, Node
from kg.model import Evidence, Literal

if TYPE_CHECKING:
    import networkx

Stated = tuple[str, Literal, tuple[Evidence, ...]]


def property_graph(graph: Graph) -> networkx.MultiDiGraph:
    """The graph for analysis: entities and documents are nodes, facts between them edges.

    A node is an IRI with `type`, `label`, `names` (other names), `literals` ((property, Literal), …: what the lexicons and
    files say) and `stated` ((property, Literal, evidence), …: what documents say). An edge's key is its property's name;
    it carries `predicate` and `evidence`, a tuple of Evidence. Mentions are no edges.

    >>> from kg.graph import Fact, Node
    >>> runs = Fact("urn:a", "implements", "urn:b")
    >>> nodes = {"urn:a": Node("urn:a", "Organisation", "甲会"), "urn:b": Node("urn:b", "Programme", "乙计划")}
    >>> said = (Evidence("a.txt", 0, 7, "甲会推进乙计划", "runs"),)
    >>> found = property_graph(Graph("urn:", {}, nodes, {runs: said}, ()))
    >>> found.edges["urn:a", "urn:b", "implements"]["evidence"][0].exact
    '甲会推进乙计划'
    """
    import networkx

    stated: dict[str, list[Stated]] = {}
    for fact, evidence in graph.evidence.items():
        if isinstance(fact.object, Literal):
            stated.setdefault(fact.subject, []).append((fact.predicate, fact.object, evidence))
    found = networkx.MultiDiGraph(base=graph.base)
    for nodes in (graph.entities, graph.documents):
        for iri, node in nodes.items():
            found.add_node(iri, **_attributes(node), stated=tuple(stated.get(iri, ())))
    for fact, evidence in graph.evidence.items():
        if not isinstance(fact.object, Literal):
            found.add_edge(
                fact.subject, fact.object, key=fact.predicate, predicate=fact.predicate, evidence=evidence
            )
    return found


def _attributes(node: Node) -> dict[str, object]:
    return {"type": node.type, "label": node.label, "names": node.names, "literals": node.literals}

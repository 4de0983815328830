"""What a graph is made of: entities and documents as nodes, facts, the places that say each, and the order they stand in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Evidence, Literal

DOCUMENT = "Document"


class Fact(NamedTuple):
    """Subject – predicate – object: IRIs of entities, a property's name, and an IRI or a literal."""

    subject: str
    predicate: str
    object: str | Literal


@dataclass(frozen=True, slots=True)
class Node:
    """An entity or a document of the graph.

    `names` are its other names, sorted; `literals` what the build knows of it (level, sourcePath, …) by property, sorted;
    `whole` the IRI of the file that an article is part of.
    """

    iri: str
    type: str
    label: str
    names: tuple[str, ...] = ()
    literals: tuple[tuple[str, Literal], ...] = ()
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """What documents say, taken together; everything sorted by IRI, so that equal readings give equal graphs.

    `mentions` holds pairs (document, entity). Every fact is a key of `evidence`. `close` holds pairs of entities that may be
    one, which nothing proves: the smaller IRI first.
    """

    base: str
    documents: Mapping[str, Node]
    entities: Mapping[str, Node]
    evidence: Mapping[Fact, tuple[Evidence, ...]]
    mentions: Collection[tuple[str, str]]
    close: tuple[tuple[str, str], ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, sorted."""
        return tuple(self.evidence)

    def node(self, iri: str) -> Node:
        """An entity or document by its IRI."""
        return self.entities.get(iri) or self.documents[iri]


def fact_order(fact: Fact) -> tuple[str, str, bool, str, str]:
    """What facts are sorted by: subject, predicate, then resources before literals."""
    value = fact.object
    if isinstance(value, Literal):
        return fact.subject, fact.predicate, True, value.value, value.datatype
    return fact.subject, fact.predicate, False, value, ""


def evidence_order(
    evidence: Evidence,
) -> tuple[str, int, int, str, str, tuple[tuple[str, int, int, bool], ...], tuple[str, ...]]:
    """What the evidence of a fact is sorted by: its place first."""
    captures = tuple((c.role, c.start, c.end, c.carried) for c in evidence.captures)
    place = (evidence.path, evidence.start, evidence.end, evidence.rule, evidence.modality)
    return (*place, captures, evidence.decisions)

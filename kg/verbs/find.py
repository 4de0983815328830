"""Words → the entities that are called so, or whose name holds them, each with what the graph has about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg import ontology
from kg.verbs.load import Loaded, load


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that was asked for: its names, how many facts it is an end of, in how many documents it is mentioned."""

    iri: str
    type: str
    label: str
    names: tuple[str, ...]
    facts: int
    documents: int


def find(output: Path | Loaded, words: str, kind: str = "") -> tuple[Found, ...]:
    """Entities by name, short name, IRI or part of a name, those with most facts first; `kind` is a class that they are of."""
    graph = output if isinstance(output, Loaded) else load(output)
    terms = ontology.load()
    found = [
        Found(node.iri, node.type, node.label, node.names, *_counts(graph, node.iri))
        for node in graph.find(words)
        if not kind or terms.is_a(node.type, kind)
    ]
    return tuple(sorted(found, key=lambda one: (-one.facts, -one.documents, one.label, one.iri)))


def _counts(graph: Loaded, iri: str) -> tuple[int, int]:
    facts = {*graph.facts(subject=iri), *graph.facts(value=iri)}
    return len(facts), len(set(graph.mentioning(iri)))

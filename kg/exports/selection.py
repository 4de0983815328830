"""A graph and what is wanted of it → the graph of that alone: classes, relations, documents, what lies around an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from urllib.parse import unquote

from kg import ontology
from kg.errors import KgError
from kg.graph import DOCUMENT, Fact, Graph, Node, iri
from kg.model import Evidence, Literal


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted of a graph; what is empty leaves nothing out, and all that is given must hold.

    `types`: entities of these classes (subclasses too) and the facts between them. `relations`: facts with these properties and
    their ends. `documents`: what these files or articles, by path (`a.txt`, `a.txt#2`) or IRI, say and mention. `ego` is an
    IRI: it, what can be reached from it in `depth` facts (either way along each), and the facts between them.
    """

    types: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    ego: str = ""
    depth: int = 1

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.types or self.relations or self.documents or self.ego)


def select(graph: Graph, wanted: Selection) -> Graph:
    """The part of a graph that is wanted; sorted as the whole is. Raises KgError for a name that means nothing there."""
    if wanted.whole:
        return graph
    nodes = {**graph.documents, **graph.entities}
    facts = dict(graph.evidence)
    if wanted.relations:
        names = _relations(wanted.relations)
        facts = {fact: places for fact, places in facts.items() if fact.predicate in names}
    papers: set[str] = set()
    if wanted.documents:
        papers = _papers(graph, wanted.documents)
        facts = _said_in(graph, facts, papers)
    kept = _kept(graph, wanted, facts, papers)
    if wanted.types:
        classes = _classes(wanted.types)
        kept = {here for here in kept if nodes[here].type in classes}
    facts = _between(facts, kept)
    if wanted.ego:
        kept &= _around(facts, wanted.ego, wanted.depth, kept)
        facts = _between(facts, kept)
    if wanted.relations:
        kept &= _ends(facts) | {wanted.ego}
    return among(replace(graph, evidence=facts), kept)


def among(graph: Graph, kept: Collection[str]) -> Graph:
    """The part of a graph that is made of some nodes: these, and what is between them."""
    return replace(
        graph,
        documents=_nodes(graph.documents, kept),
        entities=_nodes(graph.entities, kept),
        evidence=_between(graph.evidence, kept),
        mentions=tuple((paper, here) for paper, here in graph.mentions if paper in kept and here in kept),
        close=tuple((one, other) for one, other in graph.close if one in kept and other in kept),
    )


def _kept(graph: Graph, wanted: Selection, facts: Iterable[Fact], papers: Collection[str]) -> set[str]:
    """The nodes that the documents and relations asked for leave."""
    if not wanted.documents:
        return _ends(facts) | {wanted.ego} if wanted.relations else {*graph.documents, *graph.entities}
    mentioned = {here for paper, here in graph.mentions if paper in papers}
    return _ends(facts) | mentioned | set(papers)


def _nodes(nodes: Mapping[str, Node], kept: Collection[str]) -> dict[str, Node]:
    """Those that are kept; what a part was part of is forgotten where the whole is not kept."""
    return {
        here: node if node.whole in kept else replace(node, whole="")
        for here, node in nodes.items()
        if here in kept
    }


def _ends(facts: Iterable[Fact]) -> set[str]:
    return {end for fact in facts for end in (fact.subject, fact.object) if isinstance(end, str)}


def _between(
    facts: Mapping[Fact, tuple[Evidence, ...]], kept: Collection[str]
) -> dict[Fact, tuple[Evidence, ...]]:
    return {
        fact: places
        for fact, places in facts.items()
        if fact.subject in kept and (isinstance(fact.object, Literal) or fact.object in kept)
    }


def _said_in(
    graph: Graph, facts: Iterable[Fact], papers: Collection[str]
) -> dict[Fact, tuple[Evidence, ...]]:
    """The facts that some documents say, with the places in those alone."""

    @cache
    def wanted(path: str, article: int) -> bool:
        return any(iri(graph.base, DOCUMENT, key) in papers for key in (path, f"{path}#{article}"))

    found = {
        fact: tuple(place for place in graph.evidence[fact] if wanted(place.path, place.article))
        for fact in facts
    }
    return {fact: places for fact, places in found.items() if places}


def _around(facts: Iterable[Fact], centre: str, depth: int, kept: Collection[str]) -> set[str]:
    if centre not in kept:
        raise KgError("", f"{centre} is not in what was asked for", hint="fewer filters beside --ego")
    near: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.object, str):
            near[fact.subject].append(fact.object)
            near[fact.object].append(fact.subject)
    reached, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {other for here in edge for other in near[here]} - reached
        reached |= edge
    return reached


def _classes(asked: Iterable[str]) -> set[str]:
    terms = ontology.load()
    return {kind for name in asked for kind in terms.subclasses(_known(name, terms.classes, "class"))}


def _relations(asked: Iterable[str]) -> set[str]:
    terms = ontology.load()
    return {_known(name, terms.properties, "property") for name in asked}


def _papers(graph: Graph, asked: Iterable[str]) -> set[str]:
    """The IRIs of the documents asked for, with their articles."""
    keys = {here: unquote(here.removeprefix(iri(graph.base, DOCUMENT, ""))) for here in graph.documents}
    named = {key: here for here, key in keys.items()} | {here: here for here in keys}
    chosen = {named[_known(name, named, "document")] for name in asked}
    return chosen | {here for here, node in graph.documents.items() if node.whole in chosen}


def _known(name: str, known: Collection[str], what: str) -> str:
    if name in known:
        return name
    near = get_close_matches(name, known, 3)
    raise KgError("", f"there is no {what} {name!r}", hint=", ".join(near))

"""A graph and the texts it was read from in; what the page holds of it out: the strongest part, in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from kg.exports.explorer.proof import Papers, Places, Proof, tail
from kg.exports.explorer.sentence import shown
from kg.graph import Fact, Graph, Node
from kg.model import Literal
from kg.ontology import Class, Ontology, Property

NAME = 160
NAMES = 16


class Kind(msgspec.Struct, frozen=True):
    """A class as the page calls and colours it."""

    top: str
    zh: str
    en: str
    colour: str


class Relation(msgspec.Struct, frozen=True):
    """A property as the page calls it; the inverse's name stands over facts that point at the thing read about."""

    zh: str
    en: str
    inverse_zh: str
    inverse_en: str
    about_zh: str
    about_en: str
    symmetric: bool
    datatypes: tuple[str, ...]


class Totals(msgspec.Struct, frozen=True):
    """How much there is."""

    documents: int
    entities: int
    facts: int
    places: int


class Things(msgspec.Struct, frozen=True):
    """The entities in the order of their IRIs (the graph's base taken off): names (the first is the label), what is known.

    `papers` are the numbers of the papers that mention each.
    """

    iri: list[str]
    type: list[str]
    names: list[tuple[str, ...]]
    known: dict[int, tuple[tuple[str, str], ...]]
    papers: dict[int, list[int]]


class Facts(msgspec.Struct, frozen=True):
    """The facts in the order of the graph: numbers of things; `object` is -1 for a value, which stands in `value`."""

    subject: list[int]
    predicate: list[str]
    object: list[int]
    value: dict[int, tuple[str, str]]


class Content(msgspec.Struct, frozen=True):
    """All that the page knows before it looks at evidence. Things and facts go by their number in these lists."""

    base: str
    namespace: str
    whole: Totals
    kinds: dict[str, Kind]
    relations: dict[str, Relation]
    papers: Papers
    things: Things
    facts: Facts


class Gathered(msgspec.Struct, frozen=True):
    """What the page holds: the content, the places that say its facts, and the texts of the files (None: not at hand)."""

    content: Content
    places: Places
    texts: list[str | None]


def gathered(graph: Graph, ontology: Ontology, texts: Mapping[str, str], most: int) -> Gathered:
    """What a page of at most `most` things holds: those with most facts, and all facts between them."""
    nodes = strongest(graph, most)
    number = {node.iri: at for at, node in enumerate(nodes)}
    kept = [
        fact
        for fact in graph.evidence
        if fact.subject in number and (isinstance(fact.object, Literal) or fact.object in number)
    ]
    proof = Proof(graph, texts)
    for fact in kept:
        proof.take(fact)
    things = _things(graph, nodes, number, proof)
    proof.know_the_rest(most)
    kinds = sorted({name for node in nodes for name in (node.type, ontology.top(node.type))})
    known = {name for cells in things.known.values() for name, _ in cells}
    relations = sorted(known.union(fact.predicate for fact in kept) & set(ontology.properties))
    content = Content(
        base=graph.base,
        namespace=ontology.namespace,
        whole=Totals(
            documents=sum(not node.whole for node in graph.documents.values()),
            entities=len(graph.entities),
            facts=len(graph.evidence),
            places=sum(map(len, graph.evidence.values())),
        ),
        kinds={name: _kind(ontology.classes[name]) for name in kinds},
        relations={name: _relation(ontology.properties[name]) for name in relations},
        papers=proof.papers(number),
        things=things,
        facts=_facts(kept, number),
    )
    return Gathered(content, proof.places(), proof.texts())


def strongest(graph: Graph, most: int) -> list[Node]:
    """The entities (and documents that facts speak of) with most facts, then most places; in the order of their IRIs."""
    facts, places = Counter[str](), Counter[str]()
    for fact, evidence in graph.evidence.items():
        for end in _ends(fact):
            facts[end] += 1
            places[end] += len(evidence)
    nodes = sorted(_all(graph), key=lambda node: (-facts[node.iri], -places[node.iri], node.iri))
    return sorted(nodes[:most], key=lambda node: node.iri)


def _all(graph: Graph) -> list[Node]:
    spoken = {end for fact in graph.evidence for end in _ends(fact)}
    return [*graph.entities.values(), *(node for node in graph.documents.values() if node.iri in spoken)]


def _ends(fact: Fact) -> tuple[str, ...]:
    return (fact.subject,) if isinstance(fact.object, Literal) else (fact.subject, fact.object)


def _things(graph: Graph, nodes: list[Node], number: Mapping[str, int], proof: Proof) -> Things:
    mentions: dict[int, set[int]] = {}
    for paper, entity in graph.mentions:
        if entity in number:
            mentions.setdefault(number[entity], set()).add(proof.paper(paper))
    known = {
        at: tuple((name, shown(value.value, NAME)) for name, value in node.literals if name != "sha256")
        for at, node in enumerate(nodes)
        if node.literals
    }
    return Things(
        iri=[tail(node.iri, graph.base) for node in nodes],
        type=[node.type for node in nodes],
        names=[tuple(shown(name, NAME) for name in (node.label, *node.names)[:NAMES]) for node in nodes],
        known=known,
        papers={at: sorted(found) for at, found in sorted(mentions.items())},
    )


def _facts(kept: list[Fact], number: Mapping[str, int]) -> Facts:
    objects = [-1 if isinstance(fact.object, Literal) else number[fact.object] for fact in kept]
    return Facts(
        subject=[number[fact.subject] for fact in kept],
        predicate=[fact.predicate for fact in kept],
        object=objects,
        value={
            at: (shown(fact.object.value, NAME), fact.object.datatype)
            for at, fact in enumerate(kept)
            if isinstance(fact.object, Literal)
        },
    )


def _kind(one: Class) -> Kind:
    return Kind(one.top, one.label_zh, one.label_en, one.colour)


def _relation(one: Property) -> Relation:
    names = (one.label_zh, one.label_en, one.inverse_zh, one.inverse_en)
    return Relation(*names, one.definition_zh, one.definition_en, one.symmetric, one.datatypes)

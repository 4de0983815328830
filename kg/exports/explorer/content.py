"""A graph and the texts it was read from in; what the page holds of it out: the strongest part, each fact with its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from kg.exports.explorer.sentence import carried, completed, sentence, shown
from kg.graph import DOCUMENT, Fact, Graph, Node, iri
from kg.model import Evidence, Literal
from kg.ontology import Class, Ontology, Property

NAME = 160
NAMES = 16
PLACES = 12
PAPERS = 20


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


class Paper(msgspec.Struct, frozen=True):
    """A source document: a file, or an article of one."""

    title: str
    path: str


class Thing(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entity: its names (the first is its label), what lexicons know of it, the papers that mention it."""

    iri: str
    type: str
    names: tuple[str, ...]
    known: tuple[tuple[str, str], ...] = ()
    papers: tuple[int, ...] = ()
    mentions: int = 0


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place that says a fact: the sentence in marked pieces, and where it stands."""

    paper: int
    start: int
    end: int
    rule: str
    pieces: tuple[tuple[str, str], ...]
    line: int = 0
    modality: str = ""
    carried: tuple[tuple[str, str], ...] = ()


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact: numbers of things, or a value; `places` is how many places say so, of which the first few are given."""

    subject: int
    predicate: str
    places: int
    said: tuple[Said, ...]
    object: int = -1
    value: str = ""


class Totals(msgspec.Struct, frozen=True):
    """How much there is."""

    documents: int
    entities: int
    facts: int
    places: int


class Content(msgspec.Struct, frozen=True):
    """All that the page knows. Things and facts go by their number in these tuples."""

    whole: Totals
    kinds: dict[str, Kind]
    relations: dict[str, Relation]
    papers: tuple[Paper, ...]
    things: tuple[Thing, ...]
    facts: tuple[Told, ...]


def gathered(graph: Graph, ontology: Ontology, texts: Mapping[str, str], most: int) -> Content:
    """What a page of at most `most` things holds: those with most facts, and all facts between them."""
    nodes = strongest(graph, most)
    number = {node.iri: at for at, node in enumerate(nodes)}
    papers = _Papers(graph)
    facts = tuple(
        _told(fact, evidence, graph, number, papers, texts)
        for fact, evidence in graph.evidence.items()
        if fact.subject in number and (isinstance(fact.object, Literal) or fact.object in number)
    )
    mentions: dict[str, list[str]] = {}
    for paper, entity in graph.mentions:
        mentions.setdefault(entity, []).append(paper)
    things = tuple(_thing(node, mentions.get(node.iri, ()), papers) for node in nodes)
    kinds = sorted({name for node in nodes for name in (node.type, ontology.top(node.type))})
    known = {name for thing in things for name, _ in thing.known}
    relations = sorted(known.union(fact.predicate for fact in facts) & set(ontology.properties))
    return Content(
        whole=Totals(
            documents=sum(not node.whole for node in graph.documents.values()),
            entities=len(graph.entities),
            facts=len(graph.evidence),
            places=sum(map(len, graph.evidence.values())),
        ),
        kinds={name: _kind(ontology.classes[name]) for name in kinds},
        relations={name: _relation(ontology.properties[name]) for name in relations},
        papers=tuple(papers.listed),
        things=things,
        facts=facts,
    )


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


def _told(
    fact: Fact,
    evidence: tuple[Evidence, ...],
    graph: Graph,
    number: Mapping[str, int],
    papers: _Papers,
    texts: Mapping[str, str],
) -> Told:
    subject, value = _called(graph.node(fact.subject)), fact.object
    other = (value.value,) if isinstance(value, Literal) else _called(graph.node(value))
    said = tuple(_said(one, subject, other, papers, texts.get(one.path, "")) for one in evidence[:PLACES])
    if isinstance(value, Literal):
        return Told(number[fact.subject], fact.predicate, len(evidence), said, value=shown(value.value, NAME))
    return Told(number[fact.subject], fact.predicate, len(evidence), said, object=number[value])


def _said(
    one: Evidence, subject: tuple[str, ...], other: tuple[str, ...], papers: _Papers, source: str
) -> Said:
    one, marks = completed(one, source, subject, other)
    return Said(
        paper=papers.number(one.path, one.article),
        start=one.start,
        end=one.end,
        rule=shown(one.rule, NAME),
        line=source.count("\n", 0, one.start) + 1 if source else 0,
        pieces=tuple((piece.text, piece.mark) for piece in sentence(one, source, marks)),
        modality=shown(one.modality, NAME),
        carried=tuple((piece.text, piece.mark) for piece in carried(one, source, marks)),
    )


def _called(node: Node) -> tuple[str, ...]:
    return (node.label, *node.names)


def _thing(node: Node, mentions: Iterable[str], papers: _Papers) -> Thing:
    numbers = tuple(sorted({papers.of(paper) for paper in mentions}))
    return Thing(
        iri=shown(node.iri, 2 * NAME),
        type=node.type,
        names=tuple(shown(name, NAME) for name in _called(node)[:NAMES]),
        known=tuple((name, shown(value.value, NAME)) for name, value in node.literals if name != "sha256"),
        papers=numbers[:PAPERS],
        mentions=len(numbers),
    )


class _Papers:
    """The documents that evidence and mentions lead to, numbered as they are met."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.listed: list[Paper] = []
        self.numbers: dict[str, int] = {}

    def number(self, path: str, article: int) -> int:
        """The number of a file's article."""
        part = iri(self.graph.base, DOCUMENT, f"{path}#{article}")
        return self.of(part if part in self.graph.documents else iri(self.graph.base, DOCUMENT, path), path)

    def of(self, paper: str, path: str = "") -> int:
        """The number of a document by its IRI."""
        if paper not in self.numbers:
            self.numbers[paper] = len(self.listed)
            self.listed.append(self._paper(paper, path))
        return self.numbers[paper]

    def _paper(self, paper: str, path: str) -> Paper:
        node = self.graph.documents.get(paper)
        if node is None:
            return Paper(shown(path, NAME), shown(path, NAME))
        whole = self.graph.documents.get(node.whole, node)
        path = next((value.value for name, value in whole.literals if name == "sourcePath"), path)
        return Paper(shown(node.label, NAME), shown(path, NAME))


def _kind(one: Class) -> Kind:
    return Kind(one.top, one.label_zh, one.label_en, one.colour)


def _relation(one: Property) -> Relation:
    names = (one.label_zh, one.label_en, one.inverse_zh, one.inverse_en)
    return Relation(*names, one.definition_zh, one.definition_en, one.symmetric)

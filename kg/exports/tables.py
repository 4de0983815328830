"""The graph → rows: a node an entity or document, an edge a fact between two, a place where a document says a fact."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from kg import ontology
from kg.graph import Fact, Graph, Node, statement_iri
from kg.model import Evidence, Literal

BETWEEN = "|"
"""What stands between several values in a format that has one cell for them."""
ODD = re.compile(r"[^0-9A-Za-z.\-一-鿿]")
NOWHERE = Evidence("", 0, 0, "", "")
PLAIN = ("iri", "type", "top", "label", "names", "partOf", "documents", "facts")
EDGE = (
    "id",
    "source",
    "target",
    "relation",
    "rule",
    "quote",
    "document",
    "start",
    "end",
    "modality",
    "places",
)
PLACE = (
    "fact",
    "subject",
    "relation",
    "object",
    "rule",
    "quote",
    "document",
    "start",
    "end",
    "modality",
    "article",
)


Stated: TypeAlias = tuple[str, str, tuple[Evidence, ...]]
"""A property, the words of its value, and the places that say so."""


@dataclass(frozen=True, slots=True)
class Row:
    """A node. `values` are its literals by property, what lexicons know before what documents say.

    `documents` is how many documents mention it, `facts` how many facts it is an end of; `stated` are those with a literal.
    """

    node: Node
    top: str
    values: Mapping[str, tuple[str, ...]]
    documents: int
    facts: int
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two nodes, with its places; `id` is the last step of its statement's IRI."""

    id: str
    fact: Fact
    target: str
    places: tuple[Evidence, ...]

    @property
    def first(self) -> Evidence:
        """The first place that says it: its quotation stands for all where there is room for one."""
        return self.places[0] if self.places else NOWHERE


def nodes(graph: Graph) -> list[Row]:
    """Entities, then documents, each sorted by IRI."""
    terms = ontology.load()
    said: dict[str, list[Stated]] = defaultdict(list)
    facts: Counter[str] = Counter()
    for fact, places in graph.evidence.items():
        facts[fact.subject] += 1
        if isinstance(fact.object, Literal):
            said[fact.subject].append((fact.predicate, fact.object.value, places))
        elif fact.object != fact.subject:
            facts[fact.object] += 1
    mentioned = Counter(entity for _, entity in graph.mentions)
    return [
        Row(
            node,
            terms.top(node.type),
            _values(node, said.get(here, ())),
            mentioned[here],
            facts[here],
            tuple(said.get(here, ())),
        )
        for part in (graph.entities, graph.documents)
        for here, node in part.items()
    ]


def _values(node: Node, said: Iterable[Stated]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, literal in node.literals:
        found[name].append(literal.value)
    for name, value, _ in said:
        found[name].append(value)
    return {name: tuple(dict.fromkeys(found[name])) for name in sorted(found)}


def edges(graph: Graph) -> Iterator[Edge]:
    """The facts between nodes, sorted by subject, property and object; none is without a place."""
    for fact, places in graph.evidence.items():
        if not isinstance(fact.object, Literal):
            yield Edge(key(graph, fact), fact, fact.object, places)


def key(graph: Graph, fact: Fact) -> str:
    """What a fact is called in tables: the last step of its statement's IRI."""
    return statement_iri(graph.base, fact).rpartition("/")[2]


def columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """The literal properties that some row has."""
    return tuple(sorted({name for row in rows for name in row.values}))


def node_cells(row: Row, names: Sequence[str]) -> list[str | int]:
    """The cells of a node: PLAIN, then its literals under `names`."""
    node = row.node
    plain = (node.iri, node.type, row.top, node.label, BETWEEN.join(node.names), node.whole)
    return [*plain, row.documents, row.facts, *(BETWEEN.join(row.values.get(name, ())) for name in names)]


def edge_cells(edge: Edge) -> list[str | int]:
    """The cells of a fact: EDGE; the quotation is its first."""
    fact, first = edge.fact, edge.first
    said = (first.rule, first.exact, first.path, first.start, first.end, first.modality)
    return [edge.id, fact.subject, edge.target, fact.predicate, *said, len(edge.places)]


def place_cells(graph: Graph) -> Iterator[list[str | int]]:
    """The cells of every place: PLACE; the object of a fact may be a literal."""
    for fact, places in graph.evidence.items():
        value = fact.object.value if isinstance(fact.object, Literal) else fact.object
        known = (key(graph, fact), fact.subject, fact.predicate, value)
        for place in places:
            said = (place.rule, place.exact, place.path, place.start, place.end, place.modality)
            yield [*known, *said, place.article]


def as_record(place: Evidence) -> dict[str, str | int]:
    """A place as names and values, for formats that hold such."""
    return {
        "rule": place.rule,
        "quote": place.exact,
        "document": place.path,
        "start": place.start,
        "end": place.end,
        "modality": place.modality,
    }


def told(row: Row) -> list[dict[str, object]]:
    """What documents say of a node with a literal, as names and values."""
    return [
        {"relation": name, "value": value, "evidence": [as_record(place) for place in places]}
        for name, value, places in row.stated
    ]


def token(graph: Graph, iri: str) -> str:
    """An IRI of the data as an XML name token that a person can read; no two have the same.

    >>> token(Graph("http://x/", {}, {}, {}, ()), "http://x/Organisation/%E7%94%B2%20%E4%BC%9A")
    'Organisation:甲_20_会'
    """
    kind, _, name = iri.removeprefix(graph.base).partition("/")
    return ":".join(ODD.sub(lambda found: f"_{ord(found[0]):x}_", part) for part in (kind, _decoded(name)))


def _decoded(name: str) -> str:
    return unquote(name, errors="surrogatepass")

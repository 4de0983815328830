"""Readings of documents → the graph: merged entities, sorted facts, and beside each fact the places that say it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from kg import ontology
from kg.errors import KgError
from kg.model import Assertion, Entity, Evidence, Literal, Reading, Source
from kg.seeds import Row

DOCUMENT = "Document"
TELLING = frozenset({"Organisation", "Person", "Programme", "LegalInstrument", "Event", "Place"})
"""Classes whose names tell one thing from another; every body has a 主席, every law a 第一条."""

BEARERS = 6
"""A name that more than this many things are called by is no sign that two of them are one."""


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
    mentions: tuple[tuple[str, str], ...]
    close: tuple[tuple[str, str], ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, sorted."""
        return tuple(self.evidence)

    def node(self, iri: str) -> Node:
        """An entity or document by its IRI."""
        return self.entities.get(iri) or self.documents[iri]


def slug(key: str) -> str:
    """A key as the last step of an IRI: every character but A–Z a–z 0–9 _ - ~ and inner dots percent-encoded.

    >>> slug("甲/乙 第1条"), slug("..")
    ('%E7%94%B2%2F%E4%B9%99%20%E7%AC%AC1%E6%9D%A1', '%2E%2E')
    """
    return key if key.isascii() and key.isalnum() else _encoded(key)


@lru_cache(maxsize=1 << 15)
def _encoded(key: str) -> str:
    encoded = quote(key, safe="", errors="surrogatepass")
    return encoded if encoded.strip(".") else encoded.replace(".", "%2E")  # "." and ".." are steps of a path


def iri(base: str, name: str, key: str) -> str:
    """The one place where IRIs of data are made: base, a class's name (the top class), and the key as a slug."""
    return f"{base}{name}/{slug(key)}"


@lru_cache(maxsize=1 << 10)  # each place of a fact asks for it again
def statement_iri(base: str, fact: Fact) -> str:
    """The IRI of a fact's assertion: a hash of its three parts."""
    value = fact.object
    parts = (value.value, value.datatype) if isinstance(value, Literal) else (value,)
    return iri(base, "Assertion", digest(fact.subject, fact.predicate, *parts))


def evidence_iri(base: str, fact: Fact, evidence: Evidence) -> str:
    """The IRI of one place that says a fact: a hash of the fact, the place and the rule."""
    place = (evidence.path, str(evidence.start), str(evidence.end), evidence.rule, evidence.modality)
    return iri(base, "Evidence", digest(statement_iri(base, fact), *place))


def digest(*parts: str) -> str:
    """Half a sha256 of some strings, none of which can be taken for two."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def gather(readings: Iterable[Reading], base: str, rows: Iterable[Row] = ()) -> Graph:
    """The union of what documents say. `rows` of the lexicons give names, levels and division codes.

    The order of the readings does not matter, nor whether one comes twice. Raises OntologyError for an unknown class.
    """
    _check(base)
    union = _Union(base, rows)
    for reading in readings:
        union.take(reading)
    return union.graph()


def _check(base: str) -> None:
    from pyoxigraph import NamedNode

    wanted = "an absolute IRI that ends in / or #"
    try:
        NamedNode(base)
    except ValueError as error:
        raise KgError("", f"{base!r} is no IRI, {error}", wanted) from error
    if not base.endswith(("/", "#", ":")):
        raise KgError("", f"{base!r} runs into what comes after it", wanted)


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


class _Union:
    """What the readings taken so far have said, as sets; sorted only when the graph is asked for."""

    def __init__(self, base: str, rows: Iterable[Row]) -> None:
        self.base = base
        self.terms = ontology.load()
        self.rows: dict[tuple[str, str], Row] = {}
        # Of several rows of one key (a short name that has a row of its own) the one that is called so counts.
        for row in rows:
            at = self.terms.top(row.type), row.key or row.name
            if at not in self.rows or row.name == at[1]:
                self.rows[at] = row
        self.met: dict[Entity, str] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.types: dict[str, set[str]] = defaultdict(set)
        self.canonical: dict[str, set[str]] = defaultdict(set)
        self.names: dict[str, set[str]] = defaultdict(set)
        self.wholes: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self.evidence: dict[Fact, set[Evidence]] = defaultdict(set)
        self.mentions: set[tuple[str, str]] = set()

    def take(self, reading: Reading) -> None:
        document, resolved = reading.document, reading.resolved
        self.sources[iri(self.base, DOCUMENT, document.path)] = document.source
        articles = {one.number: self.meet(resolved.article_entity(one.number)) for one in document.articles}
        for link in resolved.links:
            if isinstance(link.entity, Entity) and link.entity.type != DOCUMENT:
                article = document.article_at(link.mention.start)
                self.mentions.add((articles[article.number], self.meet(link.entity)))
        for assertion in reading.assertions:
            self.state(assertion)

    def meet(self, entity: Entity) -> str:
        """Note an entity and what it is part of; its IRI."""
        known = self.met.get(entity)
        if known is not None:
            return known
        top = self.terms.top(entity.type)
        here = iri(self.base, top, entity.key)
        self.keys[here] = (top, entity.key)
        self.types[here].add(entity.type)
        self.canonical[here].update(entity.names[:1])
        self.names[here].update(entity.names)
        if entity.whole:
            whole = self.meet(entity.whole)
            if top == DOCUMENT:
                self.wholes[here] = whole
        self.met[entity] = here
        return here

    def state(self, assertion: Assertion) -> None:
        stated = self.terms.property(assertion.predicate)
        subject, value = self.meet(assertion.subject), assertion.object
        other = value if isinstance(value, Literal) else self.meet(value)
        if stated.symmetric and isinstance(other, str):  # stored one way round
            subject, other = min(subject, other), max(subject, other)
        fact = Fact(subject, stated.name, other)
        self.evidence[fact].add(assertion.evidence)

    def graph(self) -> Graph:
        nodes = {here: self.node(here) for here in sorted(self.keys)}
        told = [node for here, node in nodes.items() if self.keys[here][0] in TELLING]
        return Graph(
            base=self.base,
            documents={here: node for here, node in nodes.items() if self.keys[here][0] == DOCUMENT},
            entities={here: node for here, node in nodes.items() if self.keys[here][0] != DOCUMENT},
            evidence={fact: _distinct(self.evidence[fact]) for fact in sorted(self.evidence, key=fact_order)},
            mentions=tuple(sorted(self.mentions)),
            close=_close(told, self.evidence, self.terms.top),
        )

    def node(self, here: str) -> Node:
        top, key = self.keys[here]
        kind = min(self.types[here], key=lambda name: (-self.terms.depth(name), name))
        row, source = self.rows.get((top, key)), self.sources.get(here)
        label = row.name if row else _longest(self.canonical[here]) or key
        if source and label == key:
            label = PurePosixPath(key).name  # a file of several articles is called by its name
        literals = _of_file(source) if source else self.known(kind, row) if row else ()
        names = tuple(sorted(self.names[here] - {"", label, key if source else label}))
        return Node(here, kind, label, names, literals, self.wholes.get(here, ""))

    def known(self, kind: str, row: Row) -> tuple[tuple[str, Literal], ...]:
        """What the lexicon's row knows of an entity, as far as its class has such properties."""
        cells = (("divisionCode", row.code), ("level", row.level))
        return tuple(
            (name, Literal(value)) for name, value in cells if value and self.terms.fits(name, kind, "string")
        )


def _close(
    nodes: Iterable[Node], facts: Iterable[Fact], top: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    """Pairs of one class of which one is called as the other: by the other's own name, which few share, and no fact joins them.

    Two people of one name in two texts; 市总工会 in a text that does not say of which city, and 白鹭市总工会 (市总工会).
    """
    called: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for node in nodes:
        for name in (*node.names, node.label):
            called[top(node.type), name][node.iri] = name == node.label
    joined = {frozenset((fact.subject, fact.object)) for fact in facts if isinstance(fact.object, str)}
    return tuple(
        sorted(
            {
                pair
                for bearers in called.values()
                if 1 < len(bearers) <= BEARERS
                for pair in combinations(sorted(bearers), 2)
                if (bearers[pair[0]] or bearers[pair[1]]) and frozenset(pair) not in joined
            }
        )
    )


def _longest(names: Iterable[str]) -> str:
    return min((name for name in names if name.strip()), key=lambda name: (-len(name), name), default="")


def _of_file(source: Source) -> tuple[tuple[str, Literal], ...]:
    return (
        ("mediaType", Literal(source.media_type)),
        ("sha256", Literal(source.sha256)),
        ("sourcePath", Literal(source.path)),
    )


def _distinct(places: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Places sorted; where two differ in their captures alone, the first."""
    kept = {
        evidence_order(evidence)[:5]: evidence
        for evidence in sorted(places, key=evidence_order, reverse=True)
    }
    return tuple(sorted(kept.values(), key=evidence_order))

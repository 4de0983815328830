"""A Reading in, its share in the graph out: what one document tells of each thing, states, and mentions, by IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from kg import ontology
from kg.graph.iris import iri
from kg.graph.things import DOCUMENT, Fact, evidence_order, fact_order
from kg.model import Assertion, Entity, Evidence, Literal, Reading


class Met(Struct, frozen=True, array_like=True, gc=False):
    """What is told of one thing: the classes it was met as, its canonical names and all names, each sorted.

    `whole` is the IRI of the file that an article is part of; `file` of a file its media type, sha256 and path.
    """

    iri: str
    top: str
    key: str
    types: tuple[str, ...]
    canonical: tuple[str, ...]
    names: tuple[str, ...]
    whole: str = ""
    file: tuple[str, ...] = ()


class Share(Struct, frozen=True):
    """What one document adds to a graph; everything once, sorted. `mentions` are the entities that each document mentions."""

    things: tuple[Met, ...]
    facts: tuple[tuple[Fact, tuple[Evidence, ...]], ...]
    mentions: tuple[tuple[str, tuple[str, ...]], ...]


def share(reading: Reading, base: str) -> Share:
    """The share of a reading in a graph with this base. Raises OntologyError for an unknown class."""
    taken = _Taken(base)
    taken.take(reading)
    return Share(
        tuple(sorted(map(together, taken.things.values()), key=attrgetter("iri"))),
        tuple((fact, distinct(taken.facts[fact])) for fact in sorted(taken.facts, key=fact_order)),
        tuple((document, tuple(sorted(taken.mentions[document]))) for document in sorted(taken.mentions)),
    )


def together(told: Iterable[Met]) -> Met:
    """What several documents tell of one thing, as one."""
    all_told = list(told)
    first = all_told[0]
    if len(all_told) == 1:
        return first
    types = tuple(sorted({name for one in all_told for name in one.types}))
    canonical = tuple(sorted({name for one in all_told for name in one.canonical}))
    names = tuple(sorted({name for one in all_told for name in one.names}))
    whole, file = max(one.whole for one in all_told), max(one.file for one in all_told)
    return Met(first.iri, first.top, first.key, types, canonical, names, whole, file)


def distinct(places: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Places sorted; where two differ in their captures alone, the first."""
    ordered = sorted(places, key=evidence_order)
    return tuple(next(group) for _, group in groupby(ordered, key=_place))


def _place(evidence: Evidence) -> tuple[str | int, ...]:
    return evidence_order(evidence)[:5]


class _Taken:
    """What a reading has told so far."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.terms = ontology.load()
        self.known: dict[Entity, str] = {}
        self.things: dict[str, set[Met]] = defaultdict(set)
        self.facts: dict[Fact, set[Evidence]] = defaultdict(set)
        self.mentions: dict[str, set[str]] = defaultdict(set)

    def take(self, reading: Reading) -> None:
        document, resolved = reading.document, reading.resolved
        source, file = document.source, iri(self.base, DOCUMENT, document.path)
        told = (source.media_type, source.sha256, source.path)
        self.things[file].add(Met(file, DOCUMENT, document.path, (DOCUMENT,), (), (), file=told))
        articles = {one.number: self.meet(resolved.article_entity(one.number)) for one in document.articles}
        for link in resolved.links:
            if isinstance(link.entity, Entity) and link.entity.type != DOCUMENT:
                article = document.article_at(link.mention.start)
                self.mentions[articles[article.number]].add(self.meet(link.entity))
        for assertion in reading.assertions:
            self.state(assertion)

    def meet(self, entity: Entity) -> str:
        """Note an entity and what it is part of; its IRI."""
        known = self.known.get(entity)
        if known is not None:
            return known
        top = self.terms.top(entity.type)
        here = iri(self.base, top, entity.key)
        whole = self.meet(entity.whole) if entity.whole else ""
        names = tuple(sorted(set(entity.names)))
        part_of = whole if top == DOCUMENT else ""
        self.things[here].add(Met(here, top, entity.key, (entity.type,), entity.names[:1], names, part_of))
        self.known[entity] = here
        return here

    def state(self, assertion: Assertion) -> None:
        stated = self.terms.property(assertion.predicate)
        subject, value = self.meet(assertion.subject), assertion.object
        other = value if isinstance(value, Literal) else self.meet(value)
        if stated.symmetric and isinstance(other, str):  # stored one way round
            subject, other = min(subject, other), max(subject, other)
        self.facts[Fact(subject, stated.name, other)].add(assertion.evidence)

"""Facts of a graph → how a page shows them: by property, each with its first sentences, subject and object marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg import graph, ontology
from kg.exports.explorer.sentence import Piece, carried, completed, sentence, shown
from kg.graph import DOCUMENT, Fact, fact_order, statement_iri
from kg.model import Evidence, Literal
from kg.script.dates import DATE, literal
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.shelf import Opened
from kg.verbs.load import Loaded
from kg.verbs.quote import Quote

FEW = 2
"""Sentences of a fact that a page about something else shows."""

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A thing as pages name it: its label, its address, its top class; of a value the label alone."""

    label: str
    href: str = ""
    top: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that says a fact, and where: `carried` stands before it, `line` is 0 where the source is gone."""

    pieces: tuple[Piece, ...]
    carried: tuple[Piece, ...]
    document: Link
    place: str
    rule: Link
    modality: str
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A fact on a page about one of its ends, or about itself; `left` sentences are not shown."""

    subject: Link
    predicate: str
    object: Link
    href: str
    said: tuple[Said, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one property that point away from a thing, or (`inward`) at it; `count` is how many there are in all."""

    predicate: str
    title: Words
    inward: bool
    count: int
    facts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list: which it is, of how many, of how many things."""

    page: int
    pages: int
    count: int
    start: int
    end: int


NOTHING = Slice(1, 1, 0, 0, 0)


def cut(count: int, page: int, most: int) -> Slice:
    """Page number `page` of a list; the nearest that there is.

    >>> cut(101, 3, 50)
    Slice(page=3, pages=3, count=101, start=100, end=101)
    """
    pages = max(-(-count // most), 1)
    page = min(max(page, 1), pages)
    return Slice(page, pages, count, (page - 1) * most, min(page * most, count))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts things of a graph into words."""

    opened: Opened
    addresses: Addresses

    @property
    def graph(self) -> Loaded:
        return self.opened.graph

    def link(self, end: str | Literal) -> Link:
        """A thing or a value; what has no name goes by the end of its IRI."""
        if isinstance(end, Literal):
            return Link(shown(end.value))
        node = self.graph.node(end)
        top = ontology.load().top(node.type) if node.type else ""
        label = node.label or self.addresses.tail(end) or end
        return Link(shown(label), self.addresses.page(end), top, node.type)

    def around(self, iri: str) -> list[tuple[bool, Fact]]:
        """The facts of a thing, each with whether it points at it; by direction and property, as pages list them."""
        symmetric = {name for name, one in ontology.load().properties.items() if one.symmetric}
        out = [(False, fact) for fact in self.graph.facts(subject=iri)]
        into = [
            (fact.predicate not in symmetric, fact)
            for fact in self.graph.facts(value=iri)
            if fact.subject != iri
        ]
        return sorted((*out, *into), key=lambda one: (one[0], one[1].predicate, fact_order(one[1])))

    def groups(self, facts: Sequence[tuple[bool, Fact]], part: Slice) -> Iterator[Group]:
        """A part of the facts around a thing, by property."""
        counts = Counter((inward, fact.predicate) for inward, fact in facts)
        for (inward, name), group in groupby(
            facts[part.start : part.end], key=lambda one: (one[0], one[1].predicate)
        ):
            stated = ontology.load().property(name)
            title = (stated.label_zh, stated.label_en)
            if inward:
                title = (stated.inverse_zh or title[0], stated.inverse_en or title[1])
            told = tuple(self.told(fact, FEW) for _, fact in group)
            yield Group(name, title, inward, counts[inward, name], told)

    def told(self, fact: Fact, most: int = 0, start: int = 0) -> Told:
        """A fact with its sentences from `start` on, at most `most` of them if that is not 0."""
        statement = statement_iri(self.graph.manifest.base, fact)
        places = sorted(
            ((self.graph.quote(one), one) for one in self.graph.supporting(statement)),
            key=lambda place: (place[0].path, place[0].start),
        )
        kept = places[start : start + most] if most else places[start:]
        return Told(
            self.link(fact.subject),
            fact.predicate,
            self.link(fact.object),
            self.addresses.page(statement),
            tuple(self.said(fact, quote, evidence) for quote, evidence in kept),
            len(places) - start - len(kept),
        )

    def said(self, fact: Fact, quote: Quote, evidence: str) -> Said:
        """One place that says a fact, as a marked sentence; where the source is gone, what the build kept of it."""
        text = self.opened.text(quote.path)
        if text[quote.start : quote.end] != quote.exact:  # not the source that was read
            text = ""
        whole, shift = (
            (text, 0)
            if text
            else (quote.prefix + quote.exact + quote.suffix, quote.start - len(quote.prefix))
        )
        place = Evidence(quote.path, quote.start - shift, quote.end - shift, quote.exact, quote.rule)
        ends = (self._names(end, quote.exact) for end in (fact.subject, fact.object))
        pieces, before = marked(place, whole, *ends)
        line = f":{text.count(chr(10), 0, quote.start) + 1}" if text else ""
        base = self.graph.manifest.base
        rule = graph.iri(base, "Rule", quote.rule)
        return Said(
            pieces,
            before,
            Link(shown(quote.article or quote.path), self.addresses.page(quote.document), DOCUMENT, DOCUMENT),
            shown(quote.path) + line,
            Link(shown(quote.rule), self.addresses.page(rule)),
            shown(quote.modality),
            self.addresses.page(evidence),
        )

    def _names(self, end: str | Literal, words: str) -> tuple[str, ...]:
        """What an end may be called in a sentence; a date, as it is written there."""
        if isinstance(end, Literal):
            return called(end, words)
        node = self.graph.node(end)
        return (node.label, *node.names)

    def links(self, iris: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.link(iri) for iri in iris)


def marked(
    place: Evidence, whole: str, subject: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The sentence around a place of a text, its ends marked by their names; and what is carried into it from before."""
    place, marks = completed(place, whole, subject, other)
    return sentence(place, whole, marks), carried(place, whole, marks)


def called(value: Literal, words: str) -> tuple[str, ...]:
    """How a value may stand among some words: as it is, or written out, if it is a date."""
    return (value.value, *(date[0] for date in DATE.finditer(words) if literal(date) == value))

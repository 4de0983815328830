"""The graph and its sources → evidence.ttl: an assertion a fact, and under it every place that says it, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from kg import ontology
from kg.exports.putting import put
from kg.exports.turtle import MOST, Names, comment, flat, literal, text
from kg.graph import Fact, Graph, digest, evidence_iri, iri, statement_iri
from kg.model import Evidence, Literal, Reading

CONTEXT = 24
"""How many characters of the source are kept before and after a quotation."""

VOCABULARY = ("dcterms", "oa", "pk", "prov", "rdf", "rdfs", "schema", "xsd")

KINDS = (
    "Activity",
    "Assertion",
    "Document",
    "Evidence",
    "Input",
    "Position",
    "Quote",
    "Rule",
    "Software",
    "Target",
)


Told: TypeAlias = "Iterable[tuple[Fact, Iterable[str | bytes]]]"
"""Facts in their order, each with the blocks of the places that say it."""


@dataclass(frozen=True, slots=True)
class Build:
    """What made a graph: the version of kg, the digests of its seeds and its ontology, and what a person decided.

    `decisions` is the digest of the files of decisions, if there are any, and `decided` each row that was replayed: its id, and
    what it says.
    """

    version: str
    seeds: str
    ontology: str
    decisions: str = ""
    decided: tuple[tuple[str, str], ...] = ()


def write(graph: Graph, readings: Iterable[Reading], build: Build, path: Path) -> None:
    """Write the evidence of all facts to a file; equal graphs of equal builds give equal bytes."""
    put(pieces(graph, readings, build), path)


def pieces(graph: Graph, readings: Iterable[Reading], build: Build) -> Iterator[str]:
    """The text of evidence.ttl of a graph and the readings that it was gathered from, in order."""
    written = {reading.document.path: Places(reading, graph.base) for reading in readings}
    rules = {place.rule for said in graph.evidence.values() for place in said}
    told = (
        (fact, [written[path].blocks(fact, said) for path, said in groupby(places, _path)])
        for fact, places in graph.evidence.items()
    )
    return (str(piece) for piece in laid_out(graph, told, rules, build))


def laid_out(graph: Graph, told: Told, rules: Iterable[str], build: Build) -> Iterator[str | bytes]:
    """The text of evidence.ttl in order: the build, the rules, then each fact's assertion with its evidence, as it comes.

    Of the graph only the names of its nodes are asked for.
    """
    terms = ontology.load()
    tops = {terms.top(node.type) for nodes in (graph.documents, graph.entities) for node in nodes.values()}
    kinds = tops | set(KINDS) | ({"Decision"} if build.decided else set())
    page = _Page(graph, Names(graph.base, kinds, VOCABULARY))
    yield "# The evidence: for each fact of graph.ttl, every place that says it.\n\n"
    yield page.names.header()
    yield from page.build(build)
    yield from page.decisions(build)
    for rule in sorted(rules):
        yield page.rule(rule)
    made = page.own("Activity", _key(build))
    for fact, blocks in told:
        yield page.assertion(fact, made)
        yield from blocks


def _path(place: Evidence) -> str:
    return place.path


def _key(build: Build) -> str:
    return digest(build.version, build.seeds, build.ontology, *filter(None, (build.decisions,)))


class _Page:
    """What the blocks of the file draw on, and how each is made."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph, self.names = graph, names
        self.named = lru_cache(maxsize=MOST)(self._called)

    def own(self, kind: str, key: str) -> str:
        return self.names.name(iri(self.graph.base, kind, key))

    def build(self, build: Build) -> Iterator[str]:
        """The activity that made it all, the software that did, and what it went by."""
        used = {"seeds": build.seeds, "ontology": build.ontology}
        used |= {"decisions": build.decisions} if build.decisions else {}
        inputs = {name: self.own("Input", value) for name, value in used.items()}
        software = self.own("Software", f"kg-{build.version}")
        about = (
            ("a", "prov:Activity"),
            ("rdfs:label", text(f"kg {build.version}", "en")),
            ("prov:used", ", ".join(inputs.values())),
            ("prov:wasAssociatedWith", software),
        )
        yield flat(self.own("Activity", _key(build)), *about)
        for name, value in used.items():
            known = ("rdfs:label", text(name, "en")), ("dcterms:identifier", text(f"sha256:{value}"))
            yield flat(inputs[name], ("a", "prov:Entity"), *known)
        version = ("schema:softwareVersion", text(build.version))
        yield flat(software, ("a", "prov:SoftwareAgent"), version)

    def decisions(self, build: Build) -> Iterator[str]:
        """What a person decided, a row each; evidence that a decision bears on names it."""
        for name, what in build.decided:
            told = ("rdfs:label", text(f"decision:{name}")), ("dcterms:description", text(what))
            yield flat(self.own("Decision", name), ("a", "prov:Entity"), *told)

    def rule(self, rule: str) -> str:
        return flat(self.own("Rule", rule), ("a", "prov:Plan"), ("rdfs:label", text(rule)))

    def assertion(self, fact: Fact, made: str) -> str:
        """As `block` has it, made in one go: there are a great many."""
        value = fact.object
        about, beside = self.named(fact.subject)
        what, called = (literal(value), "") if isinstance(value, Literal) else self.named(value)
        name = statement_iri(self.graph.base, fact).rpartition("/")[2]
        return (
            f"Assertion:{name} a pk:Assertion, rdf:Statement ;\n    rdf:subject {about} ;{beside}\n"
            f"    rdf:predicate pk:{fact.predicate} ;\n    rdf:object {what} ;{called}\n    prov:wasGeneratedBy {made} .\n\n"
        )

    def _called(self, here: str) -> tuple[str, str]:
        """The name of a node, and what stands behind it on its line."""
        said = comment(self.graph.node(here).label)
        return self.names.name(here), f" # {said}" if said else ""


class Places:
    """How the places of one source that say facts are written: nothing else has to be known for it."""

    def __init__(self, reading: Reading, base: str) -> None:
        self.reading, self.base = reading, base
        self.names = Names(base, ("Decision", "Document", "Rule"), ())
        self.rules: dict[str, str] = {}
        self.articles: dict[int, tuple[tuple[str, str], ...]] = {}

    def blocks(self, fact: Fact, places: Iterable[Evidence]) -> str:
        """The places of this source that say a fact, one after the other."""
        return "".join([self.block(fact, place) for place in places])

    def block(self, fact: Fact, place: Evidence) -> str:
        """The annotation, its target in the file (the article it stands in as scope), and the two ways to find it there."""
        said = statement_iri(self.base, fact).rpartition("/")[2]
        here = evidence_iri(self.base, fact, place).rpartition("/")[2]
        decided = ", ".join(self.own("Decision", name) for name in place.decisions)
        origin = self.reading.document.source.origin(place.start)
        about = (
            ("a", "pk:Evidence, oa:Annotation"),
            ("pk:supports", f"Assertion:{said}"),
            ("pk:rule", self.rule(place.rule)),
            *([("pk:modality", text(place.modality))] if place.modality else []),
            *([("pk:place", text(origin))] if origin else []),
            *([("prov:wasInfluencedBy", decided)] if decided else []),
            ("oa:hasTarget", f"Target:{here}"),
        )
        target = (
            ("a", "oa:SpecificResource"),
            *self.document(place.article),
            ("oa:hasSelector", f"Position:{here}, Quote:{here}"),
        )
        span = ("oa:start", str(place.start)), ("oa:end", str(place.end))
        source = self.reading.document.source.text
        words = (
            ("oa:exact", text(place.exact)),
            ("oa:prefix", text(source[max(place.start - CONTEXT, 0) : place.start])),
            ("oa:suffix", text(source[place.end : place.end + CONTEXT])),
        )
        blocks = (
            flat(f"Evidence:{here}", *about),
            flat(f"Target:{here}", *target),
            flat(f"Position:{here}", ("a", "oa:TextPositionSelector"), *span),
            flat(f"Quote:{here}", ("a", "oa:TextQuoteSelector"), *words),
        )
        return "".join(blocks)

    def rule(self, rule: str) -> str:
        if rule not in self.rules:
            self.rules[rule] = self.own("Rule", rule)
        return self.rules[rule]

    def document(self, article: int) -> tuple[tuple[str, str], ...]:
        """What tells of the file that a place stands in, and of the article, where a file has several."""
        if article not in self.articles:
            entity = self.reading.resolved.article_entity(article)
            whole = self.own("Document", (entity.whole or entity).key)
            scope = [("oa:hasScope", self.own("Document", entity.key))] if entity.whole else []
            self.articles[article] = (("oa:hasSource", whole), *scope)
        return self.articles[article]

    def own(self, kind: str, key: str) -> str:
        return self.names.name(iri(self.base, kind, key))

"""The graph and its sources → evidence.ttl: an assertion a fact, and under it every place that says it, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import ontology
from kg.exports.turtle import Lines, Names, block, comment, flat, literal, text
from kg.graph import Fact, Graph, digest, evidence_iri, iri, statement_iri
from kg.model import Entity, Evidence, Literal, Reading

CONTEXT = 24
"""How many characters of the source are kept before and after a quotation."""

KINDS = (
    "Activity",
    "Assertion",
    "Evidence",
    "Input",
    "Position",
    "Quote",
    "Rule",
    "Software",
    "Target",
)


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
    with path.open("wb", buffering=1 << 20) as file:
        for piece in pieces(graph, readings, build):
            file.write(piece.encode("utf-8"))


def pieces(graph: Graph, readings: Iterable[Reading], build: Build) -> Iterator[str]:
    """The text of evidence.ttl in order: the build, the rules, then each fact's assertion with its evidence."""
    terms = ontology.load()
    tops = {terms.top(node.type) for nodes in (graph.documents, graph.entities) for node in nodes.values()}
    names = Names(
        graph.base,
        tops | set(KINDS) | ({"Decision"} if build.decided else set()),
        ("dcterms", "oa", "pk", "prov", "rdf", "rdfs", "schema", "xsd"),
    )
    page = _Page(graph, names, {reading.document.path: reading for reading in readings})
    yield "# The evidence: for each fact of graph.ttl, every place that says it.\n\n"
    yield names.header()
    yield from page.build(build)
    yield from page.decisions(build)
    for rule in sorted({place.rule for places in graph.evidence.values() for place in places}):
        yield page.rule(rule)
    made = page.own("Activity", _key(build))
    for fact, places in graph.evidence.items():
        yield page.assertion(fact, made)
        for place in places:
            yield from page.evidence(fact, place)


def _key(build: Build) -> str:
    return digest(build.version, build.seeds, build.ontology, *filter(None, (build.decisions,)))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the blocks of the file draw on, and how each is made."""

    graph: Graph
    names: Names
    readings: Mapping[str, Reading]

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
        value = fact.object
        lines: Lines = [
            ("a", [("pk:Assertion, rdf:Statement", "")]),
            ("rdf:subject", [self.named(fact.subject)]),
            ("rdf:predicate", [(f"pk:{fact.predicate}", "")]),
            ("rdf:object", [(literal(value), "") if isinstance(value, Literal) else self.named(value)]),
            ("prov:wasGeneratedBy", [(made, "")]),
        ]
        return block(self.names.name(statement_iri(self.graph.base, fact)), lines)

    def named(self, here: str) -> tuple[str, str]:
        return self.names.name(here), comment(self.graph.node(here).label)

    def evidence(self, fact: Fact, place: Evidence) -> Iterator[str]:
        """The annotation, its target in the file (the article it stands in as scope), and the two ways to find it there."""
        here = evidence_iri(self.graph.base, fact, place)
        target, position, quote = (
            self.own(kind, here.rpartition("/")[2]) for kind in ("Target", "Position", "Quote")
        )
        modality = [("pk:modality", text(place.modality))] if place.modality else []
        decided = ", ".join(self.own("Decision", name) for name in place.decisions)
        yield flat(
            self.names.name(here),
            ("a", "pk:Evidence, oa:Annotation"),
            ("pk:supports", self.names.name(statement_iri(self.graph.base, fact))),
            ("pk:rule", self.own("Rule", place.rule)),
            *modality,
            *([("prov:wasInfluencedBy", decided)] if decided else []),
            ("oa:hasTarget", target),
        )
        reading = self.readings[place.path]
        article = reading.resolved.article_entity(place.article)
        scope = [("oa:hasScope", self.document(article))] if article.whole else []
        source = ("oa:hasSource", self.document(article.whole or article))
        kind = ("a", "oa:SpecificResource")
        yield flat(target, kind, source, *scope, ("oa:hasSelector", f"{position}, {quote}"))
        span = ("oa:start", str(place.start)), ("oa:end", str(place.end))
        yield flat(position, ("a", "oa:TextPositionSelector"), *span)
        source_text = reading.document.source.text
        around = (
            ("oa:exact", place.exact),
            ("oa:prefix", source_text[max(place.start - CONTEXT, 0) : place.start]),
            ("oa:suffix", source_text[place.end : place.end + CONTEXT]),
        )
        words = ((name, text(value)) for name, value in around)
        yield flat(quote, ("a", "oa:TextQuoteSelector"), *words)

    def document(self, entity: Entity) -> str:
        return self.own("Document", entity.key)

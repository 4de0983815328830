"""The ontology's Turtle → what its readers want besides classes and properties: header, alignments, inverses, annotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import ontology
from kg.ontology import NAMESPACE, OWL, RDF, RDFS, SKOS

# How a term of ours stands to one of another vocabulary, in the order in which a reader should meet them.
RELATIONS = {
    OWL + "equivalentClass": "owl:equivalentClass",
    RDFS + "subClassOf": "rdfs:subClassOf",
    RDFS + "subPropertyOf": "rdfs:subPropertyOf",
    SKOS + "closeMatch": "skos:closeMatch",
    SKOS + "relatedMatch": "skos:relatedMatch",
}
DCTERMS = "http://purl.org/dc/terms/"

Words = tuple[str, str]
"""The same in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term of ours stands to a term of another vocabulary."""

    relation: str
    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A property that speaks of terms, not of things."""

    name: str
    label: Words
    definition: Words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as a published thing. `aligned` and `invented` (the example that its author made up) go by a term's name."""

    iri: str
    title: Words
    description: Words
    version: str
    prefixes: Mapping[str, str]
    aligned: Mapping[str, tuple[Alignment, ...]]
    invented: Mapping[str, str]
    annotations: tuple[Annotation, ...]


def vocabulary(folder: Path | None = None) -> Vocabulary:
    """What the Turtle of a folder says of itself; without one, that of the package.

    >>> [one.name for one in vocabulary().aligned["issuedBy"]]
    ['eli:passed_by', 'schema:legislationPassedBy']
    """
    from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

    found = parse(path=(folder or ontology.packaged()) / ontology.FILE, format=RdfFormat.TURTLE)
    words: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in found:
        if isinstance(quad.subject, BlankNode) or not isinstance(quad.object, Literal | NamedNode):
            continue
        subject, predicate = str(quad.subject)[1:-1], quad.predicate.value
        if isinstance(quad.object, Literal):
            words[subject, predicate][quad.object.language or ""] = quad.object.value
        else:
            links[subject].append((predicate, quad.object.value))
    prefixes = dict(found.prefixes)
    here = NAMESPACE.rstrip("#")
    ours = [iri for iri in links if iri.startswith(NAMESPACE)]
    return Vocabulary(
        here,
        _both(words[here, DCTERMS + "title"]),
        _both(words[here, DCTERMS + "description"]),
        words[here, OWL + "versionInfo"].get("", ""),
        prefixes,
        {iri.removeprefix(NAMESPACE): _aligned(links[iri], prefixes) for iri in ours},
        {iri.removeprefix(NAMESPACE): words[iri, SKOS + "example"].get("zh", "") for iri in ours},
        tuple(
            Annotation(
                iri.removeprefix(NAMESPACE),
                _both(words[iri, RDFS + "label"]),
                _both(words[iri, SKOS + "definition"]),
            )
            for iri in sorted(ours)
            if (RDF + "type", OWL + "AnnotationProperty") in links[iri]
        ),
    )


def _both(said: Mapping[str, str]) -> Words:
    return said.get("zh", ""), said.get("en", "")


def _aligned(links: Iterable[tuple[str, str]], prefixes: Mapping[str, str]) -> tuple[Alignment, ...]:
    """The alignments among a term's links, by how near they are, then by name."""
    found = [
        Alignment(RELATIONS[predicate], value, _short(value, prefixes))
        for predicate, value in links
        if predicate in RELATIONS and not value.startswith(NAMESPACE)
    ]
    order = list(RELATIONS.values())
    return tuple(sorted(found, key=lambda one: (order.index(one.relation), one.name)))


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with its prefix, as the file writes it."""
    return next(
        (f"{name}:{iri.removeprefix(start)}" for name, start in prefixes.items() if iri.startswith(start)),
        iri,
    )

"""What a build wrote → named graphs: one a document, one a class of entities, one of the build, one of the ontology."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.errors import OutputError
from kg.graph import DOCUMENT, iri
from kg.store import FILES, TERMS, terms
from kg.verbs.load import DCTERMS, OA

if TYPE_CHECKING:
    from pyoxigraph import Quad

PK, RDF = ontology.NAMESPACE, ontology.RDF
OWN = "graph/"
"""Graphs that are no document's are named by the base, this, and what is in them: a class, `build`, `published`."""


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A graph to be published: its name, and its triples as sorted lines of N-Triples, which are Turtle too."""

    name: str
    lines: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """The sha256 of the lines: equal triples have equal digests."""
        return hashlib.sha256(b"".join(self.lines)).hexdigest()


def named_graphs(folder: Path, base: str) -> tuple[NamedGraph, ...]:
    """All that graph.ttl and evidence.ttl say, and the ontology, by name; raises OutputError where a file is missing.

    A document's graph is named by the document's IRI. It has the document with its articles and what they mention, the facts
    that it states, and their assertions and evidence; a fact that several documents state is in the graph of each. What an
    entity is and is called stands in the graph of its class, everything else in that of the build.
    """
    for name in FILES:
        if not (folder / name).exists():
            raise OutputError(
                str(folder / name), "the build did not write it", hint="kg build without --only"
            )
    found: dict[str, set[bytes]] = defaultdict(set)
    homes = _homes(folder, base)
    for quad in _quads(folder / name for name in FILES):
        line = f"{quad.triple} .\n"
        for name in homes.of(quad, line):
            found[name].add(line.encode())
    found[TERMS] = {f"{quad.triple} .\n".encode() for quad in terms()}
    own = base + OWN
    order = sorted(
        found, key=lambda name: (name != TERMS, name != f"{own}build", name[: len(own)] != own, name)
    )
    return tuple(NamedGraph(name, tuple(sorted(found[name]))) for name in order)


def _quads(files: Iterable[Path]) -> Iterator[Quad]:
    from pyoxigraph import RdfFormat, parse

    for file in files:
        yield from parse(path=file, format=RdfFormat.TURTLE)


@dataclass(frozen=True, slots=True)
class _Homes:
    """The graphs of each subject that is said in documents, and of each fact, by its line; all else goes by its class."""

    base: str
    subjects: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[str, ...]]

    def of(self, quad: Quad, line: str) -> tuple[str, ...]:
        """The names of the graphs that a triple belongs to."""
        subject = str(quad.subject)[1:-1]
        return self.facts.get(line) or self.subjects.get(subject) or (self._kind(subject),)

    def _kind(self, subject: str) -> str:
        kind = subject.removeprefix(self.base).partition("/")[0]
        known = subject.startswith(self.base) and kind in ontology.load().classes
        return f"{self.base}{OWN}{kind if known else 'build'}"


def _homes(folder: Path, base: str) -> _Homes:
    """Where what documents say belongs: evidence leads to its target, that to its source, an article to its file."""
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = {
        *(PK + "supports", RDF + "subject", RDF + "predicate", RDF + "object"),
        *(OA + name for name in ("hasTarget", "hasSource", "hasSelector")),
    }
    wholes: dict[str, str] = {}
    papers = iri(base, DOCUMENT, "")
    for quad in _quads(folder / name for name in FILES):
        subject, predicate = str(quad.subject)[1:-1], quad.predicate.value
        if subject.startswith(papers):
            wholes.setdefault(subject, subject)
            if predicate == DCTERMS + "isPartOf":
                wholes[subject] = str(quad.object)[1:-1]
        elif predicate in wanted:
            links[predicate][subject].append(str(quad.object))
    return _Homes(base, *_placed(links, {here: (whole,) for here, whole in wholes.items()}))


def _placed(
    links: Mapping[str, Mapping[str, list[str]]], homes: dict[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Where subjects and facts belong, by the links between them; `homes` has the documents."""
    saying: dict[str, set[str]] = defaultdict(set)
    for evidence, targets in links[OA + "hasTarget"].items():
        target = targets[0][1:-1]
        source = links[OA + "hasSource"][target][0][1:-1]
        parts = (selector[1:-1] for selector in links[OA + "hasSelector"][target])
        homes |= dict.fromkeys((evidence, target, *parts), (source,))
        for statement in links[PK + "supports"][evidence]:
            saying[statement[1:-1]].add(source)
    facts: dict[str, tuple[str, ...]] = {}
    for statement, sources in saying.items():
        homes[statement] = tuple(sorted(sources))
        parts = (links[RDF + part][statement][0] for part in ("subject", "predicate", "object"))
        facts[" ".join((*parts, ".\n"))] = homes[statement]
    return homes, facts

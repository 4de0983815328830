"""The graph in which a store keeps what was published to it: the digest and size of each graph, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg import ontology
from kg.verbs.load import DCTERMS
from kg.verbs.publish.graphs import OWN, NamedGraph
from kg.verbs.publish.speech import Speech

DIGEST, SIZE = DCTERMS + "identifier", "http://rdfs.org/ns/void#triples"
UNSURE = ""
"""Stands for the digest of a graph that is being sent: whether the store has it, only the next publishing will know."""
MARK = "sha256:"


def read(speech: Speech, base: str) -> dict[str, str]:
    """The digests of the graphs that were published, by name."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    lines = "".join(f"{line} .\n" for line in speech.read(base + OWN + "published"))
    found: dict[str, str] = {}
    for quad in parse(lines, format=RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found.setdefault(quad.subject.value, UNSURE)
            if quad.predicate.value == DIGEST and quad.object.value.startswith(MARK):
                found[quad.subject.value] = quad.object.value.removeprefix(MARK)
    return found


def write(speech: Speech, base: str, digests: Mapping[str, str], graphs: Iterable[NamedGraph]) -> None:
    """Put the digests in the place of those that are there."""
    sizes = {graph.name: len(graph.lines) for graph in graphs}
    lines = [
        f'<{name}> <{DIGEST}> "{MARK + digest if digest else "unsure"}" .\n'
        for name, digest in digests.items()
    ]
    lines += [
        f'<{name}> <{SIZE}> "{sizes[name]}"^^<{ontology.XSD}integer> .\n'
        for name, digest in digests.items()
        if digest and name in sizes
    ]
    speech.replace(NamedGraph(base + OWN + "published", tuple(sorted(line.encode() for line in lines))))

"""The graph → graph.ttl: entities, documents and facts in Turtle, a block a subject, sorted, each object with its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import ontology
from kg.exports.putting import put
from kg.model import Literal

if TYPE_CHECKING:  # the processes that answer queries come for the prefixes, and soon
    from kg.graph import Graph, Node

VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "pk": ontology.NAMESPACE,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": ontology.RDF,
    "rdfs": ontology.RDFS,
    "schema": "https://schema.org/",
    "skos": ontology.SKOS,
    "xsd": ontology.XSD,
}
LOCAL = re.compile(r"(?![.-])(?:[\w.-]++|(?:%[0-9A-F]{2})++)++(?<!\.)", re.ASCII)
UNSAFE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

MOST = 1 << 16
"""Names that are kept at hand: they come again and again."""

Row: TypeAlias = "tuple[str, str, str | Literal]"

Lines = list[tuple[str, list[tuple[str, str]]]]
"""The lines of a block: a predicate, and its objects, each with the comment that stands beside it."""


def write(graph: Graph, path: Path) -> None:
    """Write entities and facts to a file; equal graphs give equal bytes."""
    put(pieces(graph), path)


def pieces(graph: Graph) -> Iterator[str]:
    """The text of graph.ttl in order: prefixes, documents, then entities class by class."""
    terms = ontology.load()
    tops = {terms.top(node.type) for nodes in (graph.documents, graph.entities) for node in nodes.values()}
    names = Names(graph.base, tops, ("dcterms", "pk", "rdfs", "skos", "xsd"))
    yield "# The graph: entities and facts. Where each fact is said stands in evidence.ttl.\n\n"
    yield names.header()
    beside = _Beside(graph, names)
    section = ""
    for nodes in (graph.documents, graph.entities):
        stated = beside.stated()
        for node in nodes.values():
            top = terms.top(node.type)
            if top != section:
                section = top
                yield f"# ── {terms.classes[top].label_zh} {terms.classes[top].label_en} ──\n\n"
            kinds = ", ".join(f"pk:{kind}" for kind in dict.fromkeys((node.type, top)))
            known = [("a", [(kinds, "")]), *_known(node, names)]
            yield block(beside.called(node.iri)[0], known + stated(node.iri))


class Names:
    """How IRIs are written in a file: with a prefix where the rest is a plain local name, else whole."""

    def __init__(self, base: str, kinds: Iterable[str], vocabularies: Iterable[str]) -> None:
        data = {name: f"{base}{name}/" for name in kinds}
        self.prefixes = data | {name: VOCABULARIES[name] for name in vocabularies}
        self.kinds = {start: name for name, start in data.items()}

    def header(self) -> str:
        """The prefix lines of a file."""
        lines = (f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in sorted(self.prefixes))
        return "".join(lines) + "\n"

    def name(self, iri: str) -> str:
        """An IRI of the data, as the file writes it."""
        cut = iri.rfind("/") + 1
        prefix, local = self.kinds.get(iri[:cut]), iri[cut:]
        return f"{prefix}:{local}" if prefix and LOCAL.fullmatch(local) else f"<{iri}>"


def block(subject: str, lines: Lines) -> str:
    """One subject with its predicates, a line an object, and an empty line after it."""
    parts = [subject]
    for at, (predicate, objects) in enumerate(lines):
        indent = " " if at == 0 else "\n    "
        for nth, (value, comment) in enumerate(objects):
            last = nth == len(objects) - 1
            stop = " ." if last and at == len(lines) - 1 else " ;" if last else " ,"
            lead = f"{indent}{predicate} " if nth == 0 else "\n        "
            parts.append(f"{lead}{value}{stop}" + (f" # {comment}" if comment else ""))
    return "".join(parts) + "\n\n"


def flat(subject: str, *pairs: tuple[str, str]) -> str:
    """`block` for predicates with one object each and no comments, of which there are many."""
    said = " ;\n    ".join([f"{predicate} {value}" for predicate, value in pairs])
    return f"{subject} {said} .\n\n"


def text(value: str, language: str = "") -> str:
    r"""A string as Turtle, on one line; a lone surrogate, which no RDF can hold, becomes U+FFFD.

    >>> print(text('他说"是"', "zh"))
    "他说\"是\""@zh
    """
    return f'"{UNSAFE.sub(_escape, value)}"' + (f"@{language}" if language else "")


def literal(value: Literal) -> str:
    """A literal as Turtle, typed unless it is a string."""
    return text(value.value) + ("" if value.datatype == "string" else f"^^xsd:{value.datatype}")


def comment(label: str) -> str:
    """A name as a comment: what could end the line is a blank."""
    return " ".join(UNSAFE.sub(" ", label.replace("\u2028", " ").replace("\u2029", " ")).split())


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return SHORT.get(char) or ("\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04X}")


def _known(node: Node, names: Names) -> Lines:
    """What the graph knows of a node besides facts: what it is called, what it is part of, its literals."""
    label = text(node.label, "zh")
    lines: Lines = [("rdfs:label", [(label, "")]), ("skos:prefLabel", [(label, "")])]
    if node.names:
        lines.append(("skos:altLabel", [(text(name, "zh"), "") for name in node.names]))
    if node.type == "Document":
        lines.append(("dcterms:title", [(label, "")]))
    if node.whole:
        lines.append(("dcterms:isPartOf", [(names.name(node.whole), "")]))
    return lines + [(f"pk:{name}", [(literal(value), "")]) for name, value in node.literals]


class _Beside:
    """What a graph says of its nodes besides what they are called. All of it is sorted, and gone through beside the nodes."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph = graph
        self.names = names
        self.called = lru_cache(maxsize=MOST)(self._called)

    def _called(self, iri: str) -> tuple[str, str]:
        """A node as an object: its name, and what it is called beside it."""
        return self.names.name(iri), comment(self.graph.node(iri).label)

    def stated(self) -> Callable[[str], Lines]:
        """A function that gives the lines of one node after the other, in the order of their IRIs."""
        rows = merge(self._facts(), self._close(), self._mentions(), key=itemgetter(0))
        waiting = next(rows, None)

        def lines(iri: str) -> Lines:
            nonlocal waiting
            found: Lines = []
            while waiting is not None and waiting[0] <= iri:
                subject, predicate, value = waiting
                if subject == iri:
                    if not found or found[-1][0] != predicate:
                        found.append((predicate, []))
                    found[-1][1].append(
                        self.called(value) if isinstance(value, str) else (literal(value), "")
                    )
                waiting = next(rows, None)
            return found

        return lines

    def _facts(self) -> Iterator[Row]:
        return ((fact.subject, f"pk:{fact.predicate}", fact.object) for fact in self.graph.evidence)

    def _close(self) -> Iterator[Row]:
        return ((one, "skos:closeMatch", other) for one, other in self.graph.close)

    def _mentions(self) -> Iterator[Row]:
        return ((document, "pk:mentions", entity) for document, entity in self.graph.mentions)

"""An embedded store → an rdflib store: rdflib asks for triples by pattern and gets them term by term; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn, TypeAlias

import pyoxigraph
from rdflib.store import Store
from rdflib.term import BNode, Literal, Node, URIRef

Pattern: TypeAlias = tuple[Node | None, Node | None, Node | None]
Found: TypeAlias = tuple[tuple[Node, Node, Node], Iterator[None]]


class View(Store):
    """The default graph of an embedded store, for reading only."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__()
        self.store = store
        self.prefixes: dict[str, URIRef] = {}

    def triples(self, triple_pattern: Pattern, context: object = None) -> Iterator[Found]:  # noqa: ARG002 - one context
        """The triples that fit a pattern, where None fits anything."""
        subject, predicate, value = (None if node is None else _asked(node) for node in triple_pattern)
        if isinstance(subject, pyoxigraph.Literal) or isinstance(
            predicate, pyoxigraph.BlankNode | pyoxigraph.Literal
        ):
            return
        for quad in self.store.quads_for_pattern(subject, predicate, value, pyoxigraph.DefaultGraph()):
            yield (_given(quad.subject), _given(quad.predicate), _given(quad.object)), iter(())

    def __len__(self, context: object = None) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))

    def add(self, *_: object, **__: object) -> NoReturn:
        """Refused: what is in the store has its evidence, and only a build can add both."""
        raise TypeError("the graph of a build is for reading only; copy it: rdflib.Graph() + graph")

    remove = add

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        if override or prefix not in self.prefixes:
            self.prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        return self.prefixes.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        return next((name for name, bound in self.prefixes.items() if bound == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        yield from self.prefixes.items()


def _asked(node: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(node, Literal):
        datatype = pyoxigraph.NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return pyoxigraph.Literal(str(node), datatype=datatype, language=node.language)
    return pyoxigraph.BlankNode(str(node)) if isinstance(node, BNode) else pyoxigraph.NamedNode(str(node))


def _given(term: object) -> Node:
    if isinstance(term, pyoxigraph.Literal):
        kind = term.datatype.value
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=None if kind.endswith("#string") else URIRef(kind))
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    assert isinstance(term, pyoxigraph.NamedNode)
    return URIRef(term.value)

"""What documents tell of things, sorted by IRI → the nodes of the graph, merged and named, and which of them may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from operator import attrgetter, itemgetter
from pathlib import PurePosixPath

from kg import ontology
from kg.graph.shares import Met, together
from kg.graph.things import DOCUMENT, Fact, Node
from kg.model import Literal
from kg.seeds import Row

TELLING = frozenset({"Organisation", "Person", "Programme", "LegalInstrument", "Event", "Place"})
"""Classes whose names tell one thing from another; every body has a 主席, every law a 第一条."""

BEARERS = 6
"""A name that more than this many things are called by is no sign that two of them are one."""

Called = tuple[str, str, str, bool]
"""A top class, a name, the IRI of what is called so, and whether that is what it is called first."""


class Naming:
    """How things that documents tell of become nodes: what the rows of the lexicons say of them counts first."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.terms = ontology.load()
        self.rows: dict[tuple[str, str], Row] = {}
        # Of several rows of one key (a short name that has a row of its own) the one that is called so counts.
        for row in rows:
            at = self.terms.top(row.type), row.key or row.name
            if at not in self.rows or row.name == at[1]:
                self.rows[at] = row

    def nodes(self, told: Iterable[Met]) -> Iterator[Node]:
        """The nodes in the order of their IRIs, as what is told of them comes."""
        for _, group in groupby(told, key=attrgetter("iri")):
            yield self.node(together(group))

    def node(self, met: Met) -> Node:
        kind = min(met.types, key=lambda name: (-self.terms.depth(name), name))
        row = self.rows.get((met.top, met.key))
        label = row.name if row else _longest(met.canonical) or met.key
        if met.file and label == met.key:
            label = PurePosixPath(met.key).name  # a file of several articles is called by its name
        literals = _of_file(met.file) if met.file else self.known(kind, row) if row else ()
        names = tuple(sorted(set(met.names) - {"", label, met.key if met.file else label}))
        return Node(met.iri, kind, label, names, literals, met.whole)

    def known(self, kind: str, row: Row) -> tuple[tuple[str, Literal], ...]:
        """What the lexicon's row knows of an entity, as far as its class has such properties."""
        cells = (("divisionCode", row.code), ("level", row.level))
        return tuple(
            (name, Literal(value)) for name, value in cells if value and self.terms.fits(name, kind, "string")
        )

    def calls(self, node: Node) -> Iterator[Called]:
        """The names of a node that tell it from others."""
        top = self.terms.top(node.type)
        if top in TELLING and top != DOCUMENT:
            for name in node.names:
                yield top, name, node.iri, False
            yield top, node.label, node.iri, True


def alike(called: Iterable[Called]) -> set[tuple[str, str]]:
    """Of names in their order, the pairs of one class of which one is called as the other: by its own name, which few share.

    Two people of one name in two texts; 市总工会 in a text that does not say of which city, and 白鹭市总工会 (市总工会).
    """
    found: set[tuple[str, str]] = set()
    for _, group in groupby(called, key=itemgetter(0, 1)):
        bearers = {iri: first for _, _, iri, first in group}
        if 1 < len(bearers) <= BEARERS:
            pairs = combinations(sorted(bearers), 2)
            found.update(pair for pair in pairs if bearers[pair[0]] or bearers[pair[1]])
    return found


def joined(fact: Fact) -> tuple[tuple[str, str], ...]:
    """The two things that a fact joins, in the order of their IRIs: what is joined is not one."""
    if not isinstance(fact.object, str):
        return ()
    return ((min(fact.subject, fact.object), max(fact.subject, fact.object)),)


def _longest(names: Iterable[str]) -> str:
    return min((name for name in names if name.strip()), key=lambda name: (-len(name), name), default="")


def _of_file(file: tuple[str, ...]) -> tuple[tuple[str, Literal], ...]:
    return tuple(zip(("mediaType", "sha256", "sourcePath"), map(Literal, file), strict=True))

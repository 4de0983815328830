"""The parts of a graph in, sorted; a Graph out that lies in a file: what is asked of it is read then, and not kept."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, ValuesView
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.graph.things import DOCUMENT, Fact, Graph, Node
from kg.model import Evidence, Literal

Key = TypeVar("Key")
Value_co = TypeVar("Value_co", covariant=True)

CACHE = 16 << 10
"""Kilobytes of the file that are held in memory."""

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -{cache};
CREATE TABLE node (iri TEXT PRIMARY KEY, document INTEGER, data BLOB) WITHOUT ROWID;
CREATE TABLE fact (n INTEGER PRIMARY KEY, subject TEXT, predicate TEXT, object TEXT, datatype TEXT, data BLOB);
CREATE TABLE mention (n INTEGER PRIMARY KEY, document TEXT, entity TEXT);
"""
MOST = 1 << 14
"""So many nodes, the first, are kept at hand as well: names come again and again."""

_encode = msgspec.msgpack.Encoder().encode
_node = msgspec.msgpack.Decoder(
    tuple[str, str, str, tuple[str, ...], tuple[tuple[str, Literal], ...], str]
).decode
_places = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode


class Shelf:
    """A graph in a file of its own, made anew. Nodes, facts and mentions are put down each in their order."""

    def __init__(self, path: Path, base: str) -> None:
        self.base = base
        self.lines = sqlite3.connect(path, isolation_level=None)
        self.lines.executescript(TABLES.format(cache=CACHE))
        self.lines.execute("BEGIN")
        self.at_hand: dict[str, Node] = {}
        self.sizes = {"documents": 0, "entities": 0, "facts": 0, "mentions": 0}

    def close(self) -> None:
        """Let go of the file."""
        self.lines.close()

    def nodes(self, nodes: Iterable[Node]) -> None:
        """Put nodes down."""
        self.lines.executemany("INSERT INTO node VALUES (?, ?, ?)", map(self._node, nodes))

    def _node(self, node: Node) -> tuple[str, bool, bytes]:
        document = node.type == DOCUMENT
        self.sizes["documents" if document else "entities"] += 1
        if len(self.at_hand) < MOST:
            self.at_hand[node.iri] = node
        told = (node.iri, node.type, node.label, node.names, node.literals, node.whole)
        return node.iri, document, _encode(told)

    def facts(self, facts: Iterable[tuple[Fact, bytes]]) -> None:
        """Put facts down, each with the places that say it: packed evidence, in its order."""
        asked = "INSERT INTO fact (subject, predicate, object, datatype, data) VALUES (?, ?, ?, ?, ?)"
        self.lines.executemany(asked, map(self._fact, facts))

    def _fact(self, told: tuple[Fact, bytes]) -> tuple[str, str, str, str | None, bytes]:
        self.sizes["facts"] += 1
        (subject, predicate, value), places = told
        if isinstance(value, Literal):
            return subject, predicate, value.value, value.datatype, places
        return subject, predicate, value, None, places

    def mention(self, document: str, entities: Collection[str]) -> None:
        """Put down what a document mentions."""
        self.sizes["mentions"] += len(entities)
        rows = ((document, entity) for entity in entities)
        self.lines.executemany("INSERT INTO mention (document, entity) VALUES (?, ?)", rows)

    def graph(self, close: Iterable[tuple[str, str]] = ()) -> Graph:
        """The graph of all that has been put down; it ends with the shelf."""
        self.lines.execute("CREATE INDEX said ON fact (subject)")
        nodes = (_Nodes(self, document=True), _Nodes(self, document=False))
        return Graph(self.base, *nodes, _Facts(self), _Mentions(self), tuple(close))


def packed(places: tuple[Evidence, ...]) -> bytes:
    """Evidence as a shelf keeps it."""
    return _encode(places)


class _Table(Mapping[Key, Value_co]):
    """A mapping whose values can be read one after the other, in the order of its keys."""

    @abstractmethod
    def each(self) -> Iterator[Value_co]:
        """The values, without a look-up for each."""

    def values(self) -> ValuesView[Value_co]:
        return _Each(self)

    def items(self) -> ItemsView[Key, Value_co]:
        return _Both(self)


class _Each(ValuesView[Value_co]):
    """The values of a mapping, without a look-up for each."""

    def __init__(self, mapping: _Table[Key, Value_co]) -> None:
        super().__init__(mapping)
        self.table = mapping

    def __iter__(self) -> Iterator[Value_co]:
        return self.table.each()


class _Both(ItemsView[Key, Value_co]):
    """The items of a mapping, without a look-up for each."""

    def __init__(self, mapping: _Table[Key, Value_co]) -> None:
        super().__init__(mapping)
        self.table = mapping

    def __iter__(self) -> Iterator[tuple[Key, Value_co]]:
        return zip(self.table, self.table.each(), strict=True)


def _fact(row: tuple[str, str, str, str | None]) -> Fact:
    subject, predicate, value, datatype = row[:4]
    return Fact(subject, predicate, value if datatype is None else Literal(value, datatype))


class _Nodes(_Table[str, Node]):
    """The documents, or all else, by IRI, in the order of these."""

    def __init__(self, shelf: Shelf, *, document: bool) -> None:
        self.shelf, self.document = shelf, document

    def __getitem__(self, iri: str) -> Node:
        known = self.shelf.at_hand.get(iri)
        if known is not None and (known.type == DOCUMENT) == self.document:
            return known
        asked = "SELECT data FROM node WHERE iri = ? AND document = ?"
        for (data,) in self.shelf.lines.execute(asked, (iri, self.document)):
            return Node(*_node(data))
        raise KeyError(iri)

    def __iter__(self) -> Iterator[str]:
        for (iri,) in self._all("iri"):
            yield iri

    def __len__(self) -> int:
        return self.shelf.sizes["documents" if self.document else "entities"]

    def each(self) -> Iterator[Node]:
        """The nodes, read one after the other."""
        for (data,) in self._all("data"):
            yield Node(*_node(data))

    def _all(self, what: str) -> sqlite3.Cursor:
        asked = f"SELECT {what} FROM node WHERE document = ? ORDER BY iri"  # noqa: S608 - names of our own
        return self.shelf.lines.execute(asked, (self.document,))


class _Facts(_Table[Fact, tuple[Evidence, ...]]):
    """The facts with their evidence, in their order."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def __getitem__(self, fact: Fact) -> tuple[Evidence, ...]:
        asked = "SELECT subject, predicate, object, datatype, data FROM fact WHERE subject = ?"
        for row in self.shelf.lines.execute(asked, (fact.subject,)):
            if _fact(row) == fact:
                return _places(row[4])
        raise KeyError(fact)

    def __iter__(self) -> Iterator[Fact]:
        asked = "SELECT subject, predicate, object, datatype FROM fact ORDER BY n"
        yield from map(_fact, self.shelf.lines.execute(asked))

    def __len__(self) -> int:
        return self.shelf.sizes["facts"]

    def each(self) -> Iterator[tuple[Evidence, ...]]:
        """The evidence of each fact, read one after the other."""
        for (data,) in self.shelf.lines.execute("SELECT data FROM fact ORDER BY n"):
            yield _places(data)


class _Mentions(Collection[tuple[str, str]]):
    """The pairs of document and entity, in their order."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from self.shelf.lines.execute("SELECT document, entity FROM mention ORDER BY n")

    def __len__(self) -> int:
        return self.shelf.sizes["mentions"]

    def __contains__(self, pair: object) -> bool:
        return any(pair == one for one in self)

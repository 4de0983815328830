"""A store, a graph's name and its triples → the requests that read, replace or drop it: Graph Store Protocol, SPARQL Update."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from kg.errors import PublishError
from kg.verbs.publish.graphs import NamedGraph
from kg.verbs.publish.web import Reply, Web

PIECE = 1 << 20
"""Bytes of a piece of a graph that a store will not take whole."""
LINES = 500
"""Triples of one update; Virtuoso refuses an update of 10,000 lines."""
TRIPLES = "application/n-triples, text/turtle;q=0.9"
BLANK = b"_:"
ABSENT = frozenset((404, 405, 501))


class UnspokenError(PublishError):
    """The store does not speak the Graph Store Protocol at this address."""


class RefusedError(PublishError):
    """The store will not have one graph; others it may."""


class Speech(Protocol):
    """A way to speak to a store."""

    @property
    def title(self) -> str:
        """What it is called."""

    def read(self, name: str) -> list[str]:
        """The triples of a graph as N-Triples without their full stops; none where there is no such graph."""

    def replace(self, graph: NamedGraph) -> None:
        """Put a graph in the place of what has its name; raises RefusedError where the store will not have it."""

    def drop(self, name: str) -> None:
        """Take a graph away, if it is there."""


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The SPARQL 1.1 Graph Store Protocol: a graph is a resource; `address` says where."""

    web: Web
    address: Callable[[str], str]
    title: str = "Graph Store Protocol"

    def read(self, name: str) -> list[str]:
        reply = self.web.ask("GET", self.address(name), headers={"Accept": TRIPLES})
        return [] if reply.status == 404 else _triples(self._spoken(reply, name), self.address(name))

    def replace(self, graph: NamedGraph) -> None:
        whole = b"".join(graph.lines)
        reply = self._send("PUT", graph.name, whole)
        if reply.status != 413:
            self._done(reply, graph.name)
            return
        method = "PUT"
        for piece in _pieces(graph.lines):
            self._done(self._send(method, graph.name, piece), graph.name)
            method = "POST"

    def drop(self, name: str) -> None:
        reply = self.web.ask("DELETE", self.address(name))
        if reply.status != 404:
            self._done(reply, name)

    def _send(self, method: str, name: str, body: bytes) -> Reply:
        kind = {"Content-Type": "text/turtle; charset=utf-8"}
        return self.web.ask(method, self.address(name), body, kind)

    def _done(self, reply: Reply, name: str) -> None:
        _granted(self._spoken(reply, name), self.address(name), name)

    def _spoken(self, reply: Reply, name: str) -> Reply:
        if reply.status in ABSENT:
            said = f"no Graph Store Protocol here ({reply.said()})"
            raise UnspokenError(
                self.address(name), said, hint="--store with the kind of store, or --store sparql"
            )
        return reply


@dataclass(frozen=True, slots=True)
class Updates:
    """SPARQL: a graph is read by a query, and written by updates of a few hundred triples each."""

    web: Web
    query: str
    update: str
    title: str = "SPARQL Update"

    def read(self, name: str) -> list[str]:
        asked = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        url = f"{self.query}{'&' if '?' in self.query else '?'}{urlencode({'query': asked})}"
        return _triples(self.web.ask("GET", url, headers={"Accept": TRIPLES}), self.query)

    def replace(self, graph: NamedGraph) -> None:
        """The first update drops the old graph and has all blank nodes, so that it may be repeated and none falls in two.

        Data with blank nodes some stores take only as what is inserted where nothing is asked.
        """
        first = f"DROP SILENT GRAPH <{graph.name}> ;\n".encode()
        for piece in _pieces(graph.lines, LINES):
            how, where = (b"INSERT {", b"WHERE { }") if BLANK in piece else (b"INSERT DATA {", b"")
            here = f" GRAPH <{graph.name}> {{\n".encode()
            self._write(first + how + here + piece + b"} } " + where, graph.name)
            first = b""

    def drop(self, name: str) -> None:
        self._write(f"DROP SILENT GRAPH <{name}>\n".encode(), name)

    def _write(self, said: bytes, name: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        _granted(self.web.ask("POST", self.update, said, headers), self.update, name)


def _pieces(lines: Iterable[bytes], most: int = sys.maxsize) -> Iterator[bytes]:
    """Lines in pieces of at most so many lines, and of PIECE bytes; those with blank nodes come first, and stay together."""
    held: list[bytes] = []
    size = 0
    for line in sorted(lines, key=lambda line: BLANK not in line):
        held.append(line)
        size += len(line)
        if (len(held) >= most or size >= PIECE) and BLANK not in line:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _granted(reply: Reply, url: str, name: str) -> None:
    if reply.good:
        return
    if reply.status in {429, 502, 503, 504}:
        raise PublishError(url, f"the store does not answer, {reply.said()}", hint="again, later")
    raise RefusedError(url, f"the store will not have <{name}>, {reply.said()}")


def _triples(reply: Reply, url: str) -> list[str]:
    """What a reply holds; raises PublishError for a reply that is no RDF."""
    from pyoxigraph import RdfFormat, parse

    if not reply.good:
        raise PublishError(
            url, f"it cannot be read, {reply.said()}", hint="whether the address is that of the store"
        )
    form = RdfFormat.from_media_type(reply.kind)
    if form is None:
        if not reply.body.strip():
            return []
        raise PublishError(
            url, f"it answers with {reply.kind}", "triples", "whether the address is that of the store"
        )
    try:
        return [str(quad.triple) for quad in parse(reply.body, format=form, base_iri=url)]
    except SyntaxError as error:
        raise PublishError(url, f"what it answers does not parse, {error}") from error

"""Turtle files → the embedded store on disk, and that store opened again: for SPARQL as it is, for rdflib by a view."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.errors import OutputError

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad, Store

FOLDER = "store"
FILES = ("graph.ttl", "evidence.ttl")
TERMS = ontology.NAMESPACE.rstrip("#")
"""The named graph that holds the ontology; graph and evidence stand together in the default graph."""


def load(folder: Path, files: Iterable[Path]) -> None:
    """Make a new store in a folder out of Turtle files and the ontology."""
    from pyoxigraph import Store

    store = Store(folder)
    _fill(store, files)
    store.optimize()
    store.flush()


def open_store(output: Path, *, held: bool = False) -> Store:
    """The store of an output folder, for reading only; made in memory from the Turtle files where there is none.

    Any number of processes may have it open. One that is `held` never reads a file of the build that takes its place: it
    fails then, at the latest. That costs an open file until the process ends. Raises OutputError where there is neither.
    """
    from pyoxigraph import Store

    place = output / FOLDER
    try:
        if place.is_dir():
            return Store.read_only(str(_held(place) if held else place))
        files = [output / name for name in FILES if (output / name).exists()]
        if not files:
            raise OutputError(
                str(output), f"there is no {FOLDER} and no {FILES[0]} in it", "a folder that kg build wrote"
            )
        store = Store()
        _fill(store, files)
    except (OSError, RuntimeError, SyntaxError) as error:
        raise OutputError(
            str(place), f"cannot be opened, {error}", hint="kg build, which writes it anew"
        ) from error
    return store


def _held(place: Path) -> Path:
    """A name that leads to this very folder even when another one stands in its place, where the system has such names.

    The engine opens some files late, and those of the next store are called alike.
    """
    own = Path(f"/proc/self/fd/{os.open(place, os.O_RDONLY)}")
    return own if own.is_dir() else place


def in_memory(files: Iterable[Path]) -> Store:
    """A store in memory of what Turtle files say, with the ontology."""
    from pyoxigraph import Store

    store = Store()
    _fill(store, files)
    return store


def view(store: Store) -> rdflib.Graph:
    """A store's default graph as rdflib sees it; read only, nothing is copied."""
    import rdflib

    from kg.store.triples import View

    return rdflib.Graph(store=View(store))


def lines(store: Store) -> Iterator[str]:
    """All that a store holds as sorted N-Quads, by which two stores are compared."""
    yield from sorted(f"{quad} .\n" for quad in store)


def terms() -> Iterator[Quad]:
    """The ontology in its named graph; its blank nodes numbered as they come, so that two stores of it are the same."""
    from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

    numbers: dict[BlankNode, BlankNode] = {}
    for quad in parse(path=ontology.packaged() / ontology.FILE, format=RdfFormat.TURTLE):
        subject, value = (
            numbers.setdefault(term, BlankNode(f"b{len(numbers)}")) if isinstance(term, BlankNode) else term
            for term in (quad.subject, quad.object)
        )
        yield Quad(subject, quad.predicate, value, NamedNode(TERMS))


def _fill(store: Store, files: Iterable[Path]) -> None:
    from pyoxigraph import RdfFormat

    for path in files:
        store.bulk_load(path=path, format=RdfFormat.TURTLE)
    store.extend(terms())

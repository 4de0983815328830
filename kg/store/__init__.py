"""Turtle files → the embedded store on disk, and that store opened again: for SPARQL as it is, for rdflib by a view."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError
from kg.store.filling import TERMS, fill, load, renew, terms

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

__all__ = ["FILES", "FOLDER", "TERMS", "in_memory", "lines", "load", "open_store", "renew", "terms", "view"]

FOLDER = "store"
FILES = ("graph.ttl", "evidence.ttl")


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
        fill(store, files)
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
    fill(store, files)
    return store


def view(store: Store) -> rdflib.Graph:
    """A store's default graph as rdflib sees it; read only, nothing is copied."""
    import rdflib

    from kg.store.triples import View

    return rdflib.Graph(store=View(store))


def lines(store: Store) -> Iterator[str]:
    """All that a store holds as sorted N-Quads, by which two stores are compared."""
    yield from sorted(f"{quad} .\n" for quad in store)

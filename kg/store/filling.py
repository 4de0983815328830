"""Turtle files → the embedded store on disk, made anew, or from the store of the build before by what the files differ in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.store.blocks import differing, pieces, prefixes

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

TERMS = ontology.NAMESPACE.rstrip("#")
"""The named graph that holds the ontology; graph and evidence stand together in the default graph."""

LEAST, MOST, PIECES = 4 << 20, 16 << 20, 128
"""A file is loaded in so many pieces, of at least and at most so many bytes: the engine's loader holds a piece in memory."""

CHANGES = 20_000
"""With more blocks to change than this, a store is sooner made anew."""

IMMUTABLE = ".sst"
SCATTERED = 64
"""A store that has been renewed again and again lies in many small files: with more than these, it is sooner made anew."""

OWN = ("LOCK", "LOG")


def load(folder: Path, files: Iterable[Path]) -> None:
    """Make a new store in a folder out of Turtle files and the ontology."""
    from pyoxigraph import Store

    store = Store(folder)
    fill(store, files)
    store.optimize()
    store.flush()


def fill(store: Store, files: Iterable[Path]) -> None:
    """Put what Turtle files say, and the ontology, into an empty store."""
    from pyoxigraph import RdfFormat

    for path in files:
        for piece in pieces(path, min(max(path.stat().st_size // PIECES, LEAST), MOST)):
            store.bulk_load(piece, format=RdfFormat.TURTLE)
    store.extend(terms())


def renew(folder: Path, files: Sequence[Path], before: Path, old: Sequence[Path]) -> bool:
    """Make a store like the one that was made `before` from `old` files, as if from these ones; False where that does not pay.

    What the engine never changes is linked, not copied: neither store sees what is done to the other.
    """
    from pyoxigraph import Store

    changes = [differing(one, other, CHANGES) for one, other in zip(old, files, strict=True)]
    if None in changes or not before.is_dir() or _scattered(before):
        return False
    gone = set(
        chain.from_iterable(_quads(path, both[0]) for path, both in zip(old, changes, strict=True) if both)
    )
    come = set(
        chain.from_iterable(_quads(path, both[1]) for path, both in zip(files, changes, strict=True) if both)
    )
    try:
        _copied(before, folder)
        store = Store(folder)
        for quad in gone - come:
            store.remove(quad)
        store.extend(come - gone)
        store.flush()
    except (OSError, RuntimeError):  # it is damaged, or of another engine
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


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


def _quads(path: Path, blocks: Iterable[bytes]) -> Iterator[Quad]:
    """What some blocks of a file say."""
    from pyoxigraph import RdfFormat, parse

    return parse(prefixes(path) + b"\n\n".join(blocks) + b"\n", format=RdfFormat.TURTLE)


def _scattered(folder: Path) -> bool:
    sizes = [file.stat().st_size for file in folder.iterdir() if file.suffix == IMMUTABLE]
    return len(sizes) > SCATTERED + sum(sizes) // LEAST


def _copied(before: Path, folder: Path) -> None:
    folder.mkdir()
    for file in before.iterdir():
        if file.suffix == IMMUTABLE:
            try:
                os.link(file, folder / file.name)
                continue
            except OSError:
                pass  # a file system without links
        if file.name not in OWN:
            shutil.copyfile(file, folder / file.name)

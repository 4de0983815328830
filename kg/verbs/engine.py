"""One query on stdin, its answer on stdout: what runs in a process of its own, so that no query can take the caller with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.confined import confine
from kg.errors import Place, QueryError
from kg.verbs.sparql import graphs

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

ROWS, TRUTH, TRIPLES = b"rows\n", b"truth\n", b"triples\n"
"""The first line of an answer says what follows: a SPARQL result in JSON, twice, or N-Triples."""
MOST = 5  # graphs to choose from


def main() -> int:
    """Read {"output", "query", "memory"} and answer; a query that fails is told on stderr, and the exit code is 1."""
    asked = json.load(sys.stdin)
    confine(asked["memory"])
    try:
        kind, answer = evaluate(Path(asked["output"]), asked["query"])
    except QueryError as error:
        sys.stderr.write(f"{error.wrong}; wanted {error.wanted}")
        return 1
    except (OSError, RuntimeError, SyntaxError, ValueError, MemoryError) as error:
        sys.stderr.write(str(error) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(kind)
    sys.stdout.buffer.write(answer)
    return 0


def evaluate(output: Path, query: str) -> tuple[bytes, bytes]:
    """The kind of an answer, and the answer; triples are sorted."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

    from kg.store import open_store

    found = ask(open_store(output), query)
    if isinstance(found, QuerySolutions | QueryBoolean):
        kind = ROWS if isinstance(found, QuerySolutions) else TRUTH
        return kind, found.serialize(format=QueryResultsFormat.JSON) or b""
    return TRIPLES, "".join(sorted({f"{triple} .\n" for triple in found})).encode()


def ask(
    store: Store, query: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """What a store answers; `default` and `named` are the graphs to ask, instead of those that the query says.

    Without a `base` it may have no relative IRIs.
    Nothing is evaluated before the answer is read, but for ASK. Raises QueryError for a graph that is not in the store,
    SyntaxError for a query that does not parse.
    """
    from pyoxigraph import NamedNode

    from kg.exports.turtle import VOCABULARIES

    if not default and not named:
        for iri, place in graphs(query, VOCABULARIES, base or ""):
            _known(store, iri, place)
        return store.query(query, base_iri=base, prefixes=VOCABULARIES)
    for iri in (*default, *named):
        _known(store, iri, Place(""))
    return store.query(
        query,
        base_iri=base,
        prefixes=VOCABULARIES,
        default_graph=[NamedNode(iri) for iri in default],
        named_graphs=[NamedNode(iri) for iri in named],
    )


def _known(store: Store, iri: str, place: Place) -> None:
    from pyoxigraph import NamedNode

    try:
        there = store.contains_named_graph(NamedNode(iri))
    except ValueError as error:
        raise QueryError(place, f"{iri!r} is no IRI of a graph", str(error)) from error
    if not there:
        some = sorted(f"<{graph.value}>" for graph in islice(store.named_graphs(), MOST))
        wanted = ", ".join(some) or "none, for there is none"
        raise QueryError(place, f"the graph <{iri}> is not in the store, and nothing is fetched", wanted)


if __name__ == "__main__":
    sys.exit(main())

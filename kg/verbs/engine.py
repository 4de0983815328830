"""One query on stdin, its answer on stdout: what runs in a process of its own, so that no query can take the caller with it."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

ROWS, TRUTH, TRIPLES = b"rows\n", b"truth\n", b"triples\n"
"""The first line of an answer says what follows: a SPARQL result in JSON, twice, or N-Triples."""


def main() -> int:
    """Read {"output", "query", "memory"} and answer; a query that fails is told on stderr, and the exit code is 1."""
    asked = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        kind, answer = evaluate(Path(asked["output"]), asked["query"])
    except (OSError, RuntimeError, SyntaxError, ValueError, MemoryError) as error:
        sys.stderr.write(str(error) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(kind)
    sys.stdout.buffer.write(answer)
    return 0


def evaluate(output: Path, query: str) -> tuple[bytes, bytes]:
    """The kind of an answer, and the answer; triples are sorted."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

    from kg.exports.turtle import VOCABULARIES
    from kg.store import open_store

    found = open_store(output).query(query, prefixes=VOCABULARIES)
    if isinstance(found, QuerySolutions | QueryBoolean):
        kind = ROWS if isinstance(found, QuerySolutions) else TRUTH
        return kind, found.serialize(format=QueryResultsFormat.JSON) or b""
    return TRIPLES, "".join(sorted({f"{triple} .\n" for triple in found})).encode()


if __name__ == "__main__":
    sys.exit(main())

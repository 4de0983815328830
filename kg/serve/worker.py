"""A process that answers queries, one after another, over one store, until its parent goes: jobs on stdin, replies on stdout.

It is started by `kg.serve.pool`, which kills it when a query takes too long. It has no network, a limit of memory, and the
store that stood in the folder when it began; after another build it is replaced.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec

from kg.confined import confine, part_from_the_network, read, write
from kg.errors import KgError, Place, QueryError
from kg.serve.answers import Cut, write_rows, write_triples, write_truth
from kg.serve.formats import ROWS, TRIPLES
from kg.serve.site import Kind, RequestError, RowsForm, TriplesForm
from kg.store import open_store
from kg.verbs.engine import ask
from kg.verbs.sparql import check, columns, complaint

if TYPE_CHECKING:
    from pyoxigraph import Store

GRACE = 1.0
"""A process outlives its query's time by so much, for the case that nobody is left to kill it."""


class Start(msgspec.Struct, frozen=True):
    """The first message: what to open and how large to grow."""

    output: str
    memory: int


class Job(msgspec.Struct, frozen=True):
    """A query. A form is None where the client takes none of that kind; a graph is an IRI."""

    query: str
    rows: RowsForm | None
    triples: TriplesForm | None
    most: int
    size: int
    seconds: float
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str | None = None


class Reply(msgspec.Struct, frozen=True):
    """What became of it: 200 and an answer's kind, or the parts of an error."""

    status: int = 200
    kind: Kind = "rows"
    truncated: str = ""
    wrong: str = ""
    wanted: str = ""
    hint: str = ""
    line: int = 0
    column: int = 0


def main() -> None:
    """Open the store, say so, and answer."""
    jobs, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed is no reply
    part_from_the_network()
    start, _ = read(jobs, Start)
    confine(start.memory)
    try:
        store = open_store(Path(start.output), held=True)
    except KgError as error:
        write(replies, Reply(503, wrong=str(error)))
        return
    write(replies, Reply())
    while True:
        try:
            job, _ = read(jobs, Job)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, job.seconds + GRACE)
        reply, body = answer(store, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        write(replies, reply, body)


def answer(store: Store, job: Job) -> tuple[Reply, bytes]:
    """The reply to a query, and the body of its answer."""
    try:
        check(job.query)
        return found(store, job)
    except RequestError as error:
        return Reply(error.status, wrong=error.wrong, wanted=error.wanted, hint=error.hint), b""
    except QueryError as error:
        return complained(error.place, error.wrong, error.wanted, error.hint), b""
    except (SyntaxError, ValueError) as error:
        return complained(*complaint(str(error), "query", job.query)), b""
    except RuntimeError as error:
        return Reply(400, wrong=f"it cannot be evaluated, {str(error).strip()}"), b""
    except (OSError, MemoryError) as error:
        return Reply(
            503, wrong=f"the query engine gave up, {str(error) or 'out of memory'}", hint="a narrower query"
        ), b""


def complained(place: Place, wrong: str, wanted: str = "", hint: str = "") -> Reply:
    """What is wrong with a query, and where."""
    return Reply(400, wrong=wrong, wanted=wanted, hint=hint, line=place.line, column=place.column)


def found(store: Store, job: Job) -> tuple[Reply, bytes]:
    """What a query finds, in the form that was asked for."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    got = ask(store, job.query, job.default, job.named, job.base)
    cut = Cut(job.most, job.size)
    if isinstance(got, QueryBoolean):
        return Reply(kind="truth"), write_truth(bool(got), job.rows or none("a truth", ROWS))
    if isinstance(got, QuerySolutions):
        order = columns(job.query, [variable.value for variable in got.variables])
        body, cause = write_rows(got, order, job.rows or none("rows", ROWS), cut)
        return Reply(kind="rows", truncated=cause), body
    body, cause = write_triples(got, job.triples or none("triples", TRIPLES), cut)
    return Reply(kind="triples", truncated=cause), body


def none(kind: str, forms: Iterable[str]) -> NoReturn:
    """Say that the client takes no form of what was found."""
    raise RequestError(
        406, f"the answer is {kind}, which no format that is asked for can hold", ", ".join(forms)
    )


if __name__ == "__main__":
    main()

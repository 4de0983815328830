"""What runs in a reader's own process: documents on stdin, what comes of each on stdout, until its parent goes.

It is started by `kg.readers.capped`. It has no network, writes no files, dies with its parent, and of a document that takes
too long or too much room.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
import traceback
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, Literal, cast

import msgspec

from kg.confined import confine, die_with_parent, part_from_files, part_from_the_network, read, write
from kg.errors import ReadError
from kg.readers.extract import Extractor, Words
from kg.readers.reached import LISTENER

WALL = 6
"""Times the seconds of processor that may pass on the wall: a document must not fail because the machine has much to do."""
WHOLE = 10
"""Times the seconds that a document may take in all, if its reader gets on: they are for each page, or whatever it tells."""
TEXT = 64 << 20
"""The bytes that a document may become."""


class Limits(msgspec.Struct, frozen=True):
    """The first message: seconds of processor for each place of a document, and the bytes of memory in all."""

    seconds: int = 10
    memory: int = 1 << 30


class Vocabulary(msgspec.Struct, frozen=True, tag=True):
    """The word lists that the documents after it are read by."""

    words: dict[str, tuple[str, ...]]


class Job(msgspec.Struct, frozen=True, tag=True):
    """A document, its bytes being the body: the module that reads it, its name, its declared encoding."""

    module: str
    path: str
    encoding: str


class Reply(msgspec.Struct, frozen=True):
    """What became of it: an Extract in the body; the parts of a ReadError; a fault of ours; no room; or, so far, a place."""

    status: Literal["read", "refused", "fault", "full", "reached"]
    wrong: str = ""
    wanted: str = ""
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0


def main() -> None:
    """Take limits, then answer document by document."""
    die_with_parent()
    jobs, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no reply
    part_from_the_network()
    limits, _ = read(jobs, Limits)
    confine(limits.memory)
    part_from_files()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    words: Words = {}
    while True:
        try:
            job, data = read(jobs, Job | Vocabulary)  # type: ignore[arg-type]
        except EOFError:
            return
        if isinstance(job, Vocabulary):
            words = job.words
            continue
        last = _used() + WHOLE * limits.seconds
        _allow(limits.seconds, last)
        LISTENER.set(partial(_reached, replies, limits.seconds, last))
        reply, body = answer(job, data, words)
        signal.setitimer(signal.ITIMER_REAL, 0)
        write(replies, reply, body)
        if reply.status == "full":
            return  # what is left of us is no place for another document


def answer(job: Job, data: bytes, words: Words) -> tuple[Reply, bytes]:
    """The reply to a document, and its Extract."""
    try:
        body = msgspec.msgpack.encode(
            cast("Extractor", import_module(job.module).extract)(data, job.path, job.encoding, words)
        )
    except ReadError as error:
        place = error.place
        return Reply(
            "refused", error.wrong, error.wanted, error.hint, place.path, place.line, place.column
        ), b""
    except MemoryError:
        return Reply("full"), b""
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not cost the others
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return Reply("full"), b""
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        return Reply("fault", f"{type(error).__name__} at {where}: {error}"), b""
    if len(body) > TEXT:
        return Reply(
            "refused", f"its text has {len(body) >> 20} MB", f"at most {TEXT >> 20} MB", "", job.path
        ), b""
    return Reply("read"), body


def _reached(replies: IO[bytes], seconds: int, last: int, place: str) -> None:
    write(replies, Reply("reached", place))
    _allow(seconds, last)


def _used() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime) + 1


def _allow(seconds: int, last: int) -> None:
    """So much of the processor from now on, and not for ever on the wall; the system kills who takes more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = min(_used() + seconds, last)
    resource.setrlimit(
        resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )
    signal.setitimer(signal.ITIMER_REAL, WALL * seconds)


if __name__ == "__main__":
    main()

"""The bytes of a document come in; what a process of their own, with limits, takes out of them goes out as an Extract.

One such process serves one of ours over many documents and is replaced when it dies, so that a document that crashes or
floods its reader costs no other. `kg.readers.confined` is what runs in it.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from subprocess import DEVNULL, PIPE, Popen
from threading import Lock

import msgspec

from kg.confined import call, read, write
from kg.errors import KgError, Place, ReadError
from kg.readers.confined import Job, Limits, Reply, Vocabulary
from kg.readers.extract import Extract, Words

SIZE = 256 << 20
"""The bytes of a file that is read at all."""
_GIGABYTE = 1 << 30
_TIMERS = (signal.SIGALRM, signal.SIGXCPU)


def extract(module: str, data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """What the `extract` of a reader's module makes of the bytes. Raises ReadError, also where its process does not survive them.

    The limits are 10 seconds and 1 GB; KG_READ_SECONDS and KG_READ_MEMORY (in MB) in the environment set others.
    """
    if len(data) > SIZE:
        raise ReadError(path, f"it has {len(data) >> 20} MB", f"at most {SIZE >> 20} MB", "parts of it")
    return _reader(os.getpid(), limits()).extract(Job(module, path, encoding), data, words)


def limits() -> Limits:
    """What a reader's process may take, by the environment."""
    usual = Limits()
    seconds = _number("KG_READ_SECONDS", usual.seconds)
    return Limits(seconds, _number("KG_READ_MEMORY", usual.memory >> 20) << 20)


class Reader:
    """A process that reads documents one after the other, begun when it is first needed and again when it has died."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = Lock()
        self._running: list[_Running] = []  # one, or none
        weakref.finalize(self, _close, self._running, os.getpid())

    def extract(self, job: Job, data: bytes, words: Words) -> Extract:
        """What comes of a document. One that kills a process which had read others gets a new one for itself to be judged in."""
        with self._lock:
            worn = bool(self._running)
            try:
                return self._asked(job, data, words)
            except _KilledError as killed:
                if not worn or killed.overran:
                    raise killed.told(job.path) from None
            try:
                return self._asked(job, data, words)
            except _KilledError as killed:
                raise killed.told(job.path) from None

    def _asked(self, job: Job, data: bytes, words: Words) -> Extract:
        if not self._running:
            self._running.append(_start(job.path, self.limits))
        place, full = "", False
        try:
            for reply, body in self._running[0].ask(job, data, words):
                if reply.status == "reached":
                    place = reply.wrong
                elif reply.status == "full":
                    full = True
                else:
                    return _answer(reply, body)
        except ReadError:
            raise
        except BaseException:
            _close(self._running)  # Ctrl-C, or a fault of the reader's that may have left anything behind
            raise
        running = self._running.pop()
        code, held = running.end()
        full = full or (held > running.before and held * 2 > self.limits.memory)
        raise _KilledError(code, place, self.limits, full=full)


@dataclass(slots=True)
class _Running:
    """The process, the words that it knows, and the most bytes that ours had ever held when it began.

    The system counts these as held by the new one too, so that only what is more says anything of it.
    """

    process: Popen[bytes]
    before: int
    words: Words | None = None

    def ask(self, job: Job, data: bytes, words: Words) -> Iterator[tuple[Reply, bytes]]:
        """All that it says of a document; it ends by itself only if the process does."""
        into, out = self.process.stdin, self.process.stdout
        assert into
        assert out
        with contextlib.suppress(EOFError, ConnectionError):
            if self.words is not words:
                write(into, Vocabulary({name: tuple(row) for name, row in words.items()}))
                self.words = words
            write(into, job, data)
            while True:
                yield read(out, Reply)

    def end(self) -> tuple[int, int]:
        """Kill it, if it has not ended; its exit code (of a signal the negative), and the most bytes it ever held."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            _, status, usage = os.wait4(self.process.pid, 0)
            self.process.returncode = os.waitstatus_to_exitcode(status)
            return self.process.returncode, usage.ru_maxrss << 10
        self.process.returncode = 0
        return 0, 0


class _KilledError(Exception):
    """The process has died while it read; what its limits were, and where it was."""

    def __init__(self, code: int, place: str, limits: Limits, *, full: bool) -> None:
        super().__init__(code)
        self.code, self.place, self.limits, self.full = code, place, limits, full

    @property
    def overran(self) -> bool:
        return -self.code in _TIMERS

    def told(self, path: str) -> ReadError:
        """What to say of the document."""
        hint = ""
        if self.overran:
            cause, hint = f"took more than {self.limits.seconds} s", "KG_READ_SECONDS for more"
        elif self.full:
            cause, hint = f"took more than {_size(self.limits.memory)}", "KG_READ_MEMORY (in MB) for more"
        elif -self.code in signal.valid_signals():
            cause = signal.Signals(-self.code).name
        else:
            cause = f"exit code {self.code}"
        where = f" at {self.place}" if self.place else ""
        return ReadError(path, f"the reader was killed{where}: {cause}", hint=hint)


def _start(path: str, limits: Limits) -> _Running:
    command, environment = call("kg.readers.confined")
    try:
        # a session of its own: Ctrl-C is for us, and it ends when we do
        process = Popen(  # noqa: S603 - our own module, by this interpreter
            command, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise ReadError(path, f"no process to read it can be started: {error.strerror}") from None
    assert process.stdin
    with contextlib.suppress(ConnectionError):  # it has died; who asks it first hears of that
        write(process.stdin, limits)
    return _Running(process, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10)


def _answer(reply: Reply, body: bytes) -> Extract:
    if reply.status == "read":
        return msgspec.msgpack.decode(body, type=Extract)
    if reply.status == "refused":
        place = Place(reply.path, reply.line, reply.column)
        raise ReadError(place, reply.wrong, reply.wanted, reply.hint)
    raise RuntimeError(reply.wrong)


def _number(name: str, usual: int) -> int:
    told = os.environ.get(name, "")
    if told and (not told.isascii() or not told.isdecimal() or not int(told)):
        raise KgError(name, f"{told!r} is no limit", "a whole number from 1")
    return int(told) if told else usual


def _size(memory: int) -> str:
    return f"{memory >> 20} MB" if memory % _GIGABYTE else f"{memory // _GIGABYTE} GB"


@lru_cache(maxsize=1)
def _reader(_process: int, limits: Limits) -> Reader:
    """The reader of this process (a fork of it gets one of its own)."""
    return Reader(limits)


def _close(running: list[_Running], owner: int = 0) -> None:
    """End the process, unless we are a fork of the one it belongs to."""
    while running and owner in (0, os.getpid()):
        running.pop().end()

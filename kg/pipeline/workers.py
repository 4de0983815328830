"""Many tasks over some processes: tasks in, (task number, Outcome) out as they are done; a dead worker costs one task."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from kg.errors import KgError
from kg.pipeline.belt import FAILED, Outcome, Task
from kg.pipeline.collecting import collecting_seldom

CHUNK_BYTES = 256 * 1024
CHUNK_TASKS = 32

Job = tuple[int, Task]
Work = Callable[[Task], Outcome]


def spread(tasks: Sequence[Task], start: Callable[[], Work], workers: int) -> Iterator[tuple[int, Outcome]]:
    """Do every task once in one of `workers` processes; each calls `start` once (it is pickled, so a function by its name)."""
    waiting = _chunks(tasks, workers)
    crew = [_hire(start) for _ in range(min(workers, len(waiting)))]
    try:
        while crew:
            for hand in [hand for hand in crew if hand.ready and not hand.jobs]:
                if waiting:
                    _give(hand, waiting.popleft())
                else:
                    crew.remove(hand)
                    _dismiss(hand)
            lines = wait([hand.line for hand in crew]) if crew else []
            for hand in [hand for hand in crew if hand.line in lines]:
                try:
                    message = hand.line.recv()
                except (EOFError, OSError):
                    crew.remove(hand)
                    yield from _bury(hand, waiting)
                    if waiting:
                        crew.append(_hire(start))
                else:
                    yield from _heard(hand, message)
    finally:
        for hand in crew:
            hand.process.terminate()
        for hand in crew:
            hand.process.join()


@dataclass(slots=True)
class _Hand:
    """A worker process, the line to it, and the jobs it still owes, in the order it does them."""

    process: BaseProcess
    line: Connection
    jobs: deque[Job] = field(default_factory=deque)
    ready: bool = False


def _chunks(tasks: Sequence[Task], workers: int) -> deque[list[Job]]:
    """The largest tasks first, alone; small ones together, so that no process waits long for another."""
    chunks: deque[list[Job]] = deque()
    size, most = 0, min(CHUNK_BYTES, sum(task.size for task in tasks) // (workers * 4))
    for number, task in sorted(enumerate(tasks), key=lambda job: (-job[1].size, job[0])):
        if not chunks or size + task.size > most or len(chunks[-1]) >= CHUNK_TASKS:
            chunks.append([])
            size = 0
        chunks[-1].append((number, task))
        size += task.size
    return chunks


def _hire(start: Callable[[], Work]) -> _Hand:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, start), daemon=True, name="kg-worker")
    process.start()
    there.close()
    return _Hand(process, here)


def _give(hand: _Hand, chunk: list[Job]) -> None:
    hand.jobs.extend(chunk)
    try:
        hand.line.send(chunk)
    except OSError:
        return  # it has died; the next look at its line says so


def _heard(hand: _Hand, message: tuple[int, Outcome] | str | None) -> Iterator[tuple[int, Outcome]]:
    if isinstance(message, str):
        raise KgError("", message)
    if message is None:
        hand.ready = True
        return
    hand.jobs.popleft()
    yield message


def _bury(hand: _Hand, waiting: deque[list[Job]]) -> Iterator[tuple[int, Outcome]]:
    """A worker that has died: the document it was at has failed, those behind it go back to the queue."""
    hand.process.join()
    code = hand.process.exitcode or 0
    cause = signal.Signals(-code).name if -code in signal.valid_signals() else f"exit code {code}"
    if not hand.ready:
        raise KgError("", f"a worker process ended with {cause} before it could begin", hint="--workers 1")
    if not hand.jobs:
        return
    number, task = hand.jobs.popleft()
    if hand.jobs:
        waiting.append(list(hand.jobs))
    yield (
        number,
        Outcome(task.relative, FAILED, f"{task.relative}: the process that read it ended with {cause}"),
    )


def _dismiss(hand: _Hand) -> None:
    hand.line.close()
    hand.process.join()


def _work(line: Connection, start: Callable[[], Work]) -> None:
    """What a worker process does: say that it is ready, then answer task by task until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and closes the line
    try:
        work = start()
        line.send(None)
        while True:
            with collecting_seldom():
                for number, task in line.recv():
                    line.send((number, work(task)))
    except KgError as error:
        line.send(str(error))
    except (EOFError, OSError):
        return

"""Queries in, answers out: a few processes that run them at once, killed and replaced when one takes too long or dies.

Long queries must not hold up short ones. One that is not done after QUICK seconds goes on in a slow place, of which there are as
many as quick ones. When all slow places are taken, it stays where it is, and ends when another query waits. What has been slow
once waits behind what has not. As many processes as there are quick places stand by, so that nobody waits for one to start.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from kg.errors import OutputError
from kg.pipeline.folder import MANIFEST, OLD
from kg.serve.hired import Answer, Hired
from kg.serve.site import Limits, RequestError
from kg.serve.worker import Job

Done = TypeVar("Done", Answer, int, None)

QUICK = 0.3
SHARE = 3
"""So many times longer may a query be quick on a machine that lets it have less than half a processor."""
PATIENCE = 5.0
"""How long, at least, a query may wait; and a process for a build that is about to end."""
RETRY = 5
AGAIN = 3
"""How often a query is asked whose store another build takes away."""
REMEMBERED = 1000
STOPS = "the server stops"


class Run:
    """A job at work. Once it is not quick any more it ends before its time when it is told to stop."""

    def __init__(self, job: Job) -> None:
        self.job, self.stopped, self.why = job, asyncio.Event(), ""

    def stop(self, why: str) -> None:
        """Let it end as soon as it is not quick."""
        self.why = why
        self.stopped.set()


class Pool:
    """Processes over the store of an output folder.

    Those that are `starting`, those that are `idle` and those that are `busy` in quick places are always of one number. Others
    are `slow`. `first` and `last` are who waits for a process.
    """

    def __init__(self, output: Path, limits: Limits) -> None:
        self.output, self.limits = output.absolute(), limits
        self.starting = self.busy = self.slow = 0
        self.idle: list[Hired] = []
        self.first: deque[asyncio.Future[Hired]] = deque()
        self.last: deque[asyncio.Future[Hired]] = deque()
        self.overdue: deque[Run] = deque()
        self.been_slow: OrderedDict[int, None] = OrderedDict()  # by their hashes: a query may be large
        self.hired: set[Hired] = set()
        self.tasks: set[asyncio.Task[Answer] | asyncio.Task[int] | asyncio.Task[None]] = set()
        self.trouble = ""
        self.closed = False

    async def open(self) -> None:
        """Start the processes; raises OutputError where there is nothing that they could open."""
        self._fill()
        while self.starting and not self.idle:
            await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        if not self.idle:
            await self.close()
            raise OutputError("", self.trouble)

    def end(self) -> None:
        """Kill all processes, and let down who waits for them."""
        self.closed = True
        self._let_down(STOPS)
        for hired in self.hired:
            hired.kill()

    async def close(self) -> None:
        """End, and wait until nothing is left."""
        self.end()
        while self.tasks:
            await asyncio.wait(self.tasks)

    async def run(self, job: Job) -> Answer:
        """The answer to a job; raises RequestError where there is none in time. Cancelling it frees the process."""
        for _ in range(AGAIN):
            hired, run = await self._free(job), Run(job)
            work = self._task(self._work(hired, run))
            try:
                reply, body = await asyncio.shield(work)
            except asyncio.CancelledError:
                run.stop("nobody waits for the answer")
                raise
            if reply.status == 200 or hired.stamp == stamp_of(self.output):
                return reply, body
        raise RequestError(503, "the graph is being built anew", retry=RETRY)

    # --- a process for a job

    async def _free(self, job: Job) -> Hired:
        """A process for a job, when it is its turn."""
        if self.closed:
            raise RequestError(503, STOPS, retry=RETRY)
        if len(self.first) + len(self.last) >= self.limits.queue + self._places():
            raise RequestError(503, "too many queries wait already", retry=RETRY)
        future: asyncio.Future[Hired] = asyncio.get_running_loop().create_future()
        waiting = self.last if hash(job.query) in self.been_slow else self.first
        waiting.append(future)
        self._go_on()
        try:
            async with asyncio.timeout(max(PATIENCE, self.limits.seconds)):
                return await future
        except (TimeoutError, asyncio.CancelledError) as error:
            if future in waiting:
                waiting.remove(future)
            if future.done() and not future.cancelled() and not future.exception():
                self.busy -= 1
                self._offer(future.result())  # it came when we had gone
            if isinstance(error, TimeoutError):
                raise RequestError(503, "other queries took all the time", retry=RETRY) from None
            raise

    def _places(self) -> int:
        """How many quick places nobody has."""
        return max(0, self.limits.workers - self.busy)

    def _offer(self, hired: Hired) -> None:
        self.idle.append(hired)
        self._go_on()

    def _go_on(self) -> None:
        """Give processes to those that wait, in their order, and make room for them."""
        now = stamp_of(self.output)
        for stale in [one for one in self.idle if one.ended() or now not in ("", one.stamp)]:
            self.idle.remove(stale)
            self._bury(stale)
        self._fill()
        while self.idle and self._places() and (self.first or self.last):
            future = (self.first or self.last).popleft()
            if not future.done():
                self.busy += 1
                future.set_result(self.idle.pop())
        for _ in range(len(self.first) + len(self.last) - self._places()):
            if self.overdue:
                self.overdue.popleft().stop("it took long, and others wait")

    def _let_down(self, why: str) -> None:
        """Tell all that wait that they wait in vain."""
        for waiting in (self.first, self.last):
            while waiting:
                future = waiting.popleft()
                if not future.done():
                    future.set_exception(RequestError(503, why, retry=RETRY))

    # --- a job for a process

    async def _work(self, hired: Hired, run: Run) -> Answer:
        """Let a process do a job; it is given back or killed, whatever comes of it."""
        answer, slow = asyncio.ensure_future(hired.ask(run.job)), False
        now = asyncio.get_running_loop().time
        end, spent = now() + run.job.seconds, hired.spent()
        try:
            for _ in range(SHARE):
                await asyncio.wait({answer}, timeout=min(QUICK, end - now()))
                if answer.done() or hired.spent() - spent > QUICK / 2:
                    break
            if not answer.done():
                slow = self._is_slow(hired, run)
                stopped = asyncio.ensure_future(run.stopped.wait())
                left = max(0, end - now())
                await asyncio.wait({answer, stopped}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                stopped.cancel()
            if answer.done():
                return answer.result()
            why = run.why or f"it took longer than {run.job.seconds:g} s"
            raise RequestError(503, why, hint="a narrower query", retry=RETRY)
        except asyncio.IncompleteReadError:
            why = STOPS if self.closed else f"the query engine died of it ({await hired.cause()})"
            raise RequestError(503, why, hint="a flatter or narrower query", retry=RETRY) from None
        finally:
            if run in self.overdue:
                self.overdue.remove(run)
            self.slow -= slow
            self.busy -= not slow
            if answer.done() and not answer.exception() and not slow and not self.closed:
                self._offer(hired)
            else:
                answer.cancel()
                self._bury(hired)
                self._go_on()

    def _is_slow(self, hired: Hired, run: Run) -> bool:
        """Move a run that has not been quick to a slow place; without one it is overdue where it is."""
        hired.yield_to_others()
        self.been_slow[hash(run.job.query)] = None
        if len(self.been_slow) > REMEMBERED:
            self.been_slow.popitem(last=False)
        if run.stopped.is_set():
            return False
        if self.slow >= self.limits.workers:
            self.overdue.append(run)
            self._go_on()
            return False
        self.slow += 1
        self.busy -= 1
        self._go_on()
        return True

    # --- processes

    def _fill(self) -> None:
        """Start processes until there are as many as there should be: one, as long as none can open the store."""
        wanted = 1 if self.trouble else 2 * self.limits.workers
        while self.starting + len(self.idle) + self.busy < wanted and not self.closed:
            self.starting += 1
            self._task(self._hire())

    async def _hire(self) -> None:
        try:
            hired = await self._opened()
        except (OSError, OutputError) as error:
            self.trouble = str(error)
            if self.starting + len(self.idle) + self.busy == 1:
                self._let_down(self.trouble)
            self.starting -= 1
        else:
            self.trouble = ""
            self.starting -= 1
            self._offer(hired)

    async def _opened(self) -> Hired:
        """A new process over the store as it is; a build that is about to end is waited for."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while (self.output / OLD).exists() and loop.time() < until:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.02)
        hired = await Hired.start(stamp_of(self.output))
        self.hired.add(hired)
        if self.closed:
            hired.kill()
        try:
            await hired.open(self.output, self.limits.memory)
        except OutputError:
            self._bury(hired)
            raise
        return hired

    def _bury(self, hired: Hired) -> None:
        self._task(hired.leave()).add_done_callback(lambda _: self.hired.discard(hired))

    def _task(self, work: Coroutine[object, object, Done]) -> asyncio.Task[Done]:
        """Something that goes on by itself; it is kept until it is done, and its error, if nobody hears of it, is dropped."""
        task: asyncio.Task[Done] = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._drop)
        return task

    def _drop(self, task: asyncio.Task[Done]) -> None:
        self.tasks.discard(task)
        if not task.cancelled():
            task.exception()


def stamp_of(output: Path) -> str:
    """What changes when a build puts its manifest in place; empty where there is none."""
    try:
        found = (output / MANIFEST).stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"

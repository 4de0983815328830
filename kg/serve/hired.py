"""A process of `kg.serve.worker`, seen from the server: started, asked, killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import TypeAlias

import msgspec

from kg.confined import SIZES, call
from kg.errors import OutputError
from kg.serve import worker
from kg.serve.worker import Reply, Start

LAZY = 10
Answer: TypeAlias = tuple[Reply, bytes]


class Hired:
    """A process over a store. `stamp` is of the build that stood there when it began."""

    def __init__(self, process: Process, stamp: str) -> None:
        self.process, self.stamp = process, stamp

    @classmethod
    async def start(cls, stamp: str) -> Hired:
        """A new one, which has opened nothing yet."""
        command, environment = call(worker.__name__)
        # a session of its own: Ctrl-C is for the server, which ends it in its turn
        return cls(
            await asyncio.create_subprocess_exec(
                *command, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
            ),
            stamp,
        )

    async def open(self, output: Path, memory: int) -> None:
        """Let it open the store of a folder; raises OutputError where it cannot."""
        try:
            reply, _ = await self.ask(Start(str(output), memory))
        except asyncio.IncompleteReadError:
            raise OutputError(
                str(output), f"the store cannot be opened with {memory >> 20} MB ({await self.cause()})"
            ) from None
        if reply.status != 200:
            raise OutputError("", reply.wrong)

    async def ask(self, message: msgspec.Struct) -> Answer:
        """Its reply; raises IncompleteReadError where it dies of the message."""
        into, out = self.process.stdin, self.process.stdout
        assert into
        assert out
        head = msgspec.json.encode(message)
        with contextlib.suppress(ConnectionError):
            into.write(SIZES.pack(len(head), 0) + head)
            await into.drain()
        first, second = SIZES.unpack(await out.readexactly(SIZES.size))
        reply = msgspec.json.decode(await out.readexactly(first), type=Reply)
        return reply, await out.readexactly(second)

    def ended(self) -> bool:
        """Whether it is there no more."""
        return self.process.returncode is not None

    def spent(self) -> float:
        """The processor's seconds that it has had; they are told by Linux, elsewhere it has had them all."""
        try:
            with open(f"/proc/{self.process.pid}/stat", "rb") as told:  # noqa: PTH123 - quicker, and asked often
                user, system = told.read().rpartition(b")")[2].split()[11:13]
        except OSError:
            return time.monotonic()
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def yield_to_others(self) -> None:
        """Let it have the processor when no other of them wants it."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, LAZY)

    def kill(self) -> None:
        """End it, whatever it does."""
        if not self.ended():
            with contextlib.suppress(ProcessLookupError):
                # its own `kill` would also take the exit code from those who wait for it
                os.kill(self.process.pid, signal.SIGKILL)

    async def leave(self) -> int:
        """Kill it, and wait until it is gone; what it was saying is heard out, or its end would never be noticed."""
        self.kill()
        with contextlib.suppress(RuntimeError):  # who asked it is listening still
            while self.process.stdout and await self.process.stdout.read(1 << 16):
                pass
        return await self.process.wait()

    async def cause(self) -> str:
        """How it ended, when it has."""
        code = await self.process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

"""An application → the HTTP server that runs it: patient with nobody, and gone soon after it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

CONNECTIONS = 512
HEAD_SIZE = 256 * 1024
"""A query of 64 KB, %-encoded, fits into an address."""
HEAD_SECONDS = 10.0
ENDING = 1
"""Seconds that requests get to end when the server is told to."""


class Protocol(H11Protocol):
    """HTTP by h11; a client that does not send the head of its request soon is left."""

    watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, for a while."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        super().data_received(data)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        if self.watch:
            self.watch.cancel()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; an application that is at work on the head of it is told that nobody listens."""
        super().send_400_response(msg)
        if cycle := getattr(self, "cycle", None):
            cycle.disconnected = True
            cycle.message_event.set()

    def _expect(self) -> None:
        if not getattr(self.cycle, "response_complete", True):  # there is no cycle before the first request
            if self.watch:
                self.watch.cancel()
            self.watch = None
        elif not self.watch:
            self.watch = self.loop.call_later(HEAD_SECONDS, self.transport.close)


class Ending(Server):
    """A server that ends when it is told to, and leaves the process to go on: there are others to end, and `ends` tells them."""

    def __init__(self, config: Config, ends: Callable[[], None]) -> None:
        super().__init__(config)
        self.ends = ends

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen to signals while the server runs."""
        loop, heard = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
        for one in heard:
            loop.add_signal_handler(one, self._end, one)
        try:
            yield
        finally:
            for one in heard:
                loop.remove_signal_handler(one)

    def _end(self, heard: int) -> None:
        self.ends()
        self.handle_exit(heard, None)


def server(app: ASGIApp, ends: Callable[[], None]) -> Server:
    """The server of an application; it waits for `serve`. `ends` is called when it is told to end."""
    config = Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEAD_SIZE,
        timeout_graceful_shutdown=ENDING,
    )
    return Ending(config, ends)

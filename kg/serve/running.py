"""An output folder and an address → a server there, until it is told to end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.errors import KgError
from kg.serve.guard import DOOR, Door
from kg.serve.site import LIMITS, Limits

NONE: Mapping[str, str] = MappingProxyType({})


def serve(
    output: Path,
    host: str = "127.0.0.1",
    port: int = 8377,
    limits: Limits = LIMITS,
    door: Door = DOOR,
    *,
    options: Mapping[str, str] = NONE,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve an output folder until SIGTERM or SIGINT; `ready` is told the address at which it listens; port 0 takes any.

    `options` are what the pages show of how it was called. Raises OutputError for a folder that no build wrote, KgError for an
    address that cannot be had.
    """
    with _listening(host, port) as listening:
        asyncio.run(_serve(output, listening, limits, door, options, ready))


async def _serve(
    output: Path,
    listening: socket.socket,
    limits: Limits,
    door: Door,
    options: Mapping[str, str],
    ready: Callable[[str], None],
) -> None:
    from kg.serve.app import application
    from kg.serve.http import server
    from kg.serve.pool import Pool

    host, port, *_ = listening.getsockname()
    pool = Pool(output, limits)
    try:
        app = application(pool, door, options)
        await pool.open()
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        await server(app, pool.end).serve(sockets=[listening])
    finally:
        await pool.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        said = error.strerror or str(error)
        raise KgError(
            f"{host}:{port}", f"nothing can be served there, {said}", hint="another --port"
        ) from error
    # An answer's head and body are sent apart; without this the second waits 40 ms for the client to have seen the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening

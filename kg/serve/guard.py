"""Every request → let in or turned away by its Host header; every answer → with the headers that protect who reads it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", re.IGNORECASE)
LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
WILDCARDS = frozenset(("0.0.0.0", "::"))  # noqa: S104 - what to expect when somebody binds to all
HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What an answer has unless its route says otherwise."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names by which the server may be called; `any_address` lets every address in numbers be one."""

    names: frozenset[str]
    any_address: bool = False

    def know(self, host: str) -> bool:
        """Whether a Host header calls us; a name that a stranger's DNS leads here does not.

        >>> hosts = hosts_of("127.0.0.1", [])
        >>> [hosts.know(name) for name in ("localhost:8377", "[::1]", "evil.example", "localhost.", "127.1", "")]
        [True, True, False, False, False, False]
        """
        found = HOST.fullmatch(host)
        if not found:
            return False
        name = found[1].lower()
        return name in self.names or (self.any_address and _is_address(name))


def hosts_of(bound: str, allowed: Collection[str]) -> Hosts:
    """The hosts of a server that listens at an address: that, loopback, and what is allowed besides."""
    literal = f"[{bound}]" if ":" in bound else bound
    names = {*LOOPBACK, literal.lower(), *(name.lower() for name in allowed)}
    return Hosts(frozenset(names - WILDCARDS), bound in WILDCARDS)


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in: the hosts that the server is, and the origins whose scripts may read what it answers."""

    hosts: Hosts
    origins: tuple[str, ...] = ()


DOOR = Door(hosts_of("127.0.0.1", ()))


class Guard:
    """The outermost application: nothing is asked of the others for a request that is meant for another host."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def protect(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                more = ((name.encode(), value.encode()) for name, value in HEADERS.items())
                message["headers"] = [*message["headers"], *(one for one in more if one[0] not in there)]
            await send(message)

        said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(said) == 1 and self.hosts.know(said[0]):
            await self.app(scope, receive, protect)
            return
        from starlette.responses import PlainTextResponse

        text = "The Host header names another server than this one; see kg serve --allow-host.\n"
        await PlainTextResponse(text, 403)(scope, receive, protect)

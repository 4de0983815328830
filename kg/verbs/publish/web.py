"""A method, an address and a body → a server's reply: authorised, tried again after what may pass, over one kept connection."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from kg.errors import PublishError
from kg.verbs.publish.login import Challenge, Keeper, Login, challenges

SECONDS = 120.0
LONGEST = 60.0
"""For how long a server may ask us to wait."""
PASSING = frozenset((429, 500, 502, 503, 504))
"""Replies that another try may mend."""
FINAL = (ssl.SSLError, socket.gaierror, TimeoutError, ValueError)
"""Failures that no other try will mend."""
LOGIN = "--user, with its password in KG_STORE_PASSWORD or typed when asked for, or a token in KG_STORE_TOKEN"
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said; `kind` is the media type of the body."""

    status: int
    reason: str
    body: bytes
    kind: str
    headers: Mapping[str, str]

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300

    def said(self) -> str:
        """The status, and the first line of what a server says of it."""
        lines = (line.strip() for line in self.body.decode("utf-8", "replace").splitlines())
        words = next((line for line in lines if line and not line.startswith("<")), "")
        return f"{self.status} {self.reason}" + (f", {words[:200]}" if words else "")


class Web:
    """The way to one store. `wait` sleeps; `retries` is how often a request is tried again."""

    def __init__(self, login: Login, retries: int, wait: Callable[[float], None]) -> None:
        self.keeper = Keeper(login)
        self.retries = retries
        self.wait = wait
        self._kept: tuple[tuple[str, str], http.client.HTTPConnection] | None = None

    def ask(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] = NONE) -> Reply:
        """What the server says at last.

        Raises PublishError where there is no connection after all tries, no way in, or a way elsewhere.
        """
        pause = 0.5
        for left in reversed(range(self.retries + 1)):
            try:
                reply = self._entered(method, url, body, headers)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.close()
                if not left or isinstance(error, FINAL):
                    raise PublishError(_place(url), f"no connection, {_said(error)}", hint=HINT) from error
                self.wait(pause)
            else:
                if reply.status not in PASSING or not left:
                    return _let_in(reply, url)
                self.wait(_asked(reply, pause))
            pause *= 2
        raise AssertionError  # the last try returns or raises

    def close(self) -> None:
        """Let go of the connection."""
        if self._kept:
            self._kept[1].close()
        self._kept = None

    def _entered(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The reply to a request; to one that is challenged, that to the same with an answer to the challenge."""
        reply, asked = self._once(method, url, body, headers)
        if reply.status == 401:
            if not self.keeper.learn(asked):
                wants = " or ".join(map(str, asked)) or "a login"
                raise PublishError(_place(url), f"it asks who we are ({wants})", hint=LOGIN)
            reply, _ = self._once(method, url, body, headers)
        return reply

    def _once(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[Reply, tuple[Challenge, ...]]:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        given = self.keeper.header(method, target)
        sent = {"User-Agent": "kg", **headers} | ({"Authorization": given} if given else {})
        kept = self._kept is not None
        connection = self._connection(parts.scheme, parts.netloc)
        try:
            return _spoken(connection, method, target, body, sent)
        except (ConnectionError, http.client.HTTPException):
            if not kept:
                raise
            self.close()  # a kept connection may have been closed at the other end: that is no fault
            return _spoken(self._connection(parts.scheme, parts.netloc), method, target, body, sent)

    def _connection(self, scheme: str, host: str) -> http.client.HTTPConnection:
        if self._kept and self._kept[0] == (scheme, host):
            return self._kept[1]
        self.close()
        if scheme == "https":
            made: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            made = http.client.HTTPConnection(host, timeout=SECONDS)
        self._kept = (scheme, host), made
        return made


HINT = "whether the store runs and the address is right"


def _spoken(
    connection: http.client.HTTPConnection, method: str, target: str, body: bytes, headers: Mapping[str, str]
) -> tuple[Reply, tuple[Challenge, ...]]:
    """Send and read; a server may reply and hang up before it has read a body that it does not want."""
    writes = method in {"PUT", "POST"}
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request(method, target, body if writes else None, dict(headers))
    found = connection.getresponse()
    read = found.read()
    if found.will_close:
        connection.close()
    reply = Reply(found.status, found.reason, read, found.headers.get_content_type(), dict(found.headers))
    return reply, challenges(found.headers.get_all("WWW-Authenticate") or ())


def _let_in(reply: Reply, url: str) -> Reply:
    if reply.status in {401, 403}:
        wrong = "the login is not the right one" if reply.status == 401 else f"it is refused, {reply.said()}"
        raise PublishError(_place(url), wrong, "a user who may write there", LOGIN)
    if 300 <= reply.status < 400:
        where = reply.headers.get("Location", "elsewhere")
        raise PublishError(_place(url), f"{reply.status}: it has moved", hint=where)
    return reply


def _asked(reply: Reply, pause: float) -> float:
    wanted = reply.headers.get("Retry-After", "")
    return min(float(wanted), LONGEST) if wanted.isdecimal() else pause


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__

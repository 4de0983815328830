"""A store on the web for tests: Graph Store Protocol and SPARQL over a store in memory, logins, and failures on demand."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

USER, PASSWORD, TOKEN, REALM = "ada", 'a:b"c\\甲', "t0k3n", "a, b"
HASH = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
DEFAULTS = "auth,auth-int"


class StandIn(ThreadingHTTPServer):
    """The server and what it holds. `failures` are met by the next writes: a status, or `reset` for a connection cut.

    `login` is basic, digest (with `algorithm`) or bearer. Without `graphs` it takes queries and updates alone. `seen` has the
    method, the path and the status of each request; a body longer than `longest` is refused.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = pyoxigraph.Store()
        self.failures: list[int | str] = []
        self.refused = ""
        self.login, self.algorithm, self.nonce = "", "MD5", "n0"
        self.graphs = True
        self.longest = 1 << 30
        self.seen: list[tuple[str, str, int]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def held(self) -> dict[str, set[bytes]]:
        """The triples of each graph, as lines."""
        found: dict[str, set[bytes]] = {}
        for quad in self.store:
            found.setdefault(str(quad.graph_name)[1:-1], set()).add(f"{quad.triple} .\n".encode())
        return found

    def writes(self) -> list[tuple[str, str, int]]:
        """The requests that were to change something."""
        return [one for one in self.seen if one[0] != "GET"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn
    errors: ClassVar[dict[int, str]] = {503: "not now", 400: "that is\nno graph"}

    def do_GET(self) -> None:
        if self.entered():
            asked = parse_qs(urlsplit(self.path).query)
            if self.path.startswith("/nothing"):
                self.answer(404)
            elif "query" in asked:
                found = self.server.store.query(asked["query"][0])
                assert isinstance(found, pyoxigraph.QueryTriples)
                self.answer(200, b"".join(f"{triple} .\n".encode() for triple in found))
            elif not self.server.graphs or self.graph() not in set(self.server.store.named_graphs()):
                self.answer(404)
            else:
                quads = self.server.store.quads_for_pattern(None, None, None, self.graph())
                self.answer(200, b"".join(f"{quad.triple} .\n".encode() for quad in quads))

    def do_PUT(self) -> None:
        self.write(drop=True)

    def do_POST(self) -> None:
        self.write(drop=False)

    def do_DELETE(self) -> None:
        self.write(drop=True)

    def write(self, *, drop: bool) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.entered():
            return
        failure = self.server.failures.pop(0) if self.server.failures else 0
        if failure == "reset":
            self.server.seen.append((self.command, self.path, 0))
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.connection.close()
            self.close_connection = True
        elif failure or (self.server.refused and self.server.refused in self.path):
            status = int(failure or 400)
            self.answer(status, self.errors.get(status, "").encode())
        elif len(body) > self.server.longest:
            self.answer(413)
        elif self.headers.get("Content-Type") == "application/sparql-update":
            self.server.store.update(body.decode())
            self.answer(204)
        elif not self.server.graphs:
            self.answer(405)
        elif self.command == "DELETE" and self.graph() not in set(self.server.store.named_graphs()):
            self.answer(404)
        else:
            self.change(body, drop=drop)
            self.answer(204)

    def change(self, body: bytes, *, drop: bool) -> None:
        if drop:
            self.server.store.remove_graph(self.graph())
        if self.command != "DELETE":
            self.server.store.load(body, format=RdfFormat.TURTLE, to_graph=self.graph())

    def graph(self) -> NamedNode:
        return NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def entered(self) -> bool:
        """Whether the request may come in; answered with 401 if not."""
        given, login = self.headers.get("Authorization", ""), self.server.login
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        right = {
            "": True,
            "basic": given == f"Basic {pair}",
            "bearer": given == f"Bearer {TOKEN}",
            "digest": given.startswith("Digest ") and self.digested(given),
        }[login]
        if not right:
            about = {
                "basic": f'Negotiate, Basic realm="{REALM}"',
                "bearer": "Bearer",
                "digest": f'Digest realm="{REALM}", nonce="{self.server.nonce}", qop="{DEFAULTS}", opaque="o", '
                f"algorithm={self.server.algorithm}",
            }[login]
            self.answer(401, about=about)
        return right

    def digested(self, given: str) -> bool:
        """Whether an answer to the challenge is right for this request, and to the nonce that counts now."""
        said = {
            name: one or other
            for name, one, other in re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\w[\w-]*))', given)
        }

        def hashed(text: str) -> str:
            return HASH[self.server.algorithm](text.encode()).hexdigest()

        first = hashed(f"{USER}:{REALM}:{PASSWORD}")
        second = hashed(f"{self.command}:{said['uri']}")
        middle = f"{said['nonce']}:{said['nc']}:{said['cnonce']}:{said['qop']}"
        right = said["response"] == hashed(f"{first}:{middle}:{second}")
        return right and said["uri"] == self.path and said["nonce"] == self.server.nonce

    def answer(self, status: int, body: bytes = b"", about: str = "") -> None:
        self.server.seen.append((self.command, self.path, status))
        self.send_response(status)
        if about:
            self.send_header("WWW-Authenticate", about)
        if status == 503:
            self.send_header("Retry-After", "7")
        if status == 301:
            self.send_header("Location", "https://example.org/there")
        self.send_header("Content-Type", "application/n-triples")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at `seen`."""


@contextlib.contextmanager
def stand_in() -> Iterator[StandIn]:
    """A server that runs while it is held."""
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

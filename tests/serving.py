"""A server in a process of its own, as a user starts it, and requests to it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlencode

import kg

ROOT = Path(kg.__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get_content_type()


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int

    def send(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """One request, on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with contextlib.closing(connection):
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def ask(self, query: str, accept: str = "", **graphs: str) -> Answer:
        """A query by GET."""
        found = urlencode({"query": query, **{name.replace("_", "-"): iri for name, iri in graphs.items()}})
        return self.send("GET", f"/sparql?{found}", {"Accept": accept} if accept else {})

    def post(self, body: str | bytes, media: str = "application/sparql-query", accept: str = "") -> Answer:
        """A body by POST."""
        raw = body.encode() if isinstance(body, str) else body
        return self.send(
            "POST", "/sparql", {"Content-Type": media, **({"Accept": accept} if accept else {})}, raw
        )

    def children(self) -> list[int]:
        """The processes that it has started, and that run."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]


@contextlib.contextmanager
def serving(output: Path, *options: str) -> Iterator[Server]:
    """A server over an output folder, at a free port; it is stopped at the end, and must stop well."""
    call = [sys.executable, "-m", "kg", "serve", str(output), *options, "--port", "0"]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=ENVIRONMENT)
    assert process.stdout
    try:
        address = process.stdout.readline()
        assert address, f"{call} did not start"
        yield Server(process, int(address.rstrip("/\n").rpartition(":")[2]))
        process.terminate()
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

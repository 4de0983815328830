"""kg publish to real stores, Oxigraph's server and Virtuoso: each graph counted and read back on their side."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph
import pytest

import kg
from kg.exports import evidence, turtle
from kg.verbs.publish import Login, publish
from kg.verbs.publish.graphs import named_graphs
from kg.verbs.publish.speech import GraphStore, Updates
from kg.verbs.publish.stores import store
from kg.verbs.publish.web import Web
from tests import handmade
from tests.clients.conftest import SECONDS, Exports
from tests.exports import test_any_string as any_string
from tests.verbs.test_publish import SAMPLES

COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
BLANK = b"_:"


@dataclass(frozen=True)
class Place:
    """A store that runs: its kind, its address, who may write, and where anybody may ask."""

    kind: str
    url: str
    login: Login
    query: str

    def counted(self) -> dict[str, int]:
        """How many triples each graph has there."""
        rows = csv.reader(io.StringIO(self.asked(COUNT, "text/csv").decode()))
        return {name: int(number) for name, number in list(rows)[1:]}

    def lines(self, name: str) -> set[bytes]:
        """The triples of a graph there."""
        asked = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        found = pyoxigraph.parse(
            self.asked(asked, "application/n-triples"), format=pyoxigraph.RdfFormat.N_TRIPLES
        )
        return {f"{quad.triple} .\n".encode() for quad in found}

    def asked(self, query: str, media: str) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.query}?{urlencode({'query': query})}", headers={"Accept": media}
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310
            body: bytes = reply.read()
        return body


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


@contextlib.contextmanager
def running(folder: Path, port: int, *words: str) -> Iterator[None]:
    """A server that runs in a folder, once its port is open; ended afterwards."""
    with (folder / "said").open("wb") as said:
        server = subprocess.Popen(words, cwd=folder, stdout=said, stderr=said)
    try:
        for _ in range(SECONDS * 10):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert server.poll() is None, (folder / "said").read_text("utf-8", "replace")
            time.sleep(0.1)
        yield
    finally:
        server.kill()
        server.wait()


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Place]:
    """The server of PyPI's package oxigraph."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if not program:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph, or make clients")
    url = f"127.0.0.1:{(port := free())}"
    with running(folder, port, program, "serve", "--bind", url):
        yield Place("oxigraph", f"http://{url}", Login(), f"http://{url}/query")


CONFIGURATION = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{own}
DirsAllowed = .
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Place]:
    """Debian's virtuoso-opensource-7-bin, a database of its own, the login that a new one has."""
    if not shutil.which("virtuoso-t"):
        pytest.skip("virtuoso is not installed: apt-get install virtuoso-opensource-7-bin, or make clients")
    web = free()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(own=free(), web=web), encoding="utf-8")
    with running(folder, web, "virtuoso-t", "-f"):
        url = f"http://127.0.0.1:{web}"
        yield Place("virtuoso", url, Login("dba", "dba"), f"{url}/sparql")


@pytest.fixture(scope="module", params=[oxigraph, virtuoso], ids=["oxigraph", "virtuoso"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with request.param(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.mark.parametrize("way", ["Graph Store Protocol", "SPARQL Update"])
def test_what_is_published_is_there(exports: Exports, place: Place, way: str) -> None:
    """Sent, counted graph by graph, read back; a second time nothing is sent."""
    base = kg.load(exports.output).manifest.base
    graphs = named_graphs(exports.output, base)
    to, kind, update = place.url, place.kind, ""
    if way == "SPARQL Update":
        to, kind = {"oxigraph": f"{place.url}/query", "virtuoso": f"{place.url}/sparql-auth"}[kind], "sparql"
        update = to.replace("/query", "/update")
    found = publish(exports.output, to, kind=kind, update=update, login=place.login, fresh=True)
    assert (found.by, found.failed, found.stopped, len(found.sent)) == (way, [], "", len(graphs))
    there = place.counted()
    assert {one.name: there.get(one.name) for one in graphs} == {one.name: len(one.lines) for one in graphs}
    for one in graphs:
        assert {line for line in one.lines if BLANK not in line} <= place.lines(one.name), one.name
    again = publish(exports.output, to, kind=kind, update=update, login=place.login)
    assert (again.sent, again.deleted, again.unchanged) == ([], [], len(graphs))


def test_a_document_that_is_gone_goes(place: Place, tmp_path: Path) -> None:
    base = "https://example.org/two#"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("白鹭市总工会组织实施“鹭岛夜课”项目。", encoding="utf-8")
    for names in (["a.txt", "b.txt"], ["b.txt"]):
        kg.build([tmp_path / name for name in names], tmp_path / "out", base=base)
        found = publish(tmp_path / "out", place.url, kind=place.kind, login=place.login)
        assert found.exit_code == 0
    assert found.deleted == [f"{base}Document/a.txt"]
    assert f"{base}Document/a.txt" not in place.counted()
    assert place.counted()[f"{base}Document/b.txt"] > 0


@pytest.mark.parametrize("way", ["Graph Store Protocol", "SPARQL Update"])
def test_any_string_arrives(place: Place, tmp_path: Path, way: str) -> None:
    """Names with quotes, control characters, escapes of Turtle and of SPARQL: read back as they were sent."""
    there = store(place.url, place.kind)
    web = Web(place.login, 0, time.sleep)
    speech = (
        GraphStore(web, there.graph)
        if way == "Graph Store Protocol"
        else Updates(web, there.query, there.update)
    )
    for text in SAMPLES:
        evidence.write(
            any_string.graph(text), [handmade.letter()], any_string.BUILD, tmp_path / "evidence.ttl"
        )
        turtle.write(any_string.graph(text), tmp_path / "graph.ttl")
        for one in named_graphs(tmp_path, handmade.BASE):
            if not one.name.startswith(handmade.BASE):
                continue  # the ontology is the same each time
            speech.replace(one)
            assert {f"{line} .\n".encode() for line in speech.read(one.name)} == set(one.lines), text
    web.close()

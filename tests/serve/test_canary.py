"""No query makes the server reach out: a canary listens, and hears nothing; what would reach it is tried as well."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.serving import ENVIRONMENT, Server

FORM = "application/x-www-form-urlencoded"
REACHING = [
    "SELECT * { SERVICE <{url}> { ?s ?p ?o } }",
    "SELECT * { service<{url}>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <{url}> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<{url}>{ ?s ?p ?o } }",
    "PREFIX : <{url}> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX e: <{url}> SELECT * { SERVICEe: { ?s ?p ?o } }",
    "SELECT * { BIND(<{url}> AS ?x) SERVICE?x{ ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <{url}> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { ?a ?b trueSERVICE<{url}>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c.SERVICE<{url}>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b '''#''' . SERVICE<{url}>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b 1 SERVICE\n#x\n<{url}>{ ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <{url}> { ?s ?p ?o } } }",
    "BASE <{url}> SELECT * { SERVICE <#'> { ?s ?p ?o } }",
    "SELECT * FROM <{url}> { ?s ?p ?o }",
    "SELECT * FROM NAMED <{url}> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <x:g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <{url}> { ?s ?p ?o } }",
]
ASKING = "from pyoxigraph import Store; list(Store().query('SELECT * { SERVICE <' + sys.argv[1] + '> { ?s ?p ?o } }'))"


@dataclass
class Canary:
    """A port on which nothing is said; who comes is counted."""

    url: str
    visits: list[object] = field(default_factory=list)


@pytest.fixture
def canary() -> Iterator[Canary]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Canary(f"http://127.0.0.1:{listening.getsockname()[1]}/x.ttl")

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    visitor, address = listening.accept()
                    found.visits.append(address)
                    visitor.close()

        threading.Thread(target=listen, daemon=True).start()
        yield found
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("text", REACHING, ids=[text[:50] for text in REACHING])
def test_nothing_reaches_out(server: Server, canary: Canary, text: str) -> None:
    query = text.replace("{url}", canary.url)
    answers = (
        server.ask(query),
        server.post(query),
        server.post(urlencode({"query": query}), FORM),
        server.post(urlencode({"update": query}), FORM),
    )
    assert [answer.status for answer in answers] == [400, 400, 400, 403]
    assert canary.visits == []


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri", "using-graph-uri", "url"])
def test_no_parameter_reaches_out(server: Server, canary: Canary, name: str) -> None:
    for there in (canary.url, Path("/etc/passwd").as_uri()):
        answer = server.send("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}={quote(there)}")
        assert answer.status == (400 if "default" in name or "named" in name else 200)
        assert b"root:" not in answer.body
    assert canary.visits == []


@pytest.mark.parametrize("parted", [False, True])
def test_the_engine_by_itself_reaches_out_unless_it_is_parted_from_the_network(
    canary: Canary, parted: bool
) -> None:
    """The canary sings: without our refusal the engine comes; in a process like the server's it cannot."""
    if parted and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("the system lets no process have a network of its own")
    part = "from kg.confined import part_from_the_network; part_from_the_network(); " if parted else ""
    call = [sys.executable, "-c", f"import sys; {part}{ASKING}", canary.url]
    done = subprocess.run(call, capture_output=True, text=True, env=ENVIRONMENT, check=False, timeout=30)
    assert done.returncode == 1
    assert bool(canary.visits) is not parted

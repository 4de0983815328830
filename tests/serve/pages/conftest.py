"""Pages over graphs made by hand, asked by a client without a network; queries run here, not in processes of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message

from kg.exports.turtle import VOCABULARIES
from kg.model import Reading
from kg.serve import around, pages
from kg.serve.site import Limits, RequestError, Result, RowsForm, Site, TriplesForm
from kg.store import open_store
from kg.verbs.load import load
from tests.coroutines import outcome
from tests.exports.explorer_graphs import hostile_readings
from tests.written import written


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the names of headers in lower case."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True, slots=True)
class Client:
    """Asks an application without a socket; a path goes as it is written, but for what no request line can hold."""

    app: ASGIApp

    def get(self, target: str, accept: str = "") -> Answer:
        path, _, query = target.partition("?")
        raw = quote(path, safe="/%:@!$&'()*+,;=~#?").encode()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 8377),
            "path": unquote(raw.decode()),
            "raw_path": raw,
            "root_path": "",
            "query_string": quote(query, safe="=&%+").encode(),
            "headers": [(b"host", b"127.0.0.1:8377"), *([(b"accept", accept.encode())] if accept else [])],
        }
        said: list[Message] = []
        heard: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if not heard:
                await asyncio.Event().wait()  # it stays until it is answered
            return heard.pop()

        async def send(message: Message) -> None:
            said.append(message)

        outcome(self.app(scope, receive, send))
        headers = {name.decode(): value.decode("latin-1") for name, value in said[0]["headers"]}
        return Answer(said[0]["status"], headers, b"".join(one.get("body", b"") for one in said[1:]))


def site(output: Path, stamp: Callable[[], str] = lambda: "1") -> Site:
    """A site whose queries are asked at once."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    forms = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }

    store = open_store(output)

    async def ask(query: str, *, rows: RowsForm = "json", triples: TriplesForm = "ttl") -> Result:
        assert rows == "json"
        found = store.query(query, prefixes=VOCABULARIES)
        if isinstance(found, QueryTriples):
            return Result(
                "triples", "", serialize(found, format=forms[triples], prefixes=VOCABULARIES) or b""
            )
        kind = "truth" if isinstance(found, QueryBoolean) else "rows"
        return Result(kind, "", found.serialize(format=QueryResultsFormat.JSON) or b"")

    return Site(output, load(output).manifest.base, "试验", ask, Limits(), stamp, {})


def _writable(one: Reading) -> bool:
    """Whether a path is one that a folder can hold; half of a surrogate pair is none, and no build meets it."""
    return not any("\ud800" <= char <= "\udfff" for char in one.document.path)


def told(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return PlainTextResponse(str(error), error.status)


def client(of: Site) -> Client:
    return Client(
        Starlette(routes=[*around.routes(of), *pages.routes(of)], exception_handlers={RequestError: told})
    )


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def asked(output: Path) -> Client:
    """The pages of a small graph."""
    return client(site(output))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The pages of a graph whose every word is hostile."""
    made: Sequence[Reading] = [one for one in hostile_readings() if _writable(one)]
    return client(site(written(tmp_path_factory.mktemp("hostile"), made=made)))

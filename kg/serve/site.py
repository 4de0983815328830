"""What a server shows and how its queries are asked: the one thing that pages are given.

`kg.serve.pages.routes(site)` makes the pages' routes of a `Site`; `kg.serve.app.application` puts them behind its own: the
SPARQL endpoint at ENDPOINT, the check of the Host header, the security headers. A page asks the graph by `await
site.ask(query)`, which runs in the same processes, with the same limits and refusals, as the endpoint's queries:

    found = await site.ask("SELECT ?name { ?body rdfs:label ?name }")     # SPARQL results in JSON
    found = await site.ask(f"DESCRIBE {NamedNode(iri)}", triples="jsonld")  # ttl, nt, jsonld, rdf
    found.kind, found.media_type, found.body, found.truncated
    found.rows()                                                          # of a SELECT: one mapping of terms a row

The prefixes of the files a build writes are known in every query. Whatever hinders a query is a `RequestError`; a page lets it
through, and the application answers it with its status, in JSON where that is asked for and in words elsewhere.

The middleware gives an answer `Content-Security-Policy: default-src 'none'; …` unless the page sets its own. A page's own
policy keeps `default-src 'none'` and `frame-ancestors 'none'` and allows scripts by hash only. A route that is named
`EDITOR` is where a browser is sent that opens the endpoint without a query.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from kg.errors import KgError, Place

ENDPOINT = "/sparql"
EDITOR = "editor"
RowsForm: TypeAlias = Literal["json", "xml", "csv", "tsv"]
TriplesForm: TypeAlias = Literal["ttl", "nt", "jsonld", "rdf"]
Kind: TypeAlias = Literal["rows", "truth", "triples"]
MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may cost; sizes are in bytes.

    `workers` run at once, as many again that are slow, and `queue` more may wait; `seconds` is what one may take, the waiting
    apart; `body` is what a request may bring, `size` what an answer may have, `memory` what a process may take.
    """

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 16 * MEBI
    body: int = 1 * MEBI
    memory: int = 2048 * MEBI
    workers: int = 4
    queue: int = 64


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found, written in the form that was asked for.

    `truncated` says which limit cut it short ("10000 rows"); it is empty where nothing was.
    """

    kind: Kind
    media_type: str
    body: bytes
    truncated: str = ""

    def rows(self) -> list[dict[str, dict[str, str]]]:
        """The rows of a SELECT that was asked for as JSON: `{"name": {"type": "literal", "value": …, "xml:lang": …}}`."""
        found: list[dict[str, dict[str, str]]] = json.loads(self.body)["results"]["bindings"]
        return found


class RequestError(KgError):
    """A request that gets no answer: the status says why, `retry` after how many seconds it may be asked again."""

    def __init__(
        self,
        status: int,
        wrong: str,
        wanted: str = "",
        hint: str = "",
        *,
        place: Place | str = "",
        retry: int = 0,
    ) -> None:
        super().__init__(place, wrong, wanted, hint)
        self.status, self.retry = status, retry


class Ask(Protocol):
    """Run a query; `rows` and `triples` are the forms of what SELECT and ASK, CONSTRUCT and DESCRIBE find."""

    async def __call__(self, query: str, *, rows: RowsForm = "json", triples: TriplesForm = "ttl") -> Result:
        """Raises RequestError."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """What is served.

    `base` begins the IRIs of entities. `stamp()` is another one when a new build has taken the place of the one before: what
    was kept of the old graph is then void. `options` are for show: what the command was given.
    """

    output: Path
    base: str
    title: str
    ask: Ask
    limits: Limits
    stamp: Callable[[], str]
    options: Mapping[str, str]

"""A pool of processes → the web application: the endpoint and the pages over it, behind the same checks."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from kg.serve import around, pages
from kg.serve.description import GRAPHS, describe
from kg.serve.endpoint import TRUNCATED, Asked, address, answer, received, run
from kg.serve.formats import TRIPLES, choose
from kg.serve.guard import Door, Guard
from kg.serve.pool import Pool, stamp_of
from kg.serve.site import EDITOR, ENDPOINT, RequestError, Result, RowsForm, Site, TriplesForm
from kg.verbs.load import load

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

HTML, JSON = "text/html", "application/json"


def application(pool: Pool, door: Door, options: Mapping[str, str]) -> Starlette:
    """All that is served of a pool's output folder; raises OutputError for one that no build wrote."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.requests import ClientDisconnect
    from starlette.routing import Route

    output, limits = pool.output, pool.limits

    async def ask(query: str, *, rows: RowsForm = "json", triples: TriplesForm = "ttl") -> Result:
        return await run(pool, Asked(query), rows, triples)

    async def sparql(request: Request) -> Response:
        asked = await received(request, limits.body)
        return await answer(request, asked, pool) if asked else await introduce(request, site)

    base = load(output).manifest.base
    site = Site(output, base, output.name, ask, limits, lambda: stamp_of(output), options)
    methods, exposed = ("GET", "POST"), (TRUNCATED, "Retry-After")
    cross = Middleware(
        CORSMiddleware, allow_origins=door.origins, allow_methods=methods, expose_headers=exposed
    )
    refuse = partial(_refuse, site)
    return Starlette(
        routes=[Route(ENDPOINT, sparql, methods=methods), *around.routes(site), *pages.routes(site)],
        middleware=[Middleware(Guard, hosts=door.hosts), *([cross] if door.origins else [])],
        exception_handlers={RequestError: refuse, HTTPException: refuse, ClientDisconnect: _say_nothing},
    )


async def introduce(request: Request, site: Site) -> Response:
    """The endpoint without a query: its description, or for a browser the page on which queries are written."""
    from starlette.responses import RedirectResponse, Response
    from starlette.routing import NoMatchFound

    vary = {"Vary": "Accept"}
    wanted = choose(",".join(request.headers.getlist("accept")), (*TRIPLES, HTML))
    if not wanted:
        raise RequestError(406, "the endpoint's description is RDF", ", ".join(TRIPLES))
    if wanted == HTML:
        with contextlib.suppress(NoMatchFound):
            return RedirectResponse(request.app.url_path_for(EDITOR), 303, vary)
        wanted = "text/turtle"
    graphs = [row["graph"]["value"] for row in (await site.ask(GRAPHS)).rows()]
    return Response(describe(address(request), graphs, TRIPLES[wanted]), headers=vary, media_type=wanted)


async def _refuse(site: Site, request: Request, error: Exception) -> Response:
    """An error as an answer: JSON where it is asked for, a page for a browser, one line of text elsewhere."""
    from starlette.exceptions import HTTPException
    from starlette.responses import PlainTextResponse, Response

    headers = {"Vary": "Accept"}
    if isinstance(error, HTTPException):
        status, headers = error.status_code, headers | dict(error.headers or {})
        told: dict[str, str | int] = {"error": error.detail}
    else:
        assert isinstance(error, RequestError)
        status = error.status
        told = {"error": str(error), "wrong": error.wrong, "wanted": error.wanted, "hint": error.hint}
        told |= {"line": error.place.line, "column": error.place.column}
        if error.retry:
            headers["Retry-After"] = str(error.retry)
    accept = ",".join(request.headers.getlist("accept"))
    wanted = choose(accept, ("text/plain", JSON, "application/sparql-results+json", HTML))
    if wanted == HTML:
        return pages.trouble(site, status, told, headers)
    if wanted in ("", "text/plain"):
        return PlainTextResponse(f"{told['error']}\n", status, headers)
    said = {name: value for name, value in told.items() if value}
    return Response(json.dumps({"status": status, **said}, ensure_ascii=False), status, headers, JSON)


async def _say_nothing(request: Request, error: Exception) -> Response:  # noqa: ARG001 - as a handler is called
    """The answer to a client that has gone: none, for what is sent then would be an error itself."""
    from starlette.responses import Response

    class Nothing(Response):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            pass

    return Nothing()

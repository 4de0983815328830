"""A request of the SPARQL 1.1 Protocol → its answer, by a process of the pool: the query side, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from kg.errors import Place
from kg.serve.formats import MEDIA_TYPES, ROWS, TRIPLES, choose
from kg.serve.pool import Pool
from kg.serve.site import RequestError, Result, RowsForm, TriplesForm
from kg.serve.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Found = TypeVar("Found")

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
TRUNCATED = "X-KG-Truncated"
BODY_SECONDS = 20.0
"""How long a client may take to send a body."""
MOST = 1000  # fields of a form


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it comes, the graphs that it is to be asked of, and what its relative IRIs are relative to."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str | None = None


async def answer(request: Request, asked: Asked, pool: Pool) -> Response:
    """The answer to a request's query."""
    from starlette.responses import Response

    accept = ",".join(request.headers.getlist("accept"))
    rows, triples = choose(accept, ROWS), choose(accept, TRIPLES)
    work = run(pool, asked, ROWS.get(rows), TRIPLES.get(triples))
    found = await while_heard(request, work)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if found.truncated:
        headers[TRUNCATED] = found.truncated
    return Response(found.body, headers=headers, media_type=triples if found.kind == "triples" else rows)


async def run(pool: Pool, asked: Asked, rows: RowsForm | None, triples: TriplesForm | None) -> Result:
    """What comes of a query, in one of two forms; raises RequestError where nothing does."""
    limits = pool.limits
    told = (limits.rows, limits.size, limits.seconds, asked.default, asked.named, asked.base)
    reply, body = await pool.run(Job(asked.query, rows, triples, *told))
    if reply.status != 200:
        place = Place("query", reply.line, reply.column) if reply.line else ""
        raise RequestError(reply.status, reply.wrong, reply.wanted, reply.hint, place=place)
    form = triples if reply.kind == "triples" else rows
    assert form
    return Result(reply.kind, MEDIA_TYPES[form], body, reply.truncated)


async def received(request: Request, limit: int) -> Asked | None:
    """The query of a request; None where it asks nothing. Raises RequestError for what the protocol does not know."""
    fields = _fields(request.scope["query_string"], "the address")
    if request.method == "POST":
        media = _media_type(request)
        body = await _body(request, limit)
        if media == FORM:
            fields += _fields(body, "the body")
        else:
            fields.append(("query", _text(body)))
    if any(name == "update" for name, _ in fields):
        raise RequestError(403, "updates are refused", "a query")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise RequestError(400, f"there are {len(queries)} queries", "one query")
    if not queries and request.method == "POST":
        raise RequestError(400, "there is no query", "the parameter query")
    default, named = (
        tuple(value for name, value in fields if name == asked)
        for asked in ("default-graph-uri", "named-graph-uri")
    )
    return Asked(queries[0], default, named, address(request)) if queries else None


def address(request: Request) -> str:
    """The endpoint's own, as the request has it."""
    return str(request.url.replace(query="", fragment=""))


def _media_type(request: Request) -> str:
    """How a POST brings its query."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == UPDATE:
        raise RequestError(403, "updates are refused", "a query")
    if media not in (FORM, QUERY):
        raise RequestError(415, f"{media or 'no media type'} brings no query", f"{QUERY} or {FORM}")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RequestError(415, "compressed requests are not read", "the query as it is")
    return media


async def _body(request: Request, limit: int) -> bytes:
    """What a request brings; one that brings too much is not read to its end."""
    told = request.headers.get("content-length", "0")
    too_large = RequestError(413, f"the request brings more than {limit} bytes", "a shorter query")
    if told.isdecimal() and int(told) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise too_large
    except TimeoutError:
        raise RequestError(408, f"the request was not whole after {BODY_SECONDS:g} s") from None
    return bytes(body)


def _fields(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError as error:
        raise RequestError(
            400, f"{where} holds no form fields, {error}", "fields in UTF-8, each %-encoded"
        ) from error


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the query is no UTF-8 at byte {error.start}", "UTF-8") from error


async def while_heard(request: Request, work: Coroutine[object, object, Found]) -> Found:
    """What comes of some work; it is cancelled when the client goes, which raises ClientDisconnect."""
    from starlette.requests import ClientDisconnect

    working, going = asyncio.create_task(work), asyncio.create_task(_going(request))
    try:
        await asyncio.wait({working, going}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return await working
    finally:
        working.cancel()
        going.cancel()


async def _going(request: Request) -> None:
    """Comes back when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

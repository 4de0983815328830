"""A site → the routes that answer neighbourhoods in JSON: names, relations of an entity, facts of a relation, sentences."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from kg import ontology
from kg.serve.around.asking import Asking
from kg.serve.endpoint import while_heard
from kg.serve.pages.addresses import Addresses, know_tails, number, tail
from kg.serve.site import RequestError, Site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

SUGGEST, ENTITY, AROUND, SAID = "/api/suggest", "/api/entity/", "/api/around/", "/api/said/"
LONGEST = 200
"""Characters of a name that is looked for."""
MOST = {SUGGEST: (10, 50), AROUND: (20, 100), SAID: (5, 50)}
"""How many a page has, and how many it may have, where a client asks for so many."""


def routes(site: Site) -> Sequence[BaseRoute]:
    """The routes; those with a path take it as `/page/` does."""
    from starlette.routing import Route

    know_tails()
    answering = Answering(site, Addresses(site.base))
    return [
        Route(SUGGEST, answering.suggest),
        Route(ENTITY + "{tail:tail}", answering.entity),
        Route(AROUND + "{tail:tail}", answering.around),
        Route(SAID + "{tail:tail}", answering.said),
    ]


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers a request, as long as its client listens."""

    site: Site
    addresses: Addresses

    async def suggest(self, request: Request) -> Response:
        """Things by a part of a name: `q`, and `type` for a class."""
        words, kind = (
            request.query_params.get("q", "").strip()[:LONGEST],
            request.query_params.get("type", ""),
        )
        if not words:
            raise RequestError(400, "there is nothing to look for", "q=a name, or a part of one")
        if kind and kind not in ontology.load().classes:
            raise RequestError(400, f"there is no class {kind!r}", "a class such as Organisation")
        return await _answer(request, self._asking().suggest(words, kind, _most(request, SUGGEST)))

    async def entity(self, request: Request) -> Response:
        """An entity, and how many facts of each relation lead from it and to it."""
        return await _answer(request, self._asking().entity(self._iri(request, ENTITY)))

    async def around(self, request: Request) -> Response:
        """A page of the facts of a relation: `relation`, and `out=0` for those that lead to the entity."""
        name, out = request.query_params.get("relation", ""), request.query_params.get("out", "1")
        if name not in ontology.load().properties:
            raise RequestError(400, f"there is no relation {name!r}", "relation=implements, say")
        if out not in ("0", "1"):
            raise RequestError(400, f"out={out!r} is no direction", "out=1 for facts that lead away, out=0")
        page, most = number(request, "page"), _most(request, AROUND)
        asking = self._asking().around(self._iri(request, AROUND), name, page, most, out=out == "1")
        return await _answer(request, asking)

    async def said(self, request: Request) -> Response:
        """A page of the sentences of a fact, by the path of its assertion."""
        page, most = number(request, "page"), _most(request, SAID)
        return await _answer(request, self._asking().sentences(self._iri(request, SAID), page, most))

    def _asking(self) -> Asking:
        return Asking(self.site, self.addresses)

    def _iri(self, request: Request, start: str) -> str:
        return self.addresses.iri(tail(request, start))


async def _answer(request: Request, work: Coroutine[object, object, msgspec.Struct]) -> Response:
    """What comes of some work, as JSON."""
    from starlette.responses import Response

    found = await while_heard(request, work)
    return Response(
        msgspec.json.encode(found), headers={"Cache-Control": "no-cache"}, media_type="application/json"
    )


def _most(request: Request, route: str) -> int:
    """How many a page is to have."""
    usual, most = MOST[route]
    return min(max(number(request, "most", usual), 1), most)

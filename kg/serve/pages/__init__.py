"""A site → the routes of its pages: what there is, what each thing is and where it is said, the same as data, the ontology."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.exports import terms
from kg.serve.formats import TRIPLES, choose
from kg.serve.pages import data, editing, finding, html
from kg.serve.pages.addresses import DATA, ONTOLOGY, PAGE, Addresses, know_tails, number, tail
from kg.serve.pages.counting import Counter
from kg.serve.pages.reading import Asked, reader
from kg.serve.pages.shelf import Shelf
from kg.serve.site import EDITOR, RequestError, Site
from kg.verbs.query import named

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

HTML = "text/html"
TERMS = {"policy.ttl": "text/turtle", "shapes.ttl": "text/turtle", "context.jsonld": "application/ld+json"}


def routes(site: Site) -> Sequence[BaseRoute]:
    """The pages' routes, the more special first."""
    from starlette.routing import Route

    know_tails()
    pages = Pages(site, Addresses(site.base), Shelf(site), Counter(site))
    found = [
        Route("/", pages.home),
        Route("/find", pages.find),
        Route("/walk", pages.walk),
        *(Route(f"/{name}", pages.built) for name in html.BUILT),
        Route("/favicon.ico", pages.icon),
        Route("/dump/{name}", pages.dump),
        Route(ONTOLOGY, pages.ontology),
        Route(ONTOLOGY + "/{name}", pages.term),
        Route("/sparql-editor", pages.editor, name=EDITOR),
        Route("/void", pages.void),
        Route("/.well-known/void", pages.void),
        Route(PAGE + "{tail:tail}", pages.page),
        Route(DATA + "{tail:tail}", pages.data),
        Route(_path(ontology.NAMESPACE), pages.namespace),
    ]
    if pages.addresses.root:
        found.append(Route(pages.addresses.root + "{tail:tail}", pages.thing))
    return found


@dataclass(frozen=True, slots=True)
class Pages:
    """What answers a request. Those that only read the graph are plain functions: the server runs them in a thread."""

    site: Site
    addresses: Addresses
    shelf: Shelf
    counter: Counter

    async def home(self, request: Request) -> Response:  # noqa: ARG002 - all that answers is called alike
        """What there is, and where to go on."""
        counts = await self.counter.counts()
        return html.answer(self.site, "home.html", counts=counts, queries=named())

    async def find(self, request: Request) -> Response:
        """Things by a name or a part of one, or all of a class."""
        wanted = finding.wanted(request.query_params)
        if wanted.words:
            from starlette.concurrency import run_in_threadpool

            found = await run_in_threadpool(self.shelf.read, finding.named(wanted, self.addresses))
        else:
            found = await finding.listed(wanted, self.site, self.addresses)
        return html.answer(self.site, "find.html", found=found, wanted=wanted)

    async def editor(self, request: Request) -> Response:  # noqa: ARG002 - all that answers is called alike
        """The page on which queries are written."""
        queries = named()
        known = editing.known(self.site, await self.counter.counts(), queries)
        scripts = (html.script("editor"),)
        return html.answer(self.site, "editor.html", scripts=scripts, queries=queries, known_json=known)

    def walk(self, request: Request) -> Response:  # noqa: ARG002 - all that answers is called alike
        """The page on which one goes from an entity to its neighbours, and on."""
        return html.answer(self.site, "walk.html", scripts=(html.script("walk"),))

    def built(self, request: Request) -> Response:
        """A page that the build wrote."""
        return html.finished(self.site.output / html.BUILT[request.url.path.strip("/")])

    def icon(self, request: Request) -> Response:  # noqa: ARG002 - all that answers is called alike
        """There is none; said so, a browser does not complain of it on every page."""
        from starlette.responses import Response

        return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})

    def dump(self, request: Request) -> Response:
        """The whole graph, as the build wrote it."""
        from starlette.responses import FileResponse

        name = request.path_params["name"]
        path = self.site.output / name
        if name not in data.DUMPS or not path.is_file():
            raise RequestError(404, f"there is no dump {name!r}", " or ".join(data.DUMPS))
        return FileResponse(path, media_type="text/turtle")

    def ontology(self, request: Request) -> Response:
        """The ontology's page, or its Turtle where no page is wanted."""
        from starlette.responses import RedirectResponse

        if not _wants_page(request):
            return RedirectResponse(f"{ONTOLOGY}/policy.ttl", 303, {"Vary": "Accept"})
        navigation = html.markup(self.site, "navigation.html")
        return html.finished(_page_of_terms(), navigation, terms.NAVIGATION)

    def term(self, request: Request) -> Response:
        """A file of the ontology, or where a term is on its page."""
        from starlette.responses import FileResponse, RedirectResponse

        name = request.path_params["name"]
        if name in TERMS:
            return FileResponse(ontology.packaged() / name, media_type=TERMS[name])
        known = ontology.load()
        inverses = {one.inverse for one in known.properties.values()}
        if name not in known.classes and name not in known.properties and name not in inverses - {""}:
            raise RequestError(
                404, f"the ontology has no {name!r}", "a term such as Organisation", f"all are at {ONTOLOGY}"
            )
        target = f"{ONTOLOGY}#{name}" if _wants_page(request) else f"{ONTOLOGY}/policy.ttl"
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    def namespace(self, request: Request) -> Response:
        """The ontology's own IRI; a browser keeps the fragment that names the term."""
        from starlette.responses import RedirectResponse

        target = ONTOLOGY if _wants_page(request) else f"{ONTOLOGY}/policy.ttl"
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    async def void(self, request: Request) -> Response:
        """The description of the graph as a dataset."""
        counts = await self.counter.counts()
        origin = str(request.base_url).rstrip("/")
        return data.void(self.site, counts, origin, data.form(request))

    def thing(self, request: Request) -> Response:
        """The IRI of a thing itself: what it is cannot be sent, so what says something about it is."""
        from starlette.responses import RedirectResponse

        iri = self.addresses.iri(tail(request, self.addresses.root))
        chosen = choose(request.headers.get("accept", ""), (HTML, *TRIPLES))
        if not chosen:
            raise RequestError(
                406, "none of the formats that you accept is to be had", ", ".join((HTML, *TRIPLES))
            )
        target = self.addresses.page(iri) if chosen == HTML else self.addresses.data(iri, TRIPLES[chosen])
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    def page(self, request: Request) -> Response:
        """What the graph says about a thing, to read."""
        parts = {name: number(request, name) for name in ("facts", "mentions", "said")}
        asked = Asked(self.addresses.iri(tail(request, PAGE)), **parts)
        found = self.shelf.read(reader(asked, self.addresses))
        links = ", ".join(
            f'<{self.addresses.data(asked.iri, form)}>; rel="alternate"; type="{media}"'
            for media, form in list(TRIPLES.items())[:4]
        )
        return html.answer(
            self.site,
            found.template,
            headers={"Link": links},
            one=found,
            tail=self.addresses.tail(asked.iri),
            own=PAGE + self.addresses.tail(asked.iri),
        )

    async def data(self, request: Request) -> Response:
        """What the graph says about a thing, as triples."""
        iri = self.addresses.iri(tail(request, DATA))
        return await data.about(self.site, self.addresses, iri, data.form(request))


def trouble(site: Site, status: int, told: Mapping[str, str | int], headers: Mapping[str, str]) -> Response:
    """An error as a page: what is wrong, what was wanted, what to try; `told` has these by their names."""
    return html.answer(
        site,
        "trouble.html",
        status=status,
        headers=headers,
        told={"wrong": "", "wanted": "", "hint": "", **told},
    )


def _path(iri: str) -> str:
    """The path of the ontology's IRI, under which its terms are asked for."""
    from urllib.parse import urlsplit

    return urlsplit(iri).path


def _page_of_terms() -> Path:
    """Where the ontology's page lies: with the installed ontology, or among the checkout's documents."""
    folder = ontology.packaged()
    carried = folder / "ontology.html"
    return carried if carried.is_file() else folder.parent / "docs" / "ontology.html"


def _wants_page(request: Request) -> bool:
    return choose(request.headers.get("accept", ""), (HTML, "text/turtle")) != "text/turtle"

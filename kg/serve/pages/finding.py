"""Words, or a class → the things that are called so, or that are of that class, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg import ontology
from kg.exports.explorer.sentence import shown
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.saying import NOTHING, Link, Slice, Speaker, cut
from kg.serve.pages.shelf import Opened
from kg.serve.site import RequestError, Site

MOST = 40
LONGEST = 200
"""Characters of a name that is looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, a class, or both; and the page."""

    words: str
    kind: str
    page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, with some other names and what the list is sorted by."""

    link: Link
    names: tuple[str, ...] = ()
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Finds:
    """A page of what was found."""

    hits: tuple[Hit, ...]
    part: Slice


def wanted(parameters: Mapping[str, str]) -> Wanted:
    """What a request looks for; raises RequestError for a class that there is none of."""
    words, kind = parameters.get("q", "").strip()[:LONGEST], parameters.get("type", "")
    page = parameters.get("page", "1")
    if kind and kind not in ontology.load().classes:
        raise RequestError(400, f"there is no class {kind!r}", "a class such as Organisation")
    if not (page.isascii() and page.isdigit() and len(page) < 9):
        raise RequestError(400, f"{page!r} is no page number", "page=1, 2, …")
    return Wanted(words, kind, int(page))


def named(wanted: Wanted, addresses: Addresses) -> Callable[[Opened], Finds]:
    """The view of a graph that looks for a name, an IRI or its end: just this name first, then those that hold it."""

    def look(opened: Opened) -> Finds:
        terms = ontology.load()
        speaker = Speaker(opened, addresses)
        graph = opened.graph
        called = graph.holding(wanted.words) or graph.find(wanted.words)
        found = [
            node for node in called if node.type and (not wanted.kind or terms.is_a(node.type, wanted.kind))
        ]
        part = cut(len(found), wanted.page, MOST)
        hits = (
            Hit(
                speaker.link(node.iri),
                tuple(map(shown, node.names[:4])),
                len(set(graph.mentioning(node.iri))),
            )
            for node in found[part.start : part.end]
        )
        return Finds(tuple(hits), part)

    return look


async def listed(wanted: Wanted, site: Site, addresses: Addresses) -> Finds:
    """The things of a class, those first that most documents mention; nothing where no class is named either."""
    if not wanted.kind:
        return Finds((), NOTHING)
    count = await site.ask(f"SELECT (COUNT(*) AS ?n) {{ ?thing a pk:{wanted.kind} ; rdfs:label ?label }}")
    part = cut(int(count.rows()[0]["n"]["value"]), wanted.page, MOST)
    asked = (
        "SELECT ?thing ?label (COUNT(?paper) AS ?n) WHERE {"
        f" ?thing a pk:{wanted.kind} ; rdfs:label ?label . OPTIONAL {{ ?paper pk:mentions ?thing }} }}"
        f" GROUP BY ?thing ?label ORDER BY DESC(?n) ?label LIMIT {MOST} OFFSET {part.start}"
    )
    rows = (await site.ask(asked)).rows()
    top = ontology.load().top(wanted.kind)
    hits = tuple(
        Hit(
            Link(shown(row["label"]["value"]), addresses.page(row["thing"]["value"]), top, wanted.kind),
            documents=int(row["n"]["value"]),
        )
        for row in rows
    )
    return Finds(hits, part)

"""A kind of store and a URL → the addresses where it takes graphs, queries and updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import PublishError


@dataclass(frozen=True, slots=True)
class Preset:
    """How a kind of store lays out its addresses below the URL that is given.

    `graph` is the path of the Graph Store Protocol with the parameter that names a graph, empty where the kind has none; `tested`
    says that it was run against such a server.
    """

    name: str
    title: str
    url: str
    graph: str
    query: str = ""
    update: str = ""
    login: str = ""
    tested: bool = False


PRESETS: Mapping[str, Preset] = {
    one.name: one
    for one in (
        Preset("gsp", "any Graph Store", "http://host/graphs", "?graph=", tested=True),
        Preset(
            "sparql", "any SPARQL endpoint that takes updates", "http://host/sparql", "", "", "", tested=True
        ),
        Preset(
            *("oxigraph", "Oxigraph", "http://host:7878", "/store?graph=", "/query", "/update"),
            login="none of its own",
            tested=True,
        ),
        Preset(
            *("virtuoso", "Virtuoso", "http://host:8890", "/sparql-graph-crud-auth?graph-uri="),
            *("/sparql-auth", "/sparql-auth", "digest"),
            tested=True,
        ),
        Preset(
            *(
                "fuseki",
                "Apache Jena Fuseki",
                "http://host:3030/dataset",
                "/data?graph=",
                "/query",
                "/update",
            ),
            login="basic",
        ),
        Preset(
            *("graphdb", "GraphDB", "http://host:7200/repositories/name", "/rdf-graphs/service?graph="),
            *("", "/statements", "basic"),
        ),
        Preset(
            *("neptune", "Amazon Neptune", "https://host:8182", "/sparql/gsp/?graph=", "/sparql", "/sparql"),
            login="none; no IAM signatures",
        ),
        Preset(
            *("qlever", "QLever", "http://host:7001", "/?graph=", "/", "/"), login="bearer: its access token"
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Store:
    """Where a store takes what; `graphs` is what the percent-encoded name of a graph is written after, if it takes graphs."""

    graphs: str
    query: str
    update: str

    def graph(self, name: str) -> str:
        """The address of a graph."""
        return self.graphs + quote(name, safe="")


def store(url: str, kind: str, update: str = "") -> Store:
    """The addresses of a kind of store at a URL; `update` is where updates go, where the kind does not say it.

    Raises PublishError for what is no address, or has a password in it, which any user of the machine could read.

    >>> store("http://localhost:7878/", "oxigraph").graph("https://example.org/a?b")
    'http://localhost:7878/store?graph=https%3A%2F%2Fexample.org%2Fa%3Fb'
    """
    for address in filter(None, (url, update)):
        _check(address)
    preset = PRESETS.get(kind)
    if preset is None:
        raise PublishError(kind, "no such kind of store", f"one of {', '.join(PRESETS)}")
    start = url.rstrip("/")
    if kind == "gsp":
        return Store(f"{url}{'&' if '?' in url else '?'}graph=", update and url, update)
    if kind == "sparql":
        return Store("", url, update or url)
    return Store(start + preset.graph, start + preset.query, update or start + preset.update)


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise PublishError(url, f"no address, {error}", "http://host:port/path") from error
    if parts.scheme not in {"http", "https"} or not host or not url.isascii() or " " in url:
        raise PublishError(url, "no address of a store", "http://host:port/path")
    if parts.username is not None:
        said = "a login in the address can be read in the list of processes"
        raise PublishError(f"{parts.scheme}://{host}", said, hint="--user, and KG_STORE_PASSWORD")
    if parts.fragment:
        raise PublishError(url, "an address with a # in it", "http://host:port/path")

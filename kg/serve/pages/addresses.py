"""IRIs of the graph ↔ paths of the server: where each thing has its page, where its data are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

from kg import graph
from kg.ontology import NAMESPACE
from kg.serve.site import RequestError

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE, DATA, ONTOLOGY = "/page/", "/data/", "/ontology"
KIND = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a graph whose IRIs begin with `base`."""

    base: str

    @property
    def root(self) -> str:
        """The path under which the IRIs themselves are answered; empty where they have none.

        >>> Addresses("https://example.org/id/").root, Addresses("urn:x:").root
        ('/id/', '')
        """
        parts = urlsplit(self.base)
        return parts.path if parts.netloc and parts.path.endswith("/") and not parts.fragment else ""

    def iri(self, tail: str) -> str:
        """The IRI of what follows /page/, /data/ or the root in a path, however a client encoded it.

        >>> Addresses("https://example.org/id/").iri("Person/%e5%bc%a0三@a/b")
        'https://example.org/id/Person/%E5%BC%A0%E4%B8%89%40a%2Fb'

        Raises RequestError for what can be no IRI of the graph.
        """
        kind, _, key = tail.partition("/")
        try:
            name = unquote_to_bytes(key).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise RequestError(400, f"the address is not UTF-8, {error}", "a percent-encoded name") from error
        if not key or not KIND.fullmatch(kind):
            raise RequestError(
                404, f"there is nothing at {tail!r}", "a class and a key, as in Person/…", "search by name"
            )
        return graph.iri(self.base, kind, name)

    def tail(self, iri: str) -> str:
        """What stands after the base; empty for IRIs of others."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else ""

    def page(self, iri: str) -> str:
        """Where to read about an IRI: our own pages, else the IRI itself if a browser can open it."""
        if tail := self.tail(iri):
            return PAGE + tail
        if iri.startswith(NAMESPACE):
            return f"{ONTOLOGY}#{iri.removeprefix(NAMESPACE)}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def data(self, iri: str, form: str = "") -> str:
        """Where the triples about an IRI are, in a form of its own or whichever a client asks for."""
        return DATA + self.tail(iri) + (f"?format={form}" if form else "")


def know_tails() -> None:
    """Let `{name:tail}` in a route be the rest of a path, line ends too: they may stand in a key, and `path` stops at them."""
    from starlette.convertors import PathConvertor, register_url_convertor

    class Tails(PathConvertor):
        regex = r"[\s\S]*"

    register_url_convertor("tail", Tails())


def tail(request: Request, start: str) -> str:
    """The path after its beginning, as the client wrote it: %2F is no slash."""
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1")[len(start) :]


def number(request: Request, name: str, usual: int = 1) -> int:
    """A number that was asked for, of a list's page most often; the usual one where none was given."""
    said = request.query_params.get(name, str(usual))
    if not (said.isascii() and said.isdigit() and len(said) < 9):
        raise RequestError(400, f"{name}={said!r} is no number", f"{name}=1, 2, …")
    return int(said)

"""IRIs of the graph ↔ paths of the server: where each thing has its page, where its data are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from kg import graph
from kg.ontology import NAMESPACE
from kg.serve.site import RequestError

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

"""A site → its graph, open for reading, opened again when a new build has taken its place; the texts that were read last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from kg import seeds
from kg.errors import OutputError
from kg.serve.site import RequestError, Site
from kg.verbs.load import Loaded, load
from kg.verbs.sources import Sources

KEPT = 16_000_000
"""Characters of sources that are kept for the next page."""

Made = TypeVar("Made")


class Opened:
    """A graph and the texts behind it, as of one build."""

    def __init__(self, graph: Loaded) -> None:
        self.graph = graph
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()
        self._words = seeds.load(()).words

    def text(self, path: str) -> str:
        """The text of a source; empty where it is gone."""
        with self._lock:
            if path not in self._texts:
                self._texts[path] = Sources(self.graph, self._words).text(path)
                while sum(map(len, self._texts.values())) > KEPT and len(self._texts) > 1:
                    self._texts.popitem(last=False)
            self._texts.move_to_end(path)
            return self._texts[path]


class Shelf:
    """The graph of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._lock = Lock()
        self._stamp = ""
        self._opened: Opened | None = None

    def read(self, view: Callable[[Opened], Made]) -> Made:
        """What a view makes of the graph, all of it from one build.

        Raises RequestError where there is no graph to read just now.
        """
        for _ in range(2):
            opened, stamp = self._current()
            try:
                made = view(opened)
            except (OutputError, OSError) as error:
                raise RequestError(503, f"the graph cannot be read, {error}", retry=2) from error
            if self.site.stamp() == stamp:
                return made
        raise RequestError(503, "a new build is taking the place of the old one", hint="again", retry=2)

    def _current(self) -> tuple[Opened, str]:
        with self._lock:
            stamp = self.site.stamp()
            if self._opened is None or stamp != self._stamp:
                try:
                    self._opened = Opened(load(self.site.output))
                except OutputError as error:
                    raise RequestError(503, f"the graph cannot be read, {error}", retry=2) from error
                self._stamp = stamp
            return self._opened, stamp

"""A site → how much of what there is in its graph: classes, properties, triples; counted once a build."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ontology import NAMESPACE
from kg.serve.site import Site

CLASSES = "SELECT ?what (COUNT(*) AS ?n) WHERE { ?s a ?what } GROUP BY ?what"
PROPERTIES = "SELECT ?what (COUNT(*) AS ?n) WHERE { ?s ?what ?o } GROUP BY ?what"
SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
EXAMPLES = """SELECT ?class (SAMPLE(?thing) AS ?example) WHERE {
  ?thing a ?class ; rdfs:label ?label . FILTER(STRSTARTS(STR(?class), STR(pk:)))
} GROUP BY ?class ORDER BY ?class"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of each class, triples of each property (by IRI) and subjects there are, and one thing of each class."""

    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    subjects: int
    examples: tuple[str, ...]

    @property
    def triples(self) -> int:
        return sum(count for _, count in self.properties)

    def ours(self, *, of_classes: bool) -> list[tuple[str, int]]:
        """The counts of our own classes or properties, by their bare names, the largest first."""
        listed = self.classes if of_classes else self.properties
        found = [(iri.removeprefix(NAMESPACE), count) for iri, count in listed if iri.startswith(NAMESPACE)]
        return sorted(found, key=lambda one: (-one[1], one[0]))


class Counter:
    """Counts a site's graph, again when another build has taken its place."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._kept: tuple[str, Counts] | None = None

    async def counts(self) -> Counts:
        """Raises RequestError where the graph cannot be asked."""
        stamp = self.site.stamp()
        if self._kept is None or self._kept[0] != stamp:
            subjects = (await self.site.ask(SUBJECTS)).rows()
            examples = (await self.site.ask(EXAMPLES)).rows()
            found = Counts(
                await self._by(CLASSES),
                await self._by(PROPERTIES),
                int(subjects[0]["n"]["value"]),
                tuple(row["example"]["value"] for row in examples),
            )
            self._kept = stamp, found
        return self._kept[1]

    async def _by(self, query: str) -> tuple[tuple[str, int], ...]:
        rows = (await self.site.ask(query)).rows()
        return tuple(sorted((row["what"]["value"], int(row["n"]["value"])) for row in rows))

"""A source read once more by the seeds that built the graph → for each fact what filled the blanks of its rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import ontology
from kg.graph import Fact, iri
from kg.model import Capture, Entity, Literal
from kg.pipeline.belt import link
from kg.relations import relate
from kg.seeds import Seeds
from kg.verbs.quote import Quote
from kg.verbs.sources import Sources

MOST = 200_000
"""Characters that are read again for one question; what lies beyond is explained from what the build wrote."""

Key = tuple[str, str, str, int, int, str]


@dataclass
class Tracer:
    """Reads sources again where they and the seeds are those of the build."""

    sources: Sources
    seeds: Seeds
    left: int = MOST
    _found: dict[str, dict[Key, tuple[Capture, ...]]] = field(default_factory=dict)

    def captures(self, fact: Fact, quote: Quote) -> tuple[Capture, ...]:
        """What filled the blanks when a fact was read at one place; nothing where that cannot be found out."""
        if quote.path not in self._found:
            self._found[quote.path] = self._read(quote.path)
        end = fact.object.value if isinstance(fact.object, Literal) else fact.object
        place = (quote.start, quote.end, quote.rule)
        return self._found[quote.path].get((fact.subject, fact.predicate, end, *place), ())

    def _read(self, path: str) -> dict[Key, tuple[Capture, ...]]:
        document = self.sources.document(path)
        same = self.seeds.digest == self.sources.graph.manifest.seeds
        if document is None or not same or len(document.text) > self.left:
            return {}
        self.left -= len(document.text)
        found: dict[Key, tuple[Capture, ...]] = {}
        for assertion in relate(link(document, self.seeds), self.seeds):
            place = (assertion.evidence.start, assertion.evidence.end, assertion.evidence.rule)
            one, other = self._end(assertion.subject), self._end(assertion.object)
            for ends in ((one, other), (other, one)):  # a symmetric fact is stored one way round
                found.setdefault((ends[0], assertion.predicate, ends[1], *place), assertion.evidence.captures)
        return found

    def _end(self, value: Entity | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        return iri(self.sources.graph.manifest.base, ontology.load().top(value.type), value.key)

"""An output folder → what is in it: counts by class and relation, the most cited, the busiest bodies, the rules at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kg import ontology
from kg.exports.report import RUNNING
from kg.verbs.load import Loaded, load

MOST = 10
PREFIXES = f"PREFIX pk: <{ontology.NAMESPACE}> PREFIX rdf: <{ontology.RDF}> PREFIX skos: <{ontology.SKOS}> "
COUNTS = {
    "classes": "{ ?one rdf:type ?what ; skos:prefLabel ?name }",
    "relations": "{ ?one rdf:predicate ?what }",
    "rules": "{ ?one pk:rule ?what }",
    "cited": "{ ?one pk:cites|pk:basedOn|(pk:citesProvision/pk:provisionOf) ?what . ?what rdf:type pk:LegalInstrument "
    "FILTER(?one != ?what) }",
    "provisions": "{ ?one pk:citesProvision ?what }",
    "running": "{ ?what ?p ?one . ?one rdf:type pk:Programme VALUES ?p { RUNNING } }",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was met: a class, a relation, a rule, or an entity (then `iri` says which)."""

    name: str
    count: int
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in a graph. Every list has the largest count first, equal ones by name.

    `totals` are those of the manifest; `cited` are instruments by how many others cite them or a provision of theirs, or rest
    on them, `provisions` articles and their parts by how many texts cite them, `running` bodies by how many programmes they
    implement or organise, `rules` by how many places they read.
    """

    totals: dict[str, int]
    classes: tuple[Count, ...]
    relations: tuple[Count, ...]
    cited: tuple[Count, ...]
    provisions: tuple[Count, ...]
    running: tuple[Count, ...]
    rules: tuple[Count, ...]


def stats(output: Path | Loaded, most: int = MOST) -> Stats:
    """Count what is in a graph; of instruments, bodies and rules the first `most`."""
    graph = output if isinstance(output, Loaded) else load(output)
    terms = ontology.load()

    def named(part: str) -> tuple[Count, ...]:
        found = ((iri.removeprefix(ontology.NAMESPACE), count) for iri, count in _count(graph, part))
        return _sorted(Count(name, count) for name, count in found if name in known[part])

    def entities(part: str) -> tuple[Count, ...]:
        return _sorted(Count(graph.node(iri).label, count, iri) for iri, count in _count(graph, part))[:most]

    known = {"classes": {terms.top(name) for name in terms.classes}, "relations": set(terms.properties)}
    rules = _sorted(Count(unquote(iri.rpartition("/")[2]), count) for iri, count in _count(graph, "rules"))
    return Stats(
        totals=graph.manifest.counts,
        classes=named("classes"),
        relations=named("relations"),
        cited=entities("cited"),
        provisions=entities("provisions"),
        running=entities("running"),
        rules=rules[:most],
    )


def _count(graph: Loaded, part: str) -> Iterator[tuple[str, int]]:
    from pyoxigraph import QuerySolutions

    where = COUNTS[part].replace("RUNNING", _listed(RUNNING))
    query = f"SELECT ?what (COUNT(DISTINCT ?one) AS ?many) {where} GROUP BY ?what"
    found = graph.store.query(PREFIXES + query)
    if not isinstance(found, QuerySolutions):
        return
    for row in found:
        yield row["what"].value, int(row["many"].value)


def _listed(names: Iterable[str]) -> str:
    return " ".join(f"pk:{name}" for name in names)


def _sorted(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: (-count.count, count.name, count.iri)))

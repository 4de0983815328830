"""An endpoint's address and the graphs behind it → its SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.ontology import RDF
from kg.serve.answers import Cut, write_triples
from kg.serve.site import TriplesForm

if TYPE_CHECKING:
    from pyoxigraph import Triple

SD, FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/"
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
GRAPHS = "SELECT ?graph { GRAPH ?graph {} }"
WHOLE = Cut(10_000, 1 << 24)


def describe(endpoint: str, graphs: Iterable[str], form: TriplesForm) -> bytes:
    """The description of the endpoint at an address, in a form of RDF; `graphs` are the named ones."""
    body, _ = write_triples(_triples(endpoint, graphs), form, WHOLE)
    return body


def _triples(endpoint: str, graphs: Iterable[str]) -> Iterator[Triple]:
    from pyoxigraph import NamedNode, Triple

    service, dataset, default = f"{endpoint}#service", f"{endpoint}#dataset", f"{endpoint}#default-graph"
    said = [
        (service, f"{RDF}type", f"{SD}Service"),
        (service, f"{SD}endpoint", endpoint),
        (service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query"),
        *((service, f"{SD}resultFormat", f"{FORMATS}{name}") for name in WRITTEN),
        (service, f"{SD}defaultDataset", dataset),
        (dataset, f"{RDF}type", f"{SD}Dataset"),
        (dataset, f"{SD}defaultGraph", default),
        (default, f"{RDF}type", f"{SD}Graph"),
    ]
    for number, graph in enumerate(sorted(graphs), 1):
        named = f"{endpoint}#named-graph-{number}"
        said += [
            (dataset, f"{SD}namedGraph", named),
            (named, f"{RDF}type", f"{SD}NamedGraph"),
            (named, f"{SD}name", graph),
        ]
    for subject, predicate, value in said:
        yield Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))

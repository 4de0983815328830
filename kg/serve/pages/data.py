"""A request for data → triples: about an IRI of the graph, about the graph as a whole (VoID), the files a build wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias, get_args

from kg import ontology
from kg.exports import json_ld
from kg.exports.turtle import VOCABULARIES
from kg.serve.endpoint import TRUNCATED
from kg.serve.formats import MEDIA_TYPES, TRIPLES, choose
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.counting import Counts
from kg.serve.site import ENDPOINT, RequestError, Site, TriplesForm

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode
    from starlette.requests import Request
    from starlette.responses import Response

DUMPS = ("graph.ttl", "evidence.ttl")
VOID, FORMATS = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/formats/"
DCTERMS, FOAF, RDF = "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/", ontology.RDF
NAMED = {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF_XML", "jsonld": "JSON-LD"}

Said: TypeAlias = "tuple[str, str, NamedNode | Literal]"


def form(request: Request) -> TriplesForm:
    """The form that a request names by `?format=`, else the one that its Accept header would like best.

    Raises RequestError for a form that there is none of.
    """
    named = request.query_params.get("format", "")
    if named:
        known: tuple[TriplesForm, ...] = get_args(TriplesForm)
        found = next((one for one in known if one == named), None)
        if found is None:
            raise RequestError(400, f"there is no format {named!r}", ", ".join(known))
        return found
    chosen = choose(request.headers.get("accept", ""), TRIPLES)
    if not chosen:
        raise RequestError(406, "none of the formats that you accept is to be had", ", ".join(TRIPLES))
    return TRIPLES[chosen]


async def about(site: Site, addresses: Addresses, iri: str, wanted: TriplesForm) -> Response:
    """The triples that an IRI is the subject or the object of; raises RequestError where there are none."""
    from starlette.responses import Response

    query = f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"
    found = await site.ask(query, triples="nt" if wanted == "jsonld" else wanted)
    if not (await site.ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}")).body.count(b"true"):
        raise RequestError(404, f"the graph has nothing of <{iri}>", "an IRI of this build", "search by name")
    body = _json_ld(found.body) if wanted == "jsonld" else found.body
    headers = {"Vary": "Accept", "Link": f'<{addresses.page(iri)}>; rel="alternate"; type="text/html"'}
    if found.truncated:
        headers[TRUNCATED] = found.truncated
    return Response(body, headers=headers, media_type=MEDIA_TYPES[wanted])


def _json_ld(triples: bytes) -> bytes:
    """N-Triples as flat records under our own context."""
    from pyoxigraph import RdfFormat, parse

    records = json_ld.records(parse(triples, format=RdfFormat.N_TRIPLES))
    said = {"@context": json_ld.context(), "@graph": records}
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def void(site: Site, counts: Counts, origin: str, wanted: TriplesForm) -> Response:
    """What the graph is, how much it holds and where to get at it, in the Vocabulary of Interlinked Datasets."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
    from starlette.responses import Response

    said = [
        Quad(NamedNode(one), NamedNode(name), value) for one, name, value in _dataset(site, counts, origin)
    ]
    forms = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }
    prefixes = {**VOCABULARIES, "void": VOID, "foaf": FOAF, "formats": FORMATS}
    body = serialize((quad.triple for quad in said), format=forms[wanted], prefixes=prefixes)
    return Response(body, headers={"Vary": "Accept"}, media_type=MEDIA_TYPES[wanted])


def _dataset(site: Site, counts: Counts, origin: str) -> Iterator[Said]:
    from pyoxigraph import Literal, NamedNode

    here = f"{origin}/void"
    graph = f"{here}#graph"
    yield here, RDF + "type", NamedNode(f"{VOID}DatasetDescription")
    yield here, FOAF + "primaryTopic", NamedNode(graph)
    yield graph, RDF + "type", NamedNode(f"{VOID}Dataset")
    yield graph, DCTERMS + "title", Literal(site.title)
    yield graph, FOAF + "homepage", NamedNode(f"{origin}/")
    yield graph, VOID + "uriSpace", Literal(site.base)
    yield graph, VOID + "sparqlEndpoint", NamedNode(f"{origin}{ENDPOINT}")
    for name in DUMPS:
        if (site.output / name).is_file():
            yield graph, VOID + "dataDump", NamedNode(f"{origin}/dump/{name}")
    for name in NAMED.values():
        yield graph, VOID + "feature", NamedNode(f"{FORMATS}{name}")
    for iri in counts.examples:
        yield graph, VOID + "exampleResource", NamedNode(iri)
    known = {iri for iri, _ in (*counts.classes, *counts.properties)}
    for start in sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in known}):
        yield graph, VOID + "vocabulary", NamedNode(start)
    yield graph, VOID + "triples", Literal(counts.triples)
    yield graph, VOID + "distinctSubjects", Literal(counts.subjects)
    yield graph, VOID + "classes", Literal(len(counts.classes))
    yield graph, VOID + "properties", Literal(len(counts.properties))
    parts = (
        ("class", "entities", counts.classes),
        ("property", "triples", counts.properties),
    )
    for kind, unit, listed in parts:
        for at, (iri, count) in enumerate(listed, 1):
            part = f"{here}#{kind}-{at}"
            yield graph, f"{VOID}{kind}Partition", NamedNode(part)
            yield part, VOID + kind, NamedNode(iri)
            yield part, VOID + unit, Literal(count)

"""A running endpoint, asked by SPARQLWrapper, rdflib and Comunica: they find what is in the files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib

from tests.clients.conftest import Exports, node
from tests.serving import Server, serving

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")

PREFIX = "PREFIX pk: <https://w3id.org/policykg/ontology#> "
RUNS = f"{PREFIX}SELECT ?a ?b WHERE {{ ?a pk:implements ?b }}"
WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(exports: Exports) -> Iterator[Server]:
    with serving(exports.output, "--rows", "1000000", "--size", "256") as running:
        yield running


@pytest.fixture(scope="module")
def stated(exports: Exports) -> set[tuple[str, str]]:
    graph = rdflib.Graph().parse(exports.file(".nt"), format="nt")
    return {(str(row.a), str(row.b)) for row in graph.query(RUNS)}  # type: ignore[union-attr]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("request_method", ["urlencoded", "postdirectly"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_selects(
    server: Server, stated: set[tuple[str, str]], method: str, request_method: str, form: str
) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed: make clients")
    if (method, request_method) == ("GET", "postdirectly"):
        pytest.skip("there is no such request")
    client = wrapper.SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery(RUNS)
    client.setMethod(method)
    client.setRequestMethod(request_method)
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    if form == "json":
        rows = [(row["a"]["value"], row["b"]["value"]) for row in found["results"]["bindings"]]
    elif form == "xml":
        cells = [node.firstChild.data for node in found.getElementsByTagName("uri")]
        rows = list(zip(cells[::2], cells[1::2], strict=True))
    else:
        lines = [line.replace("\t", ",").split(",") for line in found.decode().splitlines()]
        assert [name.lstrip("?") for name in lines[0]] == ["a", "b"]
        rows = [(first.strip("<>"), second.strip("<>")) for first, second in lines[1:]]
    assert len(rows) == len(stated) > 0
    assert set(rows) == stated


@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "json-ld"])
def test_sparqlwrapper_constructs(server: Server, exports: Exports, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed: make clients")
    client = wrapper.SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery(WHOLE)
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == exports.triples + exports.evidence


def test_sparqlwrapper_is_told_what_is_wrong(server: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed: make clients")
    client = wrapper.SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery("SELECT ?x WERE { ?x ?y ?z }")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="1:16: it does not parse"):
        client.query()


def test_rdflib(server: Server, exports: Exports, stated: set[tuple[str, str]]) -> None:
    graph = rdflib.Graph("SPARQLStore")
    graph.open(f"http://127.0.0.1:{server.port}/sparql")
    assert {(str(row[0]), str(row[1])) for row in graph.query(RUNS)} == stated  # type: ignore[index]
    assert len(graph) == exports.triples + exports.evidence
    with pytest.raises(ValueError, match="something wrong"):
        graph.query("SELECT * { SERVICE <http://127.0.0.1:1/> {} }")


def test_comunica(server: Server, stated: set[tuple[str, str]]) -> None:
    rows = node("endpoint", f"http://127.0.0.1:{server.port}/sparql", RUNS)["rows"]
    assert isinstance(rows, list)
    assert {tuple(value for _, value in sorted(row)) for row in rows} == stated

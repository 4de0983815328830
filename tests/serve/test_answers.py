"""Any term that a query may find is the same after it has been written and read, in every form that can hold it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.exports.escape import ILLEGAL
from kg.ontology import XSD
from kg.serve.answers import Cut, write_rows, write_triples
from kg.serve.formats import ROWS, TRIPLES, choose
from kg.serve.site import RequestError, RowsForm, TriplesForm

SPARQL, XML = "http://www.w3.org/2005/sparql-results#", "http://www.w3.org/XML/1998/namespace"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CUT = Cut(100, 1 << 20)
FORMS: dict[RowsForm, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
RDF: dict[TriplesForm, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def found(value: Literal) -> QuerySolutions:
    """One row as an engine gives it: the value, and nothing. No store has had it, which would write numbers its own way."""
    term = {"type": "literal", "value": value.value, "datatype": value.datatype.value}
    if value.language:
        term = {"type": "literal", "value": value.value, "xml:lang": value.language}
    said = {"head": {"vars": ["x", "y"]}, "results": {"bindings": [{"x": term}]}}
    solutions = parse_query_results(json.dumps(said), format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return solutions


@given(TEXT, st.sampled_from(["", "zh", "en-GB", f"{XSD}date", "x:y"]))
def test_any_string_survives(text: str, kind: str) -> None:
    literal = Literal(text, datatype=NamedNode(kind)) if ":" in kind else Literal(text, language=kind or None)
    for form, read in FORMS.items():
        if form == "xml" and ILLEGAL.search(text):
            with pytest.raises(RequestError, match="XML cannot hold"):
                write_rows(found(literal), ["x", "y"], form, CUT)
            continue
        body, _ = write_rows(found(literal), ["x", "y"], form, CUT)
        if form == "xml":  # the engine's own reader of XML takes blanks away
            (said,) = ElementTree.fromstring(body).iter(f"{{{SPARQL}}}literal")  # noqa: S314 - our own
            kind_said = said.get("datatype", "") or said.get(f"{{{XML}}}lang", "")
            assert (said.text or "", kind_said) == (text, kind if ":" in kind else kind.lower())
            continue
        back = parse_query_results(body, format=read)
        assert isinstance(back, QuerySolutions)
        assert [list(row) for row in back] == [[literal, None]], form
    body, _ = write_rows(found(literal), ["x", "y"], "csv", CUT)
    assert list(csv.reader(io.StringIO(body.decode(), newline=""))) == [["x", "y"], [text, ""]]


@given(TEXT)
def test_any_string_survives_in_triples(text: str) -> None:
    quad = Quad(NamedNode("x:s"), NamedNode("http://e/p"), Literal(text, language="zh"))
    for form, read in RDF.items():
        if form == "rdf" and ILLEGAL.search(text):
            with pytest.raises(RequestError, match="XML cannot hold"):
                write_triples([quad.triple], form, CUT)
            continue
        body, _ = write_triples([quad.triple], form, CUT)
        assert [one.triple for one in parse(body, format=read)] == [quad.triple], form


@pytest.mark.parametrize(
    ("text", "kind", "bare"),
    [
        ("-1", "integer", True),
        ("+01", "integer", True),
        ("1.0", "decimal", True),
        ("1.", "decimal", False),
        (".5", "decimal", True),
        ("1e5", "double", True),
        ("INF", "double", False),
        ("one", "integer", False),
        ("1", "int", False),
    ],
)
def test_numbers_stand_bare_in_tsv_where_turtle_reads_them_so(text: str, kind: str, bare: bool) -> None:
    literal = Literal(text, datatype=NamedNode(f"{XSD}{kind}"))
    body, _ = write_rows(found(literal), ["x"], "tsv", CUT)
    said = body.decode().splitlines()[1]
    assert said == (text if bare else f'"{text}"^^<{XSD}{kind}>')
    if bare:
        assert [one.object for one in parse(f"<x:s> <x:p> {said} .", format=RdfFormat.TURTLE)] == [literal]


def test_a_triple_of_triples_goes_where_it_can() -> None:
    store = Store()
    store.update("INSERT DATA { <x:s> <x:p> <<( <x:a> <x:b> 'c' )>> . _:b <x:p> 1 }")
    solutions = store.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(solutions, QuerySolutions)
    body, _ = write_rows(solutions, ["o"], "json", CUT)
    back = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(back, QuerySolutions)
    assert {row["o"] for row in back} == {quad.object for quad in store}
    solutions = store.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(solutions, QuerySolutions)
    assert write_rows(solutions, ["o"], "tsv", CUT)[0] == b'?o\n1\n<<( <x:a> <x:b> "c" )>>\n'
    triples = [quad.triple for quad in store]
    assert b"<<(" in write_triples(triples, "ttl", CUT)[0]
    with pytest.raises(RequestError, match="cannot be written so"):
        write_triples(triples, "jsonld", CUT)


def test_triples_come_once_and_sorted() -> None:
    triples = [
        Quad(NamedNode(f"x:{n % 3}"), NamedNode("x:p"), Literal(n % 2)).triple for n in (5, 4, 3, 2, 1, 0, 0)
    ]
    body, cause = write_triples(triples, "nt", CUT)
    lines = body.decode().splitlines()
    assert (lines, cause) == (sorted(set(lines)), "")
    assert len(lines) == 6
    assert write_triples(triples, "nt", Cut(6, 1 << 20))[1] == ""
    assert write_triples(triples, "nt", Cut(5, 1 << 20))[1] == "5 rows"


def test_blank_nodes_are_told_apart() -> None:
    store = Store()
    store.extend(Quad(BlankNode(name), NamedNode("x:p"), BlankNode(name)) for name in ("a", "b"))
    for form, read in FORMS.items():
        solutions = store.query("SELECT ?s ?o { ?s ?p ?o }")
        assert isinstance(solutions, QuerySolutions)
        body, _ = write_rows(solutions, ["s", "o"], form, CUT)
        back = parse_query_results(body, format=read)
        assert isinstance(back, QuerySolutions)
        rows = [tuple(map(str, row)) for row in back]
        assert all(subject == value for subject, value in rows)
        assert len(set(rows)) == 2


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        ("", ROWS, "application/sparql-results+json"),
        ("nonsense", ROWS, "application/sparql-results+json"),
        ("a/b", ROWS, ""),
        ("a/b, */*;q=0.001", ROWS, "application/sparql-results+json"),
        ("text/*;q=1, text/csv;q=0", ROWS, "text/tab-separated-values"),
        ("text/csv;q=2", ROWS, "text/csv"),
        ("text/csv;q=x", ROWS, "text/csv"),
        ('text/turtle;version="1.2";q=0.5, text/plain;q=0.4', TRIPLES, "text/turtle"),
        ("application/rdf+xml;q=0.5,text/turtle;q=0.5", TRIPLES, "text/turtle"),
        ("*/*", ("text/html", *TRIPLES), "text/html"),
        ("," * 10_000, TRIPLES, "text/turtle"),
        ("a/b;" * 10_000, TRIPLES, ""),
    ],
)
def test_what_is_wanted_most_is_chosen(accept: str, offers: Sequence[str], chosen: str) -> None:
    assert choose(accept, offers) == chosen

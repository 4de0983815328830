"""The W3C's tests of SPARQL 1.1, asked over HTTP: the protocol's query side, evaluation and syntax, the formats of results."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.verbs.sparql import graphs
from tests import handmade
from tests.serve import w3c
from tests.serve.w3c import Case, cases, compared, exchanges, isomorphic, table, wanted
from tests.serving import Answer, Server, serving

FORM = "application/x-www-form-urlencoded"
NOTHING = "x:nothing"
KASEI = "http://kasei.us/2009/09/sparql/data/data{}.rdf"

FAILING = {
    "aggregates/agg-groupconcat-04": "the engine's GROUP_CONCAT keeps a language that all its strings have",
    "aggregates/agg-groupconcat-06": "the engine's GROUP_CONCAT keeps the language of its only string",
    "aggregates/agg-empty-group-count-graph": "the engine does not group by the graph that is all around a subquery",
    "bindings/graph": "the engine does not bind the graph's name around VALUES alone",
    "functions/bnode01": "the engine's BNODE(string) is the same in all rows",
    "negation/graph-minus": "the engine takes the graph's name for a variable that both sides of MINUS share",
    "property-path/zero_or_more_set_start": "the engine finds no path of no steps at a term that no triple has",
    "property-path/zero_or_more_set_end": "the engine finds no path of no steps at a term that no triple has",
    "property-path/zero_or_one_set_start": "the engine finds no path of no steps at a term that no triple has",
    "property-path/zero_or_one_set_end": "the engine finds no path of no steps at a term that no triple has",
    "csv-tsv-res/csv03": "the store keeps the value of a number, not that it was written 1.0E6",
}
"""What fails, and why; all but the last fail without the server, too."""
PARSED = {
    "syntax-query/test_4": "a function of the test's own: the query parses, then the engine does not know it"
}
"""Tests of syntax whose query is understood, and refused all the same."""

RESULTS = {
    ".srx": ("application/sparql-results+xml", QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", QueryResultsFormat.TSV),
}


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    """The W3C's tests beside the checkout (or in KG_SHARED); they are no part of this project."""
    found = Path(os.environ.get("KG_SHARED", repository.parent / "shared")) / "w3c" / "sparql11"
    if not found.is_dir():
        pytest.skip(f"no tests of the W3C at {found}: set KG_SHARED to a folder that holds w3c/sparql11")
    return found


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose store has each file of the tests' data as a graph of the file's name."""
    output = handmade.output(tmp_path_factory.mktemp("w3c"))
    shutil.rmtree(output / "store")
    store = Store(str(output / "store"))
    store.add_graph(NamedNode(NOTHING))
    for case in evaluated(folder):
        for name, file in (*((file.as_uri(), file) for file in case.default), *case.named):
            load(store, name, file)
        for name, _ in graphs(query(case), {}):
            store.add_graph(NamedNode(name))
    for number in range(4):
        load(store, KASEI.format(number), folder / "protocol" / f"data{number}.nt")
    store.flush()
    del store
    with serving(output, "--workers", "1") as running:
        yield running


def load(store: Store, name: str, file: Path) -> None:
    """Put a file into a graph, once; of the protocol's data one file is named and never given."""
    if not store.contains_named_graph(NamedNode(name)):
        store.add_graph(NamedNode(name))
        if file.exists():
            form = w3c.RDF_FORMATS[file.suffix]
            store.load(path=file, format=form, base_iri=file.as_uri(), to_graph=NamedNode(name))


def evaluated(folder: Path) -> Iterator[Case]:
    for part in ("query", "results"):
        yield from cases(folder / f"manifest-sparql11-{part}.ttl")


def query(case: Case) -> str:
    """A case's query, whose relative IRIs are relative to its file."""
    return f"BASE <{case.query.as_uri()}>\n{case.query.read_text('utf-8')}"


def asked(server: Server, case: Case) -> Answer:
    """What the server says to a case; its dataset is told by the protocol, where the query does not tell one."""
    text = query(case)
    fields = [("query", text)]
    if not list(graphs(text, {})):
        fields += [("default-graph-uri", file.as_uri()) for file in case.default]
        fields += [] if case.default else [("default-graph-uri", NOTHING)]
        fields += [("named-graph-uri", name) for name, _ in case.named]
    suffix = case.result.suffix if case.result else ""
    accept = {**{name: media for name, (media, _) in RESULTS.items()}, ".csv": "text/csv"}.get(suffix, "*/*")
    return server.send(
        "POST", "/sparql", {"Content-Type": FORM, "Accept": accept}, urlencode(fields).encode()
    )


def holds(case: Case, answer: Answer) -> bool:
    if case.kind == "PositiveSyntaxTest11":
        return answer.status == 200
    if case.kind == "NegativeSyntaxTest11":
        return answer.status == 400
    if answer.status != 200:
        return False
    if answer.media == "text/csv":
        return table(answer.body) == wanted(case)
    if answer.media == "text/turtle":
        return isomorphic([quad.triple for quad in parse(answer.body, format=RdfFormat.TURTLE)]) == wanted(
            case
        )
    form = dict(RESULTS.values())[answer.media]
    return compared(parse_query_results(answer.body, format=form)) == wanted(case)


def test_evaluation_syntax_and_formats(server: Server, folder: Path) -> None:
    failing, count = [], Counter[str]()
    for case in evaluated(folder):
        answer = asked(server, case)
        if not holds(case, answer):
            failing.append(case.name)
            if case.name in PARSED:
                assert "cannot be evaluated" in answer.text
        count["formats" if "res/" in case.name else "queries"] += 1
    assert sorted(failing) == sorted({**FAILING, **PARSED})
    assert count == {"queries": 328, "formats": 10}


def test_a_wrong_answer_would_be_found(server: Server, folder: Path) -> None:
    case = next(case for case in evaluated(folder) if case.name == "bind/bind01")
    answer = asked(server, case)
    assert holds(case, answer)
    assert b"12" in answer.body
    assert not holds(case, replace(answer, body=answer.body.replace(b"12", b"13")))


FORMATS = {
    "boolean": {"application/sparql-results+json"},
    "tabular": {"application/sparql-results+json"},
    "RDF": {"text/turtle"},
    "": {"application/sparql-results+json", "text/plain"},
}


def test_the_protocol(server: Server, folder: Path) -> None:
    """The query side passes; of the update side every update is refused, and what is asked after it does not matter."""
    answered, refused = Counter[str](), Counter[str]()
    for name, requests in exchanges(folder / "protocol" / "manifest.ttl"):
        for request in requests:
            target = f"/sparql?{request.query}" if request.query else "/sparql"
            answer = server.send(request.method, target, dict(request.headers), request.body)
            if "update" in name:
                if "sparql-query" not in str(request.headers):
                    assert answer.status in (400, 403, 415), (name, answer)
                    refused[name] += 1
                continue
            assert str(answer.status)[0] in request.statuses, (name, answer)
            assert answer.media in FORMATS[request.form], (name, answer)
            if request.truth:
                assert json.loads(answer.body)["boolean"] is (request.truth == "true"), name
            answered[name] += 1
    assert (len(answered), len(refused)) == (20, 14)

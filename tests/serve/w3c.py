"""The W3C's test manifests → their cases as values, and the comparison of what was found with what was wanted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Node = NamedNode | BlankNode | Literal | Triple
RESULTS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Case:
    """A case: a query, its data (graphs by name, files by path), and the file of its results, if it has one."""

    name: str
    kind: str
    query: Path
    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None


def cases(manifest: Path) -> Iterator[Case]:
    """All cases of a manifest and of those that it includes."""
    graph = Store()
    graph.load(path=manifest, format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
    top = NamedNode(manifest.as_uri())
    for included in _listed(graph, top, f"{MF}include"):
        yield from cases(_path(included))
    for case in _listed(graph, top, f"{MF}entries"):
        yield from _case(graph, case, manifest.parent.name)


def _case(graph: Store, case: Node, folder: str) -> Iterator[Case]:
    kind = _one(graph, case, f"{RDF}type").value.removeprefix(MF)
    name = f"{folder}/{case.value.rpartition('#')[2]}"
    action = _one(graph, case, f"{MF}action")
    results = [_path(one) for one in _all(graph, case, f"{MF}result")]
    if isinstance(action, NamedNode):
        yield Case(name, kind, _path(action))
        return
    named = []
    for one in _all(graph, action, f"{QT}graphData"):
        if isinstance(one, BlankNode):
            named.append((_one(graph, one, f"{RDFS}label").value, _path(_one(graph, one, f"{QT}graph"))))
        else:
            named.append((one.value, _path(one)))
    queries = _all(graph, action, f"{QT}query")
    if queries:
        default = tuple(_path(one) for one in _all(graph, action, f"{QT}data"))
        yield Case(name, kind, _path(queries[0]), default, tuple(named), *results)


def _path(node: Node) -> Path:
    return Path(node.value.removeprefix("file://"))


def _all(graph: Store, subject: Node, predicate: str) -> list[Node]:
    return [quad.object for quad in graph.quads_for_pattern(subject, NamedNode(predicate), None)]


def _one(graph: Store, subject: Node, predicate: str) -> Node:
    (found,) = set(_all(graph, subject, predicate))
    return found


def _listed(graph: Store, subject: Node, predicate: str) -> Iterator[Node]:
    for rest in _all(graph, subject, predicate):
        while rest.value != f"{RDF}nil":
            yield _one(graph, rest, f"{RDF}first")
            rest = _one(graph, rest, f"{RDF}rest")  # noqa: PLW2901 - a list is walked so


# --- comparison


def wanted(case: Case) -> object:
    """What a case wants, to be compared with `found`."""
    assert case.result
    raw, suffix = case.result.read_bytes(), case.result.suffix
    if suffix == ".csv":
        return table(raw)
    if suffix in RESULTS:
        return compared(parse_query_results(raw, format=RESULTS[suffix]))
    triples = [quad.triple for quad in parse(raw, format=RDF_FORMATS[suffix], base_iri=case.result.as_uri())]
    if any(triple.predicate.value == f"{RS}resultVariable" for triple in triples):
        return compared_rows(_rows(triples))
    return isomorphic(triples)


RDF_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}


def compared(found: object) -> object:
    """An answer such that equal ones are equal, whatever their blank nodes are called and their rows' order is."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return compared_rows([dict(zip(names, row, strict=True)) for row in found])


def compared_rows(rows: list[dict[str, Node | None]]) -> object:
    triples = []
    for row in rows:
        subject = BlankNode()
        triples.append(Triple(subject, NamedNode(f"{RDF}type"), NamedNode("x:row")))
        triples += [
            Triple(subject, NamedNode(f"x:{name}"), value) for name, value in row.items() if value is not None
        ]
    return isomorphic(triples)


def isomorphic(triples: list[Triple]) -> object:
    """A set of triples whose blank nodes are named by their place, and whose numbers are written as the store writes them.

    The store keeps the value of a number and not how it was written: 1.0 is 1 in it.
    """
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    found = Dataset(store)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(str(quad) for quad in found)


def table(raw: bytes) -> object:
    """CSV as its head and its rows in any order; a blank node is one like any other."""
    head, *rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    return head, Counter(tuple("_:" if re.match("_:", cell) else cell for cell in row) for row in rows)


def _rows(triples: list[Triple]) -> list[dict[str, Node | None]]:
    """The rows that the vocabulary for result sets tells of."""
    graph = Store()
    graph.extend(Quad(*triple) for triple in triples)
    rows = []
    for quad in graph.quads_for_pattern(None, NamedNode(f"{RS}solution"), None):
        bindings = _all(graph, quad.object, f"{RS}binding")
        rows.append(
            {_one(graph, one, f"{RS}variable").value: _one(graph, one, f"{RS}value") for one in bindings}
        )
    return rows


# --- the cases of the protocol

HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"


@dataclass(frozen=True)
class Request:
    """A request and what is expected of its answer: statuses by their first digit, the truth of an ASK, a kind of format."""

    method: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    truth: str
    form: str


def exchanges(manifest: Path) -> Iterator[tuple[str, list[Request]]]:
    """The protocol's cases: a name, and requests in their order."""
    graph = Store()
    graph.load(path=manifest, format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
    for case in _listed(graph, NamedNode(manifest.as_uri()), f"{MF}entries"):
        action = _one(graph, case, f"{MF}action")
        requests = [_request(graph, node) for node in _listed(graph, action, f"{HT}requests")]
        yield case.value.rpartition("#")[2], requests


def _request(graph: Store, node: Node) -> Request:
    response = _one(graph, node, f"{HT}resp")
    headers = tuple(
        (_one(graph, one, f"{HT}fieldName").value, _one(graph, one, f"{HT}fieldValue").value)
        for one in _listed(graph, node, f"{HT}headers")
    )
    body = None
    for one in _all(graph, node, f"{HT}body"):
        encoding = _one(graph, one, f"{CNT}characterEncoding").value
        body = _one(graph, one, f"{CNT}chars").value.encode(encoding)
    return Request(
        _one(graph, node, f"{HT}methodName").value,
        _one(graph, node, f"{HT}absolutePath").value.partition("?")[2],
        headers,
        body,
        frozenset(one.value[-3] for one in _all(graph, response, f"{MF}expectedStatus")),
        "".join(one.value for one in _all(graph, response, f"{MF}expectedBoolean")),
        "".join(one.value for one in _all(graph, response, f"{MF}expectedFormat")),
    )

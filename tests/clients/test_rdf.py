"""The formats of RDF, read by rdflib, raptor, serd, rasqal, N3.js, jsonld and Comunica: the same triples on both sides."""

from __future__ import annotations

import re

import pytest
import rdflib

from tests.clients.conftest import Exports, node, program

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
RUNS = "PREFIX pk: <https://w3id.org/policykg/ontology#> SELECT ?a ?b WHERE { ?a pk:implements ?b }"
PLAIN, DATASETS = (".nt", ".ttl", ".rdf"), (".nq", ".trig")


@pytest.mark.parametrize(
    ("suffix", "form"), [(".nt", "nt"), (".ttl", "turtle"), (".rdf", "xml"), (".jsonld", "json-ld")]
)
def test_rdflib(exports: Exports, suffix: str, form: str) -> None:
    text = exports.file(suffix).read_text(encoding="utf-8")
    assert len(rdflib.Graph().parse(data=text, format=form)) == exports.triples


@pytest.mark.parametrize(("suffix", "form"), [(".nq", "nquads"), (".trig", "trig")])
def test_rdflib_of_a_dataset(exports: Exports, suffix: str, form: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exports.file(suffix).read_text(encoding="utf-8"), format=form)
    sizes = {str(one.identifier).rpartition("/")[2]: len(one) for one in dataset.graphs() if len(one)}
    assert sizes == {"graph": exports.triples, "evidence": exports.evidence}


RAPPER = {".nt": "ntriples", ".ttl": "turtle", ".rdf": "rdfxml", ".nq": "nquads", ".trig": "trig"}


@pytest.mark.parametrize("suffix", RAPPER)
def test_rapper(exports: Exports, suffix: str) -> None:
    done = program("rapper", "raptor2-utils", "-c", "-i", RAPPER[suffix], exports.file(suffix))
    (count,) = re.findall(r"returned (\d+) triples", done.stderr)
    assert int(count) == exports.triples + (exports.evidence if suffix in DATASETS else 0)
    assert not re.search("error|warning", done.stderr, re.IGNORECASE)


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".nq", ".trig"])
def test_serdi(exports: Exports, suffix: str) -> None:
    done = program("serdi", "serdi", "-o", "nquads", exports.file(suffix))
    expected = exports.triples + (exports.evidence if suffix in DATASETS else 0)
    assert (len(done.stdout.splitlines()), done.stderr) == (expected, "")


def test_roqet(exports: Exports) -> None:
    words = ("-q", "-r", "csv", "-D", exports.file(".ttl").as_uri(), "-e")
    rows = program("roqet", "rasqal-utils", *words, RUNS).stdout.split()[1:]
    graph = rdflib.Graph().parse(exports.file(".nt"), format="nt")
    assert len(rows) == len(list(graph.query(RUNS))) > 0


@pytest.mark.parametrize(("suffix", "media"), [(".ttl", "text/turtle"), (".nt", "application/n-triples")])
def test_n3(exports: Exports, suffix: str, media: str) -> None:
    assert node("n3", exports.file(suffix), media)["triples"] == exports.triples


@pytest.mark.parametrize(("suffix", "media"), [(".nq", "application/n-quads"), (".trig", "application/trig")])
def test_n3_of_a_dataset(exports: Exports, suffix: str, media: str) -> None:
    graphs = node("n3", exports.file(suffix), media)["graphs"]
    assert isinstance(graphs, dict)
    sizes = {name.rpartition("/")[2]: size for name, size in graphs.items()}
    assert sizes == {"graph": exports.triples, "evidence": exports.evidence}


def test_n3_of_triple_terms(exports: Exports) -> None:
    """A statement's type and three parts are one triple here: three less for each fact."""
    text = (exports.output / "evidence.ttl").read_text(encoding="utf-8")
    facts = text.count("rdf:Statement")
    found = node("n3", exports.file(".rdf12.ttl"), "text/turtle")["triples"]
    assert found == exports.triples + exports.evidence - 3 * facts


def test_jsonld(exports: Exports) -> None:
    """The reference implementation makes the very lines of our N-Triples."""
    lines = node("jsonld", exports.file(".jsonld"))["lines"]
    expected = rdflib.Graph().parse(exports.file(".nt"), format="nt")
    assert isinstance(lines, list)
    actual = rdflib.Graph().parse(data="\n".join(lines), format="nt")
    assert set(actual) == set(expected)


def test_comunica(exports: Exports) -> None:
    rows = node("comunica", exports.file(".ttl"), COUNT)["rows"]
    assert rows == [[["n", str(exports.triples)]]]

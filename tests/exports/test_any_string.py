"""Any string as a name, a quotation or a value: every format gives it back, or says what it changed; no IRI is ever invalid."""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.exports import evidence
from kg.exports.escape import ILLEGAL, SURROGATE, cell, cypher, uncell, xml
from kg.exports.formats import BUILT_IN, Job, Notes, chosen
from kg.exports.tables import token
from kg.graph import Fact, Graph, Node, iri
from kg.model import Evidence, Literal
from tests.handmade import BASE, letter

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")

BUILD = evidence.Build("0.1.0", "a" * 64, "b" * 64)
HOSTILE = (
    'quo"te',
    "it's",
    "back\\slash\\",
    "a\nb\rc\r\nd\te",
    "\x00\x01\x0b\x0c\x1f\x7f\x85\x9f",
    "\u2028\u2029\ufeff\u200b\ufffe\uffff",
    "\u202e不\u2066应\u2069当",
    "𠮷\U0001f600\U0010ffff\U000f0000",
    "\ud800lone\udfff",
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "\t=1",
    "\ufeff=1",
    "'=1",
    "''",
    "-1",
    "<b>&amp;]]></b><!-- -->",
    '"""',
    "${x} {{x}} %s",
    "  blanks  ",
    "|a|b|",
    ".",
    "..",
    "/",
    "%zz%2F",
    "[x](y) <z>",
    "",
    "ǆ e\u0301 ﬁ 第１２条",
)
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.text(st.sampled_from("\"'\\\n\r\t\x00\x01<>&=+-@,;|{}`$\u202e\ud800甲𠮷 "), max_size=12),
)


def graph(text: str) -> Graph:
    """A graph in which a string stands wherever a string can: key, label, other name, value and quotation."""
    key = text[:1000]  # what is longer is a name, no key
    body, programme = iri(BASE, "Organisation", key), iri(BASE, "Programme", key + "x")
    said = (Evidence("notice.txt", 0, 3, text, "runs"),)
    facts = {
        Fact(body, "implements", programme): said,
        Fact(body, "documentNumber", Literal(text)): said,
    }
    entities = {
        body: Node(body, "MassOrganisation", text, (text + "y",)),
        programme: Node(programme, "Programme", "乙计划"),
    }
    return Graph(BASE, {}, dict(sorted(entities.items())), facts, ())


def exported(text: str, suffix: str, **how: bool) -> tuple[dict[str, bytes], Notes]:
    """What an exporter writes of such a graph, by file, and what it says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evidence.write(graph(text), [letter()], BUILD, folder / "evidence.ttl")
        path = folder / f"graph{suffix}"
        notes = chosen(path).exporter()(Job(folder, lambda: graph(text), whole=False, **how), path)
        files = path.iterdir() if path.is_dir() else [path]
        return {file.name: file.read_bytes() for file in files}, notes


def scalar(text: str) -> str:
    """A string as UTF-8 can hold it."""
    return SURROGATE.sub("\ufffd", text)


def of_triples(media: pyoxigraph.RdfFormat) -> Callable[[dict[str, bytes]], Iterator[str]]:
    def strings(files: dict[str, bytes]) -> Iterator[str]:
        (data,) = files.values()
        for quad in pyoxigraph.parse(data, format=media):
            name = quad.predicate.value
            if name.endswith(("#prefLabel", "#documentNumber", "#exact")) and isinstance(
                quad.object, pyoxigraph.Literal
            ):
                yield quad.object.value

    return strings


def by_rdflib(form: str) -> Callable[[dict[str, bytes]], Iterator[str]]:
    def strings(files: dict[str, bytes]) -> Iterator[str]:
        (data,) = files.values()
        found = rdflib.Graph().parse(data=data.decode("utf-8"), format=form)
        yield from (str(value) for _, _, value in found if isinstance(value, rdflib.Literal))

    return strings


def by_networkx(files: dict[str, bytes]) -> Iterator[str]:
    (data,) = files.values()
    found = networkx.read_graphml(io.BytesIO(data), force_multigraph=True)
    for _, about in found.nodes(data=True):
        yield about.get("label", "")
        yield about.get("documentNumber", "")
    yield from (about.get("quote", "") for *_, about in found.edges(data=True))


def of_gexf(files: dict[str, bytes]) -> Iterator[str]:
    (data,) = files.values()
    root = ElementTree.fromstring(data)  # noqa: S314 - our own file
    for element in root.iter():
        yield from (value for key, value in element.items() if key in {"label", "value"})
    yield ""  # what is empty is left out


def of_json(files: dict[str, bytes]) -> Iterator[str]:
    def inside(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from inside(one)

    (data,) = files.values()
    yield from inside(json.loads(data))


def of_csv(files: dict[str, bytes]) -> Iterator[str]:
    for data in files.values():
        rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        yield from (uncell(value) for row in rows for value in row)


def of_zip(files: dict[str, bytes]) -> Iterator[str]:
    (data,) = files.values()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from of_csv({name: archive.read(name) for name in archive.namelist()})


def of_cypher(files: dict[str, bytes]) -> Iterator[str]:
    """The literals of the script: their escapes are those of JSON; and the cells of the bulk import."""
    script = files["graph.cypher"].decode("utf-8")
    decoder, at = json.JSONDecoder(), script.find('"')
    while at >= 0:
        value, end = decoder.raw_decode(script, at)
        yield value
        at = script.find('"', end)
    for name in ("nodes.csv", "edges.csv"):
        rows = csv.reader(io.StringIO(files[name].decode("utf-8"), newline=""), strict=True)
        yield from (value for row in rows for value in row)


def of_parquet(files: dict[str, bytes]) -> Iterator[str]:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")
    for data in files.values():
        for row in parquet.read_table(io.BytesIO(data)).to_pylist():
            yield from (str(value) for value in row.values() if not isinstance(value, list))
            yield from (one for value in row.values() if isinstance(value, list) for one in value)


READERS: dict[str, tuple[Callable[[dict[str, bytes]], Iterator[str]], ...]] = {
    ".csv": (of_csv,),
    ".csv.zip": (of_zip,),
    ".cyjs": (of_json,),
    ".cypher": (of_cypher,),
    ".gexf": (of_gexf,),
    ".graphml": (by_networkx,),
    ".jsonld": (of_json, by_rdflib("json-ld")),
    ".nq": (of_triples(pyoxigraph.RdfFormat.N_QUADS),),
    ".nt": (of_triples(pyoxigraph.RdfFormat.N_TRIPLES), by_rdflib("nt")),
    ".parquet": (of_parquet,),
    ".rdf": (of_triples(pyoxigraph.RdfFormat.RDF_XML), by_rdflib("xml")),
    ".rdf12.ttl": (of_triples(pyoxigraph.RdfFormat.TURTLE),),
    ".trig": (of_triples(pyoxigraph.RdfFormat.TRIG),),
    ".ttl": (of_triples(pyoxigraph.RdfFormat.TURTLE), by_rdflib("turtle")),
}
IN_XML = {".gexf", ".graphml", ".rdf"}


def test_every_format_of_a_graph_is_tried() -> None:
    untried = {format_.suffix for format_ in BUILT_IN} - set(READERS)
    assert untried == {
        ".cypher.zip",
        ".html",
        ".jsonl",
        ".pyvis.html",
    }  # the same files packed; copies of what other tests try


@pytest.mark.parametrize("suffix", READERS)
@given(text=ANY)
def test_a_string_comes_back_or_is_told(suffix: str, text: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pip install pyarrow")
    csv.field_size_limit(sys.maxsize)
    files, notes = exported(text, suffix)
    expected = ILLEGAL.sub("\ufffd", text) if suffix in IN_XML else scalar(text)
    unfit = ILLEGAL.search(scalar(text) if suffix == ".rdf" else text)  # in triples no surrogate is left
    assert bool(notes) == (suffix in IN_XML and bool(unfit))
    for read in READERS[suffix]:
        assert expected in set(read(files)), read


@pytest.mark.parametrize("suffix", READERS)
def test_two_megabytes_come_back(suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pip install pyarrow")
    csv.field_size_limit(sys.maxsize)
    text = "甲" * 699_999 + "乙"
    files, _ = exported(text, suffix)
    assert text in set(
        READERS[suffix][0](files)
    )  # the first reader alone: rdflib needs minutes for N-Triples of this length


@given(text=ANY)
def test_an_iri_is_always_valid(text: str) -> None:
    here = iri(BASE, "Organisation", text)
    assert pyoxigraph.NamedNode(here).value == here
    assert here.isascii()


@given(one=ANY, other=ANY)
def test_two_names_never_have_one_token(one: str, other: str) -> None:
    whole = Graph(BASE, {}, {}, {}, ())
    tokens = {token(whole, iri(BASE, "Organisation", text)) for text in (one, other)}
    assert len(tokens) == len({one, other})
    assert all(ElementTree.fromstring(f'<a id="{name}"/>').get("id") == name for name in tokens)  # noqa: S314


@given(text=ANY)
def test_a_cell_never_begins_a_formula_unless_asked_for(text: str) -> None:
    (row,) = csv.reader(io.StringIO(cell(scalar(text)) + ",\n", newline=""), strict=True)
    assert not row[0].lstrip("\ufeff\u200b \u3000").startswith(tuple("=+-@\t\r＝＋－＠"))
    assert uncell(row[0]) == scalar(text)
    (raw,) = csv.reader(io.StringIO(cell(scalar(text), raw=True) + ",\n", newline=""), strict=True)
    assert raw[0] == scalar(text)


@given(text=ANY)
def test_xml_gives_back_what_it_can_hold(text: str) -> None:
    element = ElementTree.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')  # noqa: S314
    assert ((element.text or ""), element.get("b")) == ((ILLEGAL.sub("\ufffd", text),) * 2)


@given(text=ANY)
def test_a_cypher_literal_is_one_line(text: str) -> None:
    assert len(cypher(text).splitlines()) == 1
    assert json.loads(cypher(text)) == text

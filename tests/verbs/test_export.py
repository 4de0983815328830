"""Exporting: a second library reads back the same triples from every format; equal graphs give equal bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.compare import to_isomorphic

from kg.errors import KgError, OutputError
from kg.exports import rdf
from kg.verbs.export import export, suffixes
from tests.written import written


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("export"))


pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")

FORMATS = {
    ".nt": "nt",
    ".ttl": "turtle",
    ".rdf": "xml",
    ".jsonld": "json-ld",
    ".nq": "nquads",
    ".trig": "trig",
}


def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=path.read_text(encoding="utf-8"), format=FORMATS[path.suffix])


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".rdf", ".jsonld"])
def test_another_library_reads_the_same_triples(output: Path, tmp_path: Path, suffix: str) -> None:
    export(output, tmp_path / f"graph{suffix}")
    expected, actual = graph(output / "graph.ttl"), graph(tmp_path / f"graph{suffix}")
    assert to_isomorphic(expected) == to_isomorphic(actual)
    assert len(expected) > 50


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_a_dataset_has_the_evidence_as_a_second_graph(output: Path, tmp_path: Path, suffix: str) -> None:
    export(output, tmp_path / f"graph{suffix}")
    text = (tmp_path / f"graph{suffix}").read_text(encoding="utf-8")
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=FORMATS[suffix])
    sizes = {str(one.identifier).rpartition("/")[2]: len(one) for one in dataset.graphs() if len(one)}
    assert sizes == {name: len(graph(output / f"{name}.ttl")) for name in ("graph", "evidence")}


@pytest.mark.parametrize("suffix", suffixes())
def test_the_same_graph_gives_the_same_bytes(output: Path, tmp_path: Path, suffix: str) -> None:
    for name in ("one", "other"):
        export(output, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one{suffix}", f"other{suffix}"]


def test_json_ld_reads_like_json(output: Path, tmp_path: Path) -> None:
    export(output, tmp_path / "graph.jsonld")
    found = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    (union,) = (node for node in found["@graph"] if node.get("label") == "甲市总工会")
    assert union["@type"] == ["MassOrganisation", "Organisation"]
    assert union["altLabel"] == "市总工会"
    (law,) = (node for node in found["@graph"] if node.get("label") == "甲省志愿服务条例")
    assert law["dateAdopted"] == {"@type": "xsd:gYearMonth", "@value": "2023-05"}


def test_what_no_xml_can_hold_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(
        '<urn:a> <urn:p:b> "x\\u0000y\\r\\nz\\uFFFE"@zh .\n', encoding="utf-8"
    )
    rdf.write({"urn:g": tmp_path / "graph.ttl"}, tmp_path / "graph.rdf", ".rdf")
    (quad,) = parse(path=tmp_path / "graph.rdf", format=RdfFormat.RDF_XML)
    assert quad.object.value == "x\ufffdy\r\nz\ufffd"  # type: ignore[union-attr]
    assert len(graph(tmp_path / "graph.rdf")) == 1


@pytest.mark.parametrize(
    ("name", "said"), [("graph.xyz", r"no exporter for \.xyz"), ("graph", "a name without suffix")]
)
def test_a_suffix_that_says_nothing(output: Path, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(KgError, match=said):
        export(output, tmp_path / name)


def test_a_place_that_cannot_be_written(output: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export(output, tmp_path / "no" / "folder" / "graph.nt")


def test_what_the_build_did_not_write_cannot_be_exported(tmp_path: Path) -> None:
    output = written(tmp_path, "graph", "evidence")
    with pytest.raises(OutputError, match=r"explorer\.html: the build did not write it"):
        export(output, tmp_path / "page.html")

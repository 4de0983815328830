"""The store on disk: what went in comes out, in several processes' hands at once, and rdflib sees the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg import store
from kg.errors import OutputError
from kg.exports import evidence, turtle
from kg.graph import gather
from kg.ontology import NAMESPACE
from tests import handmade

LAW = rdflib.URIRef(
    f"{handmade.BASE}LegalInstrument/{'%E7%94%B2%E7%9C%81%E5%BF%97%E6%84%BF%E6%9C%8D%E5%8A%A1%E6%9D%A1%E4%BE%8B'}"
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    graph = gather(handmade.readings(), handmade.BASE)
    turtle.write(graph, folder / "graph.ttl")
    evidence.write(graph, handmade.readings(), evidence.Build("0.1.0", "a", "b"), folder / "evidence.ttl")
    store.load(folder / "store", [folder / "graph.ttl", folder / "evidence.ttl"])
    return folder


def test_what_went_in_comes_out(output: Path, tmp_path: Path) -> None:
    for name in store.FILES:
        (tmp_path / name).write_bytes((output / name).read_bytes())
    assert list(store.lines(store.open_store(output))) == list(store.lines(store.open_store(tmp_path)))
    assert not (tmp_path / "store").exists()


def test_it_opens_many_times_and_only_for_reading(output: Path) -> None:
    one, two = store.open_store(output), store.open_store(output)
    assert list(store.lines(one)) == list(store.lines(two))
    with pytest.raises(RuntimeError, match="read-write"):
        one.clear()


def test_the_ontology_is_beside_the_graph_and_not_in_it(output: Path) -> None:
    found = store.open_store(output)
    labels = (
        f"SELECT ?label WHERE {{ <{NAMESPACE}amends> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    )
    assert not list(found.query(labels))
    assert len(list(found.query(labels.replace("WHERE {", f"WHERE {{ GRAPH <{store.TERMS}> {{") + "}"))) == 2


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no store and no graph.ttl in it"):
        store.open_store(tmp_path)


def test_a_store_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(OutputError, match="cannot be opened"):
        store.open_store(tmp_path)


def test_rdflib_sees_the_same_graph(output: Path) -> None:
    parsed = rdflib.Graph().parse(output / "graph.ttl").parse(output / "evidence.ttl")
    seen = store.view(store.open_store(output))
    assert set(parsed) == set(seen)
    assert len(parsed) == len(seen)
    assert (
        LAW,
        rdflib.URIRef(NAMESPACE + "dateAdopted"),
        rdflib.Literal("2023-05", datatype=rdflib.XSD.gYearMonth),
    ) in seen
    asked = "SELECT ?name WHERE { ?law pk:repeals/rdfs:label ?name }"
    ((name,),) = seen.query(asked, initNs={"pk": NAMESPACE, "rdfs": rdflib.RDFS})
    assert name == rdflib.Literal("甲省义工办法", lang="zh")
    with pytest.raises(TypeError, match="for reading only"):
        seen.add((LAW, rdflib.RDFS.label, rdflib.Literal("x")))

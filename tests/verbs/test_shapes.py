"""The shapes themselves: sound SHACL, kept by the ontology and by what a build writes, and read the same by pyshacl alone."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg import ontology, store
from kg.ontology import NAMESPACE
from kg.verbs.shapes import broken
from tests import handmade

FILES = ("graph.ttl", "evidence.ttl")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade.output(tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.packaged() / "shapes.ttl")


def test_the_ontology_keeps_them_and_they_are_sound(shapes: rdflib.Graph) -> None:
    terms = rdflib.Graph().parse(ontology.packaged() / "policy.ttl")
    conforms, _, said = pyshacl.validate(terms, shacl_graph=shapes, meta_shacl=True)
    assert conforms, said


def test_what_is_written_keeps_them_without_and_with_the_ontology(output: Path, shapes: rdflib.Graph) -> None:
    data = rdflib.Graph().parse(output / FILES[0]).parse(output / FILES[1])
    for beside in (None, rdflib.Graph().parse(ontology.packaged() / "policy.ttl")):
        conforms, _, said = pyshacl.validate(data, shacl_graph=shapes, ont_graph=beside)
        assert conforms, said


def test_a_fact_without_an_assertion_is_found_by_pyshacl_and_by_us(
    output: Path, shapes: rdflib.Graph, tmp_path: Path
) -> None:
    data = rdflib.Graph().parse(output / FILES[0]).parse(output / FILES[1])
    repeals = rdflib.URIRef(NAMESPACE + "repeals")
    ((subject, value),) = data.subject_objects(repeals)
    data.add((value, repeals, subject))
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert not conforms
    assert [value] == list(report.objects(None, rdflib.SH.focusNode))
    path = tmp_path / "both.ttl"
    data.serialize(path)
    (fault,) = broken([path], store.in_memory([path]), handmade.BASE)
    assert fault.what.startswith("LegalInstrument/甲省义工办法 repeals")

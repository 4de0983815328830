"""The ontology: what it says exists, that each term is told whole, and how it refuses what is not one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import ontology
from kg.errors import OntologyError
from kg.ontology import Ontology, load

TOP = "Organisation LegalInstrument Provision Programme Person Post Event Place Group Document Assertion Evidence"
STATED = """
    subOrganizationOf leads holdsPost postIn affiliatedWith authorOf issuedBy approvedBy adoptedAt amends repeals basedOn cites
    citesProvision carries provisionOf stipulates listedIn establishes implements participatesIn organises proposes targets
    addressedTo partOf cooperatesWith locatedIn embodies succeededBy
    dateAdopted dateIssued dateInForce dateRevised documentNumber version dateHeld
"""
DERIVED = "mentions level divisionCode sourcePath sha256 mediaType genre supports rule modality place"


@pytest.fixture(scope="module")
def terms() -> Ontology:
    return load()


def test_it_has_the_classes_and_properties_that_were_decided(terms: Ontology) -> None:
    tops = {name for name, found in terms.classes.items() if not found.parents and not found.literal}
    assert set(TOP.split()) == tops
    assert {"Date", "Number", "Version"} == {name for name, found in terms.classes.items() if found.literal}
    assert set(STATED.split()) == {name for name, found in terms.properties.items() if not found.derived}
    assert set(DERIVED.split()) == {name for name, found in terms.properties.items() if found.derived}


def test_every_term_is_named_and_explained_in_both_languages(terms: Ontology) -> None:
    told = [*terms.classes.values(), *terms.properties.values()]
    for term in told:
        assert all((term.label_zh, term.label_en, term.definition_zh, term.definition_en)), term.name
    for found in terms.properties.values():
        assert (
            found.symmetric or found.kind == "literal" or found.domain == ("Evidence",) or found.inverse_zh
        ), found.name


def test_every_term_has_one_example_and_no_two_top_classes_one_colour(terms: Ontology) -> None:
    import rdflib
    from rdflib.namespace import OWL, RDF, SKOS

    found = rdflib.Graph().parse(ontology.packaged() / "policy.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    ours = {s for kind in kinds for s in found.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)}
    assert sorted(term for term in ours if len(list(found.objects(term, SKOS.example))) != 1) == []
    colours = [terms.classes[name].colour for name in TOP.split() if name not in ("Assertion", "Evidence")]
    assert len(set(colours)) == len(colours) == 10


def test_rdflib_and_the_store_read_the_same_triples() -> None:
    import pyoxigraph
    import rdflib

    for name in ("policy.ttl", "shapes.ttl"):
        path = ontology.packaged() / name
        quick = list(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE))
        assert len(rdflib.Graph().parse(path)) == len(quick) > 100


@pytest.mark.parametrize(
    ("name", "top", "above"),
    [
        ("Statute", "LegalInstrument", "LegalInstrument"),
        ("LegalInstrument", "LegalInstrument", "LegalInstrument"),
        ("Article", "Provision", "Provision"),
        ("MassOrganisation", "Organisation", "Organisation"),
        ("Date", "Date", "Date"),
    ],
)
def test_tops(terms: Ontology, name: str, top: str, above: str) -> None:
    assert top == terms.top(name)
    assert terms.is_a(name, above)
    assert name in terms.subclasses(top)


@pytest.mark.parametrize(
    ("name", "subject", "value", "expected"),
    [
        ("amends", "Statute", "PolicyDocument", True),
        ("amends", "Statute", "Organisation", False),
        ("amends", "Person", "Statute", False),
        ("cites", "Article", "Statute", True),
        ("cites", "LegalInstrument", "Article", False),
        ("targets", "Campaign", "Place", True),
        ("participatesIn", "Person", "Event", True),
        ("mentions", "Document", "Group", True),
        ("authorOf", "Person", "Document", True),
        ("dateAdopted", "Statute", "Date", True),
        ("dateAdopted", "Statute", "gYearMonth", True),
        ("dateAdopted", "Statute", "Number", False),
        ("dateAdopted", "Event", "Date", False),
        ("documentNumber", "PolicyDocument", "Number", True),
        ("version", "Statute", "Version", True),
        ("level", "StateBody", "string", True),
        ("level", "Place", "string", False),
    ],
)
def test_what_fits_where(terms: Ontology, name: str, subject: str, value: str, *, expected: bool) -> None:
    assert expected is terms.fits(name, subject, value)


def test_inverses_are_names_only(terms: Ontology) -> None:
    assert terms.properties["amends"].inverse == "amendedBy"
    assert "amendedBy" not in terms.properties
    assert terms.properties["cooperatesWith"].symmetric


@pytest.mark.parametrize("ask", ["top", "subclasses", "property"])
def test_a_name_that_is_none(terms: Ontology, ask: str) -> None:
    with pytest.raises(OntologyError, match="Statue"):
        getattr(terms, ask)("Statue")


HEAD = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pk: <https://w3id.org/policykg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("pk:A a owl:Class ; rdfs:subClassOf pk:B .", "A is a subclass of B, which is no class"),
        (
            "pk:A a owl:Class ; rdfs:subClassOf pk:B .\npk:B a owl:Class ; rdfs:subClassOf pk:A .",
            "a subclass of itself",
        ),
        ("pk:p a owl:ObjectProperty ; rdfs:domain pk:A .", "p speaks of A, which is no class"),
        ("pk:A a owl:Class", r"policy.ttl:\d+"),
    ],
    ids=["unknown parent", "circle", "unknown domain", "no Turtle"],
)
def test_an_ontology_that_cannot_be_used(tmp_path: Path, body: str, said: str) -> None:
    (tmp_path / "policy.ttl").write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(OntologyError, match=said):
        load(tmp_path)


def test_a_folder_without_one(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        load(tmp_path)


def test_the_shapes_say_of_every_property_what_the_ontology_says(terms: Ontology) -> None:
    import rdflib
    from rdflib.collection import Collection
    from rdflib.namespace import SH

    found = rdflib.Graph().parse(ontology.packaged() / "shapes.ttl")

    def said(node: rdflib.term.Node, predicate: rdflib.URIRef) -> list[str]:
        """What a shape wants of a node by one constraint, alternatives opened, as local names."""
        wanted = list(found.objects(node, predicate))
        for options in found.objects(node, SH["or"]):
            wanted += [
                one for option in Collection(found, options) for one in found.objects(option, predicate)
            ]
        return sorted(re.split("[#/]", str(one))[-1] for one in wanted)

    shapes = {
        str(name).removeprefix(terms.namespace): s for s, name in found.subject_objects(SH.targetSubjectsOf)
    }
    assert set(shapes) == {
        name for name, stated in terms.properties.items() if stated.domain != ("Evidence",)
    }
    for name, shape in shapes.items():
        stated, inner = terms.properties[name], found.value(shape, SH.property)
        assert inner is not None
        assert str(found.value(inner, SH.path)) == terms.namespace + name
        assert said(shape, SH["class"]) == sorted(stated.domain), name
        if stated.kind == "literal":
            assert said(inner, SH.datatype) == sorted(stated.datatypes), name
        else:
            assert said(inner, SH["class"]) == sorted(stated.range), name


def test_the_shapes_hold_as_facts_whatever_is_not_derived(terms: Ontology) -> None:
    shapes = (ontology.packaged() / "shapes.ttl").read_text(encoding="utf-8")
    derived = {name for name, stated in terms.properties.items() if stated.derived}
    excepted = re.search(r"NOT IN \(([^)]*)\)", shapes)
    assert excepted
    assert derived == set(re.findall(r"pk:(\w+)", excepted[1]))

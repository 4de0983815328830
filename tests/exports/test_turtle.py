"""graph.ttl and evidence.ttl: two libraries read back what was written, and the same graph gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.exports import evidence, turtle
from kg.graph import Graph, gather, iri
from kg.model import Assertion, Document, Entity, Evidence, Link, Literal, Mention, Reading, Resolved
from kg.ontology import NAMESPACE
from tests import handmade
from tests.handmade import BASE

BUILD = evidence.Build("0.1.0", "a" * 64, "b" * 64)
ANY = st.text(st.characters(exclude_categories=()), max_size=12)


def triples(data: str) -> set[tuple[str, ...]]:
    """What the embedded store's parser reads."""
    read = pyoxigraph.parse(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return {tuple(str(term) for term in (quad.subject, quad.predicate, quad.object)) for quad in read}


def by_rdflib(data: str) -> set[tuple[str, ...]]:
    """What rdflib reads, in the other's words."""

    def term(node: object) -> str:
        if isinstance(node, rdflib.Literal):
            kind = node.datatype and pyoxigraph.NamedNode(str(node.datatype))
            return str(pyoxigraph.Literal(str(node), language=node.language, datatype=kind or None))
        return str(pyoxigraph.NamedNode(str(node)))

    return {tuple(map(term, triple)) for triple in rdflib.Graph().parse(data=data.encode(), format="turtle")}


def both(graph: Graph, readings: Iterable[Reading]) -> tuple[str, str]:
    return "".join(turtle.pieces(graph)), "".join(evidence.pieces(graph, readings, BUILD))


@pytest.fixture(scope="module")
def written() -> tuple[str, str]:
    return both(gather(handmade.readings(), BASE), handmade.readings())


def test_two_libraries_read_the_same_triples(written: tuple[str, str]) -> None:
    for data in written:
        assert triples(data) == by_rdflib(data)


def test_the_graph_reads_as_it_should(written: tuple[str, str]) -> None:
    blocks = [unquote(block) for block in written[0].split("\n\n")]
    assert (
        """\
LegalInstrument:甲省志愿服务条例 a pk:LocalRegulation, pk:LegalInstrument ;
    rdfs:label "甲省志愿服务条例"@zh ;
    skos:prefLabel "甲省志愿服务条例"@zh ;
    skos:altLabel "该条例"@zh ;
    pk:dateAdopted "2023-05"^^xsd:gYearMonth ;
    pk:issuedBy Organisation:甲省人民代表大会常务委员会 ; # 甲省人民代表大会常务委员会
    pk:repeals LegalInstrument:甲省义工办法 . # 甲省义工办法"""
        in blocks
    )


def test_every_fact_has_its_sentence_beside_it(written: tuple[str, str]) -> None:
    store = pyoxigraph.Store()
    for data in written:
        store.bulk_load(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    rows = store.query(
        """
        PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX pk: <https://w3id.org/policykg/ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?exact ?prefix ?suffix ?start ?end ?modality ?scope WHERE {
            ?body pk:implements ?programme .
            ?fact rdf:subject ?body ; rdf:predicate pk:implements ; rdf:object ?programme .
            ?evidence pk:supports ?fact ; pk:modality ?modality ; oa:hasTarget ?target .
            ?target oa:hasSource/pk:sourcePath "刊物/magazine.txt" ; oa:hasScope/dcterms:title ?scope ;
                oa:hasSelector [ oa:start ?start ; oa:end ?end ], [ oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix ] .
        }
        """
    )
    ((exact, prefix, suffix, start, end, modality, scope),) = [
        tuple(value.value for value in row) for row in rows
    ]
    text = handmade.magazine().document.source.text
    assert exact == text[int(start) : int(end)] == "甲市总工\n会联合甲市民政局开展“暖冬”行动"
    assert (prefix, suffix[:3]) == ("暖冬行动见闻\n张三\n", "。张三")
    assert (modality, scope) == ("required", "暖冬行动见闻")


def test_the_bytes_do_not_depend_on_the_order_of_readings(tmp_path: Path, written: tuple[str, str]) -> None:
    order = [*handmade.readings(), *reversed(handmade.readings())]
    graph = gather(order, BASE)
    turtle.write(graph, tmp_path / "graph.ttl")
    evidence.write(graph, order, BUILD, tmp_path / "evidence.ttl")
    for name, data in zip(("graph.ttl", "evidence.ttl"), written, strict=True):
        assert (tmp_path / name).read_bytes() == data.encode()


def test_no_blank_nodes_and_no_two_blocks_of_one_subject(written: tuple[str, str]) -> None:
    for data in written:
        assert not any(part.startswith("_:") for triple in triples(data) for part in triple)
        subjects = [block.split(" ", 1)[0] for block in data.split("\n\n")[1:] if " a " in block]
        assert len(subjects) == len(set(subjects))


def hostile(key: str, name: str, value: str, path: str) -> Reading:
    of: Document = handmade.document(path, (f"题{name}\n正文。\n",))
    body, event = Entity("Organisation", key, (name, "乙")), Entity("Event", name, (key,))
    resolved = Resolved(of, (Link(Mention(0, 1, "Organisation", "by-hand"), body),))
    place = Evidence(path, 0, 1, "题", rule=value or "by-hand")
    said = (Assertion(event, "dateHeld", Literal(value), place), Assertion(body, "organises", event, place))
    return Reading(resolved, said)


@given(ANY, ANY, ANY, st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12))
def test_whatever_the_strings_both_libraries_read_back_the_graph(
    key: str, name: str, value: str, path: str
) -> None:
    reading = hostile(key, name, value, path)
    graph = gather([reading], BASE)
    for data in both(graph, [reading]):
        assert triples(data) == by_rdflib(data)
    data = "".join(turtle.pieces(graph))
    found = triples(data)
    body, event = (
        str(pyoxigraph.NamedNode(iri(BASE, *of))) for of in (("Organisation", key), ("Event", name))
    )
    assert (body, f"<{NAMESPACE}organises>", event) in found
    clean = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)
    assert (event, f"<{NAMESPACE}dateHeld>", str(pyoxigraph.Literal(clean))) in found

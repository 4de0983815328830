"""The gather: what merges, what it is called, what counts as one fact, and that order never matters."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from msgspec import structs

from kg.errors import KgError, OntologyError, Place
from kg.graph import Fact, Graph, gather, iri
from kg.model import Assertion, Entity, Evidence, Link, Literal, Mention, Reading, Resolved
from kg.seeds import Row
from tests import handmade
from tests.handmade import BASE

UNION = iri(BASE, "Organisation", "甲市总工会")
BUREAU = iri(BASE, "Organisation", "甲市民政局")
LAW = iri(BASE, "LegalInstrument", "甲省志愿服务条例")
MAGAZINE = iri(BASE, "Document", "刊物/magazine.txt")
FIRST = iri(BASE, "Document", "刊物/magazine.txt#1")


def row(name: str, kind: str, level: str = "", code: str = "", key: str = "") -> Row:
    return Row(name, kind, (), key or name, level, code, "", "", "", "by hand", Place("by-hand.csv"))


def met(*entities: Entity, path: str = "a.txt") -> Reading:
    """A file that only mentions some entities."""
    of = handmade.document(path, ("题目\n正文。\n",))
    links = tuple(Link(Mention(0, 2, entity.type, "by-hand"), entity) for entity in entities)
    return Reading(Resolved(of, links), ())


@pytest.fixture(scope="module")
def graph() -> Graph:
    return gather(handmade.readings(), BASE)


def test_facts_are_sorted_and_each_has_evidence(graph: Graph) -> None:
    assert list(graph.facts) == sorted(
        graph.facts, key=lambda fact: (fact.subject, fact.predicate, str(fact.object))
    )
    assert len(graph.facts) == 12
    assert all(graph.evidence[fact] for fact in graph.facts)
    assert Fact(LAW, "dateAdopted", Literal("2023-05", "gYearMonth")) in graph.evidence


def test_a_symmetric_fact_is_stored_one_way_round(graph: Graph) -> None:
    ends = [fact[::2] for fact in graph.facts if fact.predicate == "cooperatesWith"]
    assert [tuple(sorted((UNION, BUREAU)))] == ends


def test_documents_and_their_articles(graph: Graph) -> None:
    whole, first = graph.documents[MAGAZINE], graph.documents[FIRST]
    assert (whole.label, whole.whole) == ("magazine.txt", "")
    assert (first.label, first.whole) == ("暖冬行动见闻", MAGAZINE)
    assert [name for name, _ in whole.literals] == ["mediaType", "sha256", "sourcePath"]
    assert first.literals == ()
    assert not set(graph.documents) & set(graph.entities)


def test_mentions_are_of_the_article(graph: Graph) -> None:
    assert (FIRST, UNION) in graph.mentions
    assert (iri(BASE, "Document", "刊物/magazine.txt#2"), LAW) in graph.mentions
    assert (iri(BASE, "Document", "notice.txt"), LAW) in graph.mentions
    assert MAGAZINE not in {document for document, _ in graph.mentions}


@pytest.mark.parametrize(
    ("entities", "kind", "label", "names"),
    [
        ([Entity("Organisation", "甲局", ("甲局",))], "Organisation", "甲局", ()),
        (
            [Entity("Organisation", "甲局", ("甲局",)), Entity("StateBody", "甲局", ("甲市甲局", "甲局"))],
            "StateBody",
            "甲市甲局",
            ("甲局",),
        ),
        (
            [Entity("StateBody", "甲局", ("甲局",)), Entity("PartyBody", "甲局", ("甲局",))],
            "PartyBody",
            "甲局",
            (),
        ),
        (
            [Entity("Organisation", "甲局", ("乙名", "短")), Entity("Organisation", "甲局", ("丙名",))],
            "Organisation",
            "丙名",
            ("乙名", "短"),
        ),
        ([Entity("Organisation", "甲局", ())], "Organisation", "甲局", ()),
        ([Entity("Organisation", "甲局", ("",))], "Organisation", "甲局", ()),
    ],
    ids=["one", "more specific", "equally specific", "equally long", "no name", "an empty name"],
)
def test_merging(entities: list[Entity], kind: str, label: str, names: tuple[str, ...]) -> None:
    node = gather([met(*entities)], BASE).entities[iri(BASE, "Organisation", "甲局")]
    assert (kind, label, names) == (node.type, node.label, names)
    for order in itertools.permutations(met(entity, path=f"{at}.txt") for at, entity in enumerate(entities)):
        assert node == gather(order, BASE).entities[node.iri]


def test_a_lexicon_names_and_places_a_body() -> None:
    body = Entity("StateBody", "甲市人民政府", ("甲市人民政府办公室名下的政府",))
    place = Entity("Place", "甲市", ("甲市",))
    rows = [row("甲市人民政府", "StateBody", "city", "990100"), row("甲市", "Place", "city", "990100")]
    graph = gather([met(body, place)], BASE, rows)
    found = graph.entities[iri(BASE, "Organisation", "甲市人民政府")]
    assert (found.label, found.names) == ("甲市人民政府", ("甲市人民政府办公室名下的政府",))
    assert (("divisionCode", Literal("990100")), ("level", Literal("city"))) == found.literals
    assert (("divisionCode", Literal("990100")),) == graph.entities[iri(BASE, "Place", "甲市")].literals


def test_of_two_rows_of_one_key_the_one_that_is_called_so_names_it() -> None:
    body = Entity("PartyBody", "甲党", ("党",))
    rows = [row("甲党", "PartyBody"), row("党", "Organisation", key="甲党")]
    for given in (rows, rows[::-1]):
        (found,) = gather([met(body)], BASE, given).entities.values()
        assert (found.label, found.names) == ("甲党", ("党",))


def test_neither_the_order_of_readings_nor_a_second_copy_matters() -> None:
    one, two = handmade.readings()
    assert gather([one, two], BASE) == gather([two, one, two], BASE)
    assert list(gather([one, two], BASE).evidence) == list(gather([two, one], BASE).evidence)


def test_places_that_differ_in_captures_alone_are_one() -> None:
    reading = handmade.letter()
    assertion = reading.assertions[1]
    other = structs.replace(assertion.evidence, captures=())
    twice = replace(reading, assertions=(*reading.assertions, structs.replace(assertion, evidence=other)))
    assert gather([reading], BASE) == gather([twice], BASE)


def test_an_unknown_class_or_property_is_said() -> None:
    with pytest.raises(OntologyError, match="Ministry"):
        gather([met(Entity("Ministry", "甲", ("甲",)))], BASE)
    reading = met(handmade.UNION)
    wrong = Assertion(handmade.UNION, "runz", Literal("1"), Evidence("a.txt", 0, 1, "题", "by-hand"))
    with pytest.raises(OntologyError, match="runz"):
        gather([replace(reading, assertions=(wrong,))], BASE)


@pytest.mark.parametrize(
    "base",
    ["", "id/", "https://example.org/id", "https://example.org/a b/", "http://x/%zz/", "http://x/\ue000/"],
)
def test_a_base_that_is_none(base: str) -> None:
    with pytest.raises(KgError, match="wanted an absolute IRI"):
        gather([], base)

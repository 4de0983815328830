"""A part of a graph: what each filter keeps, alone and with others, and that the whole is left as it is."""

from __future__ import annotations

import pytest

from kg.errors import KgError
from kg.exports.selection import Selection, select
from kg.graph import Graph, gather
from tests.handmade import BASE, readings


@pytest.fixture(scope="module")
def graph() -> Graph:
    return gather(readings(), BASE)


def labels(graph: Graph) -> set[str]:
    return {node.label for node in graph.entities.values()}


def said(graph: Graph) -> set[tuple[str, str]]:
    return {(graph.node(fact.subject).label, fact.predicate) for fact in graph.facts}


def named(graph: Graph, label: str) -> str:
    (found,) = (iri for iri, node in graph.entities.items() if node.label == label)
    return found


def test_nothing_asked_for_is_the_whole(graph: Graph) -> None:
    assert select(graph, Selection()) is graph


def test_a_class_with_its_subclasses_and_the_facts_between(graph: Graph) -> None:
    found = select(graph, Selection(types=("Organisation",)))
    assert labels(found) == {"甲市总工会", "甲市民政局", "甲省人民代表大会常务委员会"}
    assert {fact.predicate for fact in found.facts} == {"cooperatesWith"}
    assert (found.documents, found.mentions) == ({}, ())


def test_a_relation_with_its_ends(graph: Graph) -> None:
    found = select(graph, Selection(relations=("implements",)))
    assert said(found) == {("甲市总工会", "implements")}
    assert labels(found) == {"甲市总工会", "“暖冬”行动"}


def test_a_document_says_and_mentions(graph: Graph) -> None:
    found = select(graph, Selection(documents=("notice.txt",)))
    assert {place.path for places in found.evidence.values() for place in places} == {"notice.txt"}
    assert labels(found) >= {"甲市民政局", "甲省志愿服务条例", "“暖冬”行动"}
    assert "甲市总工会" not in labels(found)
    assert list(found.documents) == [f"{BASE}Document/notice.txt"]


def test_an_article_of_a_document(graph: Graph) -> None:
    path = "刊物/magazine.txt"
    whole, second = (select(graph, Selection(documents=(one,))) for one in (path, f"{path}#2"))
    assert {place.article for places in second.evidence.values() for place in places} == {2}
    assert set(second.evidence) < set(whole.evidence)
    assert {node.label for node in second.documents.values()} == {"条例解读"}
    assert [node.whole for node in second.documents.values()] == [""]
    assert select(graph, Selection(documents=(next(iter(second.documents)),))) == second


def test_around_an_entity(graph: Graph) -> None:
    union = named(graph, "甲市总工会")
    assert labels(select(graph, Selection(ego=union, depth=0))) == {"甲市总工会"}
    near = select(graph, Selection(ego=union, depth=1))
    far = select(graph, Selection(ego=union, depth=2))
    assert labels(near) == {"甲市总工会", "甲市民政局", "“暖冬”行动", "主席"}
    assert labels(near) < labels(far)
    assert set(near.evidence) < set(far.evidence)


def test_all_that_is_given_must_hold(graph: Graph) -> None:
    union = named(graph, "甲市总工会")
    found = select(
        graph, Selection(relations=("implements", "cooperatesWith"), ego=union, types=("Organisation",))
    )
    assert labels(found) == {"甲市总工会", "甲市民政局"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Selection(types=("Organization",)), "there is no class 'Organization'; try Organisation"),
        (Selection(relations=("implement",)), "there is no property 'implement'; try implements"),
        (Selection(documents=("notice.md",)), "there is no document 'notice.md'; try notice.txt"),
        (Selection(types=("Person",), ego=f"{BASE}Organisation/x"), "is not in what was asked for"),
    ],
)
def test_what_means_nothing_is_told(graph: Graph, wanted: Selection, message: str) -> None:
    with pytest.raises(KgError, match=message):
        select(graph, wanted)


def test_a_part_is_sorted_as_the_whole(graph: Graph) -> None:
    found = select(graph, Selection(types=("Organisation", "LegalInstrument", "Programme")))
    assert list(found.facts) == [fact for fact in graph.facts if fact in found.evidence]
    assert list(found.entities) == sorted(found.entities)

"""What an agent is told: answers with the sentences to quote, of bounded size, and errors that say what to try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import KgError
from kg.verbs import desk
from kg.verbs.desk import Desk, answers, guide
from tests import handmade

UNION, WINTER, LAW = "甲市总工会", "“暖冬”行动", "甲省志愿服务条例"
QUOTE = "甲市总工\n会联合甲市民政局开展“暖冬”行动"


ENTITIES = [("Organisation/甲市总工会", "MassOrganisation", 3, 1)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(handmade.output(tmp_path_factory.mktemp("desk")))


def test_entities_are_found_and_can_be_asked_for_by_their_ids(asked: Desk) -> None:
    found = asked.search_entities("总工会")
    assert (found.found, found.hint) == (1, "")
    assert [(one.entity.id, one.entity.type, one.facts, one.documents) for one in found.entities] == ENTITIES
    for one in found.entities:
        assert asked.neighbours(one.entity.id).entity == one.entity
    assert asked.search_entities("总工会", "Organisation").found == 1
    assert (
        asked.search_entities("条例", limit=1).hint == "1 more: narrow it down by a longer part of the name"
    )
    assert asked.search_entities("没有这个").hint.startswith("no name contains it")


def test_neighbours_come_with_a_sentence_each(asked: Desk) -> None:
    around = asked.neighbours(UNION)
    told = [(one.subject, one.relation, one.object, one.places) for one in around.facts]
    assert told == [
        ("甲市总工会", "cooperatesWith", "甲市民政局", 1),
        ("甲市总工会", "implements", WINTER, 1),
        ("主席", "postIn", "甲市总工会", 1),
    ]
    first = around.facts[1].first
    assert first
    assert (first.quote, first.document, first.article, first.rule, first.modality) == (
        *(QUOTE, "刊物/magazine.txt", "暖冬行动见闻", "runs", "required"),
    )
    assert asked.neighbours(UNION, "实施").found == 1
    assert [one.relation for one in asked.neighbours(UNION, limit=1, offset=1).facts] == ["implements"]
    assert asked.neighbours(UNION, limit=1, offset=1).hint == "1 more: narrow it down by offset, or relation"


def test_literals_are_facts_of_their_subject(asked: Desk) -> None:
    (adopted,) = asked.neighbours(LAW, "dateAdopted").facts
    assert (adopted.object, adopted.other, adopted.places) == ("2023-05", None, 1)


def test_a_fact_is_proved_by_its_whole_sentences(asked: Desk) -> None:
    (fact,) = asked.evidence_of_fact(UNION, "implements", WINTER).facts
    (said,) = fact.places
    text = "".join(handmade.MAGAZINE)
    assert said.place.quote == text[said.place.start : said.place.end] == QUOTE
    assert said.sentence.replace("\n", "") == "甲市总工会联合甲市民政局开展“暖冬”行动。"
    assert said.line == 3
    assert (
        asked.evidence_of_fact("", "implements", WINTER).facts
        == asked.evidence_of_fact(UNION, "pk:implements").facts
    )
    assert asked.evidence_of_fact(LAW, "dateAdopted", "2023-05").found == 1


def test_ways_have_a_sentence_a_step(asked: Desk) -> None:
    (way,) = asked.paths("张三", WINTER, 3).ways
    assert [(step.subject, step.relation, step.object) for step in way] == [
        ("张三", "holdsPost", "主席"),
        ("主席", "postIn", "甲市总工会"),
        ("甲市总工会", "implements", WINTER),
    ]
    assert all(step.first and step.first.quote for step in way)
    assert asked.paths("张三", LAW, 1) == answers.Ways(0, (), "no document joins them by 1 facts or fewer")


def test_sparql_and_ready_made_queries(asked: Desk) -> None:
    rows = asked.sparql("SELECT ?name { ?p a pk:Programme ; rdfs:label ?name }")
    assert (rows.columns, rows.rows, rows.cut) == (("name",), ((WINTER,),), False)
    assert asked.sparql("cited-by", {"law": "志愿"}).rows[0][0] == LAW
    many = asked.sparql("SELECT * { ?s ?p ?o }", limit=3)
    assert (len(many.rows), many.cut) == (3, True)
    assert many.hint.endswith("more: narrow it down by LIMIT and OFFSET, or counting in the query")
    assert asked.sparql("ASK { ?s pk:implements ?o }").rows == (("true",),)


WRONG: dict[str, tuple[Callable[[Desk], object], str]] = {
    "nobody of that name": (lambda one: one.neighbours("乙县"), "nothing is called '乙县'"),
    "several": (lambda one: one.neighbours("甲"), "names contain '甲'"),
    "no such property": (
        lambda one: one.neighbours(UNION, "implement"),
        "no property 'implement'; try one of implements",
    ),
    "no such class": (
        lambda one: one.search_entities("甲", "Organization"),
        "no class 'Organization'; try .*Organisation",
    ),
    "no ends": (lambda one: one.evidence_of_fact("", "implements"), "neither subject nor object"),
    "not stated": (lambda one: one.evidence_of_fact(UNION, "leads", "甲市民政局"), "the graph does not say"),
    "too far": (lambda one: one.paths(UNION, LAW, 9), "a way of 9 facts; wanted 1 to 4"),
    "an update": (lambda one: one.sparql("INSERT DATA { <a:b> <a:b> <a:b> }"), "INSERT is refused"),
    "elsewhere": (
        lambda one: one.sparql("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"),
        "SERVICE is refused",
    ),
    "a file": (lambda one: one.sparql("/etc/hosts.rq"), "'/etc/hosts.rq' is no query; try SPARQL, or "),
    "no SPARQL": (lambda one: one.sparql("SELECT { }"), "it ends too early, after"),
}


@pytest.mark.parametrize(("ask", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_answered_says_what_to_try(
    asked: Desk, ask: Callable[[Desk], object], said: str
) -> None:
    with pytest.raises(KgError, match=said):
        ask(asked)


def test_answers_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "".join(f"白鹭市第{number}中学组织实施“夜课{number}号”项目。\n" for number in range(80)),
        encoding="utf-8",
    )
    kg.build([tmp_path / "a.txt"], tmp_path / "out", only=("graph", "evidence", "store"))
    asked = Desk(tmp_path / "out")
    assert len(asked.search_entities("夜", limit=10_000).entities) == desk.MOST
    assert len(asked.evidence_of_fact("", "implements", "夜课", 10_000).facts) == desk.MOST
    rows = asked.sparql("SELECT ?s ?p ?o { ?s ?p ?o }", limit=10_000)
    assert (len(rows.rows), rows.cut) == (desk.ROWS, True)
    wide = asked.sparql(
        'SELECT (CONCAT(?a, ?a, ?a, ?a) AS ?b) { VALUES ?c { "%s" } BIND(?c AS ?a) }' % ("甲" * 300)
    )
    assert (len(wide.rows[0][0]), wide.rows[0][0][-1], wide.cut) == (desk.LONGEST, "…", True)


def test_a_new_build_is_seen(tmp_path: Path) -> None:
    for number, text in enumerate(
        ("白鹭市总工会组织实施“鹭岛夜课”项目。", "白鹭市教育局组织实施“晨读”项目。")
    ):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        kg.build([tmp_path / "a.txt"], tmp_path / "out", only=("graph", "evidence", "store"))
        if not number:
            asked = Desk(tmp_path / "out")
        assert [asked.search_entities(name).found > 0 for name in ("夜课", "晨读")] == [
            not number,
            bool(number),
        ]


def test_an_agent_is_told_what_there_is(asked: Desk) -> None:
    assert "notice.txt\n刊物/magazine.txt" in asked.about()
    assert "pk:implements 实施 (Organisation → Programme): A body runs" in guide.vocabulary()
    assert "Kinds: pk:Enterprise" in guide.vocabulary()
    assert "cited-by: " in guide.ready_made()

"""The report and the property graph: what they count, and that a report is only text."""

from __future__ import annotations

import re

from kg import ontology
from kg.exports import report
from kg.exports.property_graph import property_graph
from kg.exports.report import Account, Dropped, Read
from tests.exports.explorer_graphs import HOSTILE, NEWS, PAPER, hostile, small

TERMS = ontology.load()
ACCOUNT = Account(
    (
        Read(NEWS, "ok", "", 160, 30, 14),
        Read(PAPER, "ok", "", 90, 12, 5),
        Read("扫描件.txt", "failed", "扫描件.txt: 打不开"),
    ),
    (Dropped("没有认出所指的引用", "citations whose target is not known", 2, ("前款规定",)),),
)


def page(account: Account = ACCOUNT) -> str:
    return report.page(small()[0], TERMS, account)


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html.split("</style>")[1])


def test_what_was_read_found_and_left_out_is_said() -> None:
    text = words(page())
    for wanted in (
        NEWS,
        PAPER,
        "扫描件.txt: 打不开",
        "失败",
        "没有认出所指的引用",
        "前款规定",
        "实施",
        "Legal instrument",
    ):
        assert wanted in text
    assert "250" in text  # characters
    assert "没有：每份文献都已读完" not in text


def test_nothing_left_out_is_said_too() -> None:
    assert "没有：每份文献都已读完" in words(page(Account(ACCOUNT.documents[:2])))


def test_charts_count_distinct_ends() -> None:
    types, relations, cited, _, running, rules = report.charts(small()[0], TERMS)
    assert {bar.zh: bar.count for bar in types.rows}[TERMS.classes["Programme"].label_zh] == 3
    assert {bar.zh: bar.count for bar in relations.rows}[TERMS.properties["implements"].label_zh] == 3
    assert [(bar.zh, bar.count) for bar in cited.rows] == [("中华人民共和国工会法", 1)]
    assert [(bar.zh, bar.count) for bar in running.rows] == [
        ("甲省总工会", 2),
        ("甲省人力资源和社会保障厅", 1),
        ("甲省工运学院", 1),
    ]
    assert rules.rows[0].zh == "runs"
    assert [share for _, share in types.bars] == sorted((share for _, share in types.bars), reverse=True)


def test_a_report_is_text_alone() -> None:
    read = tuple(Read(text[:200], "failed", text[:400]) for text in HOSTILE)
    html = report.page(hostile()[0], TERMS, Account(read, (Dropped("甲", "a", 1, HOSTILE),)))
    assert not re.findall(r"<(?:script|img|iframe|link|base|object|a href=(?!\"#))", html)
    assert html.count("<style>") == html.count("</style>") == 1
    assert "script-src" not in html.split("</head>")[0]
    assert html.encode("utf-8")


def test_a_report_is_the_same_every_time() -> None:
    assert page() == page()
    assert set(re.findall(r"\b20[2-9]\d-\d\d-\d\d\b", words(page()))) == {"2023-05-08"}  # of the graph


def test_an_empty_build_has_a_report() -> None:
    graph = type(small()[0])("urn:x:", {}, {}, {}, ())
    assert "没有：每份文献都已读完" in words(report.page(graph, TERMS, Account(())))


def test_the_property_graph_has_every_fact_with_its_evidence() -> None:
    graph = small()[0]
    found = property_graph(graph)
    assert set(found) == {*graph.entities, *graph.documents}
    edges = {(s, p, o): data["evidence"] for s, o, p, data in found.edges(keys=True, data=True)}
    values = {(s, p, v): told for s, data in found.nodes(data=True) for p, v, told in data["stated"]}
    assert {
        (fact.subject, fact.predicate, fact.object): told for fact, told in graph.evidence.items()
    } == edges | values
    union = next(iri for iri, node in graph.entities.items() if node.label == "甲省总工会")
    assert found.nodes[union]["type"] == "MassOrganisation"
    assert found.nodes[union]["names"] == ("省总", "省总工会")

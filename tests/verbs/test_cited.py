"""The most cited: the report, the counts of kg stats and the queries tell one and the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.exports import cited, report
from kg.graph import gather
from kg.model import Reading
from kg.pipeline.belt import run
from kg.readers import read
from kg.seeds import load
from kg.verbs.query import query
from kg.verbs.stats import stats

TEXTS = {
    "law.txt": "白鹭市湖泊条例\n\n第一条　根据《中华人民共和国水法》，制定本条例。\n第二条　湖泊适用本条例。\n"
    "第三条　违反本条例第二条的，依照《中华人民共和国水法》第六十五条处罚。\n",
    "one.txt": "白鹭市人民政府关于湖泊的通知\n\n依照《白鹭市湖泊条例》第二条和《中华人民共和国水法》第六十五条第一款办理。\n\n"
    "白鹭市人民政府\n2020年5月6日\n",
    "two.txt": "白鹭市水务局关于渔船的通知\n\n依照《白鹭市湖泊条例》第二条办理。\n\n白鹭市水务局\n2021年5月6日\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cited")
    for name, text in TEXTS.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def _readings(folder: Path) -> list[Reading]:
    return [run(read(folder / name, name), load()) for name in TEXTS]


def test_laws_and_their_provisions_are_counted_apart(folder: Path) -> None:
    charts = report.charts(gather(_readings(folder), "https://a.cn/"), ontology.load())
    told = {chart.heading[1]: [(row.zh, row.count) for row in chart.rows] for chart in charts}
    assert told["Most cited instruments"] == [("中华人民共和国水法", 2), ("白鹭市湖泊条例", 2)]
    assert told["Most cited provisions"] == [
        ("白鹭市湖泊条例第二条", 2),
        ("中华人民共和国水法第六十五条", 1),
        ("中华人民共和国水法第六十五条第一款", 1),
    ]


def test_the_three_lists_agree(folder: Path, tmp_path: Path) -> None:
    graph = gather(_readings(folder), "https://a.cn/")
    output = kg.build([folder], tmp_path / "out", only=("graph", "evidence", "store")).output
    counted = stats(output)
    for name, told, here in (
        ("most-cited", counted.cited, cited.instruments(graph, ontology.load())),
        ("most-cited-provisions", counted.provisions, cited.provisions(graph, ontology.load())),
    ):
        asked = [(row[0], int(row[1])) for row in query(output, name).rows]
        assert asked == [(one.name, one.count) for one in told]
        assert sorted(asked) == sorted((graph.node(iri).label, count) for iri, count in here.items())

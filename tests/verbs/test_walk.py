"""From Python: neighbours, the ways between two entities, rows by name, frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.verbs.load import Loaded, load
from tests.written import written


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(written(tmp_path_factory.mktemp("walk")))


def steps(graph: Loaded, start: str, end: str, longest: int = 4) -> list[list[tuple[str, bool, str]]]:
    return [
        [(step.fact.predicate, step.out, step.node.label) for step in way]
        for way in graph.paths(start, end, longest)
    ]


def test_neighbours_along_and_against(graph: Loaded) -> None:
    found = [(one.fact.predicate, one.out, one.node.label) for one in graph.neighbours("甲市总工会")]
    assert ("implements", True, "“暖冬”行动") in found
    assert ("postIn", False, "主席") in found
    assert found == sorted(found, key=lambda one: (one[0], not one[1], one[2]))
    assert [one.node.label for one in graph.neighbours("市总工会", "implements")] == ["“暖冬”行动"]


def test_the_shortest_ways(graph: Loaded) -> None:
    assert steps(graph, "张三", "“暖冬”行动") == [
        [("holdsPost", True, "主席"), ("postIn", True, "甲市总工会"), ("implements", True, "“暖冬”行动")]
    ]
    assert steps(graph, "张三", "“暖冬”行动", longest=2) == []
    assert steps(graph, "张三", "张三") == []


def test_every_step_leads_to_its_sentence(graph: Loaded) -> None:
    (way,) = graph.paths("张三", "甲市总工会")
    assert [graph.quotes(step.fact)[0].exact for step in way] == ["张三任甲市总工会主席"] * 2


@pytest.mark.parametrize("longest", [0, 9])
def test_a_way_has_a_length(graph: Loaded, longest: int) -> None:
    with pytest.raises(KgError, match="wanted 1 to 8"):
        graph.paths("张三", "甲市总工会", longest)


def test_rows_go_by_the_names_of_their_columns(graph: Loaded) -> None:
    rows = graph.query("SELECT ?名 (1 AS ?class) { ?a pk:implements ?b . ?a rdfs:label ?名 }").rows
    (row,) = rows
    assert row == ("甲市总工会", "1")
    assert getattr(row, "名") == "甲市总工会"  # noqa: B009 - a name in Chinese
    assert getattr(row, "_1") == "1"  # noqa: B009 - class is Python's own word


def test_frames(graph: Loaded) -> None:
    pytest.importorskip("pandas", reason="pip install pandas")
    frames, network = graph.to_pandas(), graph.networkx()
    assert len(frames.nodes) == network.number_of_nodes()
    assert len(frames.edges) == network.number_of_edges()
    assert set(frames.edges["source"]) <= set(frames.nodes.index)
    assert frames.edges["places"].sum() <= len(frames.evidence)


def test_no_frames_without_pandas(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"pip install 'policykg\[pandas\]'"):
        graph.to_pandas()


def test_a_folder_may_be_given_as_text(graph: Loaded) -> None:
    assert load(str(Path(graph.folder))).entity("甲市总工会").type == "MassOrganisation"

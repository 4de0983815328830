"""Finding: just this name, then just this other name, then a part; with how much there is about each."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import KgError, OutputError
from kg.graph import Graph
from kg.model import Evidence
from kg.verbs.find import find
from kg.verbs.load import Loaded
from tests.written import graph, written


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("find"))


@pytest.fixture(scope="module")
def loaded(output: Path) -> Loaded:
    return kg.load(output)


CASES = {
    "a name": ("甲市总工会", ["甲市总工会"]),
    "another name": ("市总工会", ["甲市总工会"]),
    "a name in brackets": ("《甲省志愿服务条例》", ["甲省志愿服务条例"]),
    "a part of a name": ("志愿", ["甲省志愿服务条例"]),
    "a part of several": ("甲市", ["甲市总工会", "甲市民政局", "甲市民政局关于做好“暖冬”行动的通知"]),
    "an IRI": (
        "https://example.org/id/Person/%E5%BC%A0%E4%B8%89%40%E7%94%B2%E5%B8%82%E6%80%BB%E5%B7%A5%E4%BC%9A",
        ["张三"],
    ),
    "the end of an IRI": ("Person/张三@甲市总工会", ["张三"]),
    "nothing": ("乙市", []),
    "no words": (" ", []),
    "an IRI of nothing": ("https://example.org/id/Person/x", []),
}


@pytest.mark.parametrize(("asked", "labels"), CASES.values(), ids=CASES)
def test_what_is_called_so(loaded: Loaded, asked: str, labels: list[str]) -> None:
    assert sorted({found.label for found in find(loaded, asked)}) == sorted(labels)


def test_the_whole_name_wins_over_a_part(loaded: Loaded) -> None:
    assert [found.label for found in find(loaded, "甲市民政局")] == ["甲市民政局"]


def test_what_has_most_facts_stands_first_and_is_counted(loaded: Loaded) -> None:
    first = find(loaded, "甲市", "Organisation")[0]
    assert (first.label, first.type, first.facts, first.documents) == ("甲市总工会", "MassOrganisation", 3, 1)
    assert first.names == ("市总工会",)


@pytest.mark.parametrize(
    ("kind", "count"), [("Organisation", 2), ("MassOrganisation", 1), ("LegalInstrument", 1), ("Person", 0)]
)
def test_a_class_holds_its_subclasses(output: Path, kind: str, count: int) -> None:
    assert len([found for found in find(output, "甲市", kind) if found.type != "Document"]) == count


def test_one_entity_by_its_name(loaded: Loaded) -> None:
    assert loaded.entity("主席").type == "Post"
    with pytest.raises(KgError, match="nothing is called '乙市'"):
        loaded.entity("乙市")
    with pytest.raises(KgError, match="names contain '甲市'") as several:
        loaded.entity("甲市")
    assert several.value.names[:2] == ("  甲市总工会  MassOrganisation", "  甲市民政局  StateBody")


def test_of_many_names_ten_are_told_and_the_others_counted(tmp_path: Path) -> None:
    bodies = [
        f"白鹭市{what}局"
        for what in "民政 教育 财政 司法 公安 审计 统计 医疗保障 水利 商务 林业 体育".split()
    ]
    (tmp_path / "in.txt").write_text("".join(f"{body}开展检查。" for body in bodies), encoding="utf-8")
    kg.build([tmp_path / "in.txt"], tmp_path / "out", only=["graph", "evidence", "store"])
    with pytest.raises(KgError, match="names contain '市'") as several:
        kg.load(tmp_path / "out").entity("市")
    names = several.value.names
    assert len(names) == 11
    assert names[-1].startswith("  … and ")
    assert not [name for name in names if "%" in name]


def test_a_fact_and_where_it_is_said(loaded: Loaded) -> None:
    (fact,) = loaded.facts(subject=loaded.entity("甲市总工会").iri, predicate="implements")
    (quote,) = loaded.quotes(fact)
    assert quote.path == "刊物/magazine.txt"
    assert quote.exact == "甲市总工\n会联合甲市民政局开展“暖冬”行动"
    assert (quote.rule, quote.modality, quote.article) == ("runs", "required", "暖冬行动见闻")
    assert quote.prefix.endswith("张三\n")
    assert quote.suffix.startswith("。张三")


def test_the_whole_graph_comes_back(loaded: Loaded) -> None:
    assert loaded.graph() == without_captures(graph())


def without_captures(whole: Graph) -> Graph:
    evidence = {fact: tuple(map(bare, places)) for fact, places in whole.evidence.items()}
    return Graph(whole.base, whole.documents, whole.entities, evidence, whole.mentions)


def bare(place: Evidence) -> Evidence:
    return Evidence(
        place.path, place.start, place.end, place.exact, place.rule, place.article, place.modality
    )


def test_other_views_of_it(loaded: Loaded) -> None:
    union = loaded.entity("甲市总工会").iri
    assert union in loaded.networkx()
    assert (None, None, None) in loaded.rdflib()


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_that_no_build_wrote(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OutputError, match=r"there is no manifest\.json in it"):
        kg.load(tmp_path / name)


def test_a_damaged_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"version": ', encoding="utf-8")
    with pytest.raises(OutputError, match="damaged"):
        kg.load(tmp_path)

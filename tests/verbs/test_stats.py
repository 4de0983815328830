"""Counting: what a graph holds, the largest first; and the tables in which it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.verbs import show
from kg.verbs.stats import Count, Stats, stats
from kg.verbs.table import clip, table
from tests.written import written


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Stats:
    return stats(written(tmp_path_factory.mktemp("stats")))


def test_totals_are_those_of_the_manifest(found: Stats) -> None:
    assert found.totals == {"documents": 2, "left out": 0, "entities": 9, "facts": 12, "evidence": 12}


def test_classes_are_top_classes_and_no_kind_of_evidence(found: Stats) -> None:
    assert [(count.name, count.count) for count in found.classes] == [
        ("Document", 4),
        ("LegalInstrument", 3),
        ("Organisation", 3),
        ("Person", 1),
        ("Post", 1),
        ("Programme", 1),
    ]


def test_relations_count_facts_not_places(found: Stats) -> None:
    counts = {count.name: count.count for count in found.relations}
    assert counts["cooperatesWith"] == 1
    assert counts["issuedBy"] == 2
    assert sum(counts.values()) == 12


def test_who_is_cited_and_who_runs_what(found: Stats) -> None:
    assert [(count.name, count.count) for count in found.cited] == [("甲省志愿服务条例", 1)]
    assert [(count.name, count.count) for count in found.running] == [("甲市总工会", 1)]


def test_rules_count_the_places_they_read(found: Stats) -> None:
    assert found.rules[:3] == (Count("adopted-by", 2), Count("holds", 2), Count("based-on", 1))


def test_of_many_the_first(tmp_path: Path) -> None:
    assert len(stats(written(tmp_path), most=1).rules) == 1


def test_the_answer_says_all_of_it(found: Stats) -> None:
    told = list(show.statistics(found))
    assert told[0] == "2 documents, 0 left out, 9 entities, 12 facts, 12 evidence"
    assert "  3  法律文件 LegalInstrument" in told
    assert "Who runs most programmes" in told


TABLES = {
    "wide characters": ([("总工会", "1"), ("kg", "20")], ["总工会   1", "kg      20"]),
    "nothing": ([], []),
    "an empty cell at the end": ([("a", ""), ("b", "c")], ["a", "b  c"]),
}


@pytest.mark.parametrize(("rows", "lines"), TABLES.values(), ids=TABLES)
def test_columns_stand_below_each_other(rows: list[tuple[str, str]], lines: list[str]) -> None:
    assert list(table(rows, numbers=(1,))) == lines


@pytest.mark.parametrize(
    ("text", "most", "clipped"), [("总工会", 6, "总工会"), ("总工会", 5, "总工…"), ("abc", 2, "a…")]
)
def test_a_long_text_is_cut_to_its_columns(text: str, most: int, clipped: str) -> None:
    assert clip(text, most) == clipped

"""Sheets through the whole of it: built, explained by row, verified; columns named by the call."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import cli
from kg.errors import KgError
from kg.verbs import show
from kg.verbs.explain import explain
from kg.verbs.verify import verify

TEXTS = "名,说的话\n白鹭见闻,白鹭市总工会要深入开展“白鹭工匠”培育计划。\n江口见闻,江口市总工会要深入开展“匠心进车间”行动。\n"
TASKS = "任务,牵头单位,配合单位\n“匠心进车间”行动,白鹭市总工会,白鹭市教育局\n,江口市总工会,\n"


def built(folder: Path, text: str, columns: str = "") -> Path:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    report = kg.build([folder / "a.csv"], folder / "output", cache=folder / "cache", columns=columns)
    assert report.exit_code == 0
    return folder / "output"


def test_a_fact_of_a_table_is_explained_by_its_row(tmp_path: Path) -> None:
    output = built(tmp_path, TASKS)
    told = [*show.explanation(explain(output, "江口市总工会 implements ?"), show.bracketed)]
    assert "    a.csv, row 3, a" in told
    assert "    the subject is carried from row 2: “匠心进车间”行动" not in told
    assert "    the object is carried from row 2: “匠心进车间”行动" in told
    assert any("by the rule row-runs" in line for line in told)
    assert verify(output).holds


def test_columns_named_by_the_call_make_articles(tmp_path: Path) -> None:
    output = built(tmp_path, TEXTS, "text=说的话,title=名")
    graph = kg.load(output)
    titles = {node.label for node in graph.find("见闻")}
    assert {"白鹭见闻", "江口见闻"} <= titles
    told = [*show.explanation(explain(output, "江口市总工会 implements ?"), show.bracketed)]
    assert "    a.csv, row 3, 江口见闻" in told
    assert verify(output).holds


def test_without_their_names_they_make_a_table(tmp_path: Path) -> None:
    graph = kg.load(built(tmp_path, TEXTS))
    assert graph.find("江口见闻") == ()
    built(tmp_path, TEXTS, "text=说的话,title=名")  # nor does the cache keep the one for the other
    assert len(kg.load(tmp_path / "output").find("江口见闻")) == 1


def test_columns_that_say_nothing_are_refused_before_reading(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="--columns"):
        kg.build([tmp_path / "none.csv"], tmp_path / "output", columns="正文")
    ran = CliRunner().invoke(cli, ["build", str(tmp_path / "none.csv"), "--columns", "body=正文"])
    assert ran.exit_code != 0

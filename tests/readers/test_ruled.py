"""Texts with tables ruled by bars or tabs → their cells, and the blocks of their rows."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

import pytest

from kg.model import Document
from tests.readers.conftest import Structured

TABS = "序号\t任务\t牵头单位\n"
TEXTS = {
    "markdown": (
        "| 甲 | 乙 |\n| --- | :-: |\n| 丙 | 丁 戊 |\n", [["甲", "乙"], ["丙", "丁 戊"]],
    ),
    "no bar at the ends of rows": ("| 甲 | 乙\n|---|---\n| 丙 | 丁\n", [["甲", "乙"], ["丙", "丁"]]),
    "empty cells": ("| 甲 | 乙 | 丙 |\n| | 丁 | |\n", [["甲", "乙", "丙"], ["", "丁", ""]]),
    "bold cells": ("| **甲** | 乙 |\n| 丙 | `丁` |\n", [["甲", "乙"], ["丙", "丁"]]),
    "a bar in a cell": ("| 甲\\|子 | 乙 |\n| 丙 | 丁 |\n", [["甲|子", "乙"], ["丙", "丁"]]),
    "tabs under known heads": (f"{TABS}1\t加强调研，抓好落实。\t甲局\n", [["序号", "任务", "牵头单位"], ["1", "加强调研，抓好落实。", "甲局"]]),
    "tabs, a cell left out in front": (f"{TABS}\t\t甲局\n", [["序号", "任务", "牵头单位"], ["", "", "甲局"]]),
    "tabs under other heads": ("甲\t乙\t丙\n1\t2\t3\n", []),
    "a head alone": (TABS, []),
    "a blank line ends it": (f"{TABS}1\t甲\t乙局\n\n2\t丙\t丁局\n", [["序号", "任务", "牵头单位"], ["1", "甲", "乙局"]]),
    "so does a line of text": (f"{TABS}1\t甲\t乙局\n以上任务按季报送。\n", [["序号", "任务", "牵头单位"], ["1", "甲", "乙局"]]),
    "bars in a sentence": ("甲 | 乙是并列的。\n丙 | 丁也是。\n", []),
    "carriage returns": ("| 甲 | 乙 |\r\n|---|---|\r\n| 丙 | 丁 |\r\n", [["甲", "乙"], ["丙", "丁"]]),
    "only carriage returns": ("| 甲 | 乙 |\r| 丙 | 丁 |\r", [["甲", "乙"], ["丙", "丁"]]),
}  # fmt: skip


def cells(document: Document) -> list[list[str]]:
    return [
        [document.text[cell.start : cell.end] for cell in row]
        for table in document.tables
        for row in table.rows
    ]


@pytest.mark.parametrize(("text", "rows"), TEXTS.values(), ids=TEXTS)
def test_a_text_with_a_table(text: str, rows: list[list[str]], structured: Structured) -> None:
    document = structured(f"标题\n\n前文说明了任务。\n\n{text}", "a.md" if text.startswith("|") else "a.txt")
    assert cells(document) == rows
    ends = {block.end: block.kind for block in document.blocks}
    filled = [
        max(cell.end for cell in row if cell.start < cell.end)
        for table in document.tables
        for row in table.rows
    ]
    assert [ends.get(end) for end in filled] == ["row"] * len(rows)


def test_a_table_above_the_text_is_no_title(structured: Structured) -> None:
    document = structured(
        "| 任务 | 牵头单位 |\n|---|---|\n| 建站 | 甲局 |\n\n关于建站的通知\n\n各县：\n现将事项通知如下。\n",
        "a.md",
    )
    kinds = [block.kind for block in document.blocks]
    assert kinds[:3] == ["row", "row", "title"]
    assert document.articles[0].title == "关于建站的通知"

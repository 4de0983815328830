"""Tables whose columns have known heads → the rows below them, each cell with the lists of its head."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

import pytest

from kg.model import Document, Source
from kg.readers.extract import Merged, Writer
from kg.readers.structure import structure
from kg.script.grids import Heads, Row, bare, heads_of, rows

WORDS = {
    "task-columns": ("任务", "工作"),
    "lead-columns": ("牵头单位", "责任单位", "牵头"),
    "helper-columns": ("配合单位", "配合"),
    "others": ("备注",),
    "joiners": ("、", "及"),
}
HEADS: Heads = heads_of(WORDS)
Cells = tuple[str | Merged, ...]
UP, LEFT = Merged.ABOVE, Merged.LEFT


def document(*tables: tuple[Cells, ...], between: str = "") -> Document:
    writer = Writer()
    for table in tables:
        for cells in table:
            writer.row(cells)
        writer.end_table()
        if between:
            writer.line(between)
    made = writer.extract()
    return structure(Source("a.docx", "", "", made.text), {}, made)


def told(made: Document) -> list[str]:
    """Each row by its cells with their lists; what stands above in brackets."""
    return [_row(made, row) for row in rows(made, HEADS)]


def _row(made: Document, row: Row) -> str:
    said = []
    for cell in row.cells:
        text = made.text[cell.start : cell.end]
        kinds = "+".join(sorted(kind.removesuffix("-columns") for kind in cell.kinds))
        said.append(f"{kinds}={f'({text})' if cell.above else text}")
    return " ".join(said)


HEAD: Cells = ("任务", "牵头单位", "配合单位")
TABLES = {
    "a head and two rows": (
        [(HEAD, ("甲", "乙局", "丙局"), ("丁", "戊局", ""))],
        ["task=甲 lead=乙局 helper=丙局", "task=丁 lead=戊局 helper="],
    ),
    "other columns": ([(("序", *HEAD, "备注"), ("1", "甲", "乙局", "丙局", "无"))], ["=1 task=甲 lead=乙局 helper=丙局 =无"]),
    "room and asides in heads": (
        [(("任 务", "牵头\n单位（盖章）", "配合单位："), ("甲", "乙局", "丙局"))],
        ["task=甲 lead=乙局 helper=丙局"],
    ),
    "two heads in one": ([(("任务", "牵头单位及责任单位"), ("甲", "乙局"))], ["task=甲 lead=乙局"]),
    "heads of two kinds in one are of none": ([(("任务", "牵头单位", "牵头、配合单位"), ("甲", "乙", "丙"))], ["task=甲 lead=乙 =丙"]),
    "a title over the head": ([(("分工表", LEFT, LEFT), HEAD, ("甲", "乙局", "丙局"))], ["task=甲 lead=乙局 helper=丙局"]),
    "two lines of head": (
        [(("任务", "责任单位", LEFT), (UP, "牵头", "配合"), ("甲", "乙局", "丙局"))],
        ["task=甲 lead=乙局 helper=丙局"],
    ),
    "two lines of head, nothing told of merging": (
        [(("任务", "责任单位", ""), ("", "牵头", "配合"), ("甲", "乙局", "丙局"))],
        ["task=甲 lead=乙局 helper=丙局"],
    ),
    "a head again": ([(HEAD, ("甲", "乙", "丙"), HEAD, ("丁", "戊", "己"))], ["task=甲 lead=乙 helper=丙", "task=丁 lead=戊 helper=己"]),
    "a merged task": ([(HEAD, ("甲", "乙", "丙"), (UP, "丁", ""))], ["task=甲 lead=乙 helper=丙", "task=(甲) lead=丁 helper="]),
    "a cell over two columns": ([(HEAD, ("甲", "各局", LEFT))], ["task=甲 helper+lead=各局"]),
    "a table that goes on over the page": ([(HEAD, ("甲", "乙", "丙")), (("丁", "戊", "己"),)], ["task=甲 lead=乙 helper=丙", "task=丁 lead=戊 helper=己"]),
    "one that is not as wide": ([(HEAD, ("甲", "乙", "丙")), (("丁", "戊"),)], ["task=甲 lead=乙 helper=丙"]),
    "one head is none": ([(("任务", "金额"), ("甲", "3"))], []),
    "a row of a cell too many": ([(HEAD[:2], ("甲", "乙", "丙"))], ["task=甲 lead=乙"]),
    "a row that is all of the one above": ([(HEAD, ("甲", "乙", "丙"), (UP, UP, UP))], ["task=甲 lead=乙 helper=丙"]),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "said"), TABLES.values(), ids=TABLES)
def test_rows(tables: list[tuple[Cells, ...]], said: list[str]) -> None:
    assert told(document(*tables)) == said


def test_what_stands_between_two_tables_parts_them() -> None:
    assert told(document((HEAD, ("甲", "乙", "丙")), (("丁", "戊", "己"),), between="另表：")) == [
        "task=甲 lead=乙 helper=丙"
    ]


def test_empty_cells_that_stand_at_one_place_are_two() -> None:
    text = "| 任务 | 牵头单位 | 配合单位 |\n| | | 丙局 |\n"
    made = structure(Source("a.md", "", "text/markdown", text), {})
    assert told(made) == ["task= lead= helper=丙局"]


def test_no_lists_no_heads() -> None:
    assert rows(document((HEAD, ("甲", "乙", "丙"))), heads_of({})) == ()


@pytest.mark.parametrize(
    ("head", "said"), [("牵头 单位", "牵头单位"), ("单位（盖章）", "单位"), ("（一）", "（一）"), ("", "")]
)
def test_a_bare_head(head: str, said: str) -> None:
    assert bare(head) == said

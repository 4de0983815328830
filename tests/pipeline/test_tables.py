"""One table in every format that has tables → the same facts, each proven in its row."""

from __future__ import annotations

import io

import docx
import pytest

from kg.pipeline import run
from kg.readers import parse
from kg.seeds import load
from tests.readers.workbooks import book, sheet

SEEDS = load()
HEAD = ("任务", "牵头单位", "配合单位")
PLAN = "深入实施“白鹭工匠”培育计划"
ROWS = (
    (PLAN, "白鹭市总工会", "白鹭市教育局、白鹭市财政局"),
    ("", "江口市总工会", ""),
    ("走访慰问", "白鹭市民政局", ""),
)
FACTS = {
    "白鹭市总工会 implements “白鹭工匠”培育计划",
    "江口市总工会 implements “白鹭工匠”培育计划",
    "白鹭市教育局 participatesIn “白鹭工匠”培育计划",
    "白鹭市财政局 participatesIn “白鹭工匠”培育计划",
    "白鹭市总工会 cooperatesWith 白鹭市教育局",
    "白鹭市总工会 cooperatesWith 白鹭市财政局",
}


def _docx() -> bytes:
    made = docx.Document()
    made.add_paragraph("白鹭市任务分工表")
    table = made.add_table(rows=len(ROWS) + 1, cols=len(HEAD))
    for number, row in enumerate((HEAD, *ROWS)):
        for at, cell in enumerate(row):
            table.cell(number, at).text = cell
    table.cell(1, 0).merge(table.cell(2, 0)).text = PLAN
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _html() -> bytes:
    rows = [
        f"<tr><td{' rowspan=2' if row[0] == PLAN else ''}>" + "<td>".join(row if row[0] else row[1:])
        for row in ROWS
    ]
    text = "市政府要求各单位按照任务分工抓好落实，按季度报送进展情况。" * 4
    head = "<th>".join(HEAD)
    return f"<meta charset=utf-8><h1>白鹭市任务分工表</h1><p>{text}</p><table><tr><th>{head}{''.join(rows)}</table>".encode()


def _sheet() -> bytes:
    cells = [dict(zip("ABC", row, strict=True)) for row in (HEAD, *ROWS)]
    del cells[2]["A"]
    return book({"任务": sheet(cells, ["A2:A3"])})


def _lines(sign: str, edge: str = "") -> bytes:
    return "".join(f"{edge}{sign.join(row)}{edge}\n" for row in (HEAD, *ROWS)).encode()


FORMATS = {
    "a.csv": _lines(","),
    "a.tsv": _lines("\t"),
    "a.txt": "白鹭市任务分工表\n\n".encode() + _lines("\t"),
    "a.md": "# 白鹭市任务分工表\n\n".encode() + _lines(" | ", "|"),
    "a.xlsx": _sheet(),
    "a.html": _html(),
    "a.docx": _docx(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_facts(name: str) -> None:
    document = parse(FORMATS[name], name, "", SEEDS.words)
    facts = [fact for fact in run(document, SEEDS).assertions if fact.evidence.rule.startswith("row-")]
    said = {
        f"{fact.subject.names[0]} {fact.predicate} {getattr(fact.object, 'names', ('',))[0]}"
        for fact in facts
    }
    turned = {" ".join(reversed(one.split())): one for one in FACTS if "cooperatesWith" in one}
    assert {turned.get(one, one) for one in said} == FACTS
    for fact in facts:
        assert fact.evidence.exact == document.source.text[fact.evidence.start : fact.evidence.end]

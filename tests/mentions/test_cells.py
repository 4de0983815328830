"""Tables with known heads → the names that their columns make certain."""

from __future__ import annotations

import pytest

from kg.mentions import find
from kg.model import Source
from kg.readers.structure import structure
from kg.seeds import load

SEEDS = load()


def named(head: str, cell: str) -> list[str]:
    """The names of one cell under a head, each with its class and, where its place made it, a mark."""
    text = f"名单\n\n序号\t{head}\t备注\n1\t{cell}\t无\n"
    document = structure(Source("a.txt", "", "text/plain", text), SEEDS.words)
    low = text.index(cell)
    return [
        f"{mention.type} {document.text[mention.start : mention.end]}{'*' if mention.form.endswith('-in-cell') else ''}"
        for mention in find(document, SEEDS)
        if low <= mention.start and mention.end <= low + len(cell)
    ]


CELLS = [
    ("姓名", "应雪", ["Person 应雪*"]),
    ("姓名", "应　雪", ["Person 应　雪*"]),
    ("姓名", "应雪、欧阳晴（女）", ["Person 应雪*", "Person 欧阳晴*"]),
    ("姓名", "应雪 施远航", ["Person 应雪*", "Person 施远航*"]),
    ("姓名", "木合塔尔·艾山", ["Person 木合塔尔·艾山*"]),
    ("姓名", "待定", []),
    ("姓名", "各有关单位", []),
    ("爱好", "应雪", []),
    ("职务", "首席绘图师", ["Post 首席绘图师*"]),
    ("职务", "局长", ["Post 局长"]),
    ("职务", "分管副局长、首席绘图师", ["Post 副局长", "Post 首席绘图师*"]),
    ("工种", "首席绘图师", []),
    ("文件名称", "关于推进集体协商的意见", ["PolicyDocument 关于推进集体协商的意见*", "Mechanism 集体协商"]),
    ("文件名称", "《关于推进集体协商的意见》", ["PolicyDocument 关于推进集体协商的意见", "Mechanism 集体协商"]),
    ("文件名称", "会议纪要、领导批示。", []),
    ("项目名称", "白鹭湖水生态修复", ["Programme 白鹭湖水生态修复*"]),
    ("项目名称", "推进白鹭湖水生态修复", []),
    ("任务", "白鹭湖水生态修复", []),
]  # fmt: skip


@pytest.mark.parametrize(("head", "cell", "names"), CELLS)
def test_a_cell(head: str, cell: str, names: list[str]) -> None:
    assert named(head, cell) == names

"""PDFs made from known text: every character comes out, in order, in the paragraphs, tables and headings that were set."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import product

import pytest

from kg.readers import pdf
from kg.readers.extract import Extract
from tests.readers.conftest import Words
from tests.readers.typesetting import Part, Press, Style

WHO = (
    "市总工会",
    "各区总工会",
    "省财政厅",
    "市人力资源和社会保障局",
    "产业工会",
    "基层工会",
    "职工服务中心",
    "市医保局",
)
WHEN = ("", "到2025年底，", "今年以来，", "自2024年3月1日起，", "“十四五”期间，", "每季度第1个月，")
WHAT = (
    "牵头建设户外劳动者驿站", "会同有关部门开展法律援助", "抓好困难职工帮扶", "推广ISO 9001质量管理",
    "培训工会社会工作者1,200人次",
    "完善欠薪预警机制", "落实《甲省职工服务条例》", "用好App和WeChat小程序", "举办“安康杯”竞赛", "健全职工董事、职工监事制度",
)  # fmt: skip
HOW = (
    "做到件件有回音",
    "经费由同级财政保障",
    "（含乡镇、街道）一并纳入",
    "完成率不低于95.5%",
    "情况按月通报",
    "不得层层加码",
)
KEPT = 0.999


def body(seed: int, sentences: int) -> str:
    """Sentences that are nowhere the same."""
    told = []
    for at in range(sentences):
        n = seed * 31 + at * 7
        parts = WHEN[n % 6], WHO[n % 8], WHAT[(n // 3) % 10], HOW[(n // 5) % 6]
        told.append(f"{parts[0]}{parts[1]}{parts[2]}，{parts[3]}。")
    return "".join(told)


PLAIN = [
    Part("title", "甲市总工会关于加强职工服务站点建设的意见"),
    *[Part("body", body(n, 4 + n % 5)) for n in range(14)],
    Part("right", "甲市总工会"),
    Part("right", "2024年3月18日"),
]
STATUTE = [
    Part("title", "甲省职工服务条例"),
    Part("centred", "第一章　总　则"),
    *[Part("body", f"第{n}条　{body(i, 1 + i % 3)}") for i, n in enumerate("一二三四五六七")],
    Part("centred", "第二章　保障措施"),
    *[Part("body", f"第{n}条　{body(i + 9, 1 + i % 4)}") for i, n in enumerate("八九十")],
    Part("body", "第十一条　服务站点提供下列服务："),
    *[Part("body", f"（{n}）{body(i + 20, 1)}") for i, n in enumerate("一二三四五")],
]
TABLE = [
    Part("title", "重点任务分工表"),
    Part("body", body(3, 6)),
    Part(
        "table",
        rows=[
            ("任务", "牵头单位", "配合单位", "完成时限"),
            *[
                (body(n, 1), WHO[n % 8], WHO[(n + 3) % 8], f"202{n % 5 + 4}年{n % 12 + 1}月")
                for n in range(24)
            ],
        ],
    ),
    Part("body", body(5, 8)),
]
NOTES = [
    Part("heading", "年度报告"),
    Part("body", body(1, 3)),
    Part("footnote", "①数据来自甲市总工会的年报，不含乙县。"),
    *[Part("body", body(n, 9)) for n in range(2, 9)],
    Part("footnote", "②按照2023年的口径。"),
    *[Part("body", body(n, 7)) for n in range(9, 12)],
]
LIST = [
    Part("title", "工作要点"),
    *[
        part
        for at, number in enumerate("一二三四")
        for part in (
            Part("heading", f"{number}、{WHAT[at][:8]}"),
            Part("body", body(at, 5)),
            Part("body", f"1.{body(at + 30, 3)}"),
        )
    ],
]  # fmt: skip
TEXTS = {"plain": PLAIN, "statute": STATUTE, "table": TABLE, "notes": NOTES, "list": LIST}
STYLES = {
    "one column": Style(),
    "head and foot": Style(size=14, head="甲市工会工作", foot="— {n} —"),
    "two columns": Style(size=10, columns=2, head="甲市工会工作　2024年第3期", foot="{n}"),
    "three columns": Style(size=8, columns=3, gutter=16, page=(842, 595)),
    "blocks": Style(indent=0, gap=8, foot="第{n}页"),
    "turned page": Style(turned=90, size=11),
    "bold by drawing twice": Style(twice=True, size=13),
    "ragged": Style(justified=False, leading=2),
}


def expected(parts: Sequence[Part]) -> list[str]:
    """The lines that reading should give; a footnote comes behind the paragraph that its page ends in."""
    lines: list[str] = []
    for part in parts:
        lines += ["\t".join(row) for row in part.rows] if part.kind == "table" else [part.text]
    return lines


def read(data: bytes, words: Words) -> Extract:
    return pdf.extract(data, "样本.pdf", "", words)


def bare(text: str) -> str:
    return "".join(text.split())


def in_order(told: str, found: str) -> float:
    """How much of a text is found, in order, and not more than it."""
    same = sum(
        block.size for block in SequenceMatcher(None, told, found, autojunk=False).get_matching_blocks()
    )
    return same / max(len(told), len(found))


@pytest.mark.parametrize(("text", "style"), list(product(TEXTS, STYLES)), ids=lambda name: name)
def test_every_character_is_kept_in_order(text: str, style: str, words: Words) -> None:
    parts = TEXTS[text]
    made = read(Press(STYLES[style]).print(parts), words)
    wanted = expected(parts)
    notes = {part.text for part in parts if part.kind == "footnote"}
    found = made.text.splitlines()
    assert notes <= set(found)
    if made.origins[-1].place.startswith("page 1,") and STYLES[style].head:
        wanted = [STYLES[style].head, *wanted]  # on one page nothing shows that it is furniture
    told = [line for line in wanted if line not in notes]
    got = [line for line in found if line not in notes]
    kept = in_order(bare("".join(told)), bare("".join(got)))
    assert kept >= KEPT, f"{kept:.4f}"
    assert [bare(line) for line in got] == [bare(line) for line in told]
    assert made.flaws == ()

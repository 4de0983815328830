"""PDFs made from known text: every character comes out, in order, in the paragraphs, tables and headings that were set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from io import BytesIO
from itertools import product

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.model import Source
from kg.readers import pdf
from kg.readers.extract import Extract
from kg.readers.structure import structure
from tests.readers.conftest import Words
from tests.readers.typesetting import SONG, Part, Press, Style

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


# --- what is drawn in odd ways

FIRST = "第一条　为了规范职工服务工作，根据有关法律，制定本条例，并由各级工会组织实施。"


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A page with what is drawn on it, in Chinese letters of 12 points."""
    out = BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    canvas = Canvas(out, invariant=1)
    canvas.setFont(SONG, 12)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def vertical(canvas: Canvas) -> None:
    """Lines from top to bottom, the first at the right."""
    for number, line in enumerate(("竖排的文字从上到下", "从右到左，一行一行", "读完。")):
        for at, char in enumerate(line):
            canvas.drawString(400 - 24 * number, 700 - 13 * at, char)


def watermark(canvas: Canvas) -> None:
    """Two pages with the same slanted words."""
    for number in "一二":
        canvas.setFont(SONG, 12)
        canvas.drawString(72, 700, f"第{number}页的文字。")
        canvas.saveState()
        canvas.rotate(40)
        canvas.drawString(400, 100, "内部资料")
        canvas.restoreState()
        canvas.showPage()


def raised(canvas: Canvas) -> None:
    """A small number over the line."""
    canvas.drawString(72, 700, "按照规定")
    canvas.setFont(SONG, 7)
    canvas.drawString(120, 705, "1")
    canvas.setFont(SONG, 12)
    canvas.drawString(124, 700, "执行。")


def apart(canvas: Canvas) -> None:
    """Rows without rules, and text around them."""
    canvas.drawString(72, 740, "名单如下：")
    for row, cells in enumerate(
        (("主任", "王某某", "市总工会"), ("副主任", "李某", "市财政局"), ("委员", "赵某", "市教育局"))
    ):
        for at, cell in enumerate(cells):
            canvas.drawString(72 + at * 120, 700 - row * 20, cell)


def merged(canvas: Canvas) -> None:
    """A cell over two rows."""
    canvas.rect(72, 600, 100, 60)
    for x, y, text in ((172, 630, "甲"), (172, 600, "乙"), (272, 630, "丙"), (272, 600, "丁")):
        canvas.rect(x, y, 100, 30)
        canvas.drawString(x + 5, y + 10, text)
    canvas.drawString(77, 625, "任务")


ODD = (
    ("vertical writing", vertical, ["竖排的文字从上到下从右到左，一行一行读完。"]),
    ("a watermark", watermark, ["第一页的文字。", "第二页的文字。"]),
    ("a raised sign", raised, ["按照规定1执行。"]),
    ("radicals and ligatures", lambda canvas: canvas.drawString(72, 700, "⼀、⼆、⺠法"), ["一、二、民法"]),
    ("letters spaced out", lambda canvas: canvas.drawString(72, 700, "第 一 条　总则"), ["第一条　总则"]),
    ("twice, to look bold", lambda canvas: [canvas.drawString(72 + shift, 700, FIRST) for shift in (0, 0.4)], [FIRST]),
    ("cells under each other", apart, ["名单如下：", "主任\t王某某\t市总工会", "副主任\t李某\t市财政局", "委员\t赵某\t市教育局"]),
    ("a merged cell", merged, ["任务\t甲\t丙", "\t乙\t丁"]),
)  # fmt: skip


@pytest.mark.parametrize(("draw", "wanted"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_odd_writing_is_read_as_it_looks(
    draw: Callable[[Canvas], None], wanted: list[str], words: Words
) -> None:
    made = read(drawn(draw), words)
    assert made.text.splitlines() == wanted
    assert made.flaws == ()


def test_a_merged_cell_counts_in_every_row_that_it_reaches(words: Words) -> None:
    made = read(drawn(merged), words)
    (table,) = made.tables
    assert [[made.text[cell.start : cell.end] for cell in row] for row in table.rows] == [
        ["任务", "甲", "丙"],
        ["任务", "乙", "丁"],
    ]


def test_a_table_that_goes_on_over_pages_is_one_with_one_head(words: Words) -> None:
    rows = [("任务", "时限"), *[(body(n, 1), f"{n + 1}月") for n in range(40)]]
    again = [*rows[:20], rows[0], *rows[20:]]
    pages = Press(Style(page=(595, 640), size=11)).print([Part("table", rows=again, widths=(300, 100))])
    made = read(pages, words)
    assert {origin.place.partition(",")[0] for origin in made.origins} > {"page 1", "page 2"}
    assert len(made.tables) == 1


def test_the_articles_of_a_magazine_part(words: Words) -> None:
    parts = [
        part
        for number, title in enumerate(("做好帮扶工作", "建好服务站点", "抓好安全生产"))
        for part in (Part("title", title), *[Part("body", body(number * 10 + n, 6)) for n in range(4)])
    ]
    data = Press(Style(size=9, columns=2, head="甲刊 2024.3", foot="{n}")).print(parts)
    document = structure(
        Source("刊.pdf", "", "application/pdf", (made := read(data, words)).text), words, made
    )
    assert [article.title for article in document.articles] == [
        "做好帮扶工作",
        "建好服务站点",
        "抓好安全生产",
    ]


def test_each_line_has_its_page_and_box(words: Words) -> None:
    made = read(Press().print([Part("body", body(1, 60)), Part("body", FIRST)]), words)
    places = [origin.place for origin in made.origins]
    assert places[0] == "page 1, box 96 80 523 93"
    assert places[-1].startswith("page 2, box ")
    assert len(places) > 30, "a place for each line on the page"

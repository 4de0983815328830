"""Text → the kinds of its blocks, one a line of the table."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

BODY = "各级工会要把帮扶工作抓实抓细，让困难职工感受到组织的温暖。"

PAGES = {
    "a notice": [
        ("title", 0, "甲市总工会关于做好高温慰问工作的通知"),
        ("note", 0, "甲工发〔2024〕12号"),
        ("address", 0, "各区县总工会，市直机关工会："),
        ("paragraph", 0, "为贯彻《中共甲省委　甲省人民政府关于关心职工的意见》精神，保障职工身体健康，现将有关事项通知如下："),
        ("heading", 1, "一、总体要求"),
        ("paragraph", 0, BODY),
        ("heading", 1, "二、工作任务"),
        ("item", 2, "（一）开展走访慰问。要深入一线，了解职工需求。"),
        ("item", 2, "（二）完善服务站点。要用好户外劳动者服务站点。"),
        ("paragraph", 0, "特此通知。"),
        ("note", 0, "附件：1.慰问物资清单"),
        ("note", 0, "2.联系人名单"),
        ("signature", 0, "甲市总工会"),
        ("signature", 0, "2024年6月3日"),
        ("note", 0, "（此件公开发布）"),
        ("note", 0, "抄送：甲省总工会。"),
        ("note", 0, "甲市总工会办公室2024年6月4日印发"),
        ("heading", 1, "附件1"),
        ("heading", 2, "慰问物资清单"),
        ("paragraph", 0, BODY),
    ],
    "a statute": [
        ("title", 0, "甲省企业民主管理条例"),
        ("note", 0, "2012年3月1日甲省第十一届人民代表大会常务委员会第三十次会议通过"),
        ("note", 0, "2012年3月5日 甲省人民代表大会常务委员会公告第40号公布"),
        ("heading", 1, "目　录"),
        ("heading", 3, "第一章　总则"),
        ("heading", 3, "第二章　职工代表大会"),
        ("heading", 3, "第一章　总则"),
        ("article", 0, "第一条　为了推进企业民主管理，制定本条例。"),
        ("article", 0, "第二条　本条例适用于本省行政区域内的企业。"),
        ("paragraph", 0, "第一条规定的目的，由各级人民政府落实。"),
        ("heading", 3, "第二章　职工代表大会"),
        ("heading", 4, "第一节　职权"),
        ("article", 0, "第三条　职工代表大会行使下列职权："),
        ("item", 2, "（一）听取工作报告；"),
        ("item", 3, "1.年度报告；"),
        ("item", 2, "（二）审议集体合同草案。"),
        ("article", 0, "第三条之一　职工代表应当依法产生。"),
    ],
    "a statute with one long bracket": [
        ("title", 0, "甲市集体合同条例"),
        ("note", 0, "（2001年5月1日甲市第九届人民代表大会常务委员会第八次会议通过　根据2016年8月2日甲市第十二届人民代表大会常务委员会第三十次会议《关于修改部分法规的决定》修正）"),
        ("article", 0, "第一条 为了规范集体合同，制定本条例。"),
    ],
    "a news item": [
        ("title", 0, "甲市总工会开展新春送温暖活动"),
        ("note", 0, "来源：甲市日报"),
        ("byline", 0, "本报记者 张小明 通讯员 李小红"),
        ("paragraph", 0, "本报讯 1月8日，甲市总工会启动新春送温暖活动。"),
        ("paragraph", 0, BODY),
        ("byline", 0, "责任编辑：王小刚"),
    ],
    "an essay": [
        ("title", 0, "把温暖送到职工心坎上"),
        ("byline", 0, "张小明"),
        ("paragraph", 0, BODY),
        ("byline", 0, "（作者为甲市总工会主席）"),
    ],
    "a roster": [
        ("title", 0, "甲市根治欠薪工作领导小组成员名单"),
        ("row", 0, "组　长：张小明　副市长"),
        ("row", 0, "副组长：李小红　市人力资源和社会保障局局长"),
        ("row", 0, "成　员：王小刚　市总工会副主席"),
        ("row", 0, "古丽扎尔·艾山　市民族宗教事务局局长"),
        ("row", 0, "赵　兰　　市财政局副局长"),
    ],
    "a speech": [
        ("title", 0, "甲市政府工作报告（节选）"),
        ("note", 0, "——2024年1月8日在甲市第三届人民代表大会第四次会议上"),
        ("byline", 0, "甲市市长　张小明"),
        ("address", 0, "各位代表："),
        ("paragraph", 0, BODY),
    ],
    "a day in front": [
        ("title", 0, "甲市召开研讨会"),
        ("paragraph", 0, "2024年1月16日，职业伤害保障研讨会在甲市召开。试点办法已经公布，与会专家主张尽快实施"),
    ],
    "no title": [
        ("paragraph", 0, "推进就业优先。就业是民生之本。"),
        ("paragraph", 0, BODY),
    ],
    "an order": [
        ("title", 0, "中华人民共和国国务院令第999号"),
        ("paragraph", 0, "《甲条例》已经国务院常务会议通过，现予公布，自2024年7月1日起施行。"),
        ("signature", 0, "总理　张小明"),
        ("signature", 0, "2024年5月1日"),
    ],
    "an order with its text": [
        ("note", 0, "甲部令第99号"),
        ("paragraph", 0, "《乙规定》已经第9次部务会议通过，现予公布，自2024年7月1日起施行。"),
        ("signature", 0, "部长　张小明"),
        ("signature", 0, "2024年5月1日"),
        ("title", 0, "乙规定"),
        ("note", 0, "（2024年4月1日甲部第9次部务会议通过）"),
        ("article", 0, "第一条　为了做好工作，制定本规定。"),
    ],
    "an announcement": [
        ("note", 0, "2024年第9号"),
        ("title", 0, "关于发布三项规程的公告"),
        ("paragraph", 0, BODY),
        ("signature", 0, "甲省民政厅"),
        ("signature", 0, "2024年5月1日"),
    ],
    "events that end in a stop": [
        ("title", 0, "甲组织法"),
        ("note", 0, "（1979年7月1日甲大会第二次会议通过，1986年12月2日甲大会第八次会议修正。）"),
        ("article", 0, "第一条　为了做好工作，制定本法。"),
    ],
}  # fmt: skip


def _blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n　　"], ids=["close", "apart", "indented"])
def test_a_page_has_its_blocks(structured: Callable[..., Document], name: str, gap: str) -> None:
    expected = PAGES[name]
    assert _blocks(structured(gap.join(text for _, _, text in expected))) == expected


def test_the_head_of_a_sheet_is_one_line(structured: Callable[..., Document]) -> None:
    """Bodies over a title, and the number of an order under its name, stand on lines of their own."""
    joined = (
        ("甲省民政厅\n甲省财政厅\n关于做好养老工作的通知\n甲民发〔2024〕9号\n各市民政局：", "甲省民政厅\n甲省财政厅关于做好养老工作的通知"),
        ("最高人民法院\n关于审理甲案件的解释\n法释〔2024〕9号", "最高人民法院关于审理甲案件的解释"),
        ("甲市国土局　甲市规划局\n甲市财政局令\n第9号\n《乙规定》已经通过，现予公布。", "甲市国土局　甲市规划局甲市财政局令第9号"),
        ("甲省民政厅\n公　告\n2024年第9号\n根据规定，现予公告。", "甲省民政厅公　告2024年第9号"),
    )  # fmt: skip
    for text, title in joined:
        assert next(said for kind, _, said in _blocks(structured(text)) if kind == "title") == title


MARKED = (
    ("a heading", "# 标题\n\n正文一句。", [("title", 0, "标题"), ("paragraph", 0, "正文一句。")]),
    ("bullets", "# 标题\n\n- 甲事项办好。\n* 乙事项办好。\n• 丙事项办好。", [("title", 0, "标题"), ("item", 6, "甲事项办好。"), ("item", 6, "乙事项办好。"), ("item", 6, "丙事项办好。")]),
    ("bold", "正文**要点**一句。", [("paragraph", 0, "正文要点一句。")]),
    ("a link", "见[《甲办法》](http://a.cn/1)的规定。", [("paragraph", 0, "见《甲办法》的规定。")]),
    ("a quotation", "> 正文一句。\n> 又一句。", [("paragraph", 0, "正文一句。"), ("paragraph", 0, "又一句。")]),
    ("a comment", "# 标题\n<!-- 编号\n在此 -->\n正文<!-- 二 -->一句。", [("title", 0, "标题"), ("paragraph", 0, "正文一句。")]),
    ("a table", "正文一句。\n\n| 姓名 | 职务 |\n|---|---|\n| 张三 | 主席 |", [("paragraph", 0, "正文一句。"), ("row", 0, "姓名 | 职务"), ("row", 0, "张三 | 主席")]),
    ("an underlined heading", "标题\n====\n\n正文一句。", [("title", 0, "标题"), ("paragraph", 0, "正文一句。")]),
    ("a rule", "正文一句。\n\n---\n\n又一句。", [("paragraph", 0, "正文一句。"), ("paragraph", 0, "又一句。")]),
    ("a front matter", "---\ntitle: 标题\n---\n# 标题\n\n正文一句。", [("title", 0, "标题"), ("paragraph", 0, "正文一句。")]),
    ("a tag", "正文<br/>一句。", [("paragraph", 0, "正文一句。")]),
    ("an escape", "正文1\\. 一句。", [("paragraph", 0, "正文1. 一句。")]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in MARKED], ids=[row[0] for row in MARKED])
def test_markup_is_left_out(
    structured: Callable[..., Document], text: str, expected: list[tuple[str, int, str]]
) -> None:
    assert _blocks(structured(text, "样本.md")) == expected


def test_a_plain_text_keeps_its_stars_and_brackets(structured: Callable[..., Document]) -> None:
    document = structured("面积为3**2，见[1](注)和<br>。")
    assert document.text == "面积为3**2，见[1](注)和<br>。"


RUN_ON = (
    (
        "a list inside a paragraph",
        "工会履行下列职责：（一）维护职工权益；（二）组织劳动竞赛；（三）开展困难帮扶。",
        [("paragraph", "工会履行下列职责："), ("item", "（一）维护职工权益；"), ("item", "（二）组织劳动竞赛；"), ("item", "（三）开展困难帮扶。")],
    ),
    (
        "numbers that are references",
        "违反前款第（一）项、第（二）项规定的，依照第五条。第五条规定的处罚由甲市监察部门作出。",
        [("paragraph", "违反前款第（一）项、第（二）项规定的，依照第五条。第五条规定的处罚由甲市监察部门作出。")],
    ),
    (
        "a notice on one line",
        "甲市总工会关于开展技能竞赛的通知各区县总工会：为提升职工素质，现通知如下。一、广泛发动。各单位要组织职工参赛。二、严格评审。要公平公正。甲市总工会2024年3月1日",
        [
            ("title", "甲市总工会关于开展技能竞赛的通知"),
            ("address", "各区县总工会："),
            ("paragraph", "为提升职工素质，现通知如下。"),
            ("item", "一、广泛发动。各单位要组织职工参赛。"),
            ("item", "二、严格评审。要公平公正。"),
            ("signature", "甲市总工会2024年3月1日"),
        ],
    ),
    (
        "a statute on one line",
        "甲市集体合同办法（2020年1月1日甲市人民政府令第3号公布）第一章 总则 第一条 为了规范集体合同，制定本办法。第二条 本办法适用于本市企业。第二章 协商 第三条 协商代表依法产生。",
        [
            ("title", "甲市集体合同办法"),
            ("note", "（2020年1月1日甲市人民政府令第3号公布）"),
            ("heading", "第一章 总则"),
            ("article", "第一条 为了规范集体合同，制定本办法。"),
            ("article", "第二条 本办法适用于本市企业。"),
            ("heading", "第二章 协商"),
            ("article", "第三条 协商代表依法产生。"),
        ],
    ),
    (
        "an annexed rule after its date",
        "现印发给你们，请遵照执行。\n甲县总工会2023年5月4日关于实施《甲市技能人才十条》的意见为落实人才政策，结合本县实际，制定本意见。\n第一条 加强培养。",
        [
            ("paragraph", "现印发给你们，请遵照执行。"),
            ("signature", "甲县总工会2023年5月4日"),
            ("heading", "关于实施《甲市技能人才十条》的意见"),
            ("paragraph", "为落实人才政策，结合本县实际，制定本意见。"),
            ("article", "第一条 加强培养。"),
        ],
    ),
    (
        "a heading that runs in, an opinion and its speaker",
        "完善集体协商制度 在平台经济快速发展的背景下，集体协商要覆盖更多劳动者，推动行业协商落地见效。 ——甲大学法学院教授 张小明 协商的关键在于代表性，要让劳动者选出自己信任的人。 （李小红整理）",
        [
            ("title", "完善集体协商制度"),
            ("paragraph", "在平台经济快速发展的背景下，集体协商要覆盖更多劳动者，推动行业协商落地见效。"),
            ("signature", "——甲大学法学院教授 张小明"),
            ("paragraph", "协商的关键在于代表性，要让劳动者选出自己信任的人。"),
            ("byline", "（李小红整理）"),
        ],
    ),
    (
        "an article with a long number",
        "第一百二十九条 本条例自2024年1月1日起施行，国务院有关部门应当做好衔接工作。原条例同时废止。",
        [("article", "第一百二十九条 本条例自2024年1月1日起施行，国务院有关部门应当做好衔接工作。原条例同时废止。")],
    ),
    (
        "an author in a bracket at the end",
        "要让职工得到实惠，推动各项工作再上新台阶。（作者单位：甲市总工会）",
        [("paragraph", "要让职工得到实惠，推动各项工作再上新台阶。"), ("byline", "（作者单位：甲市总工会）")],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in RUN_ON], ids=[row[0] for row in RUN_ON])
def test_what_runs_together_is_taken_apart(
    structured: Callable[..., Document], text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(kind, said) for kind, _, said in _blocks(structured(text))] == expected

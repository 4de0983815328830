"""Text with breaks inside sentences and names → the stretches of reading text that its blocks hold."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

LONG = "甲市各级工会要聚焦主责主业，把维权服务做到职工身边，持续推动基层组织建设，不断提升服务职工的能力"

HEALED = (
    ("a page break inside a paragraph", f"{LONG}和水\n\n平，让职工有更多获得感。", [f"{LONG}和水平，让职工有更多获得感。"]),
    ("a page number between", f"{LONG}和水\n\n— 12 —\n\n平，更好服务大局。", [f"{LONG}和水平，更好服务大局。"]),
    ("a page number of digits alone", f"{LONG}和水\n12\n平，更好服务大局。", [f"{LONG}和水平，更好服务大局。"]),
    ("a form feed between", f"{LONG}和水\f平，更好服务大局。", [f"{LONG}和水平，更好服务大局。"]),
    (
        "three bodies over the title of their notice",
        "甲省民政厅　甲省财政厅　甲省卫生厅\n关于做好老人照护工作的通知\n各市民政局：",
        ["甲省民政厅　甲省财政厅　甲省卫生厅关于做好老人照护工作的通知", "各市民政局："],
    ),
    (
        "hard-wrapped lines",
        "甲市总工会近日召开全体会议，听取上半年工作情况\n的汇报，研究部署下半年重点任务，审议通过关于进\n一步加强基层建设的意见。",
        ["甲市总工会近日召开全体会议，听取上半年工作情况的汇报，研究部署下半年重点任务，审议通过关于进一步加强基层建设的意见。"],
    ),
    (
        "hard-wrapped, indented paragraphs",
        "　　甲市总工会近日召开全体会议，听取上半年工作情况的\n汇报，研究部署下半年重点任务，审议通过关于进一步加强\n基层建设的意见。\n　　会议要求各区县工会抓好落实，把会议精神传达到每一\n个基层工会，按时报送进展。\n",
        [
            "甲市总工会近日召开全体会议，听取上半年工作情况的汇报，研究部署下半年重点任务，审议通过关于进一步加强基层建设的意见。",
            "会议要求各区县工会抓好落实，把会议精神传达到每一个基层工会，按时报送进展。",
        ],
    ),
    ("a name split over lines", "根据《甲省劳动\n保障条例》的规定。", ["根据《甲省劳动保障条例》的规定。"]),
    ("a name split after a blank line", "根据《甲省劳动\n\n保障条例》的规定。", ["根据《甲省劳动保障条例》的规定。"]),
    ("a bracket split over lines", "你单位的请示（甲工\n发〔2024〕3号）收悉。", ["你单位的请示（甲工发〔2024〕3号）收悉。"]),
    (
        "copies and annexes of a hard-wrapped notice",
        "各区县总工会要加强组织领导，明确专人负责，按时报送进展情\n况，确保各项任务落到实处。\n附件：甲市总工会关于进一步做好困难职工帮扶工作的实施方案\n（试行）\n抄送：甲市人力资源和社会保障局，甲市民政局，甲市财政局，甲\n市退役军人事务局。",
        [
            "各区县总工会要加强组织领导，明确专人负责，按时报送进展情况，确保各项任务落到实处。",
            "附件：甲市总工会关于进一步做好困难职工帮扶工作的实施方案",
            "（试行）",
            "抄送：甲市人力资源和社会保障局，甲市民政局，甲市财政局，甲市退役军人事务局。",
        ],
    ),
    (
        "a reference to items at the head of a line",
        "　　企业有前款第（一）、第（二）、第（三）项情形的，依照第\n（四）项的规定处理，职工可以向所在地工会反映，工会应当及\n时答复。\n　　企业应当保存记录，接受监督检查，期限不少于三年，不得伪\n造、篡改。",
        [
            "企业有前款第（一）、第（二）、第（三）项情形的，依照第（四）项的规定处理，职工可以向所在地工会反映，工会应当及时答复。",
            "企业应当保存记录，接受监督检查，期限不少于三年，不得伪造、篡改。",
        ],
    ),
    ("the rest of an item", "（二）代表职工与企业行政方签订工资集体合\n\n同文本；", ["（二）代表职工与企业行政方签订工资集体合同文本；"]),
    ("a word that clings", "市场监管部门负责制定并公布实行政府定价\n\n的服务收费标准，接受监督；", ["市场监管部门负责制定并公布实行政府定价的服务收费标准，接受监督；"]),
    ("a comma that ends a line", "甲市总工会、甲市人力资源和社会保障局，\n现将有关情况公布如下。", ["甲市总工会、甲市人力资源和社会保障局，现将有关情况公布如下。"]),
    ("a ratio cut at its colon", "按照省级资助额给予1：\n1的配套补助。", ["按照省级资助额给予1：1的配套补助。"]),
    ("a title over two lines", "甲市人力资源和社会保障局\n关于开展技能培训的通知\n\n各区县：", ["甲市人力资源和社会保障局关于开展技能培训的通知", "各区县："]),
    (
        "events of a statute over lines of one bracket",
        "甲省工会条例\n（2001年6月1日甲省第一届人民代表大会通过\n2016年7月1日甲省第二届人民代表大会修订）\n第一条 为了保障职工权益，制定本条例。",
        ["甲省工会条例", "（2001年6月1日甲省第一届人民代表大会通过2016年7月1日甲省第二届人民代表大会修订）", "第一条 为了保障职工权益，制定本条例。"],
    ),
    (
        "a title with its addressees and its events under it",
        "甲院关于办理甲案、乙案、丙案适用有关规定若干问题的意见\n（2001年6月1日甲院审判委员会第8次会议通过）\n各省、自治区、直辖市高级人民法院：",
        ["甲院关于办理甲案、乙案、丙案适用有关规定若干问题的意见", "（2001年6月1日甲院审判委员会第8次会议通过）", "各省、自治区、直辖市高级人民法院："],
    ),
    (
        "a title with its first sentence under it",
        "甲院关于办理甲案、乙案、丙案适用有关规定若干问题的意见\n为了办好案件，保障人民群众的权利，根据审判的实践，提出本意见。",
        ["甲院关于办理甲案、乙案、丙案适用有关规定若干问题的意见", "为了办好案件，保障人民群众的权利，根据审判的实践，提出本意见。"],
    ),
    ("Latin words keep a space", "The council met today in the city hall, and adopted\nthe plan of work.", ["The council met today in the city hall, and adopted\nthe plan of work."]),
    ("windows newlines", f"{LONG}和水\r\n\r\n平，更好服务大局。\r\n", [f"{LONG}和水平，更好服务大局。"]),
)  # fmt: skip

KEPT = (
    ("a heading and a paragraph", ["深入学习领会", "各级工会要学习。"]),
    ("a title and a byline", ["把服务送到职工身边", "张小明", "近日，甲市总工会开展走访。"]),
    ("poems", ["春风吹过厂房顶，", "机器声声伴歌行。", "劳动光荣记心上，", "一砖一瓦筑新城。"]),
    ("short lines", ["组长：张小明", "副组长：李小红", "成员：王小刚、赵小兰"]),
    ("items", ["一、加强领导", "二、落实责任", "三、强化督查"]),
    ("a list without stops", ["（一）宣传教育", "（二）技能培训", "（三）劳动竞赛"]),
    ("signature and date", ["请认真贯彻执行。", "甲市总工会", "2024年3月1日"]),
    ("a title and addressees", ["关于批准《甲厂质量保证大纲（建造阶段）》的通知", "甲厂有限公司：", "经审查，现予批准。"]),
    ("a long paragraph without a stop and a heading", [LONG, "健全工作机制"]),
    ("a long paragraph without a stop and an item", [LONG, "（一）健全工作机制，压实责任。"]),
    ("a long paragraph without a stop and an article", [LONG, "第二条 本办法适用于本市。"]),
    ("a long paragraph without a stop and a date", [LONG, "2024年3月1日"]),
    ("events of a statute, one a line", ["甲省工会条例", "2001年6月1日甲省第一届人民代表大会常务委员会第三次会议通过", "2016年7月1日甲省第二届人民代表大会常务委员会第四次会议修订", "第一条 为了保障职工权益，制定本条例。"]),
    ("a name whose link was lost", ["为规范管理，国家有关部门组织编制了《", "本技术文件适用于新建项目，其他项目可以参考。"]),
    ("a signature at the end of a line", ["立法应当循序渐进，先试点后推广。 ——甲大学法学院教授 张小明", "医疗保障要量力而行，兼顾公平与效率。"]),
    ("full paragraphs", [f"{LONG}。", f"{LONG}！"]),
)  # fmt: skip


def _stretches(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in HEALED], ids=[row[0] for row in HEALED])
def test_breaks_inside_sentences_and_names_are_healed(
    structured: Callable[..., Document], text: str, expected: list[str]
) -> None:
    assert _stretches(structured(text)) == expected


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("lines", [row[1] for row in KEPT], ids=[row[0] for row in KEPT])
def test_lines_that_stand_for_themselves_stay_apart(
    structured: Callable[..., Document], lines: list[str], gap: str
) -> None:
    document = structured(gap.join(lines))
    joined = [line for line in document.text.splitlines() if line]
    assert joined == lines

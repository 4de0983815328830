"""Who is named in a sentence: by surname, given name and what stands beside; and which words only look like names."""

from __future__ import annotations

import pytest

from kg.mentions.odds import odds
from tests.mentions.sentences import found

NAMED = [
    ("of one sign in a reporter's bracket", "青溪电（记者付晨）今天", ["付晨"]),
    ("in a list of comrades", "年占海、蔺小芹、陈克俭三位同志讲了话", ["年占海", "蔺小芹", "陈克俭"]),
    ("in a line of appointments", "亓伟为白鹭市总工会主席；", ["亓伟"]),
    ("wide, in a line of appointments", "相　峰、宿小曼（女）为白鹭市总工会主席；", ["相　峰", "宿小曼"]),
    ("in the bracket that closes a text", "早市散了。\n（佟力　白羽）", ["佟力", "白羽"]),
    ("before a verb of saying", "女工赵梅芳说，这里变化很大。", ["赵梅芳"]),
    ("a compound surname", "欧阳敬之指出，要把好事办好。", ["欧阳敬之"]),
    (
        "a compound surname before one sign",
        "白鹭市总工会副主席司徒正、闻人静列席会议。",
        ["司徒正", "闻人静"],
    ),
    ("an unusual name behind a body and its post", "白鹭市总工会主席施远航主持会议", ["施远航"]),
    ("behind a post that opens a line", "副主席应雪出席", ["应雪"]),
    ("called to an office", "任命陶然之同志为副主席", ["陶然之"]),
    ("a foreign name with a rare sign", "总理安瓦尔·易卜拉欣出席会议", ["安瓦尔·易卜拉欣"]),
    ("behind a byline word", "记者周云帆报道", ["周云帆"]),
    ("behind a post", "经理钱学文表示满意", ["钱学文"]),
    ("behind a body and a post", "白鹭市总工会副主席沈静怡陪同调研", ["沈静怡"]),
    ("alone between commas", "林晓岚，白鹭市总工会主席。", ["林晓岚"]),
    ("behind a colon", "作者：陆文昭", ["陆文昭"]),
    ("behind a group", "青溪县工会干部孙玉珍介绍", ["孙玉珍"]),
    ("again, wherever it stands", "沈静怡陪同调研。会后沈静怡看望了职工。", ["沈静怡", "沈静怡"]),
    ("a foreign name", "卡洛斯访问青溪县", ["卡洛斯"]),
    ("a name with a dot", "作者木合买提·艾尔肯江到会", ["木合买提·艾尔肯江"]),
    ("a foreign name behind a dot before a word", "部长卡洛斯·阿马特在会上", ["卡洛斯·阿马特"]),
    ("in a list with one that counts", "记者周云帆、厉勇为报道", ["周云帆", "厉勇为"]),
    ("a surname before a title", "问起王老师的近况", ["王"]),
    ("one's own thought", "高举邓小平理论旗帜", ["邓小平"]),
    ("a name that every reader knows", "白求恩精神", ["白求恩"]),
]
NOT_NAMED = [
    "\n华为为白鹭市总工会提供设备",
    "（记者）今天",
    "马上召开会议",
    "石油价格上涨",
    "安全生产检查",
    "江南地区高度重视",
    "主席台就座",
    "高升镇建起市场",
    "毛泽东思想、邓小平理论",
    "五任县长",
    "雷阵雨天气",
    "方案通过，范围扩大",
    "该市高峰论坛闭幕。",
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_who_is_named(text: str, names: list[str]) -> None:
    assert found(text, "Person") == names


@pytest.mark.parametrize("text", NOT_NAMED)
def test_nobody_is_named(text: str) -> None:
    assert found(text, "Person") == []


def test_a_statute_names_nobody_in_passing() -> None:
    from kg.mentions import find
    from kg.model import Article, Block, Document, Source
    from tests.mentions.sentences import SEEDS

    lines = [f"第{number}条　记者周云帆说。" for number in "一二三"]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(3)]
    blocks = tuple(Block("article", start, start + len(lines[0])) for start in starts)
    source = Source("law.txt", "0" * 64, "text/plain", text)
    document = Document(source, text, ((0, 0),), blocks, (Article(1, 0, len(text), "law"),))
    assert [m for m in find(document, SEEDS) if m.type == "Person"] == []


def test_how_usual_a_sign_is_in_given_names() -> None:
    counted = odds(frozenset("阿尔克斯特"))
    assert counted["S王"] > 0 > counted["S的"]
    assert counted["F芳"] > 0.5 > counted.get("F的", -2.0)
    assert counted["T斯"] > counted["T的"]
    assert all(-5.0 <= weight <= 5.0 for weight in counted.values())

"""Which titles name instruments, of which kind, and what stands in title brackets without being one."""

from __future__ import annotations

import pytest

from kg.mentions.numbers import NumberBook
from kg.mentions.titles import TitleBook, bracketed
from kg.script.dates import versions
from tests.mentions.sentences import SEEDS, found, ground

BOOK = TitleBook(SEEDS)
KINDS = {
    "中华人民共和国劳动法": "Statute",
    "白鹭市湖泊保护条例": "LocalRegulation",
    "白鹭省实施〈中华人民共和国湖泊法〉办法": "LocalRegulation",
    "白鹭省〈中华人民共和国湖泊法〉实施细则": "LocalRegulation",
    "湖泊保护办法": "PolicyDocument",
    "最高人民法院关于审理湖泊案件适用法律若干问题的解释": "JudicialInterpretation",
    "国务院关于湖泊管理的规定": "AdministrativeRegulation",
    "关于开展湖泊巡查的通知": "PolicyDocument",
    "白鹭市湖泊新政三十条": "PolicyDocument",
    "湖泊日报": "",
    "湖泊保护讲义": "",
    "湖泊权益保护手册": "",
    "第二十条": "",
    "共产党宣言": "",
}
INSTRUMENTS = (
    "Statute Constitution AdministrativeRegulation LocalRegulation JudicialInterpretation PolicyDocument LegalInstrument Standard"
).split()


@pytest.mark.parametrize("title", KINDS)
def test_a_title_tells_its_kind(title: str) -> None:
    assert BOOK.kind(title) == KINDS[title]


def test_brackets_nest() -> None:
    text = "转发《关于印发〈湖泊巡查办法〉的通知》和<渔业法>"
    assert [(text[start:end], depth) for start, end, depth in bracketed(text)] == [
        ("湖泊巡查办法", 1),
        ("关于印发〈湖泊巡查办法〉的通知", 0),
        ("渔业法", 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《劳动法讲义》是一本教材。", []),
        ("《第二十条》是一部影片。", []),
        ("《白鹭市优化营商环境条例》公布了。", ["白鹭市优化营商环境条例"]),
        ("重庆市优化营商环境条例已经修改。", ["重庆市优化营商环境条例"]),
        ("履行工会法规定的职责", ["工会法"]),
        ("刑法修正案(十二)施行了。", ["刑法修正案(十二)"]),
        ("建议尽快出台湖泊保护法。", ["湖泊保护法"]),
        ("达到《湖泊风景质量等级评定》（GB/T 99005-1999）二级以上。", ["湖泊风景质量等级评定"]),
        ("双方签订了《主播合作协议》，研读了《劳动争议典型案例》。", []),
        ("会议通过了修改种子法的决定。", ["修改种子法的决定", "种子法"]),
        ("基金会章程必须明确其公益性质。", []),
        ("郑州市湖泊广告设置条例由有关部门执行。", ["郑州市湖泊广告设置条例"]),
    ],
)
def test_instruments_of_a_sentence(text: str, expected: list[str]) -> None:
    assert found(text, *INSTRUMENTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("还有配套文件人社部发〔2024〕94号。", ["人社部发〔2024〕94号"]),
        ("请见国卫医发[2018]25号附件", ["国卫医发[2018]25号"]),
        ("农办经〔2023〕8号", ["农办经〔2023〕8号"]),
        ("《甲办法》（农办经〔2023〕8号）", ["农办经〔2023〕8号"]),
        ("甲市人民代表大会常务委员会公告第12号公布", ["甲市人民代表大会常务委员会公告第12号"]),
        (
            "舟山市第六届人民代表大会常务委员会公告第12号公布",
            ["舟山市第六届人民代表大会常务委员会公告第12号"],
        ),
        ("劳动部、农业部劳部发［1996］255号文发布", ["劳部发［1996］255号"]),
        ("国发〔２０１５〕２号改革了制度。", ["国发〔２０１５〕２号"]),
        ("2019年3月2日国务院令第709号修订", ["国务院令第709号"]),
        ("国家发展改革委、商务部令第37号签发", ["国家发展改革委、商务部令第37号"]),
        ("市场监管总局2021年第7号公告公布", ["市场监管总局2021年第7号公告"]),
        ("重庆市人民政府令第352号废止", ["重庆市人民政府令第352号"]),
        ("他住在2021年建成的第7号楼", []),
    ],
)
def test_document_numbers(text: str, expected: list[str]) -> None:
    made = ground(text)
    for mention in ground_lexicon(text):
        made.add(mention)
    assert [text[m.start : m.end] for m in NumberBook(SEEDS).find(made)] == expected


def ground_lexicon(text: str):  # noqa: ANN201 - what the lexicons know of a sentence
    from kg.mentions.finding import finder

    return list(finder(SEEDS).lexicon.find(ground(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲法》（2023年修订）自次年施行", ["2023年修订"]),
        ("《甲法（2018年第二次修正）》", ["2018年第二次修正"]),
        ("《甲规定》（2012年）的附录", ["2012年"]),
        ("《甲法》（2023年修订，以下简称新法）", ["2023年修订"]),
        ("会议（2012年）闭幕", []),
    ],
)
def test_versions(text: str, expected: list[str]) -> None:
    assert [text[m.start : m.end] for m in versions(text)] == expected

"""Which provision of which instrument a citation means, and what stays unresolved."""

from __future__ import annotations

import pytest

from kg.entities import resolve
from kg.entities.meetings import meeting
from kg.mentions import find
from kg.model import Entity, Resolved
from kg.readers import parse
from tests.entities.resolving import SEEDS

TITLE = "白鹭市湖泊保护条例"
ARTICLES = """第一条　湖泊应当保护。
保护经费列入预算。
第二条　有下列情形之一的，应当报告：
（一）水位下降；
（二）水质变坏。
"""


def of(text: str, title: str = "读者来信") -> Resolved:
    data = f"{title}\n\n{text}".encode()
    document = parse(data, "甲.txt", "", SEEDS.words)
    return resolve(document, find(document, SEEDS), SEEDS)


def keys(resolved: Resolved) -> list[str]:
    """The keys of the provisions cited, in order."""
    provisions = ("Article", "Paragraph", "Item", "Chapter", "Provision")
    return [
        k.entity.key for k in resolved.links if isinstance(k.entity, Entity) and k.mention.type in provisions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "依照《劳动法》第三条和《工会法》第五条、第七条办理。",
            ["劳动法第三条", "工会法第五条", "工会法第七条"],
        ),
        ("《劳动合同法》（2012年修正）第五条至第六条适用。", ["劳动合同法第五条", "劳动合同法第六条"]),
        (
            "他引用《刑法》第二十条第三款，对方认为应看该条第二款。",
            ["刑法第二十条第三款", "刑法第二十条第二款"],
        ),
        ("《劳动法》第三十六条限定了工时，不得违反上述规定。", ["劳动法第三十六条", "劳动法第三十六条"]),
        ("《工会法》通过多年，该法第三条常被引用。", ["工会法第三条"]),
        ("涉及刑法分则第四章、第五章的案件", ["刑法第二编第四章", "刑法第二编第五章"]),
        ("《甲乙办法》（以下简称《办法》）施行。《办法》第七条有门槛。", ["甲乙办法第七条"]),
    ],
)
def test_a_citation_is_of_what_stands_before_it(text: str, expected: list[str]) -> None:
    assert keys(of(text)) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("第三条　违反前条规定的，责令改正。", ["第二条"]),
        ("第三条　湖长巡湖。\n前款所称湖长由市里任命。", ["第三条第一款"]),
        ("第三条　有本条例第二条第（一）项情形的，立即报告。", ["第二条第（一）项"]),
        ("第三条　湖长巡湖。\n依照本条第一款巡湖的，应当记录。", ["第三条第一款"]),
        ("第三条　第一条第二款的经费由市里承担。", ["第一条第二款"]),
    ],
)
def test_a_text_cites_itself(last: str, expected: list[str]) -> None:
    assert keys(of(ARTICLES + last, TITLE)) == [TITLE + step for step in expected]


@pytest.mark.parametrize(
    "text", ["第三十条与第三十一条的关系请教各位。", "执行前款规定有困难。", "市民读了本法很有体会。"]
)
def test_what_cannot_be_resolved_is_told(text: str) -> None:
    resolved = of(text)
    assert keys(resolved) == []
    assert resolved.unresolved


@pytest.mark.parametrize(
    "text", ["运动会第四项是拔河。", "全市开通了第八条公交线路。", "《资本论》第一卷第三章讨论货币。"]
)
def test_what_is_counted_is_no_citation(text: str) -> None:
    resolved = of(text)
    assert keys(resolved) == []
    assert not resolved.unresolved


def test_decisions_of_one_title_are_told_apart_by_their_dates() -> None:
    text = (
        "2016年2月6日《国务院关于修改部分行政法规的决定》和2018年9月18日《国务院关于修改部分行政法规的决定》"
    )
    decisions = [
        k.entity.key
        for k in of(f"依据{text}办理。").links
        if isinstance(k.entity, Entity) and "部分" in k.entity.key
    ]
    assert len(set(decisions)) == 2


def test_a_namesake_that_is_repealed_is_another() -> None:
    last = "第三条　1993年7月1日通过的《白鹭市湖泊保护条例》同时废止。"
    found = {
        k.entity.key
        for k in of(ARTICLES + last, TITLE).links
        if isinstance(k.entity, Entity) and TITLE in k.entity.key
    }
    assert found == {TITLE, f"{TITLE}（1993-07-01）"}


def test_a_session_has_one_key() -> None:
    body = Entity("StateBody", "全国人民代表大会常务委员会", ("全国人民代表大会常务委员会",))
    short = meeting("十四届全国人大常委会第七次会议", ("十四届全国人大常委会", body), {}, "a")
    full = meeting(
        "第十四届全国人民代表大会常务委员会第七次会议", ("第十四届全国人民代表大会常务委员会", body), {}, "b"
    )
    assert short.key == full.key == "第十四届全国人民代表大会常务委员会第七次会议"

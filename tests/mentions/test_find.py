"""Any text at all: finding and resolving do not fail, and what they give is in bounds, in order, and the same again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import resolve
from kg.mentions import find
from kg.model import Document, Literal
from kg.readers import read
from tests.mentions.sentences import SEEDS, found, sentence

WORDS = """
    白鹭市 青溪县 瀛洲省 总工会 人大常委会 县委 市政府 主席 书记 记者 周云帆 欧阳敬之 说 第 二十 条 款 （一） 项 之一 至 和 与 等
    本法 该条例 办法 通知 暖冬 专项行动 机制 开展 根据 关于 的 决定 2024年 3月 5日 〔2024〕 1号 号 届 次会议 十八大 论坛 有限公司
    大学 学院 以下简称 伊万·诺夫 京 a 1 𠮷 ， 。 、 《 》 “ ” 〈 〉 （ ） + ： ；
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "　", "\u200b", "\ufeff"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


def sound(document: Document) -> None:
    mentions = find(document, SEEDS)
    assert all(0 <= m.start < m.end <= len(document.text) for m in mentions)
    assert [(m.start, -m.end) for m in mentions] == sorted((m.start, -m.end) for m in mentions)
    for at, one in enumerate(mentions):
        for other in mentions[at + 1 :]:
            assert other.start >= one.end or one.contains(other), "names nest or lie apart"
    links = resolve(document, mentions, SEEDS).links
    assert [(k.mention.start, -k.mention.end) for k in links] == sorted(
        (k.mention.start, -k.mention.end) for k in links
    )
    for link in links:
        assert 0 <= link.mention.start < link.mention.end <= len(document.text)
        assert isinstance(link.entity, Literal) or (link.entity.key and link.entity.names)
    assert find(document, SEEDS) == mentions


@given(TEXTS)
def test_any_string_can_be_read(text: str) -> None:
    sound(sentence(text))


@pytest.mark.parametrize(
    "name", ["brief.txt", "magazine.md", "notice.txt", "regulation.md", "report.md", "roster.txt"]
)
def test_the_demonstration_is_sound(name: str, demonstration: Path) -> None:
    sound(read(demonstration / name, name))


NAMED = [
    ("一个机构", "白鹭市总工会印发通知，市总工会要求落实。", ["Organisation"], ["白鹭市总工会", "市总工会"]),
    ("党政", "青溪县委、县政府高度重视。", ["Organisation"], ["青溪县委", "县政府"]),
    ("日期", "自2024年3月5日起施行", ["Date"], ["2024年3月5日"]),
    ("文号", "瀛洲省总工会（瀛工发〔2024〕12号）", ["Number"], ["瀛工发〔2024〕12号"]),
    ("书名号", "修订《瀛洲省工会条例》", ["LocalRegulation", "LegalInstrument"], ["瀛洲省工会条例"]),
    ("条款", "《瀛洲省工会条例》第十条第一款", ["Paragraph", "Provision", "Article"], ["第十条第一款"]),
    ("项目", "开展“暖冬护航”专项行动。", ["Programme", "Campaign"], ["“暖冬护航”专项行动"]),
]


@pytest.mark.parametrize(
    ("text", "kinds", "names"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED]
)
def test_names_of_every_kind(text: str, kinds: list[str], names: list[str]) -> None:
    assert found(text, *kinds) == names

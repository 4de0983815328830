"""What a careful reader would look at again: articles that are not there, and the repealed that is still cited."""

from __future__ import annotations

from kg.pipeline.belt import run
from kg.pipeline.warnings import Watched, absent, repealed, watched
from kg.readers import parse
from kg.seeds import load

SEEDS = load()


def reading(path: str, text: str) -> Watched:
    return watched(run(parse(text.encode(), path, "", SEEDS.words), SEEDS))


LAW = reading(
    "law.txt",
    "白鹭市湖泊条例\n\n2015年3月4日白鹭市人民政府发布\n\n第一条　甲。\n第二条　乙。\n"
    "第三条　本条例施行，《白鹭市池塘条例》同时废止。\n",
)
NOTICE = reading(
    "notice.txt",
    "白鹭市人民政府关于湖泊的通知\n\n依照《白鹭市湖泊条例》第二条和第九条、《白鹭市池塘条例》办理。\n\n白鹭市人民政府\n2020年5月6日\n",
)


def test_an_article_that_is_not_there() -> None:
    assert [(one.said, one.path, one.about) for one in absent([LAW, NOTICE])] == [
        ("第九条", "notice.txt", "白鹭市湖泊条例第九条")
    ]


def test_an_excerpt_warns_of_nothing() -> None:
    """A part of a code begins where the part before it ends; what it lacks may stand there."""
    part = reading("part.txt", "白鹭市湖泊条例\n\n第二条　乙。\n第三条　丙。\n第四条　丁。\n")
    assert list(absent([part, NOTICE])) == []
    assert {one.about for one in absent([part, LAW, NOTICE])} == {"白鹭市湖泊条例第九条"}


def test_a_text_that_is_not_at_hand_warns_of_nothing() -> None:
    assert list(absent([NOTICE])) == []


def test_the_repealed_that_is_still_cited() -> None:
    found = repealed([LAW, NOTICE])
    assert [(one.path, one.about) for one in found] == [
        ("notice.txt", "白鹭市池塘条例, 白鹭市湖泊条例 2015-03-04")
    ]

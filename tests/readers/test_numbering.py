"""Paragraphs that Word numbers → the numbers it shows: counted, inherited, restarted, overridden; none of them is in the text."""

from __future__ import annotations

import pytest

from kg.readers.counting import counted
from kg.readers.docx import extract
from tests.readers.wordfile import abstract, docx, instance, lvl, num, p, style, styled

ARTICLES = abstract(
    1,
    lvl(0, "chineseCountingThousand", "第%1章"),
    lvl(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
    lvl(2, "chineseCounting", "（%3）", "nothing"),
    lvl(3, "decimal", "%4.", "space"),
)


def labels(body: str, numbering: str = "", styles: str = "") -> list[str]:
    """What stands before the sign 文 in each line."""
    made = extract(docx(body, numbering=numbering, styles=styles), "文.docx", "", {})
    assert made.flaws == ()
    return [line.partition("文")[0].strip() for line in made.text.splitlines()]


def counts(*levels: tuple[int, int]) -> str:
    """Paragraphs numbered by these nums at these levels."""
    return "".join(p("文", num(number, level)) for number, level in levels)


# name: (numbering, (num, level) of each paragraph, what Word shows)
NUMBERED: dict[str, tuple[str, list[tuple[int, int]], str]] = {
    "articles run on over chapters": (
        ARTICLES + instance(5, 1),
        [(5, 0), (5, 1), (5, 2), (5, 2), (5, 3), (5, 1), (5, 2), (5, 0), (5, 1)],
        "第一章 第一条 （一） （二） 1. 第二条 （一） 第二章 第三条",
    ),
    "levels below begin anew": (
        abstract(1, lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2")) + instance(1, 1),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        "1 1.1 1.2 2 2.1",
    ),
    "a restart after a level above only": (
        abstract(
            1,
            lvl(0, "decimal", "%1"),
            lvl(1, "decimal", "%2)"),
            lvl(2, "lowerLetter", "%3", more='<w:lvlRestart w:val="1"/>'),
        )
        + instance(1, 1),
        [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)],
        "1 1) a 2) b 2 1) a",
    ),
    "two nums of one definition go on": (
        abstract(1, lvl(0, "decimal", "%1、")) + instance(1, 1) + instance(2, 1),
        [(1, 0), (1, 0), (2, 0), (1, 0)],
        "1、 2、 3、 4、",
    ),
    "a num that begins anew": (
        abstract(1, lvl(0, "decimal", "%1、"))
        + instance(1, 1)
        + instance(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        [(1, 0), (1, 0), (2, 0), (2, 0)],
        "1、 2、 1、 2、",
    ),
    "a num with a level of its own": (
        abstract(1, lvl(0, "decimal", "%1、"))
        + instance(1, 1, f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperRoman", "%1.", start=4)}</w:lvlOverride>'),
        [(1, 0), (1, 0)],
        "IV. V.",
    ),
    "a start other than one": (
        abstract(1, lvl(0, "chineseCounting", "%1、", start=9)) + instance(1, 1),
        [(1, 0), (1, 0), (1, 0)],
        "九、 十、 十一、",
    ),
    "legal numbers": (
        abstract(1, lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2", more="<w:isLgl/>")) + instance(1, 1),
        [(1, 0), (1, 0), (1, 1)],
        "第一章 第二章 2.1",
    ),
    "a level that was skipped": (
        abstract(1, lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2")) + instance(1, 1),
        [(1, 1), (1, 1)],
        "1.1 1.2",
    ),
    "bullets": (
        abstract(1, lvl(0, "bullet", "\uf0b7"), lvl(1, "bullet", "●"), lvl(2, "bullet", "§")) + instance(1, 1),
        [(1, 0), (1, 1), (1, 2)],
        "• ● •",
    ),
    "words alone": (abstract(1, lvl(0, "none", "注：")) + instance(1, 1), [(1, 0)], "注："),
    "a number that is hidden": (
        abstract(1, lvl(0, "decimal", "%1", more="<w:rPr><w:vanish/></w:rPr>")) + instance(1, 1),
        [(1, 0)],
        "",
    ),
    "no number": (abstract(1, lvl(0, "decimal", "%1")) + instance(1, 1), [(0, 0), (7, 0), (1, 8)], "  "),
    "a way of newer Words": (
        abstract(1, lvl(0, "decimal", "%1、").replace('<w:numFmt w:val="decimal"/>',
            '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="chineseCounting"/></mc:Fallback></mc:AlternateContent>'))
        + instance(1, 1),
        [(1, 0)],
        "一、",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("numbering", "levels", "expected"), NUMBERED.values(), ids=NUMBERED)
def test_numbers_are_those_that_word_shows(
    numbering: str, levels: list[tuple[int, int]], expected: str
) -> None:
    assert labels(counts(*levels), numbering) == expected.split(" ")


def test_without_its_numbering_a_paragraph_has_no_number() -> None:
    """The control: the numbers of the tests above stand nowhere in the paragraphs."""
    assert labels(counts((5, 0), (5, 1))) == ["", ""]


LINKED = abstract(
    1,
    lvl(0, "chineseCountingThousand", "第%1章", more='<w:pStyle w:val="章"/>'),
    lvl(1, "chineseCountingThousand", "第%2条", more='<w:pStyle w:val="条"/>'),
)
NUMBERED_BY = '<w:numPr><w:numId w:val="1"/></w:numPr>'
STYLES = (
    style("章", NUMBERED_BY)
    + style("条", NUMBERED_BY)
    + style("子", based_on="条")
    + style("孙", based_on="子")
    + style("无", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="条")
    + style("降", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', based_on="章")
    + style("环", based_on="圈")
    + style("圈", based_on="环")
)

BY_STYLE = {
    "by the style's level": ("章 条 条 章 条", "第一章 第一条 第二条 第二章 第一条"),
    "inherited": ("章 子 孙 条", "第一章 第一条 第二条 第三条"),
    "taken away": ("条 无 条", "第一条  第二条"),
    "another level of an inherited list": ("章 降", "第一章 第一条"),
    "styles in a circle": ("环 条", " 第一条"),
}


@pytest.mark.parametrize(("names", "expected"), BY_STYLE.values(), ids=BY_STYLE)
def test_styles_bring_their_numbers(names: str, expected: str) -> None:
    body = "".join(p("文", styled(name)) for name in names.split())
    assert labels(body, LINKED + instance(1, 1), STYLES) == expected.split(" ")


def test_a_paragraph_may_put_its_style_s_number_away_or_shift_its_level() -> None:
    body = (
        p("文", styled("条"))
        + p("文", styled("条") + num(0))
        + p("文", styled("条") + '<w:numPr><w:ilvl w:val="0"/></w:numPr>')
    )
    assert labels(body, LINKED + instance(1, 1), STYLES) == ["第一条", "", "第一章"]


def test_the_style_of_paragraphs_that_name_none_counts_too() -> None:
    plain = style("正", NUMBERED_BY).replace("<w:style ", '<w:style w:default="1" ')
    assert labels(p("文") + p("文"), abstract(1, lvl(0, "decimal", "%1、")) + instance(1, 1), plain) == [
        "1、",
        "2、",
    ]


def test_a_definition_may_be_that_of_a_style_of_lists() -> None:
    numbering = (
        abstract(1, more='<w:numStyleLink w:val="单"/>')
        + abstract(2, lvl(0, "decimal", "%1）"), more='<w:styleLink w:val="单"/>')
        + instance(1, 1)
        + instance(2, 2)
    )
    assert labels(counts((1, 0), (2, 0)), numbering) == ["1）", "2）"]


def test_the_blank_after_a_number_is_that_of_plain_text() -> None:
    numbering = abstract(
        1, lvl(0, "chineseCounting", "第%1条"), lvl(1, "decimal", "%2."), lvl(2, "chineseCounting", "%3、")
    )
    made = extract(
        docx(counts((1, 0), (1, 1), (1, 2)), numbering=numbering + instance(1, 1)), "文.docx", "", {}
    )
    assert made.text == "第一条　文\n1.文\n一、文\n"


# count: ways and what they make of it
WAYS = {
    1: "decimal 1, decimalZero 01, upperRoman I, lowerLetter a, "
    "decimalEnclosedCircle ①, ideographTraditional 甲, ideographZodiac 子",
    4: "lowerRoman iv, upperLetter D, decimalFullWidth ４, "
    "chineseLegalSimplified 肆, ideographParenthesized ㈣, ideographEnclosedCircle ㊃",
    10: "chineseCounting 十, ideographDigital 一○, japaneseCounting 十, "
    "taiwaneseCounting 十, japaneseDigitalTenThousand 一〇",
    11: "chineseCounting 十一, chineseLegalSimplified 壹拾壹, decimalEnclosedParen ⑾, "
    "decimalEnclosedFullstop ⒒, ordinal 11th, hex B",
    20: "decimalEnclosedCircle ⑳, ideographLegalTraditional 貳拾, "
    "lowerRoman xx, ideographZodiacTraditional 癸未",
    27: "upperLetter AA, decimalEnclosedCircle ㉗, chineseCounting 二十七",
    100: "chineseCounting 一○○, chineseCountingThousand 一百, "
    "japaneseCounting 百, taiwaneseCountingThousand 一百",
    101: "chineseCountingThousand 一百零一, taiwaneseCountingThousand 一百○一, "
    "taiwaneseCounting 一○一, japaneseCounting 百一",
    110: "chineseCountingThousand 一百一十, decimalFullWidth １１０",
    10010: "chineseCountingThousand 一万零一十",
}


@pytest.mark.parametrize(
    ("count", "way", "said"),
    [(count, *one.split()) for count, told in WAYS.items() for one in told.split(", ")],
)
def test_counts_are_written_as_word_writes_them(count: int, way: str, said: str) -> None:
    assert counted(count, way) == said


def test_a_way_that_is_not_known_is_said_to_be_so() -> None:
    assert counted(3, "hebrew1") is None

"""Text → the titles of its articles and what each begins and ends with."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

BODY = "各级工会要把帮扶工作抓实抓细，健全常态化帮扶机制，让困难职工感受到组织的温暖。" * 3

MAGAZINE = f"""把握新要求 展现新作为

# 推动工会工作高质量发展

张小明·买买提

{BODY}

(作者为甲市总工会主席)

### 惠企政策一览

为企业减负的若干政策。

#### 降低成本

- 落实减税降费政策。

## 热点思考

# 平台用工的规范

{BODY}(作者为甲大学法学院教授)

## 观点

{BODY}

平台经济方兴未艾，对此，

## 工作研究

# 发挥工会的作用

各级工会要主动作为。{BODY}(作者单位：甲市总工会)
"""

PLAIN_MAGAZINE = f"""工作研究
推动基层组织建设
张小明
{BODY}
（作者为甲市总工会主席）
热点思考
平台用工的规范
李小红
{BODY}
（作者单位：甲大学法学院）
"""

WITHOUT_COLUMNS = f"""推动基层组织建设
张小明
{BODY}（作者为甲市总工会主席）
平台用工的规范
李小红
{BODY}（作者单位：甲大学法学院）
"""

TITLES = (
    ("a magazine", MAGAZINE, "刊.txt", ["推动工会工作高质量发展", "惠企政策一览", "平台用工的规范", "发挥工会的作用"]),
    ("a magazine without markdown", PLAIN_MAGAZINE, "刊.txt", ["推动基层组织建设", "平台用工的规范"]),
    ("authors' brackets alone", WITHOUT_COLUMNS, "刊.txt", ["推动基层组织建设", "平台用工的规范"]),
    ("columns of its own invention", f"# 甲刊2024年第1期\n\n## 开篇\n\n# 甲事\n\n{BODY}\n\n（作者为甲市总工会主席）\n\n## 圆桌\n\n# 乙事\n\n{BODY}", "刊.md", ["甲事", "乙事"]),
    ("editors at the end", f"甲事\n{BODY}\n责任编辑：张小明\n乙事\n{BODY}\n责任编辑：张小明", "刊.txt", ["甲事", "乙事"]),
    ("columns in brackets", f"【工作研究】\n甲事\n张小明\n{BODY}\n【调查研究】\n乙事\n李小红\n{BODY}", "刊.txt", ["甲事", "乙事"]),
    ("columns with their sound", f"工作研究 | GONGZUO YANJIU\n甲事\n张小明\n{BODY}\n调查研究 | DIAOCHA YANJIU\n乙事\n李小红\n{BODY}", "刊.txt", ["甲事", "乙事"]),
    ("columns over the titles of markdown", f"# 工作研究\n\n## 甲事\n\n张小明\n\n{BODY}\n\n# 调查研究\n\n## 乙事\n\n李小红\n\n{BODY}", "刊.md", ["甲事", "乙事"]),
    ("contents first", f"甲刊2024年第3期\n目录\n特稿\n甲市改革见闻　张小明　4\n工作研究\n乙事　李小红　9\n特稿\n甲市改革见闻\n张小明\n{BODY}\n工作研究\n乙事\n李小红\n{BODY}", "刊.txt", ["甲市改革见闻", "乙事"]),
    ("bylines under titles", f"甲事\n文/张小明\n{BODY}\n乙事\n文/李小红\n{BODY}", "刊.txt", ["甲事", "乙事"]),
    ("authors under headings", f"# 甲刊\n\n## 甲事\n\n张小明\n\n{BODY}\n\n## 乙事\n\n李小红\n\n{BODY}", "刊.md", ["甲事", "乙事"]),
    ("one author under many headings", f"# 甲刊\n\n## 甲事\n\n张小明\n\n{BODY}\n\n## 乙事\n\n{BODY}\n\n## 丙事\n\n{BODY}", "刊.md", ["甲刊"]),
    ("a picture's author in a text", f"甲事\n{BODY}\n乙图\n摄影：李小红\n{BODY}", "闻.txt", ["甲事"]),
    ("headings alone", f"# 甲事\n\n{BODY}\n\n# 乙事\n\n{BODY}\n", "刊.md", ["甲事", "乙事"]),
    ("a statute with chapters", f"# 甲条例\n\n# 第一章 总则\n\n第一条 {BODY}\n\n# 第二章 附则\n\n第二条 {BODY}\n", "法.md", ["甲条例"]),
    ("a code and its part", f"# 甲法典\n\n# 物权编\n\n2020年5月28日 全国人民代表大会通过\n\n## 第一章 总则\n\n第一条 {BODY}", "法.md", ["甲法典"]),
    ("a report with numbered parts", f"# 工作报告\n\n{BODY}\n\n# 一、回顾\n\n{BODY}\n\n# 二、展望\n\n{BODY}", "告.md", ["工作报告"]),
    ("a notice with an annex", f"甲市关于做好工作的通知\n甲发〔2024〕1号\n各区县：\n{BODY}\n甲市\n2024年1月1日\n附件\n工作方案\n{BODY}", "知.txt", ["甲市关于做好工作的通知", "工作方案+"]),
    ("annexes that have no title, or a table", f"甲市关于做好工作的通知\n各区县：\n{BODY}\n甲市\n2024年1月1日\n附件1\n{BODY}\n附件2\n分工表\n任务\t牵头单位\n甲\t乙局\n", "知.txt", ["甲市关于做好工作的通知", "附件1+", "分工表+"]),
    ("annexes under headings", f"# 甲市关于做好工作的通知\n\n{BODY}\n\n# 附件1\n\n# 工作方案\n\n{BODY}\n", "知.md", ["甲市关于做好工作的通知", "工作方案+"]),
    ("a list of annexes only", f"甲市关于做好工作的通知\n各区县：\n{BODY}\n附件：1.工作方案\n2.分工表\n甲市\n2024年1月1日\n", "知.txt", ["甲市关于做好工作的通知"]),
    ("an annex by itself", f"附件\n工作方案\n{BODY}", "知.txt", ["工作方案"]),
    ("a news item", f"甲市召开会议\n{BODY}\n{BODY}", "闻.txt", ["甲市召开会议"]),
    ("one essay with its author", f"把温暖送到心坎\n张小明\n{BODY}（作者为甲市总工会主席）", "文.txt", ["把温暖送到心坎"]),
    ("no title", f"{BODY}\n{BODY}", "夹/某报告.txt", ["某报告"]),
    ("sections under one title", f"# 甲事\n\n## 背景\n\n{BODY}\n\n## 做法\n\n{BODY}", "文.md", ["甲事"]),
    ("one column word", f"甲事\n{BODY}\n观点\n{BODY}", "文.txt", ["甲事"]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "titles"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES]
)
def test_a_file_has_its_articles(
    structured: Callable[..., Document], text: str, path: str, titles: list[str]
) -> None:
    document = structured(text, path)
    assert [f"{article.title}{'+' * article.annex}" for article in document.articles] == titles
    assert [article.number for article in document.articles] == list(range(1, len(titles) + 1))


def test_articles_cover_the_text_without_a_gap(structured: Callable[..., Document]) -> None:
    document = structured(MAGAZINE)
    ends = [0, *(article.end for article in document.articles)]
    assert ends == [*(article.start for article in document.articles), len(document.text)]


def test_text_that_spills_over_in_front_of_its_title_belongs_to_it(
    structured: Callable[..., Document],
) -> None:
    document = structured(MAGAZINE)
    last = document.articles[-1]
    assert document.text[last.start : last.end].startswith("观点")
    assert document.article_at(document.text.index("方兴未艾")).title == "发挥工会的作用"


def test_a_bulleted_name_under_a_title_is_its_byline(structured: Callable[..., Document]) -> None:
    document = structured(f"■工作研究\n甲事\n□ 张小明\n{BODY}\n■调查研究\n乙事\n□ 李小红\n{BODY}")
    kinds = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert [said for kind, said in kinds if kind == "byline"] == ["张小明", "李小红"]
    listed = structured(f"到会名单\n- 张小明\n- 李小红\n{BODY}")
    assert [block.kind for block in listed.blocks][1:3] == ["item", "item"]


def test_each_article_has_a_title_and_its_byline(structured: Callable[..., Document]) -> None:
    document = structured(WITHOUT_COLUMNS)
    kinds = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert [said for kind, said in kinds if kind == "title"] == ["推动基层组织建设", "平台用工的规范"]
    assert [said for kind, said in kinds if kind == "byline"] == [
        "张小明",
        "（作者为甲市总工会主席）",
        "李小红",
        "（作者单位：甲大学法学院）",
    ]

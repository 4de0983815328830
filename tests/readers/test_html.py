"""Pages → their articles: decoded by what fits, without the page around, numbered as a browser shows it, nothing lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from kg.errors import ReadError
from kg.readers.extract import Extract
from kg.readers.html import extract

Words = Mapping[str, tuple[str, ...]]
Read = Callable[..., Extract]
PROSE = "市总工会要推进改革，健全机制，把各项任务一件一件抓落实。"


@pytest.fixture
def read(words: Words) -> Read:
    def made(page: str | bytes, path: str = "页.html") -> Extract:
        return extract(page if isinstance(page, bytes) else page.encode(), path, "", words)

    return made


LINES = {
    "paragraphs": ("<p>甲。</p><p>乙。</p>", ["甲。", "乙。"]),
    "breaks": ("<div>甲。<br>乙。<br/><br>丙。</div>", ["甲。", "乙。", "丙。"]),
    "a line break of the source": ("<p>工会\n   改革 ABC\n DEF 8\n。</p>", ["工会改革 ABC DEF 8。"]),
    "indents": ("<p>&nbsp;&nbsp;　　甲　乙&emsp;</p>", ["甲　乙"]),
    "inline": ("<p>市<b>总</b><span>工会</span>、<a href=x>区</a>局</p>", ["市总工会、区局"]),
    "unclosed": ("</body><p>甲<p>乙<table><tr><td>丙<td>丁", ["甲", "乙", "丙\t丁"]),
    "a heading in two lines": ("<h2>某市总工会<br>关于甲的通知</h2>", ["某市总工会关于甲的通知"]),
    "preformatted": ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "乙", "丙"]),
    "hidden": (
        """<p>甲<script>x='乙'</script><style>丙{}</style><span style='display: none'>丁</span><i hidden>戊</i></p>
        <template>己</template><noscript>庚</noscript><p style='visibility:hidden'>辛</p><del>壬</del>""",
        ["甲"],
    ),
    "references": (
        "<p>&#20013;&#x56FD;&#128;&amp;lt;&lt;1&gt;&#150;&hellip;&copy</p>",
        ["中国€&lt;<1>–…©"],
    ),
    "references to nothing": ("<p>甲&#0;&#xD800;&#x110000;&nope;</p>", ["甲\ufffd\ufffd\ufffd&nope;"]),
    "a less-than that opens nothing": ("<p>2<3 且 5 < 6<</p>", ["2<3 且 5 < 6<"]),
    "a closing tag without a name": ("<p>甲</乙>丙</>丁</", ["甲丙丁</"]),
    "a greater-than in an attribute": ("<p title='a>b'>甲</p>", ["甲"]),
    "CDATA and instructions": ("<p>甲<![CDATA[乙]]><?php 丙 ?>丁]]></p>", ["甲丁]]>"]),
    "Word": (
        """<!--[if gte mso 9]><xml>甲</xml><![endif]--><p class=MsoNormal><![if !supportLists]>一、<![endif]>乙<o:p></o:p></p>
        <p style='mso-hide:all'>丙</p>""",
        ["一、乙"],
    ),
    "a numbered list": ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
    "start, value, reversed": (
        "<ol start=3><li>甲<li value=7>乙<li>丙</ol><ol reversed><li>丁<li>戊</ol>",
        ["3. 甲", "7. 乙", "8. 丙", "2. 丁", "1. 戊"],
    ),
    "types": (
        "<ol type=a><li>甲</ol><ol type=I start=4><li>乙</ol><ol style='list-style-type:cjk-ideographic' start=11><li>丙</ol>",
        ["a. 甲", "IV. 乙", "十一、丙"],
    ),
    "a list in a list": (
        "<ol><li>甲<ul><li>乙<li style='list-style:none'>丙</ul><li><p></p><p>丁</p><p>戊</p></ol>己",
        ["1. 甲", "• 乙", "丙", "2. 丁", "戊", "己"],
    ),
    "numbers of their own": ("<ol><li>（一）甲<li>第二条　乙</ol><ul><li>1. 丙</ul>", ["（一）甲", "第二条　乙", "1. 丙"]),
    "an empty item": ("<ol><li></li></ol><p>甲</p>", ["甲"]),
    "terms": ("<dl><dt>甲</dt><dd>乙</dd></dl>", ["甲", "乙"]),
    "a page laid out by tables": (
        "<table><tr><td><table><tr><td>甲。</td></tr><tr><td><p>乙。</p><p>丙。</p></td></tr></table></td></tr></table>",
        ["甲。", "乙。", "丙。"],
    ),
    "no tags at all": ("甲。\n\n  乙 < 丙\n", ["甲。", "乙 < 丙"]),
}  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), LINES.values(), ids=list(LINES))
def test_the_lines_of_a_page_are_those_of_a_browser(read: Read, page: str, expected: list[str]) -> None:
    made = read(page)
    assert made.text.splitlines() == expected
    assert made.flaws == ()


TABLES = {
    "cells": (
        "<tr><th>任务<th>单位<tr><td>甲<br>乙<td>丙",
        [["任务", "单位"], ["甲 乙", "丙"]],
    ),
    "spans": (
        "<tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁",
        [["甲", "乙", "乙"], ["甲", "丙", "丁"]],
    ),
    "spans down and across": (
        "<tr><td>甲<td colspan=2 rowspan=2>乙<tr><td>丙<tr><td>丁<td>戊<td>己",
        [["甲", "乙", "乙"], ["丙", "乙", "乙"], ["丁", "戊", "己"]],
    ),
    "huge spans": (
        "<tr><td rowspan=65535>甲<td colspan=99999999>乙<tr><td rowspan=0 colspan=1000>丙",
        [["甲", "乙"], ["甲", "丙"]],
    ),
    "a table in a cell": (
        "<tr><td>甲局办公室<td>乙局办公室<tr><td>丙<td><table><tr><td>丁<td>戊</table>",
        [["甲局办公室", "乙局办公室"], ["丙", "丁 戊"]],
    ),
    "sections": (
        "<thead><tr><th>甲<th>乙</thead><tbody><tr><td>丙<td><td hidden>丁</tbody>",
        [["甲", "乙"], ["丙", ""]],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), TABLES.values(), ids=list(TABLES))
def test_the_cells_of_a_table(read: Read, rows: str, expected: list[list[str]]) -> None:
    made = read(f"<p>{PROSE}</p><table>{rows}</table><p>{PROSE}</p>")
    (table,) = made.tables
    assert [[made.text[cell.start : cell.end] for cell in row] for row in table.rows] == expected
    assert made.flaws == ()


ENCODED = {
    "gb2312 with a rare Han": ('<meta charset="gb2312">', "gb18030", "gb18030"),
    "gbk": ('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "gb18030", "gb18030"),
    "the label says utf-8": ('<meta charset="utf-8">', "gb18030", "gb18030"),
    "the label says gb2312": ('<meta charset="gb2312">', "utf-8", "utf-8"),
    "the label says latin": ('<meta charset="iso-8859-1">', "gb18030", "gb18030"),
    "the label is nothing": ('<meta charset="x-unknown">', "gb18030", "gb18030"),
    "the label comes late": (f"<!--{'x' * 1500}--><meta charset=gbk>", "gb18030", "gb18030"),
    "no label": ("", "gb18030", "gb18030"),
    "a mark against the label": ('<meta charset="gbk">', "utf-8-sig", "utf-8"),
    "utf-16": ('<meta charset="utf-16">', "utf-16", "utf-16-le"),
    "big5": ('<meta charset="big5">', "big5", "big5hkscs"),
}


@pytest.mark.parametrize(("label", "written", "known"), ENCODED.values(), ids=list(ENCODED))
def test_a_page_is_decoded_by_what_fits(read: Read, label: str, written: str, known: str) -> None:
    said = "各級工會要認真貫徹落實會議精神，推進改革。" if written == "big5" else f"朱镕基、冯𠮷与{PROSE}"
    made = read(f"<html><head>{label}</head><body><p>{said}</p></body></html>".encode(written))
    assert (made.text, made.encoding, made.flaws) == (f"{said}\n", known, ())


def test_a_broken_character_costs_itself_and_is_counted(read: Read) -> None:
    data = f"<meta charset=utf-8><p>{PROSE * 20}</p>".encode()
    cut = data.index("改革".encode()) + 1
    made = read(data[:cut] + b"\xff" + data[cut + 3 :])
    assert made.text.count("\ufffd") >= 1
    assert made.text.endswith(f"{PROSE}\n")
    (flaw,) = made.flaws
    assert "broken" in flaw


def test_a_nul_is_no_character(read: Read) -> None:
    assert read(f"<p>甲\0乙。{PROSE * 9}</p>").text.startswith("甲乙。")


SITE = """<!DOCTYPE html><html><head><title>{title}_某市人民政府</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/z">政策</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/z">通知公告</a></div>
{around}
<div class="share"><a>微信</a><a>微博</a></div>
<div class="footer">主办：某市人民政府办公室　京ICP备00000000号　网站标识码：0000000000</div></body></html>"""
TITLE = "关于做好春季送岗位工作的通知"
BODY = f"<p>各区总工会：</p><p>{PROSE}</p><p>{PROSE}</p><p>甲市总工会</p><p>2023年1月5日</p>"
BODY_LINES = ["各区总工会：", PROSE, PROSE, "甲市总工会", "2023年1月5日"]
CONTAINERS = (
    '<div id="UCAP-CONTENT">{}</div>', '<div class="pages_content">{}</div>', '<div class="view TRS_UEDITOR trs_web">{}</div>',
    '<div class=TRS_Editor><div class="TRS_Editor">{}</div></div>', '<div id="zoom">{}</div>',
    '<table><tr><td class="article-content">{}</td></tr></table>', '<form id=aspnetForm><div class="weird-42">{}</div></form>',
    "<ul><li><a href=1>一</a><li><a href=2>二</a><li><a href=3>三</a><li><a href=4>四</a></ul><div>{}</div>",
)  # fmt: skip


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_article_without_the_page_around(read: Read, container: str) -> None:
    page = SITE.format(title=TITLE, around=f"<h1>{TITLE}</h1>" + container.format(BODY))
    made = read(page)
    assert made.text.splitlines() == [TITLE, *BODY_LINES]
    assert made.headings[0] == (0, 1)
    assert made.flaws == ()


def test_a_title_that_the_article_says_itself_stands_once(read: Read) -> None:
    own = f"<p>甲市总工会</p><p>关于做好春季<br>送岗位工作的通知</p>{BODY}"
    page = SITE.format(title=TITLE, around=f"<h1>{TITLE}</h1><div id=zoom>{own}</div>")
    assert read(page).text.startswith("甲市总工会\n关于做好春季\n送岗位工作的通知\n各区")


def test_a_title_that_a_sentence_only_names_stands_nevertheless(read: Read) -> None:
    law = "甲市养犬管理条例"
    page = f"<title>{law}</title><body><h1>{law}</h1><div id=zoom><p>2020年通过《关于修改<甲市养犬管理条例>的决定》。</p></div>"
    assert read(page.replace("<甲", "&lt;甲").replace("例>", "例&gt;")).text.startswith(f"{law}\n2020年")


METADATA = {
    "a table": (
        "<table><tr><td>索 引 号：</td><td>甲/2023-1</td><td>主题分类：</td><td></td></tr><tr><td>发文机关：</td><td>甲市总工会"
        "</td><td>成文日期：</td><td>2023年1月5日</td></tr><tr><td>标　　题：</td><td colspan=3>{title}</td></tr></table>"
    ),
    "terms": (
        "<dl><dt>索引号</dt><dd>甲/2023-1</dd><dt>发文机关</dt><dd>甲市总工会</dd><dt>成文日期</dt><dd>2023年1月5日</dd></dl>"
    ),
    "a list": (
        "<ul><li>索引号：甲/2023-1</li><li>发文机关：<span>甲市总工会</span></li><li>成文日期： 2023年1月5日</li></ul>"
    ),
    "a line": (
        "<div>索引号：甲/2023-1　发文机关：甲市总工会 | 成文日期：2023年1月5日 字体：[<a>大</a> <a>中</a> <a>小</a>] 【打印】"
    ),
}


@pytest.mark.parametrize("data", METADATA.values(), ids=list(METADATA))
@pytest.mark.parametrize("inside", [False, True], ids=["around", "inside"])
def test_metadata_are_lines_that_rules_can_read(read: Read, data: str, *, inside: bool) -> None:
    data = data.format(title=TITLE)
    around = f"<h1>{TITLE}</h1>" + (
        f"<div id=zoom>{data}{BODY}</div>" if inside else f"{data}<div id=zoom>{BODY}</div>"
    )
    lines = read(SITE.format(title=TITLE, around=around)).text.splitlines()
    told = ["索引号：甲/2023-1", "发文机关：甲市总工会", "成文日期：2023年1月5日"]
    assert sorted(lines) == sorted([*told, TITLE, *BODY_LINES])
    assert lines[-5:] == BODY_LINES


REFUSED = {
    "JSON": ('{"title": "甲"}', "JSON, no HTML"),
    "a feed": (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>甲</title></channel></rss>",
        "a feed",
    ),
    "PDF": ("%PDF-1.4\n%甲", "PDF begins at byte 0"),
    "a missing page": (
        "<title>404</title><h1>抱歉，您访问的页面不存在</h1><p>3秒后返回首页。</p>",
        "no such page",
    ),
    "a challenge": ("<title>安全验证</title><script>go()</script><p>请稍候</p>", "whether a person asks"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize(("page", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_page_is_said_so(read: Read, page: str, said: str) -> None:
    with pytest.raises(ReadError, match=said) as refused:
        read(page)
    assert str(refused.value).startswith("页.html")


EMPTY = {
    "scripts": ("<div id=app></div><script>fill()</script>", "scripts"),
    "pictures": ("<div><img src=a.png alt='甲'><img src=b.png></div>", "2 pictures"),
    "a frame": ("<iframe srcdoc='<p>甲</p>' src='http://example.org/'></iframe>", "another page"),
    "noscript": ("<noscript><p>甲乙</p></noscript>", "without scripts"),
    "hidden": ("<div style='display:none'>甲乙丙</div>", "3 hidden"),
}


@pytest.mark.parametrize(("page", "said"), EMPTY.values(), ids=list(EMPTY))
def test_a_page_without_text_says_what_it_has_instead(read: Read, page: str, said: str) -> None:
    made = read(page)
    assert made.text == ""
    (flaw,) = made.flaws
    assert said in flaw


def test_sentences_outside_a_known_container_are_told(read: Read) -> None:
    page = f"<div id=zoom><p>{PROSE * 20}</p></div><div class=more><p>{PROSE * 12}</p></div>"
    (flaw,) = read(page).flaws
    assert "outside the article" in flaw
    assert read(page.replace("class=more", "class=related")).flaws == ()  # a menu by its name


@pytest.mark.parametrize("depth", [1, 255, 256, 2_048, 20_000, 100_000])
@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "ul><li", "blockquote"])
def test_nothing_is_lost_however_deep(read: Read, depth: int, tag: str) -> None:
    if depth > 2_048 and tag != "div":
        pytest.skip("one tag is enough for the deepest")
    close = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    begun = time.process_time()
    made = read(f"<p>上。</p>{f'<{tag}>' * depth}底。{close * depth}<p>下。</p>")
    assert time.process_time() - begun < 20
    assert [line.removeprefix("• ") for line in made.text.splitlines()] == ["上。", "底。", "下。"]
    assert made.flaws == ()


def test_a_parser_that_loses_text_would_be_found_out(
    read: Read,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The positive control of the checks: one that drops the second paragraph, and a walk that drops it."""
    import kg.readers.pages as pages_module

    page = f"<p>{PROSE}</p><p>{PROSE}</p>"
    assert read(page).flaws == ()
    parsed, flow = pages_module.parsed, pages_module.flow
    monkeypatch.setattr(pages_module, "parsed", lambda text: parsed(text.replace(f"<p>{PROSE}", "<p>", 1)))
    assert any("of the page were lost" in flaw for flaw in read(page).flaws)
    monkeypatch.setattr(pages_module, "parsed", parsed)
    monkeypatch.setattr(pages_module, "flow", lambda *given: flow(*given)[1:])
    assert any("of the text were lost" in flaw for flaw in read(page).flaws)


GREEDY = {
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + " class=x>",
    "spans": "<table>" + "<tr><td rowspan=65535 colspan=1000>甲<td>乙" * 300 + "</table>",
    "menus": "<div class='nav'><div class='zoom'>甲，。</div></div>" * 3_000,
    "titles": "<h1>甲乙丙丁</h1>" * 1_000,
    "links": "<a href=x>甲</a>" * 10_000,
    "unclosed": "<" * 50_000 + "<!--",
}


@pytest.mark.parametrize("junk", GREEDY.values(), ids=list(GREEDY))
def test_a_greedy_page_takes_no_long_time(read: Read, junk: str) -> None:
    begun = time.process_time()
    made = read(f"<body><p>{PROSE}</p>{junk}")
    assert time.process_time() - begun < 10
    assert PROSE in made.text

"""Forty pages made from known text: all characters of the article are read, in order, with every number that a browser makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from kg.readers.counting import counted
from kg.readers.extract import Extract
from kg.readers.html import extract
from tests.readers.known import Known, bare, kept, known

Words = Mapping[str, tuple[str, ...]]
FILES = 40
CONTAINERS = (
    '<div id="UCAP-CONTENT">{}</div>', '<div class="TRS_Editor"><p></p><div class="TRS_Editor">{}</div></div>',
    '<div id="zoom">{}</div>', '<form><div class="box-17"><div>{}</div></div></form>',
    "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>", '<article class="article-content">{}</article>',
    "<main>{}</main>", "<div>" * 300 + "{}" + "</div>" * 300,
)  # fmt: skip
AROUND = """<!DOCTYPE html><html><head><meta charset="{0}"><title>{1}_白鹭市人民政府</title><style>p {{}}</style>
<script>var a = "<p>脚本</p>";</script></head><body><!-- 注释 -->
<div class="top-bar"><a href="/">首页</a> 今天是星期一 <a href="/en">English</a></div>
<nav><ul><li><a href="/a">机构</a></li><li><a href="/b">公开</a></li><li><a href="/c">服务</a></li></ul></nav>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/b">政策文件</a></div>
<div class="info">索引号：{2}　【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></div><h1>{1}</h1>
{3}
<ul class="related"><li><a href="/1">相关链接一</a></li></ul><div class="share">分享到：<a>微信</a></div>
<div class="footer">版权所有：白鹭市人民政府　网站标识码：0000000000</div><noscript>请开启脚本。</noscript></body></html>"""


def made(content: Known, seed: int) -> tuple[bytes, list[str]]:
    """The page, and the lines that a browser shows of its article."""
    body, shown = [], [f"索引号：{seed}", content.title]
    for chapter, (heading, articles) in enumerate(content.chapters, 1):
        shown.append(f"第{counted(chapter, 'chineseCountingThousand')}章　{heading}")
        body.append(f"<h{chapter % 3 + 2}>{shown[-1]}</h{chapter % 3 + 2}>")
        for text, items in articles:
            shown.append(text)
            body.append(_paragraph(text, seed + len(shown)))
            if items:
                lines, page = _list(items, seed)
                shown += lines
                body.append(page)
    body.append(_table(content.rows, seed))
    shown += ["\t".join(row) for row in _told(content.rows, seed)]
    for number, note in enumerate(content.notes, 1):
        shown.append(f"[{number}]{note}")
        body.append(f'<p class="note"><sup><a href="#r{number}">[{number}]</a></sup>{escape(note)}</p>')
    shown += [content.boxed, *content.signed]
    body.append(
        f'<div class="tip"><span>{content.boxed}</span></div><p align=right>{"<br>".join(content.signed)}</p>'
    )
    inner = CONTAINERS[seed % len(CONTAINERS)].format("\n".join(body))
    label, encoding = (
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("gbk", "gb18030"),
        ("utf-8", "gb18030"),
        ("", "utf-8"),
    )[seed % 5]
    return AROUND.format(label, content.title, seed, inner).encode(encoding), shown


def _paragraph(text: str, way: int) -> str:
    """A paragraph in one of the many manners of editors."""
    half = len(text) // 2
    while (
        text[half - 1].isascii() or text[half].isascii()
    ):  # between a digit and a Han a browser shows a break as a blank
        half += 1
    one, other = escape(text[:half]), escape(text[half:])
    return (
        f"<p>{one}{other}</p>",
        f"<p style='text-indent:2em'>&nbsp;&nbsp;&nbsp;&nbsp;<span style='font-family:仿宋'>{one}<b>{other}</b></span></p>",
        f"<div>　　{one}\n          {other}</div>",
        f"<p class=MsoNormal>{one}<!--[if !mso]>旧<![endif]-->{other}<o:p></o:p></p><p>&nbsp;</p>",
        f"<div><font face=宋体>{''.join(f'&#{ord(char)};' for char in text)}</font><br><br></div>",
        f"<p>{one}<span style='display:none'>看不见的字</span><script>1<2</script>{other}",
    )[way % 6]


def _list(items: Sequence[str], seed: int) -> tuple[list[str], str]:
    """The items as numbered or as plain lists, the last one in a list of its own inside."""
    opening, sign = (
        ("<ol>", lambda at: f"{at}. "),
        ("<ol type=a start=3>", lambda at: f"{'abcdefgh'[at + 1]}. "),
        ("<ol style='list-style-type: cjk-ideographic'>", lambda at: f"{'一二三四五'[at - 1]}、"),
        ("<ul style='list-style:none'>", lambda _: ""),
    )[seed % 4]
    lines = [f"{sign(at)}{item}" for at, item in enumerate(items[:-1], 1)] + [f"• {items[-1]}"]
    rows = [f"<li>{escape(item)}" for item in items[:-1]]
    close = opening[1:3]
    return lines, f"{opening}{''.join(rows)}<ul><li><p>{escape(items[-1])}</p></ul></{close}>"


def _table(rows: Sequence[tuple[str, ...]], seed: int) -> str:
    head = "".join(f"<th>{cell}" for cell in rows[0])
    if seed % 2:  # the bodies of all rows as one merged cell
        first, *others = rows[1:]
        merged = f"<tr><td>{first[0]}<td rowspan={len(others) + 1}>{first[1]}<td>{first[2]}"
        body = merged + "".join(f"<tr><td>{row[0]}<td>{row[2]}" for row in others)
    else:
        body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) for row in rows[1:])
    return f"<table border=1><thead><tr>{head}</thead><tbody>{body}</table>"


def _told(rows: Sequence[tuple[str, ...]], seed: int) -> list[tuple[str, ...]]:
    """The rows as they stand in the text: a merged cell once."""
    return [row if at < 2 or not seed % 2 else (row[0], "", row[2]) for at, row in enumerate(rows)]


def _read(
    words: Words, seed: int, spoil: Callable[[bytes], bytes] = lambda data: data
) -> tuple[Extract, list[str]]:
    data, shown = made(known(seed), seed)
    return extract(spoil(data), f"{seed}.html", "", words), shown


def test_forty_pages_are_read_whole_and_in_order(words: Words) -> None:
    expected = same = besides = lines = 0
    for seed in range(FILES):
        read, shown = _read(words, seed)
        said = kept(bare(shown), bare([read.text]))
        expected, same, besides = expected + len(bare(shown)), same + said[0], besides + said[1]
        lines += [line.strip() for line in read.text.splitlines()] == [line.strip() for line in shown]
        assert read.flaws == (), seed
        assert len(read.tables) == 1, seed
    assert (same, besides, lines) == (expected, 0, FILES)


def test_a_page_that_loses_a_line_would_be_found_out(words: Words) -> None:
    """The positive control."""
    heading = known(1).chapters[0][0].encode()
    read, shown = _read(words, 1, lambda data: data.replace(heading, b""))
    same, _ = kept(bare(shown), bare([read.text]))
    assert same == len(bare(shown)) - len(heading.decode())

"""Plain texts in; the same texts in another format, and how many facts a build finds in them that it finds in the plain ones.

    python benchmarks/converting.py PATH… --format html [--keep FOLDER]

Each text is converted by every style of the format in turn, so that the styles share the texts; both heaps are built and
their facts compared by what they say. `--keep` leaves files and builds in FOLDER. A format
is a function from a text and a number, which chooses the style, to the bytes of a file.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

Converter = Callable[[str, int], bytes]
Fact = tuple[str, str, str]
NUMERAL = "一二三四五六七八九十百千零"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a format: files, facts in the plain texts, how many of them came back, how many came besides."""

    format: str
    files: int
    lost_files: int
    facts: int
    same: int
    besides: int
    kept: float

    def __str__(self) -> str:
        precision = self.same / max(self.same + self.besides, 1)
        recall = self.same / max(self.facts, 1)
        return (
            f"{self.format}: {self.files} files, {self.lost_files} not read; characters kept in order {self.kept:.2%}; "
            f"facts {self.facts}, the same {self.same}, besides {self.besides}; recall {recall:.2%}, precision {precision:.2%}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Convert, build both, compare, print."""
    parser = argparse.ArgumentParser(
        description="The facts of texts in another format, beside those of the texts."
    )
    parser.add_argument("paths", nargs="+", type=Path, help="files or folders of .txt and .md")
    parser.add_argument("--format", choices=sorted(FORMATS), action="append", help="all, unless given")
    parser.add_argument("--keep", type=Path, help="a folder for what is made")
    asked = parser.parse_args(arguments)
    files = {
        file.relative_to(path if path.is_dir() else path.parent).with_suffix(".txt"): plain(file)
        for path in asked.paths
        for file in ([path] if path.is_file() else sorted({*path.rglob("*.txt"), *path.rglob("*.md")}))
    }
    with tempfile.TemporaryDirectory() as folder:
        made = asked.keep or Path(folder)
        for name in asked.format or sorted(FORMATS):
            print(compare(files, name, made / name))


def plain(file: Path) -> str:
    """The text of a file; of Markdown, as it is read, without its marks."""
    from kg.readers import read

    document = read(file, file.name)
    return document.text if file.suffix == ".md" else document.source.text


def compare(files: Mapping[Path, str], name: str, folder: Path) -> Outcome:
    """Write the texts plain and in a format, build both, and count."""
    import kg

    shares = []
    for number, (path, text) in enumerate(files.items()):
        own, other = folder / "plain" / path, (folder / "in" / path).with_suffix(f".{name}")
        for file, data in ((own, text.encode()), (other, FORMATS[name](text, number))):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        title, lines = titled(text)
        shares.append(kept("\n".join((title, *lines)), other))
    kg.build([folder / "plain"], folder / "expected", cache=folder / "cache")
    report = kg.build([folder / "in"], folder / "found", cache=folder / "cache")
    wanted, found = (facts(folder / made) for made in ("expected", "found"))
    same, besides = (wanted & found).total(), (found - wanted).total()
    share = sum(shares) / max(len(shares), 1)
    return Outcome(name, len(files), len(report.left_out), wanted.total(), same, besides, share)


def facts(folder: Path) -> Counter[Fact]:
    """What the facts of a build say, and how often something like it is said."""
    import kg
    from kg.model import Literal

    graph = kg.load(folder)

    def said(what: str | Literal) -> str:
        return what.value if isinstance(what, Literal) else graph.node(what).label

    return Counter((said(fact.subject), fact.predicate, said(fact.object)) for fact in graph.facts())


def kept(text: str, converted: Path) -> float:
    """The share of a text's visible characters that its conversion has, in order, clause by clause."""
    from difflib import SequenceMatcher

    from kg.errors import ReadError
    from kg.readers import read

    try:
        found = read(converted, converted.name).source.text
    except ReadError:
        return 0.0
    clauses = [clauses_of(said) for said in (text, found)]
    blocks = SequenceMatcher(None, *clauses, autojunk=False).get_matching_blocks()
    same = (clause for block in blocks for clause in clauses[0][block.a : block.a + block.size])
    return sum(map(len, same)) / max(sum(map(len, clauses[0])), 1)


def clauses_of(text: str) -> list[str]:
    """A text cut behind its stops and at its breaks, without white space."""
    return [said for clause in re.split("(?<=[，。；、：])|\n", text) if (said := "".join(clause.split()))]


def titled(text: str) -> tuple[str, list[str]]:
    """The title of a text in one line, and its other lines."""
    from kg.readers import parse

    document = parse(text.encode(), "text.txt")
    found = next((block for block in document.blocks if block.kind == "title"), None)
    place = document.place(found.start, found.end) if found else None
    start, end = (place.start, place.end) if place else (0, 0)
    rest = f"{text[:start]}\n{text[end:]}".splitlines()
    title = document.text[found.start : found.end] if found else ""
    return " ".join(title.splitlines()), [line.strip() for line in rest if line.strip()]


# --- html


def html(text: str, number: int) -> bytes:
    """A page as a system of government sites writes it: one of six."""
    title, body = titled(text)
    style = (_central, _editor, _breaks, _layout, _word, _unknown)[number % 6]
    return style(escape(title), [escape(line) for line in body])


_AROUND = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_白鹭市人民政府</title>
<meta name="ArticleTitle" content="{title}"><style>p{{text-indent:2em}}</style><script>var site="<p>甲</p>";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/z">政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/z">政务公开</a> &gt; 文件</div>
{main}
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="footer"><p>主办：白鹭市人民政府办公室　网站标识码：0000000000　京ICP备00000000号</p></div></body></html>"""


def _page(title: str, main: str, charset: str = "utf-8") -> bytes:
    text = _AROUND.format(title=title, main=main, charset=charset)
    return text.encode("gb18030" if charset.startswith("gb") else charset)


def _paragraphs(lines: Sequence[str], opening: str = "<p>") -> str:
    return "\n".join(f"{opening}{line}</p>" for line in lines)


def _central(title: str, lines: Sequence[str]) -> bytes:
    """A table of metadata over a container known by its id."""
    rows = "<tr><td>索 引 号：</td><td>000/2024-1</td><td>主题分类：</td><td></td></tr>"
    rows += f"<tr><td>标　　题：</td><td colspan=3>{title}</td></tr>"
    return _page(
        title,
        f'<table class="bd1">{rows}</table><div class="pages_content" id="UCAP-CONTENT">{_paragraphs(lines)}</div>',
    )


def _editor(title: str, lines: Sequence[str]) -> bytes:
    """The title over a line of buttons, indented paragraphs in spans of fonts, gb2312 on the label."""
    body = _paragraphs(
        [f'<span style="font-family:宋体">&nbsp;&nbsp;&nbsp;&nbsp;{line}</span>' for line in lines]
    )
    buttons = "<div>索引号：000/2024-2　字号：[<a>大</a> <a>中</a> <a>小</a>]　【<a>打印</a>】</div>"
    return _page(
        title,
        f'<h1>{title}</h1>{buttons}<div class="TRS_Editor"><div class="TRS_Editor">{body}</div></div>',
        "gb2312",
    )


def _breaks(title: str, lines: Sequence[str]) -> bytes:
    """All of the text in one block, its paragraphs parted by <br>."""
    return _page(
        title,
        f'<div class="article_title">{title}</div><div id="zoom">{"<br><br>　　".join(lines)}</div>',
        "gbk",
    )


def _layout(title: str, lines: Sequence[str]) -> bytes:
    """Tables in tables, each paragraph of the text in a row."""
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in lines)
    inner = f"<table width=700><tr><td align=center><b>{title}</b></td></tr><tr><td><table>{rows}</table></td></tr></table>"
    side = "<ul><li><a href=1>通知</a><li><a href=2>公告</a><li><a href=3>规划</a><li><a href=4>统计</a></ul>"
    return _page(title, f"<table><tr><td width=200>{side}</td><td>{inner}</td></tr></table>")


def _word(title: str, lines: Sequence[str]) -> bytes:
    """What a word processor saves."""
    head = "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    body = "".join(
        f'<p class=MsoNormal style="text-indent:32pt"><span lang=EN-US><o:p></o:p></span>{line}</p>\n'
        for line in lines
    )
    body = f"<h1>{title}</h1><div class=WordSection1>{body}</div>"
    page = f"<html xmlns:o><head><meta charset=gb2312>{head}</head><body>{body}</body></html>"
    return page.encode("gb18030")


def _unknown(title: str, lines: Sequence[str]) -> bytes:
    """Containers that nobody knows, lines of the source broken between two Han."""
    body = "".join(f"<div class=k7>{_broken(line)}</div>" for line in lines)
    side = "<ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a><li><a href=4>丁</a></ul>"
    main = f"<div class=k1><div class=k2><h2>{title}</h2>{body}</div><div class=k3>{side}</div></div>"
    return _page(title, main)


def _broken(line: str) -> str:
    return re.sub("(?<=[\u4e00-\u9fff]{4})(?=[\u4e00-\u9fff])", "\n      ", line, count=2)


# --- pdf


def pdf(text: str, number: int) -> bytes:
    """Pages as offices print them: one of five styles."""
    from tests.readers.typesetting import Part, Press, Style

    title, lines = titled(text)
    styles = (
        Style(size=16, foot="— {n} —"),
        Style(size=10.5, columns=2, head="白鹭市人民政府公报　2024年第3期", foot="{n}"),
        Style(size=12, indent=0, gap=8, foot="第{n}页"),
        Style(size=14, turned=90, justified=False),
        Style(size=9, columns=3, gutter=18, page=(842, 595), foot="{n}"),
    )
    return Press(styles[number % len(styles)]).print(
        [*([Part("title", title)] if title else []), *(Part("body", line) for line in lines)]
    )


# --- docx


def docx(text: str, number: int) -> bytes:
    """A Word file as people leave it: one of six manners."""
    from tests.readers.wordfile import docx as packed
    from tests.readers.wordfile import p, styled

    title, lines = titled(text)
    manners = (_plain_paragraphs, _numbered, _edited, _one_cell, _line_breaks, _numbered)
    body, numbering = manners[number % len(manners)](lines)
    head = p(title, styled("Title") if number % 6 in (1, 2) else '<w:jc w:val="center"/>') if title else ""
    styles = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    return packed(head + body, styles=styles, numbering=numbering, header=p("内部资料"))


def _plain_paragraphs(lines: Sequence[str]) -> tuple[str, str]:
    from tests.readers.wordfile import p

    return "".join(p(line, '<w:ind w:firstLineChars="200"/>') for line in lines), ""


_COUNTED = (
    (re.compile(rf"第([{NUMERAL}]{{1,4}})条[　 ]*"), "chineseCountingThousand", "第%1条"),
    (re.compile(rf"第([{NUMERAL}]{{1,4}})章[　 ]*"), "chineseCountingThousand", "第%1章"),
    (re.compile(rf"([{NUMERAL}]{{1,3}})、"), "chineseCountingThousand", "%1、"),
    (re.compile(rf"（([{NUMERAL}]{{1,3}})）"), "chineseCountingThousand", "（%1）"),
    (re.compile(r"([1-9][0-9]?)\.(?![0-9])[ 　]*"), "decimal", "%1."),
)


def _numbered(lines: Sequence[str]) -> tuple[str, str]:
    """Every number at the beginning of a paragraph is made by Word: it stands in no paragraph."""
    from kg.script.numerals import parse
    from tests.readers.wordfile import abstract, instance, lvl, num, p

    body, instances = [], []
    for line in lines:
        found, at = next(
            ((match, at) for at, (form, _, _) in enumerate(_COUNTED) if (match := form.match(line))),
            (None, 0),
        )
        rest = line[found.end() :].strip() if found else ""
        if not found or not rest:
            body.append(p(line))
            continue
        start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{parse(found[1])}"/></w:lvlOverride>'
        instances.append(instance(len(instances) + 1, at, start))
        body.append(p(rest, num(len(instances))))
    levels = (abstract(at, lvl(0, way, text)) for at, (_, way, text) in enumerate(_COUNTED))
    return "".join(body), "".join((*levels, *instances))


def _edited(lines: Sequence[str]) -> tuple[str, str]:
    """Under revision: inserted, moved, deleted and hidden words, runs that break anywhere, controls around paragraphs."""
    from tests.readers.wordfile import p, r

    body = []
    for number, line in enumerate(lines):
        half = len(line) // 2
        gone = f"<w:del><w:r><w:delText>{escape(line[:9])}</w:delText></w:r></w:del>" + r(
            "此处待改", "<w:vanish/>"
        )
        kept = (
            r(line[:half])
            + gone
            + f"<w:ins>{r(line[half:])}</w:ins>"
            + f"<w:moveFrom>{r('移走')}</w:moveFrom>"
        )
        body.append(p(kept) if number % 2 else f"<w:sdt><w:sdtContent>{p(kept)}</w:sdtContent></w:sdt>")
    return "".join(body), ""


def _one_cell(lines: Sequence[str]) -> tuple[str, str]:
    """All of the text in a frame: a table of one cell."""
    from tests.readers.wordfile import p, table, tc

    return table(tc("".join(map(p, lines)) or p(""))), ""


def _line_breaks(lines: Sequence[str]) -> tuple[str, str]:
    """All of the text in one paragraph, as a browser's clipboard gives it."""
    from tests.readers.wordfile import p, r

    return p("<w:r><w:br/></w:r>".join(map(r, lines))), ""


# --- ofd


def ofd(text: str, number: int) -> bytes:
    """Pages as ministries publish them: text objects by lines, characters, words, or in a scale of their own."""
    from tests.readers.ofdfile import WAYS, Part, printed
    from tests.readers.ofdfile import ofd as packed

    title, lines = titled(text)
    parts = [*([Part("title", title)] if title else []), *(Part("body", line) for line in lines)]
    size = (5.6, 4.9, 3.7)[number % 3]
    return packed(printed(parts, WAYS[number % 4], head="内部资料" if number % 2 else "", size=size))


FORMATS: dict[str, Converter] = {"html": html, "pdf": pdf, "docx": docx, "ofd": ofd}

if __name__ == "__main__":
    main()

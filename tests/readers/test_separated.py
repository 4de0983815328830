"""Bytes of comma- and tab-separated files → their lines, tables, articles and the way back to the row."""

from __future__ import annotations

import pytest

from kg.errors import KgError, ReadError
from kg.model import Document
from kg.readers import parse
from kg.readers.extract import Words, Writer
from kg.readers.separated import separator
from kg.readers.sheets import named

LONG = "市总工会要推进改革，健全机制。" * 8
GRID = "任务,牵头单位\n建站点,甲局\n"

# bytes of a file → the rows of its first table
TABLES = {
    "commas": (GRID.encode(), "a.csv", [["任务", "牵头单位"], ["建站点", "甲局"]]),
    "tabs": (b"a\tb\nc\td\n", "a.tsv", [["a", "b"], ["c", "d"]]),
    "semicolons in a .csv": (b"a;b;1,5\nc;d;2,5\n", "a.csv", [["a", "b", "1,5"], ["c", "d", "2,5"]]),
    "gb18030": (GRID.encode("gb18030"), "a.csv", [["任务", "牵头单位"], ["建站点", "甲局"]]),
    "utf-16 with its mark, as Excel writes it": (
        "a\t镕\nc\td\n".encode("utf-16"), "a.csv", [["a", "镕"], ["c", "d"]],
    ),
    "a byte-order mark": (b"\xef\xbb\xbf" + GRID.encode(), "a.csv", [["任务", "牵头单位"], ["建站点", "甲局"]]),
    "what Excel says first": (b"sep=|\r\na|b\r\nc,|d\r\n", "a.csv", [["a", "b"], ["c,", "d"]]),
    "quotes": (b'a,"b ""c"", d"\ne,"f\ng"\n', "a.csv", [["a", 'b "c", d'], ["e", "f g"]]),
    "a tab in a cell": (b'a,"b\tc"\nd,e\n', "a.csv", [["a", "b c"], ["d", "e"]]),
    "CR alone": (b"a,b\rc,d\r", "a.csv", [["a", "b"], ["c", "d"]]),
    "rows of unequal length": (b"a,b,c\nd,e\nf,g,h,i\n", "a.csv", [["a", "b", "c"], ["d", "e"], ["f", "g", "h", "i"]]),
    "a subject that is left out": (GRID.encode() + ",乙局\n".encode(), "a.csv",
                                   [["任务", "牵头单位"], ["建站点", "甲局"], ["", "乙局"]]),
    "lines above and below": ("甲市分工表,,\n".encode() + b"a,b,c\nd,e,f\n" + "备注：略,,\n".encode(), "a.csv",
                              [["a", "b", "c"], ["d", "e", "f"]]),
    "signs that open a line of markdown": (b"# a,- b\n- c,* d\n", "a.csv", [["a", "- b"], ["c", "* d"]]),
}  # fmt: skip


def cells(document: Document, number: int = 0) -> list[list[str]]:
    return [[document.text[cell.start : cell.end] for cell in row] for row in document.tables[number].rows]


@pytest.mark.parametrize(("data", "path", "rows"), TABLES.values(), ids=TABLES)
def test_a_table(data: bytes, path: str, rows: list[list[str]], words: Words) -> None:
    document = parse(data, path, "", words)
    assert cells(document) == rows
    kinds = {block.end: block.kind for block in document.blocks}
    assert [kinds[row[-1].end] for row in document.tables[0].rows] == ["row"] * len(rows)


def test_lines_about_a_table_are_no_rows(words: Words) -> None:
    data, path, _ = TABLES["lines above and below"]
    document = parse(data, path, "", words)
    said = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert said == [("title", "甲市分工表"), ("row", "a\tb\tc"), ("row", "d\te\tf"), ("row", "备注：略")]
    assert document.articles[0].title == "甲市分工表"


def test_blank_rows_part_tables_and_places_count_rows(words: Words) -> None:
    document = parse(b'a,b\n"c\nd",e\n\n,,\nf,g\nh,i\n', "a.csv", "", words)
    assert [cells(document, number) for number in (0, 1)] == [
        [["a", "b"], ["c d", "e"]],
        [["f", "g"], ["h", "i"]],
    ]
    assert document.source.origin(document.source.text.index("h")) == "row 6"


ARTICLES = {
    "by the word lists": ("", f"标题,正文\n甲改革,{LONG}\n乙改革,{LONG}\n", ["甲改革", "乙改革"]),
    "named": ("text=说的话,title=名", "名,说的话\n甲改革,短。\n乙改革,短。\n", ["甲改革", "乙改革"]),
    "named, with an aside in the head": (
        "text=说的话",
        "标题（全称）,说的话 （原文）\n甲改革,短。\n",
        ["甲改革"],
    ),
}


@pytest.mark.parametrize(("columns", "text", "titles"), ARTICLES.values(), ids=ARTICLES)
def test_a_column_of_texts_makes_articles(columns: str, text: str, titles: list[str], words: Words) -> None:
    document = parse(text.encode(), "a.csv", "", named(words, columns))
    assert [article.title for article in document.articles] == titles
    assert document.tables == ()
    for article in document.articles:
        assert document.text[article.start :].startswith(article.title)


def test_an_article_has_its_other_cells_and_paragraphs(words: Words) -> None:
    text = f'标题,作者,正文\n甲改革,张三,"{LONG}\n{LONG}"\n乙改革,李四,{LONG}\n'
    document = parse(text.encode(), "a.csv", "", words)
    first = document.articles[0]
    blocks = [block for block in document.blocks if block.start < first.end]
    assert [block.kind for block in blocks] == ["title", "byline", "paragraph", "paragraph"]
    assert document.text[blocks[1].start : blocks[1].end] == "作者：张三"
    assert document.source.origin(document.text.index("李四")) == "row 3"


def test_texts_without_titles(words: Words) -> None:
    document = parse(f"正文,编号\n{LONG},1\n{LONG},2\n".encode(), "册.csv", "", words)
    assert len(document.articles) == 2
    assert document.articles[1].title == "册"
    assert "title" not in {block.kind for block in document.blocks[1:]}


@pytest.mark.parametrize(
    "text", [GRID, f"标题,正文,作者\n甲,{LONG},张三\n乙,{LONG},李四\n", "分工表,,\n任务,牵头单位,\n"]
)
def test_what_is_lost_is_said(text: str, words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(text.encode(), "a.csv", "", words).source.flaws == ()
    whole = Writer._add
    monkeypatch.setattr(
        Writer, "_add", lambda writer, said: whole(writer, said.replace("甲", "").replace("任", ""))
    )
    (flaw,) = parse(text.encode(), "a.csv", "", words).source.flaws
    assert flaw.endswith("characters are lost or doubled")


@pytest.mark.parametrize("text", [f"标题,内容\n甲,{'短' * 20}\n", f"标题,事由\n甲,{LONG}\n"])
def test_short_cells_and_other_columns_make_none(text: str, words: Words) -> None:
    assert len(parse(text.encode(), "a.csv", "", words).tables) == 1


def test_a_quote_that_never_closes_costs_no_row(words: Words) -> None:
    document = parse(b'a,b\nc,"d\ne,f\n', "a.csv", "", words)
    assert cells(document) == [["a", "b"], ["c", '"d'], ["e", "f"]]
    assert document.source.flaws == (
        "a quotation mark is not closed: line 2 and what follows is read as it stands",
    )


def test_too_many_rows_are_said(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.readers.separated.ROWS", 2)
    document = parse(b"a,b\nc,d\ne,f\n", "a.csv", "", words)
    assert cells(document) == [["a", "b"], ["c", "d"]]
    assert "row 2" in document.source.flaws[0]


@pytest.mark.parametrize("columns", ["正文", "body=正文", "text="])
def test_columns_that_cannot_be_named(columns: str, words: Words) -> None:
    with pytest.raises(KgError, match="--columns"):
        named(words, columns)


def test_a_binary_file_is_refused(words: Words) -> None:
    with pytest.raises(ReadError, match="binary"):
        parse(b"PK\x03\x04abc", "a.csv", "", words)


@pytest.mark.parametrize(("text", "sign"), [("", ","), ("甲\n乙\n", ","), ("a\tb,c\nd\te\n", "\t")])
def test_the_sign_that_separates(text: str, sign: str) -> None:
    assert separator(text, ",") == sign

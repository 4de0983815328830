"""Word files made of known text → their text as Word shows it, numbers among it, with the place of each line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from kg.errors import ReadError
from kg.model import Source
from kg.readers.docx import extract
from kg.readers.extract import Extract
from tests.readers.wordfile import (
    STRICT,
    W,
    abstract,
    box,
    docx,
    field,
    instance,
    lvl,
    note,
    note_mark,
    num,
    p,
    r,
    style,
    styled,
    table,
    tc,
    unzipped,
    zipped,
)


def read(data: bytes) -> Extract:
    return extract(data, "文.docx", "", {})


def lines(data: bytes) -> list[str]:
    made = read(data)
    assert made.flaws == ()
    return made.text.splitlines()


def place(made: Extract, text: str) -> str:
    return Source("", "", "", made.text, origins=made.origins).origin(made.text.index(text))


# --- what Word shows of the runs of a paragraph

FIELD = [f'<w:r><w:fldChar w:fldCharType="{turn}"/></w:r>' for turn in ("begin", "separate", "end")]
RUNS = {
    "plain": ("为了方便居民，制定本办法。", ["为了方便居民，制定本办法。"]),
    "broken runs": (r("甲") + r("乙") + r("丙"), ["甲乙丙"]),
    "insertion": (r("甲") + f"<w:ins>{r('乙')}</w:ins>", ["甲乙"]),
    "deletion": (r("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>" + r("丙"), ["甲丙"]),
    "moved": (f"<w:moveFrom>{r('乙')}</w:moveFrom>" + r("甲") + f"<w:moveTo>{r('乙')}</w:moveTo>", ["甲乙"]),
    "link": (f"<w:hyperlink>{r('见附件')}</w:hyperlink>", ["见附件"]),
    "smart tag": (f"<w:smartTag>{r('白鹭市')}</w:smartTag>" + r("财政局"), ["白鹭市财政局"]),
    "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>" + r("乙"), ["甲乙"]),
    "field": (r("第") + field(" PAGE ", "3") + r("页"), ["第3页"]),
    "field in a field": (FIELD[0] + field("DATE", "甲") + FIELD[1] + r("乙") + FIELD[2], ["乙"]),
    "simple field": (f'<w:fldSimple w:instr="DATE">{r("2024年")}</w:fldSimple>', ["2024年"]),
    "ringed number": (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>eq \\o\\ac(○,3)</w:instrText>'
        '<w:fldChar w:fldCharType="end"/></w:r>' + r("甲"),
        ["③甲"],
    ),
    "ruby": (
        "<w:r><w:ruby><w:rt>" + r("bái") + "</w:rt><w:rubyBase>" + r("白") + "</w:rubyBase></w:ruby></w:r>" + r("鹭"),
        ["白鹭"],
    ),
    "hidden": (r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>'), ["甲丙"]),
    "tab": (r("甲") + "<w:r><w:tab/></w:r>" + r("乙"), ["甲\t乙"]),
    "line break": (r("甲") + "<w:r><w:br/></w:r>" + r("乙"), ["甲", "乙"]),
    "page break": ('<w:r><w:br w:type="page"/></w:r>' + r("乙"), ["乙"]),
    "hyphen": (r("2024") + "<w:r><w:noBreakHyphen/></w:r>" + r("1"), ["2024-1"]),
    "soft hyphen": (r("甲") + "<w:r><w:softHyphen/></w:r>" + r("乙"), ["甲乙"]),
    "sign": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("同意"), ["☑同意"]),
    "sign of a text font": ('<w:r><w:sym w:font="宋体" w:char="25CB"/></w:r>', ["○"]),
    "formula": ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", ["x=1"]),
    "fraction": (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        ["1/2"],
    ),
    "text box": (r("甲") + box(p("乙")) + r("丙"), ["甲丙", "乙"]),
    "older text box": (f"<w:r><w:pict><w:txbxContent>{p('乙')}</w:txbxContent></w:pict></w:r>", ["乙"]),
    "comment": ('<w:commentRangeStart w:id="0"/>' + r("甲") + '<w:r><w:commentReference w:id="0"/></w:r>', ["甲"]),
    "astral": ("𠮷野家㐀", ["𠮷野家㐀"]),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "expected"), RUNS.values(), ids=RUNS)
def test_a_paragraph_says_what_word_shows(inner: str, expected: list[str]) -> None:
    assert lines(docx(p(inner))) == expected


def test_what_a_style_hides_is_left_out() -> None:
    styles = style("暗", more="<w:rPr><w:vanish/></w:rPr>", kind="character") + style(
        "子", based_on="暗", kind="character"
    )
    body = p(r("甲") + r("乙", '<w:rStyle w:val="子"/>'))
    assert lines(docx(body, styles=styles)) == ["甲"]
    assert lines(docx(body)) == ["甲乙"]


def test_a_deleted_end_joins_two_paragraphs_and_leaves_no_number() -> None:
    numbering = abstract(1, lvl(0, "decimal", "%1、")) + instance(1, 1)
    gone = p("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", num(1) + "<w:rPr><w:del/></w:rPr>")
    half = p("丙", num(1) + "<w:rPr><w:del/></w:rPr>")
    body = p("甲", num(1)) + gone + half + p("丁", num(1))
    assert lines(docx(body, numbering=numbering)) == ["1、甲", "2、丙丁"]


# --- blocks


BLOCKS = {
    "control of paragraphs": (f"<w:sdt><w:sdtContent>{p('甲')}{p('乙')}</w:sdtContent></w:sdt>", ["甲", "乙"]),
    "custom markup": (f"<w:customXml>{p('甲')}</w:customXml>", ["甲"]),
    "rows": (table(tc("甲") + tc("乙"), tc("丙") + tc("丁")), ["甲\t乙", "丙\t丁"]),
    "control of a row": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{tc('甲')}{tc('乙')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        ["甲\t乙"],
    ),
    "control of a cell": (table(f"<w:sdt><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>" + tc("乙")), ["甲\t乙"]),
    "two paragraphs in a cell": (table(tc(p("甲；") + p("乙。")) + tc("丙")), ["甲； 乙。\t丙"]),
    "one column": (table(tc(p("甲。") + p("乙。"))), ["甲。", "乙。"]),
    "a column over two": (table(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙") + tc("丙")), ["甲\t", "乙\t丙"]),
    "a row left out": (
        f"<w:tbl><w:tr>{tc('甲')}{tc('乙')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{tc('丙')}{tc('丁')}</w:tr></w:tbl>",
        ["甲\t乙"],
    ),
    "a table in a cell": (
        table(tc("甲") + tc(p("乙") + table(tc("丙") + tc("丁")) + p(""))),
        ["甲\t乙", "丙\t丁"],
    ),
    "a text box in a cell": (table(tc("甲") + tc(p(r("乙") + box(p("丙"))))), ["甲\t乙", "丙"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_are_read_in_their_order(body: str, expected: list[str]) -> None:
    assert lines(docx(body)) == expected


def test_merged_cells_stand_in_every_row_that_they_reach() -> None:
    restart, going_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    made = read(
        docx(table(tc("任务") + tc("单位"), tc("甲", restart) + tc("乙"), tc(p(""), going_on) + tc("丙")))
    )
    assert made.text == "任务\t单位\n甲\t乙\n\t丙\n"
    said = [[made.text[cell.start : cell.end] for cell in row] for row in made.tables[0].rows]
    assert said == [["任务", "单位"], ["甲", "乙"], ["甲", "丙"]]


def test_notes_follow_the_sentence_that_they_hang_on() -> None:
    body = (
        p(r("关于夜课的办法") + note_mark(2))
        + p(r("办法如下。") + note_mark(3))
        + p(r("完") + note_mark(9, "endnote"))
    )
    data = docx(
        body,
        footnotes=note(2, "题注。") + note(3, "夜课", "是晚上的课。") + note(4, "没有人提到。"),
        endnotes=note(9, "尾注。", kind="endnote"),
    )
    assert lines(data) == ["关于夜课的办法", "办法如下。", "题注。", "夜课", "是晚上的课。", "完", "尾注。"]
    made = read(data)
    assert [place(made, text) for text in ("题注", "夜课\n", "尾注")] == [
        "footnote 1",
        "footnote 2",
        "endnote 1",
    ]


def test_places_can_be_followed() -> None:
    made = read(
        docx(
            p("甲")
            + p("")
            + p("乙")
            + table(tc("丙") + tc("丁"), tc("戊") + tc("己"))
            + p(r("庚") + box(p("辛")))
        )
    )
    places = [place(made, text) for text in "甲乙丁戊庚辛"]
    assert places == [
        "paragraph 1",
        "paragraph 3",
        "table 1, row 1",
        "table 1, row 2",
        "paragraph 4",
        "text box 1",
    ]


def test_a_table_in_a_table_has_the_place_of_the_outer_one() -> None:
    inner = table(tc("乙") + tc("丙"))
    made = read(docx(table(tc(inner)) + table(tc("丁") + tc(p("戊") + inner))))
    assert [origin.place for origin in made.origins] == ["table 1, row 1", "table 2, row 1", "table 2"]


HEADINGS = (
    style("1", '<w:outlineLvl w:val="0"/>')
    + style("2", '<w:outlineLvl w:val="1"/>')
    + style("3", based_on="2")
    + style("t", more="").replace("<w:pPr>", '<w:name w:val="Title"/><w:pPr>')
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("标题", styled("1")) + p("一", styled("2")) + p("正文。"), [(0, 1), (3, 3)]),
        (p("一", styled("1")) + p("二", styled("1")) + p("三", styled("3")), [(0, 2), (2, 2), (4, 3)]),
        (p("一", '<w:outlineLvl w:val="2"/>') + p("二", styled("1") + '<w:outlineLvl w:val="9"/>'), [(0, 4)]),
        (p("标题", styled("t")) + p("一", styled("1")), [(0, 1), (3, 2)]),
        (p("（一）加强领导。各单位要落实责任。", styled("2")), []),
    ],
    ids=[
        "a title and a heading",
        "chapters",
        "levels of their own",
        "a title by its style",
        "a sentence is no heading",
    ],
)
def test_styles_tell_headings(body: str, expected: Sequence[tuple[int, int]]) -> None:
    assert list(read(docx(body, styles=HEADINGS)).headings) == expected


# --- what is left out, and said so


FLAWS = {
    "altChunk": (docx(p("甲") + '<w:altChunk r:id="x"/>'), "not read: a part in another format (1 times)"),
    "sign": (
        docx(p(r("甲") + '<w:r><w:sym w:font="Marlett" w:char="21"/></w:r>')),
        "not read: a sign of the font marlett (1 times)",
    ),
    "note": (docx(p(r("甲。") + note_mark(7))), "not read: a footnote that is not in the file (1 times)"),
    "way of counting": (
        docx(p("甲", num(1)), numbering=abstract(1, lvl(0, "thaiLetters", "%1.")) + instance(1, 1)),
        "numbers counted as 'thaiLetters' are written 1, 2, 3",
    ),
    "no types": (
        zipped({k: v for k, v in unzipped(docx(p("甲"))).items() if k != "[Content_Types].xml"}),
        "[Content_Types].xml is missing: the file is damaged",
    ),
    "no numbering": (
        zipped({k: v for k, v in unzipped(docx(p("甲"), numbering="")).items() if "numbering" not in k}),
        "word/numbering.xml: is missing in the file: numbers made by Word are not read",
    ),
    "stray text": (docx(p("甲") + r("乙")), "1 of 2 characters are lost or doubled"),
    "nothing": (docx(""), "there is no text in it"),
    "scan": (docx(p("<w:r><w:drawing><pic xmlns='urn:p'/></w:drawing></w:r>")), "no text, but 1 pictures: a scan?"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "flaw"), FLAWS.values(), ids=FLAWS)
def test_what_cannot_be_read_is_a_flaw(data: bytes, flaw: str) -> None:
    made = read(data)
    assert made.flaws == (flaw,)


def other(part: str, old: bytes, new: bytes) -> bytes:
    """A sound file with a part put otherwise."""
    parts = unzipped(docx(p("甲")))
    assert old in parts[part]
    return zipped(parts | {part: parts[part].replace(old, new)})


def without(part: str) -> bytes:
    return zipped({name: data for name, data in unzipped(docx(p("甲"))).items() if name != part})


DOCUMENT = "word/document.xml"
XXE = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'
BOMB = b'<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document'
BROKEN = {
    "text is no zip": (b"plain", "文.docx: no zip file"),
    "old Word or password": (b"\xd0\xcf\x11\xe0" + bytes(512), "an old Office file, or one with a password"),
    "empty zip": (zipped({}), "word/document.xml: is missing in the file"),
    "no document": (without(DOCUMENT), "word/document.xml: is missing in the file"),
    "relation to nowhere": (other("_rels/.rels", b"word/document.xml", b"NULL"), "NULL: is missing in the file"),
    "a workbook": (other(DOCUMENT, b"w:document", b"w:workbook"), "word/document.xml: is not the text of a Word file"),
    "not well-formed": (other(DOCUMENT, b"</w:body>", b""), "word/document.xml: line 1: Opening and ending tag mismatch"),
    "a sign that XML forbids": (other(DOCUMENT, "甲".encode(), b"&#1;"), "word/document.xml: line 1: .*invalid xmlChar value 1"),
    "external entity": (other(DOCUMENT, b"<w:document", XXE), "word/document.xml: brings a document type of its own"),
    "entity bomb": (other(DOCUMENT, b"<w:document", BOMB), "word/document.xml: brings a document type of its own"),
    "not XML": (other(DOCUMENT, b"<w:document", b"%PDF-1.7"), "word/document.xml: line 1: "),
    "too deep": (docx("<w:sdt>" * 300 + p("甲") + "</w:sdt>" * 300), "word/document.xml: line 1: Excessive depth"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_the_part_that_is(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_parts_in_any_encoding_are_read(encoding: str) -> None:
    parts = unzipped(docx(p("第一条　总则")))
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + parts[DOCUMENT].decode()
    assert lines(zipped(parts | {DOCUMENT: text.encode(encoding)})) == ["第一条　总则"]


def test_the_strict_namespace_is_read() -> None:
    data = docx(
        p("甲", num(1)) + table(tc("乙") + tc("丙")),
        numbering=abstract(1, lvl(0, "decimal", "%1、")) + instance(1, 1),
    )
    strict = zipped(
        {name: part.replace(W.encode(), STRICT.encode()) for name, part in unzipped(data).items()}
    )
    assert lines(strict) == lines(data) == ["1、甲", "乙\t丙"]


def test_templates_and_links_are_never_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in the relations stays an address; the control shows that the trap would spring."""
    import socket

    def trap(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", trap)
    with pytest.raises(AssertionError):
        socket.socket()
    link = '<Relationship Id="x" Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'
    outside = '<Relationship Id="y" Type="http://x/styles" Target="http://127.0.0.1:9/styles.xml" TargetMode="External"/>'
    assert lines(docx(p("甲"), link + outside)) == ["甲"]


def test_a_million_empty_paragraphs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(
        ReadError, match=re.escape("word/document.xml: unpacks to more than 200 times its packed size")
    ):
        read(docx("<w:p/>" * 1_000_000))


def test_an_empty_paragraph_is_a_blank_line_and_so_is_where_the_middle_ends() -> None:
    middle = '<w:jc w:val="center"/>'
    body = (
        p("")
        + p("标题", middle)
        + p("下行", middle)
        + p("某局：")
        + p("")
        + p("")
        + p("正文。")
        + p("又一段。")
    )
    assert lines(docx(body)) == ["标题", "下行", "", "某局：", "", "正文。", "又一段。"]
    styles = style("中", middle) + style("子", based_on="中")
    assert lines(docx(p("标题", styled("子")) + p("某局："), styles=styles)) == ["标题", "", "某局："]

"""Workbooks made of known cells → their lines, tables and places; what cannot be read is said."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.readers import parse
from kg.readers.extract import Extract, Words
from kg.readers.shown import shown
from kg.readers.workbook import column, extract, letters
from tests.readers.workbooks import STRICT, book, relations, sheet

HEAD = {"A": "任务", "B": "牵头单位"}
LONG = "市总工会要推进改革，健全机制。" * 8


def taken(data: bytes) -> Extract:
    return extract(data, "甲.xlsx", "", {"sheet-names": ("Sheet1",)})


def cells(made: Extract, number: int = 0) -> list[list[str]]:
    return [[made.text[cell.start : cell.end] for cell in row] for row in made.tables[number].rows]


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0&quot;万人&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="31"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="49"/></cellXfs>'
)
STRINGS = (
    "<si><t>建站点</t></si><si><r><t>市总</t></r><r><t xml:space='preserve'>工会 </t></r><rPh><t>shi</t></rPh></si>"
    "<si><t>甲_x000D_\n乙_x4E2D_</t></si>"
)

# XML of a cell → what it shows
SHOWN = {
    "a shared string": ('<c t="s"><v>0</v></c>', "建站点"),
    "runs, without the readings over them": ('<c t="s"><v>1</v></c>', "市总工会 "),
    "escapes and breaks": ('<c t="s"><v>2</v></c>', "甲 乙中"),
    "a string in the cell": ('<c t="inlineStr"><is><r><t>甲</t></r><r><t>局</t></r></is></c>', "甲局"),
    "a number": ("<c><v>12.50</v></c>", "12.5"),
    "a date": ('<c s="1"><v>46093</v></c>', "2026年3月12日"),
    "a share": ('<c s="2"><v>0.125</v></c>', "12.50%"),
    "a format of one's own": ('<c s="3"><v>3.14</v></c>', "3.1万人"),
    "a number as text": ('<c s="4"><v>20260312</v></c>', "20260312"),
    "what a formula gave": ('<c t="str"><f>A1</f><v>甲局</v></c>', "甲局"),
    "true": ('<c t="b"><v>1</v></c>', "TRUE"),
    "an error": ('<c t="e"><v>#REF!</v></c>', "#REF!"),
    "a string that is not there": ('<c t="s"><v>99</v></c>', ""),
    "a style that is not there": ('<c s="99"><v>7</v></c>', "7"),
}


@pytest.mark.parametrize(("said", "shows"), SHOWN.values(), ids=SHOWN)
def test_a_cell(said: str, shows: str) -> None:
    made = taken(book({"Sheet1": sheet([HEAD, {"A": "甲", "B": said}, HEAD])}, STRINGS, STYLES))
    assert cells(made) == [["任务", "牵头单位"], ["甲", shows], ["任务", "牵头单位"]]


# number and format → what is shown
NUMBERS = [
    ("46093", "yyyy/m/d", "2026/3/12"), ("46093", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年三月十二日"),
    ("46093.75", "yyyy-mm-dd hh:mm:ss", "2026-03-12 18:00:00"), ("46093", "aaaa", "星期四"), ("0.75", "h:mm AM/PM", "6:00 PM"),
    ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"), ("1.5", "[h]:mm", "36:00"), ("59", "yyyy/m/d", "1900/2/28"),
    ("61", "yyyy/m/d", "1900/3/1"), ("46093", "d-mmm-yy", "12-Mar-26"), ("-1", "yyyy/m/d", "-1"), ("1234567.5", "#,##0.00", "1,234,567.50"),
    ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"), ("-1234.5", "0.0", "-1234.5"), ("0.5", "0%", "50%"), ("2.5", "0", "3"),
    ("0.30000000000000004", "General", "0.3"), ("12345678901234", "General", "12345678901234"), ("2E-7", "General", "2E-07"),
    ("1.5", "# ?/?", "1 1/2"), ("12345", "0.00E+00", "1.23E+04"), ("5", "000", "005"), ("7", '"第"0"号"', "第7号"),
    ("0", "0;-0;无", "无"), ("100", '[>=90]0"优";0', "100优"), ("80", '[>=90]0"优";0', "80"), ("1234567", '#,##0,"千"', "1,235千"),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"), ("10", 'General"元"', "10元"), ("3", "[$￥-804]0.00", "￥3.00"),
    ("abc", "0", "abc"), ("NaN", "0", "NaN"), ("1e999999", "0", "1e999999"), ("3", "0" * 500, "3"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code", "shows"), NUMBERS)
def test_a_number(raw: str, code: str, shows: str) -> None:
    assert shown(raw, code) == shows


def test_the_other_beginning_of_time() -> None:
    assert shown("44631", "yyyy/m/d", since_1904=True) == "2026/3/12"
    made = taken(
        book({"Sheet1": sheet([{"A": "日", "B": '<c s="1"><v>44631</v></c>'}])}, "", STYLES, since_1904=True)
    )
    assert cells(made) == [["日", "2026年3月12日"]]


def test_merged_cells_reach_where_they_reach() -> None:
    rows = [
        HEAD | {"C": "配合单位"},
        {"A": "甲", "B": "乙局", "C": "丙局"},
        {"B": "丁局"},
        {"A": "戊", "B": "各局"},
    ]
    made = taken(book({"Sheet1": sheet(rows, ["A2:A3", "B4:C4"])}))
    assert cells(made)[1:] == [["甲", "乙局", "丙局"], ["甲", "丁局", ""], ["戊", "各局", "各局"]]
    assert made.text.count("甲") == made.text.count("各局") == 1


def test_a_title_over_all_columns_is_a_line() -> None:
    rows = [{"A": "甲市分工表"}, HEAD, {"A": "甲", "B": "乙局"}, {"A": "备注：略"}]
    made = taken(book({"Sheet1": sheet(rows, ["A1:B1"])}))
    assert made.text.splitlines() == ["甲市分工表", "任务\t牵头单位", "甲\t乙局", "备注：略"]


def test_the_table_of_a_sheet_that_begins_anywhere() -> None:
    made = taken(book({"Sheet1": sheet([{"C": "任务", "D": "牵头单位"}, {"C": "甲", "D": "乙局"}], first=7)}))
    assert cells(made) == [["任务", "牵头单位"], ["甲", "乙局"]]
    assert made.origins[0].place == "sheet Sheet1, row 7"


def test_several_sheets_each_with_its_name() -> None:
    data = book({"任务": sheet([HEAD]), "Sheet1": sheet([{"A": "甲", "B": "乙"}]), "空": sheet([])})
    made = taken(data)
    assert made.text.splitlines() == ["任务", "任务\t牵头单位", "甲\t乙"]
    assert [origin.place for origin in made.origins] == [
        "sheet 任务",
        "sheet 任务, row 1",
        "sheet Sheet1, row 1",
    ]


def test_what_is_hidden_is_read_and_said() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    seen = sheet([HEAD, {"A": "甲", "B": "乙局"}, {"A": "丙"}], columns=columns, hidden=[2])
    made = taken(book({"Sheet1": seen, "底": sheet([HEAD])}, states={"底": "veryHidden"}))
    places = [origin.place for origin in made.origins]
    assert places == [
        "sheet Sheet1, row 1 (hidden: B)", "sheet Sheet1, row 2 (hidden)", "sheet Sheet1, row 3",
        "sheet 底, row 1 (hidden sheet)",
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["<c><f>B9</f></c>", "<c><f>B9</f><v></v></c>"])
def test_a_formula_without_value_is_said(cell: str) -> None:
    made = taken(book({"Sheet1": sheet([HEAD, {"A": "甲", "B": cell}])}))
    assert made.flaws == ("1 formulas without a stored value, the first in B2",)


def test_a_formula_that_gave_nothing_is_none_without_value() -> None:
    made = taken(book({"Sheet1": sheet([HEAD, {"A": "甲", "B": "<c t='str'><f>B9</f><v></v></c>"}])}))
    assert made.flaws == ()


def test_text_boxes_and_comments_stand_behind_their_sheet() -> None:
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            [("d", "drawing", "../drawings/d.xml"), ("c", "comments", "../comments1.xml")]
        ),
        "xl/drawings/d.xml": "<d xmlns:a='a'><a:p><a:r><a:t>框</a:t></a:r><a:r><a:t>中</a:t></a:r></a:p></d>",
        "xl/comments1.xml": "<c><comment ref='B2'><text><t>批注</t></text></comment></c>",
    }
    made = taken(book({"Sheet1": sheet([HEAD])}, more=more))
    assert made.text.splitlines() == ["任务\t牵头单位", "批注", "框中"]
    assert [one.place for one in made.origins][1:] == [
        "sheet Sheet1, comment at B2",
        "sheet Sheet1, text box",
    ]


def test_the_strict_form() -> None:
    data = book({"Sheet1": sheet([HEAD], space=STRICT)}, space=STRICT)
    assert cells(taken(data)) == [["任务", "牵头单位"]]


def test_a_workbook_of_texts_read_in_its_process(words: Words) -> None:
    rows = [{"A": "标题", "B": "正文"}, {"A": "甲改革", "B": LONG}, {"A": "乙改革", "B": LONG}]
    document: Document = parse(book({"Sheet1": sheet(rows)}), "a.xlsm", "", words)
    assert [article.title for article in document.articles] == ["甲改革", "乙改革"]
    assert document.source.origin(document.articles[1].start) == "sheet Sheet1, row 3"


BAD = {
    "no zip": (b"abc", "no zip file"),
    "locked": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
    "no workbook": (book({}, more={"_rels/.rels": relations([])}).replace(b"xl/workbook.xml", b"xl/workbook.xmm"), "workbook"),
    "no sheet": (book({}), "no sheet"),
    "no XML": (book({}, more={"xl/workbook.xml": "<a>"}), "xl/workbook.xml: line 1"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_what_is_no_workbook(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        taken(data)
    assert str(caught.value).startswith("甲.xlsx: ")


def test_a_bad_sheet_costs_no_other() -> None:
    made = taken(book({"坏": "<worksheet><sheetData><row>", "任务": sheet([HEAD])}))
    assert [line for line in made.text.splitlines() if "\t" in line] == ["任务\t牵头单位"]
    assert "sheet 坏" in made.flaws[0]
    assert "line 1" in made.flaws[0]


def test_no_entity_is_resolved() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "乙乙"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    made = taken(book({"Sheet1": bomb + sheet([{"A": "甲&amp;", "B": "<c t='str'><v>&b;&c;丙</v></c>"}])}))
    assert "乙" not in made.text
    assert made.text.startswith("甲&")


ODD = {
    "columns of no number": '<cols><col min="a" max="-2" hidden="1"/></cols>',
    "columns without end": f'<cols><col min="{"9" * 5000}" max="999999999" hidden="1"/></cols>',
}


@pytest.mark.parametrize("columns", ODD.values(), ids=ODD)
def test_odd_numbers_cost_nothing(columns: str) -> None:
    cell = f'<c t="s" s="{"9" * 5000}"><v>{"9" * 5000}</v></c>'
    made = taken(book({"Sheet1": sheet([HEAD, {"A": "甲", "B": cell}, HEAD], columns=columns)}))
    assert cells(made)[1] == ["甲", ""]


def test_rows_numbered_backwards_are_counted_on() -> None:
    text = sheet([HEAD, HEAD]).replace('<row r="2"', '<row r="1"')
    assert [one.place for one in taken(book({"Sheet1": text})).origins] == [
        "sheet Sheet1, row 1",
        "sheet Sheet1, row 2",
    ]


def test_a_sheet_of_nothing() -> None:
    assert taken(book({"Sheet1": sheet([])})).flaws == ("no cell of any sheet holds anything",)


def test_a_merged_cell_as_large_as_a_sheet_costs_nothing() -> None:
    made = taken(book({"Sheet1": sheet([HEAD, {"A": "甲", "B": "乙"}], ["A2:XFD1048576"])}))
    assert cells(made)[1] == ["甲", "乙"]


def test_columns_by_letters() -> None:
    assert [column(name) for name in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
    assert [letters(column(name)) for name in ("A", "Z", "AA", "XFD")] == ["A", "Z", "AA", "XFD"]

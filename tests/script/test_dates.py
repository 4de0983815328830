"""Dates and versions as documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.script.dates import date_literal, dates, versions

DATES = [
    ("2024年3月5日", "2024-03-05", "date"),
    ("２０２４年３月５日", "2024-03-05", "date"),
    ("二〇二四年三月五日", "2024-03-05", "date"),
    ("二○二四年十二月三十一日", "2024-12-31", "date"),
    ("2024年3月5号", "2024-03-05", "date"),
    ("2024-03-05", "2024-03-05", "date"),
    ("2024.3.5", "2024-03-05", "date"),
    ("2024 年 3 月", "2024-03", "gYearMonth"),
    ("2024年3月份", "2024-03", "gYearMonth"),
    ("2024年", "2024", "gYear"),
]


@pytest.mark.parametrize(("said", "value", "datatype"), DATES, ids=[row[0] for row in DATES])
def test_what_a_date_says(said: str, value: str, datatype: str) -> None:
    literal = date_literal(said)
    assert literal is not None
    assert (literal.value, literal.datatype) == (value, datatype)


@pytest.mark.parametrize(
    "said", ["2024年2月30日", "2024年13月", "0024年", "2024-02-30", "三月五日", "2024", ""]
)
def test_what_is_no_date(said: str) -> None:
    assert date_literal(said) is None


def test_where_dates_stand() -> None:
    text = "自2024年3月5日起至2025年底，原2020.1.1的规定作废"
    assert [text[m.start : m.end] for m in dates(text)] == ["2024年3月5日", "2025年", "2020.1.1"]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("《甲法》（2018年修正）", "2018年修正"),
        ("《甲法》(2023年修订)", "2023年修订"),
        ("《甲法》（2012年）", "2012年"),
    ],
)
def test_the_version_of_an_instrument(text: str, version: str) -> None:
    assert [text[m.start : m.end] for m in versions(text)] == [version]


@given(st.text(alphabet="0123456789年月日号.-/〇零一二十（）《》修正订版 ", max_size=40))
def test_any_signs_can_be_read(text: str) -> None:
    for mention in (*dates(text), *versions(text)):
        assert 0 <= mention.start < mention.end <= len(text)

"""Numerals as documents write them, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.script.numerals import chinese, parse

READ = [
    ("一百二十", 120),
    ("一百零五", 105),
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("二〇二四", 2024),
    ("二○二四", 2024),
    ("12", 12),
    ("１２", 12),
    ("两千", 2000),
    ("三万", 30000),
    ("一万二千", 12000),
    ("廿", 20),
    ("零", 0),
    ("", -1),
    ("甲", -1),
    ("一二十", -1),
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[row[0] or "nothing" for row in READ])
def test_what_a_numeral_says(text: str, value: int) -> None:
    assert parse(text) == value


@given(st.integers(min_value=0, max_value=9999))
def test_what_is_written_reads_the_same(value: int) -> None:
    assert parse(chinese(value)) == value


@given(st.text(alphabet="零〇一二十百千万两3４甲", max_size=12))
def test_any_signs_can_be_read(text: str) -> None:
    assert parse(text) >= -1

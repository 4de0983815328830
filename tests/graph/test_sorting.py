"""The external sort: the same rows in the same order whatever is held in memory and however often it spills."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.sorting import FAN, Sorter

Row = tuple[str, int, bytes]
decode = msgspec.msgpack.Decoder(list[Row]).decode
ROWS = st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.integers(0, 9), st.binary()), unique=True)


def spilled(folder: Path, rows: list[Row], every: int) -> Sorter[Row]:
    sorter = Sorter(folder, "rows", decode)
    for at in range(0, len(rows), every):
        sorter.take(rows[at : at + every], 100 * every)
        sorter.spill()
    return sorter


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, every=st.integers(1, 7))
def test_any_rows_come_out_sorted(tmp_path: Path, rows: list[Row], every: int) -> None:
    assert list(spilled(tmp_path, rows, every)) == sorted(rows)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("runs", [FAN - 1, FAN, FAN + 1, 3 * FAN])
def test_more_files_than_are_merged_at_once(tmp_path: Path, runs: int) -> None:
    rows = [(f"{number:05}", number, b"x") for number in range(4 * runs)]
    random.Random(runs).shuffle(rows)  # noqa: S311 - any order will do, the same each time
    sorter = spilled(tmp_path, rows, 4)
    assert len(sorter.runs) == runs
    assert sorter.rows == []
    assert list(sorter) == sorted(rows)


def test_what_never_spilled_touches_no_file(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path, "rows", decode)
    sorter.take([("b", 1, b""), ("a", 2, b"")], 10)
    assert list(sorter) == [("a", 2, b""), ("b", 1, b"")]
    assert list(sorter) == []
    assert sorter.made == 0


def test_a_row_larger_than_a_frame(tmp_path: Path) -> None:
    rows = [(str(number), number, b"x" * (1 << 20)) for number in range(5)]
    assert list(spilled(tmp_path, rows[::-1], 2)) == rows

"""A fact of a PDF leads back to page and box: in the evidence, in what explains it, and under the eyes of kg verify."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.verbs.explain import explain
from kg.verbs.verify import verify
from tests.readers.typesetting import Part, Press

PLACE = re.compile(r'pk:place "(page \d+, box \d+ \d+ \d+ \d+)"')
SAID = "安徽省总工会要持续推进“乙”活动。"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("origins")
    filling = [Part("body", "这里是另外一段很长的话，没有说到谁做了什么事情。" * 80)]
    (folder / "news.pdf").write_bytes(Press().print([*filling, Part("body", SAID)]))
    (folder / "news.txt").write_text("丙市总工会要持续推进“丁”活动。", "utf-8")
    kg.build([folder / "news.pdf", folder / "news.txt"], folder / "out", cache=folder / "cache")
    return folder / "out"


def test_evidence_says_page_and_box_and_of_plain_text_nothing(output: Path) -> None:
    evidence = (output / "evidence.ttl").read_text("utf-8")
    places = PLACE.findall(evidence)
    assert len(places) == evidence.count("pk:place") == 1
    page, left, top, right, bottom = map(int, re.findall(r"\d+", places[0]))
    assert page == 2, "the filling fills the first"
    assert 72 <= left < right <= 523
    assert top < bottom < top + 20


def test_who_asks_why_is_told_the_place(output: Path) -> None:
    told = [one.place for fact in explain(output, "安徽省总工会").facts for one in fact.tellings]
    assert told
    assert told == PLACE.findall((output / "evidence.ttl").read_text("utf-8"))


def test_verify_reads_the_file_again_and_compares_the_places(output: Path) -> None:
    assert [str(fault) for fault in verify(output).faults] == []
    evidence = output / "evidence.ttl"
    kept = evidence.read_bytes()
    try:
        evidence.write_bytes(kept.replace(b'pk:place "page 2', b'pk:place "page 7'))
        faults = [str(fault) for fault in verify(output).faults]
    finally:
        evidence.write_bytes(kept)
    assert any(
        "says that it begins at page 7, box" in fault and "where page 2, box" in fault for fault in faults
    )


def test_a_place_that_is_left_away_or_put_in_is_seen(output: Path) -> None:
    evidence = output / "evidence.ttl"
    kept = evidence.read_text("utf-8")
    try:
        evidence.write_text(re.sub(r' ;\s*pk:place "[^"]*"', "", kept), "utf-8")
        faults = [str(fault) for fault in verify(output).faults]
    finally:
        evidence.write_text(kept, "utf-8")
    assert any("says that it begins at no place" in fault for fault in faults)

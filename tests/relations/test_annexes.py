"""A text with annexes: the file is the text, an annex that is an instrument speaks for itself, any other for the text."""

from __future__ import annotations

import pytest

from kg.model import Reading, Source
from kg.pipeline import run
from kg.readers.structure import structure
from kg.seeds import load

SEEDS = load()
HEAD = """白鹭市总工会关于印发《白鹭市集体协商办法》的通知
各县（区）总工会：
现将办法印发给你们，请认真执行。
白鹭市总工会
2026年3月12日
"""
RULES = "附件1\n白鹭市集体协商办法\n第一条　根据《中华人民共和国工会法》，制定本办法。\n第二条　本办法自2026年5月1日起施行。\n"
NOTES = "附件2\n有关说明\n各单位依照《中华人民共和国工会法》办理。\n"


def read(text: str) -> Reading:
    return run(structure(Source("a.txt", "", "text/plain", text), SEEDS.words), SEEDS)


def said(reading: Reading, predicate: str) -> set[tuple[str, str]]:
    return {
        (fact.subject.key, getattr(fact.object, "key", "") or getattr(fact.object, "value", ""))
        for fact in reading.assertions
        if fact.predicate == predicate
    }


LAW, MEASURES = "工会法", "白鹭市集体协商办法"


def test_the_file_is_the_text_and_each_annex_a_part_of_it() -> None:
    resolved = read(HEAD + RULES + NOTES).resolved
    parts = [resolved.article_entity(number) for number in (1, 2, 3)]
    assert [part.key for part in parts] == ["a.txt", "a.txt#2", "a.txt#3"]
    assert [part.whole for part in parts] == [None, parts[0], parts[0]]
    assert resolved.instrument is not None


def test_an_annexed_instrument_speaks_for_itself() -> None:
    reading = read(HEAD + RULES)
    notice = reading.resolved.instrument
    assert notice is not None
    assert said(reading, "embodies") == {("a.txt", notice.key), ("a.txt#2", MEASURES)}
    assert (MEASURES, "2026-05-01") in said(reading, "dateInForce")
    assert (notice.key, LAW) not in said(reading, "cites")
    assert (MEASURES, LAW) in said(reading, "cites")


def test_any_other_annex_speaks_for_the_text() -> None:
    reading = read(HEAD + NOTES)
    notice = reading.resolved.instrument
    assert notice is not None
    assert (notice.key, LAW) in said(reading, "cites")
    assert {document for document, _ in said(reading, "embodies")} == {"a.txt"}


@pytest.mark.parametrize("text", [HEAD, HEAD.replace("现将办法", "附件：1.白鹭市集体协商办法\n现将办法")])
def test_without_annexes_the_file_is_its_one_article(text: str) -> None:
    resolved = read(text).resolved
    assert (len(resolved.document.articles), resolved.article_entity(1).key) == (1, "a.txt")

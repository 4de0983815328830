"""The report in a browser: nothing runs, nothing is fetched, both languages, any size."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import ontology
from kg.exports import report
from kg.exports.report import Account, Dropped, Read
from tests.browser.conftest import SMALL, WIDE, Opened
from tests.browser.test_explorer import CONTRAST
from tests.exports.explorer_graphs import HOSTILE, NEWS, hostile, small

pytestmark = pytest.mark.browser


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    account = Account(
        (Read(NEWS, "ok", "", 1600, 30, 14), Read("空.txt", "partial", "空.txt: there is no text in it")),
        (Dropped("没有认出所指的引用", "Citations whose target is not known", 2, ("前款规定",)),),
    )
    report.write(small()[0], ontology.load(), tmp_path / "report.html", account)
    return tmp_path / "report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_it_is_read_in_both_languages(
    opened: Opened, page_file: Path, size: tuple[int, int], scheme: str
) -> None:
    page = opened(page_file, size, scheme)
    for language, title in (("中文", "读取报告"), ("English", "What was read, found and left out")):
        page.get_by_label(language).check(force=True)
        assert page.locator("h1").inner_text() == title
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(CONTRAST) == []
    assert page.locator("svg rect").count() > 10


def test_hostile_words_are_only_words(opened: Opened, tmp_path: Path) -> None:
    read = tuple(Read(text[:200], "failed", text[:3000]) for text in HOSTILE)
    report.write(
        hostile()[0],
        ontology.load(),
        tmp_path / "report.html",
        Account(read, (Dropped("甲", "a", 1, HOSTILE),)),
    )
    page = opened(tmp_path / "report.html", SMALL)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('script, iframe, img, link').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0]

"""Any string → a Document whose every character leads back to the source; and the corpora read as they should."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Document, Source
from kg.readers import read, walk
from kg.readers.structure import structure
from kg.seeds import load

BITS = (
    "\n", "\n\n", "\r\n", "\r", "\f", "\x85", "\u2028", "　", "  ", "\t", "# ", "## ", "- ", "1. ", "12", "（一）", "一、",
    "第一条 ", "第一章 总则", "（", "）", "《", "》", "“", "”", "。", "，", "：", "——", "张三", "作者为甲大学教授",
    "2024年1月1日", "甲发〔2024〕1号", "附件：", "|", "**", "<!-- 注 -->", "<!--", "`", "[甲](乙)", "\ufeff", "\u200b",
    "关于做好工作的通知", "各市：", "观点", "然而", "工会要推进改革，健全机制", "为落实精神，", "abc", "---",
    "===", ">", "*", "•",
)  # fmt: skip
WORDS = load().words


def _judge(text: str, path: str) -> None:
    document = structure(
        Source(path, "", "text/markdown" if path.endswith(".md") else "text/plain", text), WORDS
    )
    for offset, char in enumerate(document.text):
        place = document.place(offset, offset + 1)
        assert text[place.start : place.end] == char
    bounds = [offset for block in document.blocks for offset in (block.start, block.end)]
    assert bounds == sorted(bounds)
    shown = "".join(document.text[block.start : block.end] for block in document.blocks)
    assert _solid(shown) == _solid(document.text)
    ends = [0, *(article.end for article in document.articles)]
    assert ends == [*(article.start for article in document.articles), len(document.text)]


def _solid(text: str) -> str:
    return "".join(text.replace("\ufeff", "").replace("\u200b", "").split())


@given(st.text(max_size=80), st.sampled_from(["a.txt", "a.md"]))
def test_any_text_leads_back_to_its_source(text: str, path: str) -> None:
    _judge(text, path)


@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join), st.sampled_from(["a.txt", "a.md"]))
@example("工会要推进改革，健全机制，一件一件抓落实。  ——---", "a.txt")  # a rule that ends a paragraph
@settings(max_examples=300)
def test_any_page_leads_back_to_its_source(text: str, path: str) -> None:
    _judge(text, path)


@given(st.text(max_size=80))
def test_the_same_text_gives_the_same_document(text: str) -> None:
    source = Source("a.txt", "", "text/plain", text)
    assert structure(source, WORDS) == structure(source, WORDS)


def test_no_words_at_all_still_read() -> None:
    words: Mapping[str, tuple[str, ...]] = {}
    document = structure(Source("a.txt", "", "text/plain", "标题\n第一条 正文。\n2024年1月1日"), words)
    assert document.text == "标题\n第一条 正文。\n2024年1月1日"


LONG_PAGES = {
    "headings": "# 甲\n" * 20_000,
    "columns": "## 观点\n甲，\n" * 10_000,
    "authors": "正文。（作者为甲）\n" * 10_000,
    "short lines": "甲乙\n" * 30_000,
    "open brackets": "（甲" * 30_000,
    "open names": "《甲\n" * 20_000,
    "one line of clauses": "甲要推进乙，" * 20_000,
    "one line of titles": "关于甲的" * 20_000,
    "wrapped": "甲要推进乙工作，健全丙机制，完善丁制度，落实戊责任\n" * 10_000,
    "numbers": "。一、" * 20_000,
    "spaces": " 　" * 30_000,
    "copies": "甲局\n抄送：乙\n" * 10_000,
    "dashes": "——甲 " * 20_000,
    "stars": "**" * 20_000 + "# 甲",
    "links": "[" * 20_000 + "# 甲",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", list(LONG_PAGES))
def test_a_long_page_takes_no_long_time(structured: Callable[..., Document], name: str) -> None:
    begun = time.process_time()
    structured(LONG_PAGES[name], "a.md")
    assert time.process_time() - begun < 5


def test_every_file_of_the_corpora_leads_back_to_its_source(shared: Path) -> None:
    for path, name in walk([shared / "corpora" / "notices", shared / "gold", shared / "seeds"]):
        if ".jsonl/" not in name:  # the annotations beside the texts are no documents
            _judge(read(path, name, words=WORDS).source.text, name)


def test_the_statutes_have_their_articles(shared: Path) -> None:
    """Almost every statute of the corpus has 第一条 and a title, and none is taken for a magazine."""
    files = walk([shared / "corpora" / "laws"])
    documents = [read(path, name, words=WORDS) for path, name in files]
    behind = [document.text[part.start] for document in documents for part in document.articles[1:]]
    assert set(behind) == {"附"}  # annexes
    assert all(document.blocks[0].kind == "title" for document in documents)
    with_articles = sum(any(block.kind == "article" for block in document.blocks) for document in documents)
    assert with_articles > 0.9 * len(documents)

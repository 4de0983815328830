"""Electronic books → their chapters in the order of the spine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from kg.errors import ReadError
from kg.readers.epub import extract

Words = Mapping[str, tuple[str, ...]]
CONTAINER = '<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
CHAPTER = '<?xml version="1.0" encoding="{0}"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{1}</body></html>'


def book(chapters: Mapping[str, bytes], spine: str, *, container: str = CONTAINER) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    package = (
        '<?xml version="1.0"?><!DOCTYPE package [<!ENTITY bomb "x"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f"<package><metadata><dc:title>甲手册</dc:title></metadata><manifest>{items}"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="css" href="a.css" media-type="text/css"/></manifest><spine>{spine}</spine></package>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OEBPS/book.opf", package)
        for name, data in chapters.items():
            archive.writestr(f"OEBPS/{name}", data)
    return made.getvalue()


def test_the_chapters_stand_in_the_order_of_the_spine(words: Words) -> None:
    chapters = {
        "b 2.xhtml": CHAPTER.format(
            "gbk", '<a id="x"/><h1>第二章　乙</h1><p>镕<![CDATA[<丙>]]></p><script/>'
        ).encode("gbk"),
        "a1.xhtml": CHAPTER.format(
            "utf-8", "<h1>第一章　甲</h1><div/><ol><li>子</li><li>丑&amp;file;</li></ol>"
        ).encode(),
    }
    spine = '<itemref idref="nav"/><itemref idref="a1.xhtml"/><itemref idref="css"/><itemref idref="b 2.xhtml" linear="no"/>'
    made = extract(book(chapters, spine), "书.epub", "", words)
    assert made.text.splitlines() == [
        "甲手册",
        "第一章　甲",
        "1. 子",
        "2. 丑&file;",
        "第二章　乙",
        "镕<丙>",
    ]
    assert [(origin.place) for origin in made.origins] == [
        "title of the book",
        "chapter 1, paragraph 1",
        "chapter 1, paragraph 2",
        "chapter 1, paragraph 3",
        "chapter 2, paragraph 1",
        "chapter 2, paragraph 2",
    ]
    assert [level for _, level in made.headings] == [1, 1, 1]
    assert made.flaws == ()


def test_a_chapter_that_is_missing_costs_itself(words: Words) -> None:
    data = book({"a.xhtml": CHAPTER.format("utf-8", "<p>甲</p>").encode()}, '<itemref idref="a.xhtml"/>')
    gone = data.replace(b"OEBPS/a.xhtml", b"OEBPS/z.xhtml")
    assert extract(data, "书.epub", "", words).flaws == ()
    (flaw,) = extract(gone, "书.epub", "", words).flaws
    assert flaw.startswith("chapter 1: ")
    assert "missing" in flaw


BROKEN = {
    "no zip": (b"<html>", "zip"),
    "no container": (book({}, "", container="<x/>"), "names no package"),
    "no chapters": (book({}, ""), "lists no chapters"),
}


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_book_is_said_so(words: Words, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=rf"书\.epub.*{said}"):
        extract(data, "书.epub", "", words)

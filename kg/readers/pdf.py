"""The bytes of a PDF come in; its paragraphs, headings and tables go out in reading order, each line with its page and box."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ReadError
from kg.readers.expressions import shapes
from kg.readers.extract import Extract, Words, Writer, visible
from kg.readers.layout import Count, write
from kg.readers.pdfium import END, TAIL, Met, sheets

MARK = b"%PDF-"
JUNK = 64 << 10
"""The bytes before the mark of a PDF that are passed over."""
KEPT = 0.999  # of the visible characters
_OTHERS = (
    (b"PK\x03\x04", "a zip archive (or docx, xlsx, OFD)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "RTF"),
)


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """Read the text of a PDF. Raises ReadError where it is none, wants a password, or cannot be opened."""
    start = data.find(MARK, 0, JUNK)
    if start < 0:
        raise ReadError(path, f"it is no PDF but {_what(data)}", "a file that begins with %PDF-")
    met = Met()
    pages = list(sheets(data[start:], path, met))
    writer = Writer()
    count = write(pages, shapes(words), writer)
    made = writer.extract()
    writer.flaws += flaws(data, met, count, visible(made.text))
    return writer.extract()


def flaws(data: bytes, met: Met, count: Count, written: int) -> Iterator[str]:
    """What a reader of the file would see and did not get, or got from doubtful hands."""
    left = met.left
    if not written and met.pages:
        scans = len(met.scans)
        yield f"no text on {met.pages} of {met.pages} pages{': a scan?' if scans else ''}"
    elif met.scans:
        yield f"no text on {len(met.scans)} of {met.pages} pages, a scan? {_pages(met.scans)}"
    if met.broken:
        yield f"{_pages(met.broken)} cannot be read"
    if END not in data[-TAIL:]:
        yield f"the file is cut off after {len(data)} bytes: the mark at its end is missing"
    if met.recognised:
        yield f"{_pages(met.recognised)}: the text was recognised by a machine under a picture, and may be wrong"
    if left["unknown"]:
        yield f"{left['unknown']} characters have no meaning in the file (no ToUnicode), shown as \ufffd"
    if left["private"]:
        yield f"{left['private']} characters are private to their font"
    if left["hidden"]:
        yield f"{left['hidden']} characters that nobody sees were left out"
    if left["off"]:
        yield f"{left['off']} characters beside the page were left out"
    yield from met.flaws
    lost = count.met - count.furniture - count.hyphens - count.twice - written
    if lost > (1 - KEPT) * count.met:
        yield f"{lost} of {count.met} characters were lost in laying out"


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"


def _what(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "HTML"
    known = next((name for mark, name in _OTHERS if data.startswith(mark)), "")
    return known or ("an empty file" if not data else f"{len(data)} bytes without its mark")

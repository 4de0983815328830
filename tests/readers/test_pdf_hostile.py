"""Broken and hostile PDFs: each ends as what it is, within its limits, and the document after it is read."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import kg
from kg.errors import ReadError
from kg.readers import capped, pdf
from kg.readers.capped import Reader
from kg.readers.confined import Job, Limits
from tests.readers.conftest import Words
from tests.readers.raw_pdf import FONT, made, packed, page, stream, text
from tests.readers.typesetting import Part, Press

GOOD = page(text("one good line"))
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> /XObject << /X {} 0 R >> >>"
KILLERS = {
    "a form that draws itself twice": page(
        "/X Do", {6: stream("/X Do /X Do", FORM.format(6))}, "/XObject << /X 6 0 R >>"
    ),
    "25 forms that each draw the next twice": page(
        "/X Do",
        {
            at: stream(text("x") + (" /X Do /X Do" if at < 30 else ""), FORM.format(at + 1))
            for at in range(6, 31)
        },
        "/XObject << /X 6 0 R >>",
    ),
    "a flate bomb": page(packed(b" " * (200 << 20), level=1)),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Limits(2, 256 << 20))


@pytest.mark.parametrize("name", KILLERS)
def test_what_kills_its_reader_ends_within_the_limits_and_the_next_is_read(
    name: str, reader: Reader, words: Words
) -> None:
    assert reader.extract(Job("kg.readers.pdf", "good.pdf", ""), GOOD, words).text == "one good line\n"
    with pytest.raises(ReadError, match=r"^bad\.pdf: the reader was killed at page 1: (took more than|SIG)"):
        reader.extract(Job("kg.readers.pdf", "bad.pdf", ""), KILLERS[name], words)
    assert reader.extract(Job("kg.readers.pdf", "good.pdf", ""), GOOD, words).text == "one good line\n"


def test_one_that_dies_costs_one_document_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    monkeypatch.setenv("KG_READ_MEMORY", "256")
    good = Press().print([Part("body", "甲市总工会要持续推进“乙”活动。")])
    for name, data in {
        "a.pdf": good,
        "b.pdf": KILLERS["a flate bomb"],
        "c.pdf": good,
    }.items():
        (folder / name).write_bytes(data)
    report = kg.build([folder], tmp_path / "out", only=["graph", "evidence"], cache=tmp_path / "cache")
    assert [(one.path, one.status) for one in report.outcomes] == [
        ("a.pdf", "ok"),
        ("b.pdf", "failed"),
        ("c.pdf", "ok"),
    ]
    assert report.outcomes[1].reason.startswith("b.pdf: the reader was killed at page 1")
    assert "推进“乙”活动" in (report.output / "texts" / "c.pdf.txt").read_text("utf-8")


# --- what opens, or not

CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
IMAGE = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
TABLE = GOOD.index(b"xref\n")


def tree(pages: str, more: str = "<<>>", trailer: str = "") -> bytes:
    return made({1: CATALOGUE, 2: pages, 3: PAGE, 4: stream(text("words")), 5: FONT, 6: more}, trailer)


def encrypted(password: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, "owner"))
    canvas.drawString(72, 700, "words")
    canvas.save()
    return out.getvalue()


def updated() -> bytes:
    """A file whose text an addition at its end replaces."""
    start = len(GOOD)
    addition = b"4 0 obj\n" + stream(text("words")) + b"\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (start, TABLE)
    return GOOD + addition + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(addition))


READ = (
    ("a tree of pages that holds itself", tree("<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"), "words\n", ("page 2 cannot be read",)),
    ("nothing but such a tree", tree("<< /Type /Pages /Kids [6 0 R] /Count 1 >>", "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"), "", ("no text on 1 of 1 pages", "page 1 cannot be read")),
    ("a count of -1", tree("<< /Type /Pages /Kids [3 0 R] /Count -1 >>"), "words\n", ()),
    ("a count of two billion", tree("<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"), "words\n", ()),
    ("a count of 100,000", tree("<< /Type /Pages /Kids [3 0 R] /Count 100000 >>"), "words\n", ("pages 2, 3, 4, 5, 6, … cannot be read", "pages 52 to 100000 were not tried")),
    ("a page without contents", tree("<< /Type /Pages /Kids [6 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"), "", ("no text on 1 of 1 pages",)),
    ("no table of contents", GOOD[:TABLE] + GOOD[GOOD.index(b"trailer") :], "one good line\n", ()),
    ("a wrong place of the table", GOOD.replace(b"startxref\n", b"startxref\n9"), "one good line\n", ()),
    ("junk in front", b"\0junk" * 500 + GOOD, "one good line\n", ()),
    ("packed twice", page(packed(text("words").encode(), times=2)), "words\n", ()),
    ("not packed as it says", page(b"<< /Length 9 /Filter /FlateDecode >>\nstream\nno flates\nendstream"), "", ("no text on 1 of 1 pages",)),
    ("a filter for pictures", page(b"<< /Length 4 /Filter /JBIG2Decode >>\nstream\nabcd\nendstream"), "", ("no text on 1 of 1 pages",)),
    ("encrypted without a password", encrypted(""), "words\n", ()),
    ("an update that replaces the text", updated(), "words\n", ()),
    ("the end cut off", GOOD[:-10], "one good line\n", (f"the file is cut off after {len(GOOD) - 10} bytes: the mark at its end is missing",)),
    ("invisible text", page(text("seen") + text("unseen", y=50, before="3 Tr")), "seen\n", ("6 characters that nobody sees were left out",)),
    ("white on white", page(text("seen") + " 1 1 1 rg " + text("unseen", y=50)), "seen\n", ("6 characters that nobody sees were left out",)),
    ("white on blue", page("0 0 0.4 rg 0 30 300 60 re f 1 1 1 rg " + text("seen", y=50)), "seen\n", ()),
    ("beside the page", page(text("seen") + text("unseen", y=-500)), "seen\n", ("6 characters beside the page were left out",)),
    ("a scan", page("q 300 0 0 200 0 0 cm /I Do Q", {6: stream(bytes(12), IMAGE)}, "/XObject << /I 6 0 R >>"), "", ("no text on 1 of 1 pages: a scan?",)),
    ("a scan that a machine has read", page("q 300 0 0 200 0 0 cm /I Do Q " + text("words that a machine has read", before="3 Tr"), {6: stream(bytes(12), IMAGE)}, "/XObject << /I 6 0 R >>"), "words that a machine has read\n", ("page 1: the text was recognised by a machine under a picture, and may be wrong",)),
)  # fmt: skip


@pytest.mark.parametrize(("data", "said", "flaws"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_what_is_odd_but_can_be_read_is_read_and_what_is_missing_is_said(
    data: bytes, said: str, flaws: tuple[str, ...], words: Words
) -> None:
    found = pdf.extract(data, "odd.pdf", "", words)
    assert (found.text, found.flaws) == (said, flaws)


REFUSED = (
    ("no pages", tree("<< /Type /Pages /Kids [] /Count 0 >>"), "there is no page in it"),
    ("a password", encrypted("secret"), "it is encrypted, and opens with a password only; try a copy without one"),
    ("a foreign encryption", tree("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Filter /Foreign /V 9 >>", "/Encrypt 6 0 R"), "it is encrypted in a way that is not known; try a copy that is not"),
    ("HTML", b"<!DOCTYPE html><p>x", "it is no PDF but HTML; wanted a file that begins with %PDF-"),
    ("gzip", gzip.compress(GOOD), "it is no PDF but a gzip archive; wanted a file that begins with %PDF-"),
    ("nothing", b"", "it is no PDF but an empty file; wanted a file that begins with %PDF-"),
    ("a mark alone", b"%PDF-1.4\n", "there is no page in it; it is cut off after 9 bytes, without the mark at the end; wanted a PDF that opens"),
)  # fmt: skip


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_says_why(data: bytes, said: str, words: Words) -> None:
    with pytest.raises(ReadError) as caught:
        pdf.extract(data, "odd.pdf", "", words)
    assert str(caught.value) == f"odd.pdf: {said}"


@pytest.mark.parametrize("part", range(5, 100, 5))
def test_a_file_that_is_cut_off_says_so(part: int, words: Words) -> None:
    whole = Press().print([Part("body", "甲市总工会建设站点。" * 60)])
    assert pdf.extract(whole, "a.pdf", "", words).flaws == ()
    try:
        said = str(pdf.extract(whole[: len(whole) * part // 100], "a.pdf", "", words).flaws)
    except ReadError as error:
        said = str(error)
    assert "cut off after" in said


def test_a_page_with_too_much_on_it_is_read_so_far(monkeypatch: pytest.MonkeyPatch, words: Words) -> None:
    monkeypatch.setattr("kg.readers.pdfium.lettering.GLYPHS", 10)
    monkeypatch.setattr("kg.readers.pdfium.GLYPHS", 10)
    found = pdf.extract(page(text("a" * 30)), "a.pdf", "", words)
    assert (found.text, found.flaws) == ("a" * 10 + "\n", ("only 10 of 30 characters of page 1 were read",))


def test_of_too_many_pages_the_first_are_read(monkeypatch: pytest.MonkeyPatch, words: Words) -> None:
    monkeypatch.setattr("kg.readers.pdfium.PAGES", 2)
    pages = [Part("body", "甲市总工会建设站点。" * 300)]
    found = pdf.extract(Press().print(pages), "a.pdf", "", words)
    assert found.flaws == ("only 2 of 3 pages were read",)


def test_the_format_is_a_risky_one() -> None:
    """Whoever reads a PDF by the front door reads it in a process of its own."""
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            capped, "extract", lambda module, data, path, *_: asked.append(f"{module} {path} {len(data)}")
        )
        with pytest.raises(AttributeError):
            kg.readers.parse(b"%PDF-", "a.pdf")
    assert asked == ["kg.readers.pdf a.pdf 5"]

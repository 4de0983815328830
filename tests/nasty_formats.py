"""Web pages, Word files and PDFs that have hurt programs, by their numbers in the list of faults."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html import escape

from tests.readers.raw_pdf import FONT, made, packed, page, stream, text
from tests.readers.wordfile import STRICT, W, box, docx, field, num, p, r, table, tc, unzipped, zipped

SENTENCE = "白鹭市总工会联合白鹭市民政局举办“邻里节”活动。"
PARAGRAPH = f"<p>{SENTENCE}</p>"
CANARY = "http://127.0.0.1:9/canary"

Nasty = Iterator[tuple[int, str, bytes | str]]


def html(size: int) -> Nasty:
    """Web pages."""
    for deep in (256, 2048, size):
        yield 31, f"deep-{deep}.html", "<div>" * deep + PARAGRAPH + "</div>" * deep
    yield 32, "gb2312.html", f'<meta charset="gb2312"><p>朱镕基{SENTENCE}</p>'.encode("gbk")
    yield 32, "astral.html", f'<meta charset="gb2312"><p>𠮷{SENTENCE}</p>'.encode("gb18030")
    yield (
        33,
        "charsets.html",
        b"\xef\xbb\xbf" + f'<meta charset="big5"><meta charset="gbk">{PARAGRAPH}'.encode(),
    )
    yield 34, "late-meta.html", (" " * 1100 + f'<meta charset="gbk">{PARAGRAPH}').encode("gbk")
    yield 35, "nul.html", f"<p>\0<![CDATA[{SENTENCE}]]><?php x ?>]]></p>{PARAGRAPH}"
    for name in ("noscript", "template", "iframe", "textarea", "title"):
        yield 36, f"{name}.html", f"<{name}>{SENTENCE}</{name}>"
    yield 36, "hidden.html", f'<p style="display:none">{SENTENCE}</p><img alt="{escape(SENTENCE)}">'
    yield 37, "script-first.html", f"<script>{'x' * size}</script><img src='data:x,{'A' * size}'>{PARAGRAPH}"
    yield 38, "attributes.html", f"<p {' '.join(f'a{at}=1' for at in range(size // 10))}>{SENTENCE}</p>"
    yield 38, "attribute.html", f"<p title='{'x' * size}'>{SENTENCE}</p>"
    yield 39, "unclosed.html", f"</body><table><tr><td><p>{PARAGRAPH}<p>"
    yield 40, "tables.html", "<table><tr><td rowspan=65535 colspan=1000>" * 60 + SENTENCE
    yield 41, "references.html", f"<p>&#0;&#xD800;&#x110000;&#128;&#99999999999;{SENTENCE}</p>"
    yield 42, "soup.html", f"<p>&amp;amp;lt;script&amp;gt;&bogus;&ampamp;{SENTENCE}</p>"
    outside = f'<base href="{CANARY}"><link rel=stylesheet href="{CANARY}"><meta http-equiv=refresh content="0;url={CANARY}">'
    yield 43, "outside.html", f'{outside}<img src="{CANARY}"><script src="{CANARY}"></script>{PARAGRAPH}'
    yield 44, "feed.html", f"<?xml version='1.0'?><rss><channel><item>{SENTENCE}</item></channel></rss>"
    yield 44, "json.html", '{"a": "b"}'
    yield 44, "pdf.html", page(text("a"))
    yield 45, "not-found.html", "<title>404 Not Found</title><h1>404</h1><p>您访问的页面不存在</p>"
    yield 46, "challenge.html", "<script>document.cookie='x';location.reload()</script>"
    yield 47, "word.html", f"<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]--><o:p>{SENTENCE}</o:p>"
    yield 48, "map.html", f'<map><area alt="{escape(SENTENCE)}"></map>'


def word(size: int) -> Nasty:
    """Word files."""
    whole = docx(p(SENTENCE))
    yield 49, "empty.docx", zipped({})
    for part in range(1, 10):
        yield 49, f"cut-{part}.docx", whole[: len(whole) * part // 10]
    yield 50, "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    for name in ("word/document.xml", "[Content_Types].xml", "_rels/.rels"):
        yield (
            51,
            f"without-{name.rpartition('/')[2]}.docx",
            zipped({key: data for key, data in unzipped(whole).items() if key != name}),
        )
    yield 52, "twice.docx", _renamed(whole, b"word/documenx.xml", b"word/document.xml")
    for number, name in enumerate(("../../x.xml", "/x.xml", "a\\b.xml", "a\0b.xml")):
        yield 53, f"name-{number}.docx", zipped(unzipped(whole) | {name: b"x"})
    yield 54, "bomb.docx", docx(p(" " * size * 50))
    yield 54, "wrong-sum.docx", whole.replace(whole[14:18], b"abcd")
    yield 55, "paragraphs.docx", docx(p("甲") * (size // 10))
    yield 55, "runs.docx", docx(p(r("甲") * (size // 10)))
    for number, head in enumerate(
        (
            '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            f'<!DOCTYPE w:document SYSTEM "{CANARY}">',
            '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<?xml version="1.0" encoding="UTF-7"?>',
            '<?xml version="1.0" encoding="x-none"?>',
        )
    ):
        yield 56, f"xml-{number}.docx", _other(whole, b"<w:document", head.encode() + b"<w:document")
    yield (
        56,
        "utf-16.docx",
        zipped(
            unzipped(whole)
            | {"word/document.xml": unzipped(whole)["word/document.xml"].decode().encode("utf-16")}
        ),
    )
    yield 57, "relation.docx", docx(p(SENTENCE), '<Relationship Id="r" Type="x/image" Target="NULL"/>')
    external = f'<Relationship Id="r" Type="x/attachedTemplate" Target="{CANARY}" TargetMode="External"/>'
    yield 58, "template.docx", docx(p(SENTENCE), external)
    yield (
        59,
        "tracked.docx",
        docx(p(f"<w:ins>{r(SENTENCE)}</w:ins><w:del><w:r><w:delText>不</w:delText></w:r></w:del>")),
    )
    yield 60, "controls.docx", docx(f"<w:sdt><w:sdtContent>{p(SENTENCE)}</w:sdtContent></w:sdt>" * 50)
    yield 61, "box.docx", docx(p(box(p(SENTENCE)) + field(" PAGE ", "3")))
    yield (
        62,
        "strict.docx",
        zipped({name: data.replace(W.encode(), STRICT.encode()) for name, data in unzipped(whole).items()}),
    )
    yield 63, "numbered.docx", docx(p(SENTENCE, num(99)) * 3)
    cell = tc(p("甲"))
    for _ in range(60):
        cell = tc(table(cell) + p(""))
    yield 64, "tables.docx", docx(table(cell))
    yield (
        65,
        "signs.docx",
        docx(p('<w:r><w:sym w:font="x" w:char="zzzz"/></w:r>' + r(SENTENCE, "<w:vanish/>"))),
    )
    yield 66, "chunk.docx", docx(p(SENTENCE) + '<w:altChunk r:id="x"/>')
    yield 67, "control.docx", _other(whole, b"<w:t", b"&#1;<w:t")
    for suffix in ("docm", "dotx", "dotm"):
        yield 68, f"kind.{suffix}", whole


def pdf(size: int) -> Nasty:
    """PDFs."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> /XObject << /X {} 0 R >> >>"
    good = page(text("one good line"))
    yield (
        69,
        "itself.pdf",
        page("/X Do", {6: stream("/X Do /X Do", form.format(6))}, "/XObject << /X 6 0 R >>"),
    )
    doubling = {number: stream("/X Do /X Do", form.format(number + 1)) for number in range(6, 31)}
    yield (
        69,
        "doubling.pdf",
        page("/X Do", doubling | {31: stream(text("a"), form.format(31))}, "/XObject << /X 6 0 R >>"),
    )
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    for number, pages in enumerate(
        (
            "/Kids [2 0 R] /Count 1",
            "/Kids [3 0 R] /Count -1",
            "/Kids [3 0 R] /Count 2147483647",
            "/Kids [3 0 R] /Count 100000",
        )
    ):
        tree = {
            1: catalogue,
            2: f"<< /Type /Pages {pages} >>",
            3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        }
        yield 70, f"pages-{number}.pdf", made(tree)
    yield 71, "none.pdf", made({1: catalogue, 2: "<< /Type /Pages /Kids [] /Count 0 >>"})
    yield 72, "no-table.pdf", good[: good.index(b"xref\n")]
    yield 72, "wrong-table.pdf", re.sub(rb"startxref\n\d+", b"startxref\n7", good)
    yield 72, "junk-first.pdf", b"junk\n" * 400 + good
    for part in range(1, 20):
        yield 73, f"cut-{part:02}.pdf", good[: len(good) * part // 20]
    yield 74, "flate-bomb.pdf", page(packed(b" " * size * 200, level=1))
    yield 74, "flate-twice.pdf", page(packed(b" " * size * 20, times=2))
    yield (
        74,
        "bad-flate.pdf",
        page(stream(zlib.compress(text("a").encode())[:-9] + b"xxxxxxxxx", "/Filter /FlateDecode")),
    )
    for name in ("JBIG2Decode", "JPXDecode", "DCTDecode", "CCITTFaxDecode", "Nothing"):
        yield 74, f"{name}.pdf", page(stream(b"\xff" * 99, f"/Filter /{name}"))
    encrypted = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<00> <00>]".format(
        "41" * 32
    )
    yield 75, "locked.pdf", made({1: catalogue, 2: "<< /Type /Pages /Kids [] /Count 0 >>"}, encrypted)
    yield (
        75,
        "foreign.pdf",
        made({1: catalogue, 2: "<< /Type /Pages /Kids [] /Count 0 >>"}, "/Encrypt << /Filter /Foreign >>"),
    )
    image = stream(
        b"\xff\0\0" * 4,
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
    )
    yield 76, "scan.pdf", page("200 0 0 200 0 0 cm /I Do", {6: image}, "/XObject << /I 6 0 R >>")
    for number, sign in enumerate(("D83DDE00", "D800", "0000", "E000", "202E", "FEFF")):
        cmap = "/CIDInit begincmap 1 begincodespacerange <00><ff> endcodespacerange "
        cmap += f"1 beginbfchar <61> <{sign}> endbfchar endcmap"
        yield (
            77,
            f"unicode-{number}.pdf",
            page(text("aaa"), {5: FONT.replace(" >>", " /ToUnicode 6 0 R >>"), 6: stream(cmap)}),
        )
    yield (
        78,
        "invisible.pdf",
        page(text("hidden", before="3 Tr") + "1 1 1 rg " + text("white", y=50) + text("far", x=9999)),
    )
    yield 79, "turned.pdf", page("0 1 -1 0 200 0 cm " + text("turned"))
    yield 80, "glyphs.pdf", page("\n".join(text("a" * 90, y=at % 200) for at in range(size // 90)))
    kids = " ".join("3 0 R" for _ in range(size // 100))
    yield 80, "pages.pdf", made({
        1: catalogue,
        2: f"<< /Type /Pages /Kids [{kids}] /Count {size // 100} >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    })  # fmt: skip
    yield 81, "spaced.pdf", page(text("d i y i t i a o") + text("\\256\\257", y=50))
    yield 82, "bold.pdf", page(text("twice") + text("twice", x=21))
    later = f"\n4 0 obj\n{stream(text('replaced')).decode('latin-1')}\nendobj\n".encode("latin-1")
    yield 84, "replaced.pdf", good + later + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    yield 85, "page.pdf", f"<html>{PARAGRAPH}</html>"
    yield 85, "gzip.pdf", zlib.compress(good)
    yield (
        86,
        "linear.pdf",
        b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 99999 /N 1 /O 3 /E 99 /T 99 >>\nendobj\n" + good[9:400],
    )


def _other(data: bytes, old: bytes, new: bytes) -> bytes:
    """A Word file whose text is put otherwise."""
    parts = unzipped(data)
    return zipped(parts | {"word/document.xml": parts["word/document.xml"].replace(old, new, 1)})


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A Word file with another part, which is then called as the first: both names are equally long."""
    return zipped(unzipped(data) | {old.decode(): b"<x/>"}).replace(old, new)

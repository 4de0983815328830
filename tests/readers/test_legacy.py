"""Old Word files, and what is called so → their text, by what there is to convert with; where nothing is, what to install."""

from __future__ import annotations

import stat
import struct
import sys
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.readers import legacy
from kg.readers.legacy import extract
from tests.readers.wordfile import docx, p

SAID = "关于夜课的通知\n各有关单位：\n为了方便居民，制定本办法。\n"


def doc(text: str) -> bytes:
    """The least that is a Word 97 file: its head, one piece of text, the table that says where that lies."""
    start, body = 0x800, text.replace("\n", "\r").encode("utf-16le")
    table = b"\x02" + struct.pack("<IIIHIH", 16, 0, len(text), 0, start, 0)
    counts = [0] * 22
    counts[0], counts[3] = start + len(body), len(text)
    places = [(0, 0)] * 93
    places[33] = (0, len(table))
    head = struct.pack("<HHHHHHHIBB12s", 0xA5EC, 0xC1, 0, 0x804, 0, 0x1200, 0xBF, 0, 0, 0, b"")
    head += struct.pack("<H28xH22I", 14, 22, *counts)
    head += struct.pack("<H", 93) + b"".join(struct.pack("<II", *place) for place in places) + b"\0\0"
    return compound({"1Table": table, "WordDocument": head.ljust(start, b"\0") + body})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of a few streams, the names from short to long, each of 4,096 bytes at least."""
    sectors, chain = b"", []

    def add(data: bytes) -> int:
        nonlocal sectors
        first, count = len(chain), -(-len(data) // 512)
        chain.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        sectors += data.ljust(count * 512, b"\0")
        return first

    def entry(name: str, kind: int, right: int, inside: int, start: int, size: int) -> bytes:
        raw = f"{name}\0".encode("utf-16le")
        none = 0xFFFFFFFF
        told = struct.pack(
            "<HBBIII36xIQ", len(raw), kind, 1, none, right or none, inside or none, start, size
        )
        return raw.ljust(64, b"\0") + told

    large = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    listed = entry("Root Entry", 5, 0, 1, 0xFFFFFFFE, 0)
    for number, (name, data) in enumerate(large.items(), 1):
        listed += entry(name, 2, number + 1 if number < len(large) else 0, 0, add(data), len(data))
    folder = add(listed.ljust(-(-len(listed) // 512) * 512, b"\0"))
    last = len(chain)
    chain.append(0xFFFFFFFD)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<6H", 0x3E, 3, 0xFFFE, 9, 6, 0)
    head += struct.pack("<10I", 0, 0, 1, folder, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    table = b"".join(struct.pack("<I", one) for one in chain).ljust(512, b"\xff")
    return head + struct.pack("<I", last) + b"\xff" * 432 + sectors + table


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a stand-in for LibreOffice lies, alone on the path; the package that converts is not there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy, "find_spec", lambda _name: None)
    return tmp_path / "soffice"


def standing_in(place: Path, act: str) -> None:
    """Put a programme there that does something with its output folder and its source."""
    program = f"#!{sys.executable}\nimport sys, time\nfrom pathlib import Path\nout, source = sys.argv[-2:]\n{act}\n"
    place.write_text(program, "utf-8")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)


def test_an_old_word_file_is_read() -> None:
    made = extract(doc(SAID), "文.doc", "", {})
    assert (made.text, made.flaws) == (SAID, ())


def test_what_is_called_doc_is_read_by_what_it_is() -> None:
    assert extract(docx(p("正文。")), "文.doc", "", {}).text == "正文。\n"
    page = (
        "<html xmlns:w='urn:x'><head><meta charset=gbk></head><body><p>正文一段，共有两句。</p></body></html>"
    )
    assert "正文一段" in extract(page.encode("gbk"), "文.doc", "", {}).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "it is no old Word, WPS or RTF file"),
        (b"", "it is no old Word, WPS or RTF file"),
        (compound({"Workbook": b"x"}), "doc2docx makes no docx of it: .*WordDocument"),
        (doc(SAID)[:700], "doc2docx makes no docx of it: "),
    ],
    ids=["PDF", "empty", "old Excel", "cut off"],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        extract(data, "文.doc", "", {})


def test_without_a_programme_it_says_what_to_install(office: Path) -> None:
    assert not office.exists()
    with pytest.raises(
        ReadError,
        match=r'it is an old Word or WPS file.*pip install "policykg\[legacy\]", or installing LibreOffice',
    ):
        extract(doc(SAID), "文.doc", "", {})
    with pytest.raises(ReadError, match=r"it is an RTF file.*try installing LibreOffice"):
        extract(rb"{\rtf1 text}", "文.rtf", "", {})


@pytest.mark.parametrize("data", [doc(SAID), rb"{\rtf1 text}"], ids=["doc", "rtf"])
def test_an_office_converts_where_there_is_one(office: Path, data: bytes, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("出自办公软件。")))
    standing_in(
        office,
        f"assert Path(source).read_bytes()\nPath(out, 'text.docx').write_bytes(Path({str(made)!r}).read_bytes())",
    )
    assert extract(data, "文.doc", "", {}).text == "出自办公软件。\n"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("sys.exit('no such filter')", "soffice makes no docx of it: no such filter"),
        ("Path(out, 'text.docx').write_bytes(b'PK')", "文.doc: cut off"),
    ],
    ids=["fails", "writes rubbish"],
)
def test_an_office_that_fails_costs_one_document(office: Path, act: str, said: str) -> None:
    standing_in(office, act)
    with pytest.raises(ReadError, match=said):
        extract(doc(SAID), "文.doc", "", {})


def test_an_office_that_hangs_is_ended(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_PATIENCE", 1)
    monkeypatch.setenv("KG_READ_SECONDS", "1")
    standing_in(office, "time.sleep(600)")
    with pytest.raises(ReadError, match="soffice makes no docx of it: it took more than 1 s"):
        extract(doc(SAID), "文.doc", "", {})

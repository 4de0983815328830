"""Bytes → text and encoding, or one line that says what is wrong."""

from __future__ import annotations

import pytest

from kg.errors import ReadError
from kg.readers.decoding import decode

SIMPLIFIED = "关于做好春节期间困难职工帮扶工作的通知\n各区县工会：\n现将有关事项通知如下。\n"
TRADITIONAL = "關於加強勞工權益保障的說明\n各級機關應當依法辦理，並於年底前提出報告。\n"

READABLE = (
    ("utf-8", SIMPLIFIED.encode(), "", SIMPLIFIED, "utf-8"),
    ("utf-8 with a mark", b"\xef\xbb\xbf" + SIMPLIFIED.encode(), "", "\ufeff" + SIMPLIFIED, "utf-8"),
    ("utf-16 le with a mark", ("\ufeff" + SIMPLIFIED).encode("utf-16-le"), "", "\ufeff" + SIMPLIFIED, "utf-16-le"),
    ("utf-16 be with a mark", ("\ufeff" + SIMPLIFIED).encode("utf-16-be"), "", "\ufeff" + SIMPLIFIED, "utf-16-be"),
    ("utf-16 le bare", SIMPLIFIED.encode("utf-16-le"), "", SIMPLIFIED, "utf-16-le"),
    ("utf-16 be bare", SIMPLIFIED.encode("utf-16-be"), "", SIMPLIFIED, "utf-16-be"),
    ("utf-16 le bare, one line of Han", "各级工会要做好帮扶".encode("utf-16-le"), "", "各级工会要做好帮扶", "utf-16-le"),
    ("utf-16 bare, ASCII", "plain words\n".encode("utf-16-le"), "", "plain words\n", "utf-16-le"),
    ("gb18030", SIMPLIFIED.encode("gb18030"), "", SIMPLIFIED, "gb18030"),
    ("gb18030, a few Han", "工会".encode("gb18030"), "", "工会", "gb18030"),
    ("gb18030, traditional script", TRADITIONAL.encode("gb18030"), "", TRADITIONAL, "gb18030"),
    ("gb18030, four bytes", "丂㐀𠀀工会工作".encode("gb18030"), "", "丂㐀𠀀工会工作", "gb18030"),
    ("gb18030, codes once private", b"\xb9\xa4\xbb\xe1\xfe\x59", "", "工会龴", "gb18030"),
    ("gbk by name", SIMPLIFIED.encode("gbk"), "gb2312", SIMPLIFIED, "gb18030"),
    ("big5", TRADITIONAL.encode("big5"), "", TRADITIONAL, "big5hkscs"),
    ("big5 by name", "勞工".encode("big5"), "big5", "勞工", "big5hkscs"),
    ("utf-8 wins over a wrong name", SIMPLIFIED.encode(), "big5", SIMPLIFIED, "utf-8"),
    ("utf-16 by name", "ab".encode("utf-16-be"), "utf-16-be", "ab", "utf-16-be"),
    ("newlines as they are", "一\r\n二\r三\n".encode(), "", "一\r\n二\r三\n", "utf-8"),
    ("ASCII", b"plain\n", "", "plain\n", "utf-8"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding"), [row[1:] for row in READABLE], ids=[row[0] for row in READABLE]
)
def test_text_is_decoded(data: bytes, declared: str, text: str, encoding: str) -> None:
    found = decode(data, "文.txt", declared)
    assert (found.text, found.encoding) == (text, encoding)


UNREADABLE = (
    ("empty", b"", "", "文.txt: the file is empty"),
    ("pdf", b"%PDF-1.7\n\xe2\xe3", "", "文.txt: the file is binary: PDF begins at byte 0"),
    ("zip", b"PK\x03\x04\x14\x00", "", "文.txt: the file is binary: ZIP (docx, xlsx, ofd) begins at byte 0"),
    ("nul in text", "通知\0通知".encode(), "", "文.txt: the file is binary: byte 6 is 0x00"),
    ("control bytes", bytes(range(1, 8)) * 9, "", "文.txt: the file is binary: byte 0 is 0x01"),
    ("a broken byte", SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode(), "",
     "文.txt:4: byte 111 (0xff) is not UTF-8, though the rest of the file is"),
    ("cut in a character", (SIMPLIFIED * 3).encode()[:-2], "",
     "文.txt:9: byte 329 (0xe3) is not UTF-8, though the rest of the file is"),
    ("no encoding", b"\xff\x81\xfa\x80\x90" * 21, "",
     "文.txt:1: byte 0 (0xff) is in no encoding known here: not UTF-8, UTF-16, GB18030 or Big5"),
    ("not the one declared", b"\xff\xff\xff", "gb18030", "文.txt:1: byte 0 (0xff) is not gb18030"),
    ("an unknown name", b"abc", "utf-99", "文.txt: no encoding is called 'utf-99'"),
    ("half a unit", b"\xff\xfea\x00b", "", "文.txt:1: byte 4 (0x62) is not utf-16-le"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "declared", "said"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_what_cannot_be_decoded_is_said_in_one_line(data: bytes, declared: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "文.txt", declared)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 1

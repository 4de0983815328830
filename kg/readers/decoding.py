"""The bytes of a file come in; its text and the encoding that gave it go out, or a ReadError that says where and why."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from kg.errors import Place, ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "latin-1": "cp1252"}
MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (docx, xlsx, ofd)"),
    (b"\xd0\xcf\x11\xe0", "old Office (doc, wps)"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
SAMPLE = 4_000  # characters that are enough to tell encodings apart
MARGIN = 0.15  # how much better Big5 must look before GB18030 gives way
LEAST = 0.5  # the share of ordinary characters under which a text is taken for something else
WIDE = 0.9  # the share that makes UTF-16 without a mark believable
PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】—…·　")
STRAYS = bytes((*range(9), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F))
HINT = "--encoding NAME, or saving the file as UTF-8"
# The private-use codes of the GB18030 tables of 2000 and the characters that later editions gave them.
LATER = dict(
    zip(
        (*range(0xE78D, 0xE797), 0xE7C7, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
        "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f龴龵龶龷龸龹龺龻",
        strict=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with its newlines and byte-order mark kept, and the codec that read it."""

    text: str
    encoding: str


def decode(data: bytes, path: str, encoding: str = "") -> Decoded:
    """Byte-order mark, strict UTF-8, `encoding`, UTF-16 by its looks, strict GB18030, Big5: the first that fits.

    Raises ReadError for a file that is empty, binary or in none of them.
    """
    if not data:
        raise ReadError(path, "the file is empty", "some text")
    declared = _codec(encoding, path)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strict(data, name, path)
    if declared.startswith(("utf-16", "utf-32")):
        return _strict(data, declared, path)
    plain = _fits(data, "utf-8")
    wide = _utf16(data) if b"\0" in data or not plain else None
    if wide:
        return wide
    _refuse_binary(data, path)
    if plain:
        return Decoded(data.decode(), "utf-8")
    if declared:
        return _strict(data, declared, path)
    return _chinese(data, path)


def _codec(encoding: str, path: str) -> str:
    if not encoding:
        return ""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(path, f"no encoding is called {encoding!r}", hint="gb18030, big5 or utf-16") from None
    return WIDER.get(name, name)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad_byte(data, error.start, f"not {encoding}", path) from None
    except UnicodeError:
        raise ReadError(path, f"the file is not {encoding}", hint=HINT) from None
    return Decoded(_later(text) if encoding == "gb18030" else text, encoding)


def _bad_byte(data: bytes, offset: int, wrong: str, path: str) -> ReadError:
    line = data.count(b"\n", 0, offset) + 1
    shown = data[offset : offset + 1].hex() or "end"
    return ReadError(Place(path, line), f"byte {offset} (0x{shown}) is {wrong}", hint=HINT)


def _later(text: str) -> str:
    return text.translate(LATER) if any("\ue78d" <= char <= "\ue864" for char in text) else text


def _refuse_binary(data: bytes, path: str) -> None:
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise ReadError(
                path,
                f"the file is binary: {name} begins at byte 0",
                "text",
                "the suffix that it ought to have",
            )
    head, nul = data[: 1 << 16], data.find(b"\0")
    if nul >= 0 or len(head) - len(head.translate(None, STRAYS)) > 1 + len(head) // 200:
        offset = nul if nul >= 0 else next(at for at, byte in enumerate(head) if byte in STRAYS)
        what = f"byte {offset} is 0x{data[offset]:02x}"
        raise ReadError(path, f"the file is binary: {what}", "text", "--encoding utf-16-le if it is text")


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a byte-order mark: one of the two byte orders reads as plain Chinese or ASCII, the other does not."""
    if len(data) % 2:
        return None
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        found.append((plausible(text), name, text))
    best = max(found, default=(0.0, "", ""))
    return Decoded(best[2], best[1]) if best[0] > WIDE else None


def plausible(text: str) -> float:
    """The share of characters that ordinary Chinese text is made of: common Han, its punctuation, printable ASCII."""
    if "\0" in text:
        return 0.0
    sample = text[:SAMPLE]
    return sum(map(_common, sample)) / max(len(sample), 1)


def _common(char: str) -> bool:
    if char < "\x7f":
        return char >= " " or char in "\t\n\r\f\v"
    if char in PUNCTUATION or "\uff01" <= char <= "\uff5e" or char == "\ufeff":
        return True
    return _rank(char, "gb2312", 0xD7) or _rank(char, "big5", 0xC6)


def _rank(char: str, codec: str, last: int) -> bool:
    """Is this one of the frequent Han that the first level of a national standard holds?"""
    try:
        lead = char.encode(codec)[0]
    except UnicodeEncodeError:
        return False
    return (0xB0 if codec == "gb2312" else 0xA4) <= lead <= last


def _chinese(data: bytes, path: str) -> Decoded:
    """GB18030 or Big5, strict; where both fit, the one whose Han are the frequent ones of its own standard."""
    tries = []
    for name, codec, last in (("gb18030", "gb2312", 0xD7), ("big5hkscs", "big5", 0xC6)):
        if _fits(data, name):
            text = data.decode(name)
            tries.append((_share(text, codec, last) + (MARGIN if name == "gb18030" else 0), name, text))
    _, name, text = max(tries, default=(0.0, "", ""))
    offset = _first_bad(data)
    if _nearly_utf8(data):
        raise _bad_byte(data, offset, "not UTF-8, though the rest of the file is", path)
    if plausible(text) < LEAST:
        raise _bad_byte(data, offset, "in no encoding known here: not UTF-8, UTF-16, GB18030 or Big5", path)
    return Decoded(_later(text) if name == "gb18030" else text, name)


def _share(text: str, codec: str, last: int) -> float:
    """Of the first Han, the share that are frequent in the standard `codec`."""
    han = [char for char in text[:SAMPLE] if char > "\u2e80"]
    return sum(char in PUNCTUATION or _rank(char, codec, last) for char in han) / max(len(han), 1)


def _first_bad(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _nearly_utf8(data: bytes) -> bool:
    """One broken byte in a UTF-8 file must not turn all of it into the rare Han of another encoding."""
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    return sum("\u3000" <= char <= "\u9fff" for char in text) > 20 * bad

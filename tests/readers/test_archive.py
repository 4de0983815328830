"""Zip files, sound and hostile → the bytes of their members, or the reason why not; nothing is unpacked beyond the caps."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from random import Random

import pytest

from kg.errors import ReadError
from kg.readers.archive import Archive, Caps, open_archive

TEXT = "第一条　为了规范夜课，制定本办法。\n".encode()
SMALL = Caps(members=50, member=1 << 20, total=3 << 20, ratio=100, small=1 << 12)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The zip with some bytes of its first record of a kind put otherwise."""
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    return data.replace(old, new)


def opened(data: bytes, caps: Caps = SMALL) -> Archive:
    return open_archive(data, "袋.zip", caps)


def wrong(data: bytes, name: str = "a.txt", caps: Caps = SMALL) -> str:
    with pytest.raises(ReadError) as caught:
        opened(data, caps).read(name)
    assert caught.value.place.path == "袋.zip"
    return caught.value.wrong


# --- sound ones


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_as_they_were_packed(method: int) -> None:
    archive = opened(zipped(("a.txt", TEXT), ("夹/b.txt", b""), ("夹/", b""), method=method))
    assert [member.name for member in archive.members] == ["a.txt", "夹/b.txt"]
    assert (archive.read("a.txt"), archive.read("夹/b.txt")) == (TEXT, b"")
    assert "a.txt" in archive
    assert "c.txt" not in archive


def test_a_streamed_zip_is_read() -> None:
    """A writer that cannot seek puts the sizes behind the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[arg-type]
        archive.writestr("a.txt", TEXT, zipfile.ZIP_DEFLATED)
        archive.writestr("b.txt", TEXT)
    assert [opened(pipe.data).read(name) for name in ("a.txt", "b.txt")] == [TEXT, TEXT]


def test_a_zip64_is_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(TEXT)
    plain = file.getvalue()
    at = plain.index(b"PK\5\6")
    size, offset = struct.unpack_from("<II", plain, at + 12)
    end64 = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, offset)
    pointer = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert opened(plain[:at] + end64 + pointer + end).read("a.txt") == TEXT
    assert "points to a directory" in wrong(plain[:at] + pointer + end)


def test_names_of_chinese_windows_are_read() -> None:
    """Written without the flag of UTF-8, in the code page of the machine."""
    data = zipped(("XXXX.txt", TEXT)).replace(b"XXXX", "办法".encode("gbk"))
    assert opened(data).read("办法.txt") == TEXT


def test_bytes_before_the_zip_do_no_harm() -> None:
    assert opened(b"#!/bin/sh\n" * 200 + zipped(("a.txt", TEXT))).read("a.txt") == TEXT


# --- faults: what is done to a sound zip of a.txt and bb.txt → what is said

SOUND = zipped(("a.txt", TEXT * 9), ("bb.txt", TEXT))
BOMB = zipped(("a.txt", bytes(900_000)))


def shared_header() -> bytes:
    """bb.txt is said to lie where a.txt lies, under a.txt's name in the header: two members made of the same bytes."""
    data = zipped(("a.txt", TEXT), ("b.txt", TEXT))
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    return data[: second + 42] + b"\0\0\0\0" + data[second + 46 :]


FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "missing": (lambda: zipped(("b.txt", TEXT)), "a.txt: is missing in the file"),
    "empty": (lambda: b"", "the file is empty"),
    "no zip": (lambda: b"plain text", "no zip file"),
    "old Office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "old Office file, or one with a password"),
    "wrong checksum": (lambda: patched(SOUND, b"PK\1\2", 16, b"1234"), "a.txt: .*its checksum is wrong"),
    "too small a size": (lambda: patched(SOUND, b"PK\1\2", 24, b"\x09\0\0\0"), "a.txt: unpacks to more than the 9 bytes"),
    "too large a size": (lambda: patched(SOUND, b"PK\1\2", 24, b"\xff\1\0\0"), "a.txt: has 468 bytes instead of 511"),
    "packed size over the end": (lambda: patched(SOUND, b"PK\1\2", 20, b"\xff\xff\0\0"), "a.txt: is cut off: it has"),
    "damaged data": (lambda: patched(SOUND, b"PK\3\4", 37, b"\xff\xff\xff\xff"), "a.txt: is damaged"),
    "password": (lambda: patched(SOUND, b"PK\1\2", 8, b"\1\0"), "a.txt: is locked with a password"),
    "LZMA": (lambda: zipped(("a.txt", TEXT), method=zipfile.ZIP_LZMA), r"a.txt: .*not read \(LZMA\)"),
    "unknown method": (lambda: patched(SOUND, b"PK\1\2", 10, b"\x4d\0"), r"a.txt: .*not read \(number 77\)"),
    "header elsewhere": (lambda: patched(SOUND, b"PK\1\2", 42, b"\5\0\0\0"), "a.txt: is missing at byte 5"),
    "another name in the header": (lambda: patched(SOUND, b"PK\3\4", 30, b"b"), "a.txt: is called otherwise at byte 0"),
    "one name twice": (lambda: renamed(zipped(("a.txt", TEXT), ("b.txt", b"other")), b"b.txt", b"a.txt"), "in the file 2 times"),
    "one header for two": (shared_header, "a.txt: shares its bytes with another part"),
    "well packed": (lambda: BOMB, "a.txt: unpacks to more than 100 times its packed size"),
    "large": (lambda: zipped(("a.txt", bytes(2_000_000))), "a.txt: unpacks to 2000000 bytes, more than 1048576"),
    "many": (lambda: zipped(*((f"{n}.txt", b"") for n in range(51))), "51 files in one archive"),
    "a count that lies": (lambda: patched(SOUND, b"PK\5\6", 10, b"\1\0"), "breaks off after 1 of 1"),
    "a part of several": (lambda: patched(SOUND, b"PK\5\6", 4, b"\1\0"), "one part of an archive of several files"),
    "a list beyond the file": (lambda: patched(SOUND, b"PK\5\6", 12, b"\xff\xff\xff\0"), "the list of its files is said"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place(made: Callable[[], bytes], said: str) -> None:
    assert re.search(said, wrong(made()))


NAMES = {
    "../x.txt": "leads out of the folder",
    "x/../../y.t": "leads out of the folder",
    "/etc/x.txt": "root of a disk",
    "C:/etc/x.t": "root of a disk",
    "dir\\x.txt": "backslash",
    "a\x1b[31m.txt": "control character",
}


@pytest.mark.parametrize(("name", "said"), NAMES.items(), ids=map(repr, NAMES))
def test_a_name_that_could_hurt_is_refused(name: str, said: str) -> None:
    stand_in = "N" * len(name)
    data = renamed(zipped((stand_in, TEXT), ("ok.txt", TEXT)), stand_in.encode(), name.encode())
    assert said in wrong(data, name)
    assert opened(data).read("ok.txt") == TEXT


def test_a_name_with_nul_is_refused_and_shown() -> None:
    data = renamed(zipped(("aXb.txt", TEXT)), b"aXb", b"a\0b")
    assert wrong(data, "a\0b.txt") == r"a\x00b.txt: has a control character in its name"


def test_one_bad_member_does_not_hurt_the_others() -> None:
    archive = opened(patched(SOUND, b"PK\1\2", 16, b"1234"))
    assert archive.read("bb.txt") == TEXT


def test_a_zip_cut_off_anywhere_is_refused() -> None:
    """Every shorter file is refused at once or when it is read: none is taken for whole."""
    for length in range(1, len(SOUND)):
        with pytest.raises(ReadError):
            opened(SOUND[:length]).read("bb.txt")


def test_any_damaged_byte_gives_the_text_or_an_error() -> None:
    whole = {"a.txt": TEXT * 9, "bb.txt": TEXT}
    harmless = 0
    for at in range(len(SOUND)):
        damaged = SOUND[:at] + bytes([SOUND[at] ^ 0xFF]) + SOUND[at + 1 :]
        try:
            archive = opened(damaged)
            read = {name: archive.read(name) for name in whole if name in archive}
        except ReadError:
            continue
        harmless += read == whole
        assert all(whole[name] == data for name, data in read.items())
    assert 0 < harmless < len(SOUND) // 2


def test_archives_in_archives_come_to_an_end() -> None:
    open_archive(SOUND, "袋.zip", depth=2)
    with pytest.raises(ReadError, match="archives in archives, 4 deep"):
        open_archive(SOUND, "袋.zip", depth=3)


def test_what_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    """A bomb that says it has 2,000 bytes costs no more than that; the control unpacks it all."""
    data = patched(zipped(("a.txt", bytes(20_000_000))), b"PK\1\2", 24, b"\xd0\x07\0\0")
    tracemalloc.start()
    assert "more than the 2000 bytes" in wrong(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    assert (
        len(open_archive(zipped(("a.txt", bytes(20_000_000))), "", Caps(ratio=2_000)).read("a.txt"))
        == 20_000_000
    )
    control = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (peak < 2_000_000, control > 20_000_000) == (True, True)


NOISE = Random(8).randbytes(1_000_000)  # noqa: S311 - any bytes that do not pack well


def test_the_whole_is_capped_too() -> None:
    with pytest.raises(ReadError, match=r"袋\.zip: unpacks to 4000000 bytes; wanted at most 3145728"):
        opened(zipped(*((f"{number}.txt", NOISE) for number in range(4))))


def test_reading_again_and_again_ends_at_the_cap() -> None:
    archive = opened(zipped(("a.txt", NOISE)))
    archive.read("a.txt")
    archive.read("a.txt")
    archive.read("a.txt")
    with pytest.raises(ReadError, match="over 3145728 bytes in all"):
        archive.read("a.txt")

"""Zips, tars, gzips and files of records are walked as if they were folders; what is wrong with one names it."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.readers import containers, fetch, look, parse, read

TEXT = "白鹭市总工会举办“邻里节”活动。\n"
Files = Mapping[str, bytes | str]


class Raw(zipfile.ZipInfo):
    """A member whose name is written as Chinese Windows writes it: in GBK, without the mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(files: Files, *, gbk: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = (Raw if gbk else zipfile.ZipInfo)(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return made.getvalue()


def tarred(files: Files) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            raw = data.encode() if isinstance(data, str) else data
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return made.getvalue()


def records(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


ROWS = records(
    {"title": "邻里节开幕", "text": TEXT, "url": "https://example.org/1"}, {"content": [TEXT, "完。"]}
)

WALKED = {
    "a zip": ("a.zip", zipped({"b/c.txt": TEXT, "d.md": TEXT}), ["a.zip/b/c.txt", "a.zip/d.md"]),
    "a zip in capitals": ("A.ZIP", zipped({"b.TXT": TEXT}), ["A.ZIP/b.TXT"]),
    "a zip in a zip": ("a.zip", zipped({"b.zip": zipped({"c.txt": TEXT})}), ["a.zip/b.zip/c.txt"]),
    "names in GBK": ("a.zip", zipped({"通知/甲.txt": TEXT}, gbk=True), ["a.zip/通知/甲.txt"]),
    "names in UTF-8": ("a.zip", zipped({"通知/甲.txt": TEXT}), ["a.zip/通知/甲.txt"]),
    "a file of records": ("a.jsonl", ROWS, ["a.jsonl/1.json", "a.jsonl/2.json"]),
    "blank lines between records": ("a.jsonl", b"\n\r\n" + ROWS, ["a.jsonl/3.json", "a.jsonl/4.json"]),
    "no end of line at the end": ("a.ndjson", ROWS.rstrip(), ["a.ndjson/1.json", "a.ndjson/2.json"]),
    "a tar": ("a.tar", tarred({"./b/c.txt": TEXT}), ["a.tar/b/c.txt"]),
    "a packed tar": ("a.tar.gz", gzip.compress(tarred({"b.txt": TEXT})), ["a.tar.gz/a.tar/b.txt"]),
    "a tgz": ("a.tgz", gzip.compress(tarred({"b.txt": TEXT})), ["a.tgz/a.tar/b.txt"]),
    "a packed text": ("a.txt.gz", gzip.compress(TEXT.encode()), ["a.txt.gz/a.txt"]),
    "packed records in a zip": (
        "a.zip",
        zipped({"b.jsonl.gz": gzip.compress(ROWS)}),
        ["a.zip/b.jsonl.gz/b.jsonl/1.json", "a.zip/b.jsonl.gz/b.jsonl/2.json"],
    ),
    "what a Mac adds": (
        "a.zip",
        zipped({"__MACOSX/._b.txt": "x", ".DS_Store": "x", "b.txt": TEXT}),
        ["a.zip/b.txt"],
    ),
}


@pytest.mark.parametrize(("name", "data", "names"), WALKED.values(), ids=WALKED)
def test_a_container_is_walked_like_a_folder(
    tmp_path: Path, name: str, data: bytes, names: list[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    found = look([tmp_path])
    assert ([member for _, member in found.files], found.skipped, found.failed) == (names, (), ())
    for path, member in found.files:
        assert TEXT.strip() in read(path, member).source.text
        assert found.sizes[member] > 0


def test_a_record_is_its_title_and_its_text() -> None:
    one, other = ROWS.splitlines()
    source = parse(one, "a.jsonl/1.json").source
    assert source.text == f"邻里节开幕\n{TEXT}"
    assert [source.origin(source.text.index(words)) for words in ("开幕", "举办")] == ["title", "text"]
    assert parse(other, "a.jsonl/2.json").source.text == f"{TEXT}\n完。"
    assert parse(one, "a.jsonl/1.json").articles[0].title == "邻里节开幕"


BAD_RECORDS = {
    "no object": (b"[1]", "a.json: is no record but a list; wanted an object with a text"),
    "no text": (b'{"a": 1, "b": 2}', "a.json: has no text among its keys (a, b)"),
    "a text that is no string": (b'{"text": {"a": 1}}', "a.json: has no text among its keys (text)"),
    "cut off": (b'{"text": "a', "a.json:1:10: is no JSON: Unterminated string"),
    "nested": (b'{"text":' + b"[" * 100_000, "a.json: is no JSON that can be read: nested too deep"),
    "a long number": (
        b'{"text": ' + b"1" * 5000 + b"}",
        "a.json: is no JSON that can be read: Exceeds the limit",
    ),
}


@pytest.mark.parametrize(("data", "said"), BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_a_record_that_is_none_is_told(data: bytes, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse(data, "a.json")
    assert str(caught.value).startswith(said)


def mail(*names: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "夜课"
    message.set_content(TEXT)
    for name in names:
        data = zipped({"c.txt": TEXT}) if name.endswith(".zip") else TEXT.encode()
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_what_a_mail_brings_is_read_beside_the_mail(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("通知.txt", "../../b.txt", "通知.txt", "c.zip", "d.exe"))
    found = look([tmp_path])
    names = ["a.eml", "a.eml/b.txt", "a.eml/c.zip/c.txt", "a.eml/通知.txt", "a.eml/通知~2.txt"]
    assert [name for _, name in found.files] == names
    assert [str(error) for error in found.skipped] == ["a.eml/d.exe: no reader for .exe"]
    for path, name in found.files:
        assert TEXT.strip() in read(path, name).source.text


def test_a_mail_that_brings_nothing_is_a_document(tmp_path: Path) -> None:
    for name, data in {"a.eml": mail(), "b.eml": b"\xff\0nothing"}.items():
        (tmp_path / name).write_bytes(data)
    found = look([tmp_path])
    assert ([name for _, name in found.files], found.skipped, found.failed) == (["a.eml", "b.eml"], (), ())


def deep(levels: int) -> bytes:
    data = zipped({"x.txt": TEXT})
    for _ in range(levels - 1):
        data = zipped({"y.zip": data})
    return data


LEFT = {
    "no zip": ("a.zip", b"nothing", "failed", "a.zip: no zip file"),
    "an empty file": ("a.zip", b"", "failed", "a.zip: the file is empty"),
    "an empty zip": ("a.zip", zipped({}), "skipped", "a.zip: there is nothing in it"),
    "an empty file of records": ("a.jsonl", b"\n\n", "skipped", "a.jsonl: there is nothing in it"),
    "a broken zip inside": ("a.zip", zipped({"b.zip": "x"}), "failed", "a.zip/b.zip: no zip file"),
    "an empty zip inside": (
        "a.zip",
        zipped({"b.zip": zipped({})}),
        "skipped",
        "a.zip/b.zip: there is nothing in it",
    ),
    "no reader": ("a.zip", zipped({"b.exe": "x"}), "skipped", "a.zip/b.exe: no reader for .exe"),
    "out of the folder": (
        "a.zip",
        zipped({"../b.txt": TEXT}),
        "failed",
        "a.zip/../b.txt: has a name that leads out",
    ),
    "from the root": (
        "a.tar",
        tarred({"/etc/b.txt": TEXT}),
        "failed",
        "a.tar//etc/b.txt: has a name that begins at the root",
    ),
    "a control character": (
        "a.tar",
        tarred({"b\x1b.txt": TEXT}),
        "failed",
        "a.tar/b\\x1b.txt: has a control character",
    ),
    "five deep": (
        "a.zip",
        deep(5),
        "failed",
        "a.zip/y.zip/y.zip/y.zip/y.zip: lies in containers in containers, 5 deep; wanted at most 4",
    ),
    "no gzip": ("a.txt.gz", b"x", "failed", "a.txt.gz: no gzip file"),
    "no tar": ("a.tar", b"x" * 600, "failed", "a.tar: no tar file that can be read"),
}


@pytest.mark.parametrize(("name", "data", "status", "said"), LEFT.values(), ids=LEFT)
def test_what_cannot_be_opened_is_told(
    tmp_path: Path, name: str, data: bytes, status: str, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = look([tmp_path])
    (error,) = getattr(found, status)
    assert str(error).startswith(said)
    assert len(found.files) + len(found.skipped) + len(found.failed) == 1


def test_as_deep_as_allowed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(deep(containers.DEPTH))
    ((path, name),) = look([tmp_path]).files
    assert fetch(path, name) == TEXT.encode()


DAMAGED = {
    "a gzip that is cut off": ("a.txt.gz", gzip.compress(TEXT.encode() * 9)[:-20], "is cut off after byte"),
    "a gzip with a wrong sum": (
        "a.txt.gz",
        gzip.compress(TEXT.encode())[:-8] + b"\0" * 8,
        "is damaged: no more can be unpacked after byte",
    ),
    "a gzip that is a bomb": (
        "a.txt.gz",
        gzip.compress(bytes(20_000_000)),
        "unpacks to more than 4194304 bytes",
    ),
    "a member that is a bomb": (
        "a.zip",
        zipped({"b.txt": bytes(20_000_000)}),
        "unpacks to more than 200 times",
    ),
}


@pytest.mark.parametrize(("name", "data", "said"), DAMAGED.values(), ids=DAMAGED)
def test_a_member_that_cannot_be_unpacked_is_told(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = look([tmp_path])
    if found.failed:
        (error,) = found.failed
    else:
        ((path, member),) = found.files
        with pytest.raises(ReadError) as caught:
            read(path, member)
        error = caught.value
    assert said in str(error)


def test_more_than_allowed_is_refused_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped({"b.zip": zipped({f"{n}.txt": TEXT for n in range(9)}), "c.txt": TEXT})
    )
    assert len(look([tmp_path]).files) == 10
    monkeypatch.setattr(containers, "MOST", 5)
    assert [str(error) for error in look([tmp_path]).failed] == [
        "a.zip: holds more than 5 files; try parting it"
    ]
    assert look([tmp_path]).files == ()
    monkeypatch.setattr(containers, "MOST", 100)
    monkeypatch.setattr(containers, "UNPACKED", 5)
    (error,) = look([tmp_path]).failed
    assert str(error) == "a.zip: the containers in it unpack to more than 5 bytes"


def test_a_member_that_is_gone_is_told(tmp_path: Path) -> None:
    place = tmp_path / "a.zip"
    place.write_bytes(zipped({"b.txt": TEXT, "c.txt": TEXT}))
    assert fetch(place / "b.txt", "a.zip/b.txt") == TEXT.encode()
    place.write_bytes(zipped({"c.txt": TEXT * 2}))
    with pytest.raises(ReadError, match=r"a.zip/b.txt: is no longer in a.zip"):
        fetch(place / "b.txt", "a.zip/b.txt")


def test_what_lies_below_a_file_that_is_no_container_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(ReadError, match="cannot be opened: not a directory"):
        fetch(tmp_path / "a.txt" / "b.txt", "a.txt/b.txt")


def test_two_containers_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.zip").write_bytes(zipped({"b.txt": TEXT, "c.exe": "x"}))
    found = look([tmp_path / "one", tmp_path / "two"])
    assert [name for _, name in found.files] == ["one/a.zip/b.txt", "two/a.zip/b.txt"]
    assert [str(error) for error in found.skipped] == [
        "one/a.zip/c.exe: no reader for .exe",
        "two/a.zip/c.exe: no reader for .exe",
    ]

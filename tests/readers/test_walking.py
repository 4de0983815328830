"""Files and folders → files with relative names, and the reasons why others were left out."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.readers import look, read, walk


def _made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文。\n", encoding="utf-8")
    return folder


def test_a_folder_is_walked_to_the_bottom_and_sorted(tmp_path: Path) -> None:
    _made(tmp_path, "b.txt", "a/二.md", "a/一.TXT", "c/d/e.markdown", ".hidden.txt", ".git/x.txt")
    names = [name for _, name in walk([tmp_path])]
    assert names == ["a/一.TXT", "a/二.md", "b.txt", "c/d/e.markdown"]


def test_a_file_by_itself_has_its_name(tmp_path: Path) -> None:
    _made(tmp_path, "x/文.txt")
    assert walk([tmp_path / "x/文.txt"]) == [(tmp_path / "x/文.txt", "文.txt")]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    _made(tmp_path, "文.txt")
    assert len(walk([tmp_path, tmp_path / "文.txt", tmp_path])) == 1


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    _made(tmp_path, "one/文.txt", "two/文.txt", "two/另.txt")
    names = [name for _, name in walk([tmp_path / "one", tmp_path / "two"])]
    assert names == ["one/文.txt", "two/文.txt", "另.txt"]


def test_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    _made(tmp_path, "one/文.txt", "two/文.txt")
    assert walk([tmp_path / "one", tmp_path / "two"]) == walk([tmp_path / "two", tmp_path / "one"])


def test_two_folders_of_one_name_are_numbered(tmp_path: Path) -> None:
    _made(tmp_path, "1/in/文.txt", "2/in/文.txt")
    assert [name for _, name in walk([tmp_path / "2/in", tmp_path / "1/in"])] == ["in/文.txt", "in/文~2.txt"]
    assert walk([tmp_path / "1/in", tmp_path / "2/in"]) == walk([tmp_path / "2/in", tmp_path / "1/in"])


def test_what_is_left_out_has_a_reason(tmp_path: Path) -> None:
    _made(tmp_path, "a.txt", "b.exe", "c")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "null.txt").symlink_to("/dev/null")
    found = look([tmp_path])
    assert [name for _, name in found.files] == ["a.txt"]
    assert [str(reason) for reason in found.skipped] == [
        "b.exe: no reader for .exe",
        "c: no reader for a name without suffix",
        "dead.txt: a link that leads nowhere",
        "loop: a link to a folder that holds it",
        "null.txt: a device, not a file",
        "pipe.txt: a pipe, not a file",
    ]


def test_a_socket_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as served:
        served.bind("s.txt")
        assert [str(reason) for reason in look([tmp_path]).skipped] == ["s.txt: a socket, not a file"]


def test_a_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("正文。", encoding="utf-8")
    ((_, name),) = walk([tmp_path])
    assert name == "\\xff.txt"


BAD = (
    ("nothing.txt", "x.txt: cannot be opened: no such file or directory"),
    ("folder.txt", "x.txt: a folder, not a file"),
    ("program.exe", "x.exe: no reader for .exe; wanted one of "),
    ("blank.txt", "x.txt: the file has no text in it"),
    ("pipe.txt", "x.txt: a pipe, not a file"),
)


@pytest.mark.parametrize(("name", "said"), BAD, ids=[name for name, _ in BAD])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "program.exe").write_bytes(b"x")
    (tmp_path / "blank.txt").write_text("\ufeff \n\n　\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadError) as caught:
        read(tmp_path / name, f"x{Path(name).suffix}")
    assert str(caught.value).startswith(said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("正文。", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="cannot be opened: permission denied"):
        read(path, "locked.txt")


def test_a_document_says_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff# 标题\r\n\r\n正文。\r\n".encode())
    source = read(path, "d/a.md").source
    assert (source.path, source.media_type, source.encoding) == ("d/a.md", "text/markdown", "utf-8")
    assert source.text == "\ufeff# 标题\r\n\r\n正文。\r\n"
    assert len(source.sha256) == 64

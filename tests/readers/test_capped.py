"""A reader in a process of its own: what it gives, how it is stopped, and that it costs nobody else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KgError, ReadError
from kg.readers import capped
from kg.readers.capped import Reader
from kg.readers.confined import Job, Limits
from kg.readers.extract import Extract

WORDS = {"title": ("办法", "条例")}
HOSTILE = """
import ctypes, mmap, os, signal, socket, sys, time
from kg.errors import ReadError
from kg.readers.extract import Writer
from kg.readers.reached import reached

def extract(data, path, encoding, words):
    what, _, rest = data.decode().partition(" ")
    writer = Writer()
    reached("page 1")
    reached("page 2")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "exit":
        os._exit(3)
    elif what == "spin":
        while True:
            pass
    elif what == "pages":
        import time
        for number in range(int(rest)):
            reached(f"page {number}")
            end = time.process_time() + 0.6
            while time.process_time() < end:
                pass
        writer.line("done")
    elif what == "flood":
        kept = [bytes(1 << 24) for _ in range(1000)]
    elif what == "map":
        kept = []
        while True:
            try:
                memory = mmap.mmap(-1, 1 << 24)
            except OSError:
                os.abort()  # as a library in C does
            memory.write(bytes(1 << 24))
            kept.append(memory)
    elif what == "refuse":
        raise ReadError(path, "it is broken", "a whole one", "another")
    elif what == "blunder":
        raise ValueError("no such thing")
    elif what == "long":
        writer.line("字" * int(rest))
    elif what == "print":
        print("not a reply", flush=True)
        writer.line(rest)
    elif what == "pid":
        writer.line(str(os.getpid()))
    elif what == "write":
        with open(rest, "w") as file:
            file.write("here")
            file.flush()
    elif what == "connect":
        port = int(rest)
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    elif what == "words":
        writer.line("、".join(words["title"]), "page 1, box 1 2 3 4", 2)
        writer.row(("甲", path), "page 2")
        writer.flaws.append("page 3 is not there")
    else:
        writer.line(what)
    return writer.extract(encoding)
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    (tmp_path / "hostile.py").write_text(HOSTILE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Reader(Limits(10, 256 << 20))


def asked(reader: Reader, what: str, words: dict[str, tuple[str, ...]] = WORDS) -> Extract:
    return reader.extract(Job("hostile", "a.pdf", "gbk"), what.encode(), words)


@pytest.fixture(scope="module", autouse=True)
def large() -> None:
    """Ours has held much, which the system counts as held by what it starts, too."""
    assert len(bytearray(200 << 20)) == 200 << 20


def refused(reader: Reader, what: str) -> str:
    with pytest.raises(ReadError) as caught:
        asked(reader, what)
    return str(caught.value)


def test_it_gives_what_the_reader_gives(reader: Reader) -> None:
    made = asked(reader, "words")
    assert made.text == "办法、条例\n甲\ta.pdf\n"
    assert [(origin.start, origin.place) for origin in made.origins] == [
        (0, "page 1, box 1 2 3 4"),
        (6, "page 2"),
    ]
    assert (made.encoding, made.headings, made.flaws) == ("gbk", ((0, 2),), ("page 3 is not there",))
    assert [[made.text[c.start : c.end] for c in row] for row in made.tables[0].rows] == [["甲", "a.pdf"]]
    assert asked(reader, "words", {"title": ("通知",)}).text.startswith("通知\n"), "other words are sent anew"


def test_one_process_serves_many_documents(reader: Reader) -> None:
    assert len({asked(reader, "pid").text for _ in range(3)}) == 1
    assert asked(reader, "pid").text != f"{os.getpid()}\n"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("crash", "a.pdf: the reader was killed at page 2: SIGSEGV"),
        ("exit", "a.pdf: the reader was killed at page 2: exit code 3"),
        ("flood", "a.pdf: the reader was killed at page 2: took more than 256 MB; try KG_READ_MEMORY (in MB) for more"),
        ("refuse", "a.pdf: it is broken; wanted a whole one; try another"),
    ],
)  # fmt: skip
def test_a_document_that_kills_its_reader_is_told_and_the_next_is_read(
    reader: Reader, what: str, said: str
) -> None:
    assert refused(reader, what) == said
    assert asked(reader, "好").text == "好\n"
    assert refused(reader, what) == said, "in a process that has read others, too"


def test_a_library_that_aborts_for_want_of_memory_is_told(reader: Reader) -> None:
    """Where ours has held more than the limit, the system does not say what that one held."""
    said = refused(reader, "map")
    assert re.fullmatch(
        r"a\.pdf: the reader was killed at page 2: (took more than 256 MB; try .*|SIGABRT)", said
    )
    assert asked(reader, "好").text == "好\n"


@pytest.mark.usefixtures("reader")
def test_a_document_without_end_is_stopped() -> None:
    hasty = Reader(Limits(1, 256 << 20))
    said = "a.pdf: the reader was killed at page 2: took more than 1 s; try KG_READ_SECONDS for more"
    assert refused(hasty, "spin") == said
    assert asked(hasty, "好").text == "好\n"


@pytest.mark.usefixtures("reader")
def test_a_long_document_has_its_time_for_each_page() -> None:
    hasty = Reader(Limits(1, 256 << 20))
    assert asked(hasty, "pages 5").text == "done\n"


def test_a_fault_of_the_readers_is_told_as_one(reader: Reader) -> None:
    with pytest.raises(RuntimeError, match=r"ValueError at hostile\.py:\d+: no such thing"):
        asked(reader, "blunder")
    assert asked(reader, "好").text == "好\n"


def test_a_text_without_end_is_refused(reader: Reader) -> None:
    assert len(asked(reader, "long 1000").text) == 1001
    assert "its text has" in refused(reader, f"long {24 << 20}")


def test_what_a_library_prints_is_no_reply(reader: Reader) -> None:
    assert asked(reader, "print 好").text == "好\n"


def test_it_writes_no_file(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="File too large"):
        asked(reader, f"write {tmp_path / 'planted'}")
    assert (tmp_path / "planted").read_bytes() == b""


def test_it_reaches_no_network(reader: Reader) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()  # from here it can be reached
        with pytest.raises(RuntimeError, match=r"(unreachable|refused|timed out)"):
            asked(reader, f"connect {port}")


@pytest.mark.usefixtures("reader")
def test_a_reader_that_is_gone_takes_its_process_along() -> None:
    own = Reader(Limits())
    pid = int(asked(own, "pid").text)
    assert alive(pid)
    del own
    assert not alive(pid)


def test_a_fork_of_ours_leaves_our_process_alone(reader: Reader) -> None:
    pid = asked(reader, "pid").text
    child = os.fork()
    if not child:  # at its end it does what was to be done at ours
        capped._close(reader._running, os.getppid())
        os._exit(0)
    os.waitpid(child, 0)
    assert asked(reader, "pid").text == pid


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL, 0], ids=str)
def test_no_process_is_left_however_ours_ends(reader: Reader, how: int, tmp_path: Path) -> None:  # noqa: ARG001
    program = (
        "import sys; from kg.readers.capped import Reader; from kg.readers.confined import Job, Limits\n"
        "reader = Reader(Limits())\n"
        "print(reader.extract(Job('hostile', 'a.pdf', ''), b'pid', {}).text, flush=True)\n"
        "sys.stdin.readline()"
    )
    paths = f"{Path.cwd()}{os.pathsep}{tmp_path}"
    ours = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert ours.stdout
    pid = int(ours.stdout.readline())
    assert alive(pid)
    ours.communicate(b"\n") if how == 0 else (ours.send_signal(how), ours.communicate())
    for _ in range(200):
        if not alive(pid):
            break
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return False
    return state != b"Z"


def test_the_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert capped.limits() == Limits(10, 1 << 30)
    monkeypatch.setenv("KG_READ_SECONDS", "60")
    monkeypatch.setenv("KG_READ_MEMORY", "512")
    assert capped.limits() == Limits(60, 512 << 20)
    monkeypatch.setenv("KG_READ_MEMORY", "much")
    with pytest.raises(KgError, match="KG_READ_MEMORY: 'much' is no limit"):
        capped.limits()


def test_a_file_that_is_too_large_is_not_even_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "SIZE", 10)
    with pytest.raises(ReadError, match=r"a\.pdf: it has 0 MB"):
        capped.extract("hostile", bytes(11), "a.pdf", "", WORDS)

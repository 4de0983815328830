"""The output folder: one build at a time, files whole or not at all, nothing of somebody else's taken away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.pipeline.folder import ASIDE, LOCK, OLD, aside, held

HOLD = """
import sys, time
from pathlib import Path
from kg.pipeline.folder import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(output: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(output)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def fill(output: Path, **files: str) -> None:
    with held(output), aside(output) as new:
        for name, text in files.items():
            place = new / name.replace("__", "/").replace("_", ".")
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")


def half(new: Path) -> None:
    (new / "graph.ttl").write_text("half", encoding="utf-8")
    raise ZeroDivisionError


def test_a_second_build_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    process = holder(tmp_path / "out")
    try:
        with (
            pytest.raises(OutputError, match=f"another build, process {process.pid}, is writing here"),
            held(tmp_path / "out"),
        ):
            pass
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_the_lock_of_a_killed_build_is_taken_over(tmp_path: Path) -> None:
    process = holder(tmp_path / "out")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    assert (tmp_path / "out" / LOCK).exists()
    fill(tmp_path / "out", graph_ttl="a")
    assert names(tmp_path / "out") == ["graph.ttl"]


def test_what_a_build_no_longer_writes_is_gone_and_what_others_wrote_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, graph_ttl="a", report_html="b", store__a="c", texts__b="d", manifest_json="{}")
    (out / "notes.md").write_text("mine", encoding="utf-8")
    fill(out, graph_ttl="A", store__z="Z", manifest_json="{}")
    assert names(out) == ["graph.ttl", "manifest.json", "notes.md", "store/z"]
    assert (out / "graph.ttl").read_text(encoding="utf-8") == "A"


def test_a_build_that_fails_leaves_the_last_good_output(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, graph_ttl="a", manifest_json="{}")
    with pytest.raises(ZeroDivisionError), held(out), aside(out) as new:
        half(new)
    assert names(out) == ["graph.ttl", "manifest.json"]
    assert (out / "graph.ttl").read_text(encoding="utf-8") == "a"


def test_what_a_killed_build_left_aside_is_cleared(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".new" / "texts").mkdir(parents=True)
    (out / ".old").mkdir()
    fill(out, graph_ttl="a")
    assert names(out) == ["graph.ttl"]


def test_a_folder_that_was_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path / "a"):
        raise ZeroDivisionError
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", ["graph.ttl", "texts/mine.txt"])
def test_files_that_no_build_wrote_are_not_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="that no build wrote"), held(tmp_path):
        pass
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("inside", ["file/out", "file"])
def test_a_place_that_cannot_be_a_folder(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"file.*cannot be written"), held(tmp_path / inside):
        pass


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), held(tmp_path), aside(tmp_path):
        raise OSError(28, os.strerror(28), str(tmp_path / "graph.ttl"))


@pytest.mark.parametrize("name", ["graph.ttl", "store", "texts", "manifest.json"])
def test_a_file_that_cannot_be_put_in_its_place_brings_the_old_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out = tmp_path / "out"
    fill(out, graph_ttl="a", store__a="c", texts__b="d", manifest_json="{}")
    replace = Path.replace

    def refusing(path: Path, to: Path) -> Path:
        if path.name == name and path.parent.name == ASIDE:
            raise OSError(28, os.strerror(28), str(to))
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OutputError, match="No space left"):
        fill(out, graph_ttl="A", store__a="C", texts__b="D", manifest_json="{ }")
    found = {path: (out / path).read_text("utf-8") for path in names(out)}
    assert found == {"graph.ttl": "a", "manifest.json": "{}", "store/a": "c", "texts/b": "d"}


def test_what_a_build_killed_in_publishing_had_moved_away_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, graph_ttl="a", store__a="c", manifest_json="{}")
    (out / OLD).mkdir()
    (out / "store").replace(out / OLD / "store")
    with pytest.raises(ZeroDivisionError), held(out), aside(out) as new:
        half(new)
    assert names(out) == ["graph.ttl", "manifest.json", "store/a"]

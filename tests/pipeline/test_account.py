"""Every input ends as exactly one of ok, partial, failed, skipped; each that is not ok says which file and why."""

from __future__ import annotations

import contextlib
import gc
import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest

import kg
from kg.errors import ReadError
from kg.model import Document
from kg.pipeline import belt, limits
from kg.readers import READERS, Format
from kg.readers.extract import Extract, Words
from kg.seeds import Seeds

TEXT = "白鹭市总工会举办“邻里节”活动。\n"
BAD = b"\xff"
STATUSES = ("ok", "partial", "failed", "skipped")


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """A reader that tells of what it could not read."""
    if data == BAD:
        raise ReadError(path, "byte 0 is broken")
    return Extract(data.decode(), flaws=("page 2: cannot be read", "page 9: cannot be read"))


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file of each fate."""
    monkeypatch.setitem(READERS, ".flawed", Format("text/plain", __name__))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.flawed").write_text(TEXT, "utf-8")
    (folder / "binary.flawed").write_bytes(BAD)
    (folder / "picture.png").write_bytes(b"")
    return folder


def accounted(report: kg.Report) -> None:
    """What holds of every build."""
    told = json.loads((report.output / "manifest.json").read_text("utf-8"))
    paths = [one["path"] for one in told["documents"]]
    assert len(paths) == len(set(paths)), "an input ends once"
    assert paths == [outcome.path for outcome in report.outcomes]
    counted = Counter(one["status"] for one in told["documents"])
    assert set(counted) <= set(STATUSES)
    assert told["counts"]["documents"] + told["counts"]["left out"] == len(paths)
    for one in told["documents"]:
        assert (one["status"] == "ok") == (not one.get("reason"))
        assert one.get("reason", one["path"]).startswith(one["path"])
        assert "\n" not in one.get("reason", "")
    assert report.exit_code == (1 if set(counted) - {"ok"} else 0)


def test_flaws_and_failures_are_accounted_for(mixed: Path, tmp_path: Path) -> None:
    report = kg.build([mixed], tmp_path / "out", cache=tmp_path / "cache")
    accounted(report)
    assert {one.path: one.status for one in report.outcomes} == {
        "good.flawed": "partial",
        "binary.flawed": "failed",
        "picture.png": "skipped",
    }
    (partial,) = (one for one in report.outcomes if one.status == "partial")
    assert partial.reason == "good.flawed: page 2: cannot be read; page 9: cannot be read"
    page = (report.output / "report.html").read_text("utf-8")
    for one in report.outcomes:
        assert one.reason.partition(": ")[2] in page


def test_a_document_from_the_cache_is_as_flawed_as_before(mixed: Path, tmp_path: Path) -> None:
    first = kg.build([mixed], tmp_path / "out", cache=tmp_path / "cache")
    again = kg.build([mixed], tmp_path / "out", cache=tmp_path / "cache")
    assert first.outcomes == again.outcomes


CATASTROPHE = re.compile("(甲+)+乙")


def forever(document: Document, seeds: Seeds) -> kg.Reading:  # noqa: ARG001 - as the belt's own
    if "slow" in document.path:
        CATASTROPHE.search("甲" * 60)  # in C: nothing of ours is asked while it goes on
    return kg.Reading(kg.Resolved(document, ()), ())


def test_a_text_that_takes_too_long_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "slow.txt", "z.txt"):
        (tmp_path / "in" / name).write_text(TEXT, "utf-8")
    monkeypatch.setattr(belt, "run", forever)
    monkeypatch.setattr(limits, "allowed", lambda _: 0.2)
    begun = time.process_time()
    report = kg.build([tmp_path / "in"], tmp_path / "out", only=["graph"], cache=tmp_path / "cache")
    assert time.process_time() - begun < 30
    accounted(report)
    assert [one.status for one in report.outcomes] == ["ok", "failed", "ok"]
    assert "slow.txt: reading it takes too long; try KG_READ_SECONDS" in report.outcomes[1].reason


def test_nothing_swallows_the_end_of_the_time() -> None:
    def stubborn() -> None:
        while True:
            with contextlib.suppress(Exception):
                gc.get_count()

    with pytest.raises(limits.OverrunError), limits.within(0.05):
        stubborn()


def test_what_ends_in_time_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with limits.within(60):
        pass
    monkeypatch.setenv("KG_READ_SECONDS", "3")
    assert limits.allowed(10 * limits.PACE) == 13


def test_a_text_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.readers.LONGEST", 10)
    (tmp_path / "long.txt").write_text(TEXT, "utf-8")
    with pytest.raises(kg.KgError, match=r"long.txt: has 17 characters; wanted at most 10; try parts of it"):
        kg.build([tmp_path / "long.txt"], tmp_path / "out", cache=tmp_path / "cache")


def test_a_file_that_does_not_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "large.txt").open("wb") as sparse:
        sparse.truncate(1 << 40)
    monkeypatch.setattr("kg.readers.containers.LARGEST_FILE", 1 << 20)
    with pytest.raises(kg.KgError, match=r"large.txt: has more than 1 MB; try parts of it"):
        kg.build([tmp_path / "large.txt"], tmp_path / "out", cache=tmp_path / "cache")

"""When a watched folder is built again: at each change, once it has come to rest, and never for what the build wrote."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.pipeline import belt
from kg.pipeline.watching import turns


def put(path: Path, text: str, at: int) -> None:
    """Write a file with a time of its own, however quick the test is."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(at, at))


CHANGES: dict[str, Callable[[Path], None]] = {
    "more": lambda folder: put(folder / "in" / "b.txt", "乙", 2),
    "less": lambda folder: (folder / "in" / "a.txt").unlink(),
    "other words": lambda folder: put(folder / "in" / "a.txt", "丙", 3),
    "seeds": lambda folder: put(folder / "seeds" / "words.yaml", "list: 甲\n", 4),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("in", "seeds"):
        (tmp_path / name).mkdir()
    put(tmp_path / "in" / "a.txt", "甲", 1)
    return tmp_path


class Clock:
    """Sleeps during which something happens, one after the other; it stops the test where nothing more will."""

    def __init__(self, *acts: Callable[[], None]) -> None:
        self.acts = list(acts)

    def __call__(self, _: float) -> None:
        if not self.acts:
            raise KeyboardInterrupt
        self.acts.pop(0)()


def nothing() -> None:
    """A sleep without events."""


def count(folder: Path, *acts: Callable[[], None]) -> int:
    """How many turns there are until the last of some sleeps is over."""
    coming = turns([folder / "in"], folder / "in" / "out", [folder / "seeds"], Clock(*acts))
    seen = 0
    with contextlib.suppress(KeyboardInterrupt):
        for _ in coming:
            seen += 1
    return seen


def test_nothing_happens_where_nothing_changes(folder: Path) -> None:
    assert count(folder, nothing, nothing) == 1


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_a_turn(folder: Path, change: str) -> None:
    assert count(folder, nothing, lambda: CHANGES[change](folder), nothing, nothing) == 2


def test_changes_in_a_row_are_one_turn(folder: Path) -> None:
    acts = [lambda act=act: act(folder) for act in CHANGES.values()]
    assert count(folder, *acts, nothing, nothing) == 2


def test_what_a_build_writes_is_no_change(folder: Path) -> None:
    def write() -> None:
        (folder / "in" / "out").mkdir()
        (folder / "in" / "out" / "graph.ttl").write_text("", encoding="utf-8")
        (folder / "in" / "out" / "news.txt").write_text("", encoding="utf-8")

    assert count(folder, write, nothing) == 1


def test_a_build_that_is_stopped_keeps_what_is_done(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(stage: str, done: int, _: int) -> None:
        if (stage, done) == ("read", 2):
            raise KeyboardInterrupt

    whole = len([path for path in demonstration.iterdir() if path.is_file()])
    with pytest.raises(KeyboardInterrupt):
        kg.build([demonstration], tmp_path / "out", only=("graph",), cache=tmp_path / "cache", tell=stop)
    assert not (tmp_path / "out").exists()
    run, read = belt.run, []
    monkeypatch.setattr(
        belt, "run", lambda document, seeds: read.append(document.path) or run(document, seeds)
    )
    kg.build([demonstration], tmp_path / "out", only=("graph",), cache=tmp_path / "cache")
    assert (
        len([path for path in read if path != "ready.txt"]) == whole - 2 > 0
    )  # aside from what makes the seeds ready

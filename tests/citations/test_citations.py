"""The benchmark of citations: three figures with floors, and none of its files far behind the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.citations.scoring import HERE, cases, score

FLOORS = {"detected": 0.99, "attributes": 0.99, "resolved": 0.97}
FILES = sorted(HERE.glob("*.jsonl"))


def test_the_benchmark_is_whole() -> None:
    ids = [case.id for case in cases()]
    assert len(ids) == len(set(ids)) >= 400


def test_three_figures() -> None:
    total = score(cases())
    below = {name: value for name, value in total.figures().items() if value < FLOORS[name]}
    assert below == {}, "\n".join(total.faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_phenomenon_is_left_behind(path: Path) -> None:
    total = score(cases([path]))
    assert min(total.figures().values()) >= 0.95, "\n".join(total.faults)

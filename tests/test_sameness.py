"""The demonstration corpus gives the same bytes whatever the seed of hashes, the workers, the order and the place of the files.

tests/test_pipeline.py asks the same of three small texts; here all that the packaged words, forms and rules can do is at work.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg

WRITTEN = ("graph.ttl", "evidence.ttl", "annotations.jsonl", "explorer.html", "report.html", "manifest.json")
WAYS = {
    "sorted, one worker": ("0", 1, 0),
    "shuffled, two workers": ("1", 2, 7),
    "shuffled again": ("4711", 1, 11),
}


def build(inputs: list[Path], output: Path, seed: str, workers: int) -> dict[str, bytes]:
    call = [sys.executable, "-m", "kg", "build", *map(str, inputs), "-o", str(output)]
    call += ["--workers", str(workers), "--fresh"]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(kg.__file__).parent.parent)}
    done = subprocess.run(
        call, cwd=output.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return {name: (output / name).read_bytes() for name in WRITTEN}


@pytest.fixture(scope="module")
def built(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this process makes of the folder, where it lies."""
    output = kg.build([demonstration], tmp_path_factory.mktemp("same") / "out", fresh=True).output
    return {name: (output / name).read_bytes() for name in WRITTEN}


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "workers", "order"), WAYS.values(), ids=WAYS)
def test_the_demonstration_gives_the_same_bytes(
    demonstration: Path, built: dict[str, bytes], tmp_path: Path, seed: str, workers: int, order: int
) -> None:
    """Files one by one in any order, copied to another folder in that order, are the folder."""
    paths = sorted(path for path in demonstration.iterdir() if path.is_file())
    random.Random(order).shuffle(paths)  # noqa: S311 - any order will do, the same each time
    moved = [Path(shutil.copy(path, tmp_path)) for path in paths]
    told = build(moved if order else [demonstration], tmp_path / "out", seed, workers)
    assert {name for name in WRITTEN if told[name] != built[name]} == set()

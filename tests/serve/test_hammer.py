"""A short storm: the benchmark that asks thousands of times, a tenth of them hostile, asks a few."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ENVIRONMENT


@pytest.mark.slow
def test_a_storm_leaves_the_server_as_it_was(output: Path, repository: Path) -> None:
    options = "--requests 200 --hostile 5 --seconds 1 --workers 2".split()
    call = [sys.executable, str(repository / "benchmarks" / "hammer.py"), str(output), *options]
    done = subprocess.run(call, capture_output=True, text=True, env=ENVIRONMENT, timeout=120, check=False)
    told = json.loads(done.stdout)
    assert (done.returncode, told["faults"], done.stderr) == (0, [], "")
    assert len(told["kinds"]) > 5
    assert told["kinds"]["plain"]["requests"] == 160

"""A short storm: the benchmark that asks thousands of times, a tenth of them hostile, asks a few; it finds leaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.serving import ENVIRONMENT

LEAKY = """
import kg.serve.endpoint, kg.verbs.sparql

def leaking(function):
    kept = []
    def leaks(*given):
        kept.append(b"x" * (1 << 20))
        return function(*given)
    return leaks

kg.verbs.sparql.check = leaking(kg.verbs.sparql.check)  # what a process does with each query
kg.serve.endpoint.choose = leaking(kg.serve.endpoint.choose)  # and the server
"""
"""What Python runs first, in a server and in its processes: each loses a megabyte a query."""


def hammered(
    output: Path, repository: Path, options: str, environment: Mapping[str, str] = ENVIRONMENT
) -> subprocess.CompletedProcess[str]:
    """A storm with a hostile request among five, over two processes."""
    hammer = str(repository / "benchmarks" / "hammer.py")
    call = [sys.executable, hammer, str(output), *f"--hostile 5 --seconds 1 --workers 2 {options}".split()]
    return subprocess.run(call, capture_output=True, text=True, env=environment, timeout=120, check=False)


@pytest.mark.slow
def test_a_storm_leaves_the_server_as_it_was(output: Path, repository: Path) -> None:
    done = hammered(output, repository, "--requests 200")
    told = json.loads(done.stdout)
    assert (done.returncode, told["faults"], done.stderr) == (0, [], "")
    assert len(told["kinds"]) > 5
    assert told["kinds"]["plain"]["requests"] == 160
    assert told["drift MB in the quiet"]


@pytest.mark.slow
def test_a_server_that_leaks_is_found_out(output: Path, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(LEAKY, "utf-8")
    leaking = dict(ENVIRONMENT) | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"}
    done = hammered(output, repository, "--requests 80", leaking)
    faults = json.loads(done.stdout)["faults"]
    assert done.returncode == 1
    assert [fault for fault in faults if fault.startswith("server MB")]
    assert [fault for fault in faults if fault.startswith("a process grew by")]

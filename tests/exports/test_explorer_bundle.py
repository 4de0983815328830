"""The explorer's bundle: whole, sealed, with its licences, and what its sources make, where Node is at hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.exports.explorer.seal import page_file, sealed


@pytest.fixture(scope="module")
def web(repository: Path) -> Path:
    return repository / "kg" / "exports" / "explorer" / "web"


def test_it_can_stand_in_a_page() -> None:
    assert sealed().from_string("{{ it|whole }}").render(it=page_file("explorer.js"))


def test_every_package_in_it_has_its_licence(web: Path) -> None:
    licences = page_file("explorer.LICENSES.txt")
    held = re.findall(r"^(\S+) ([\d.]+) \((.+)\)$", licences, re.MULTILINE)
    locked = json.loads((web / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name for name, _, _ in held} >= {"sigma", "graphology", "@sigma/edge-curve"}
    for name, version, licence in held:
        assert locked[f"node_modules/{name}"]["version"] == version
        assert licence == "MIT"
    assert licences.count("Permission is hereby granted") == len(held)


def test_it_is_what_its_sources_make(web: Path) -> None:
    npm = shutil.which("npm")
    if not npm or not (web / "node_modules").is_dir():
        pytest.skip("make bundles installs what rebuilds the bundle")
    done = subprocess.run([npm, "run", "check"], cwd=web, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

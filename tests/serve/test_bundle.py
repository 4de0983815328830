"""The bundles of the pages: whole, sealed, with their licences, and what their sources make, where Node is at hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.exports.explorer.seal import sealed
from kg.serve.pages import html


@pytest.fixture(scope="module")
def web(repository: Path) -> Path:
    return repository / "kg" / "serve" / "web"


@pytest.mark.parametrize("name", ["editor", "walk"])
def test_it_can_stand_in_a_page(name: str) -> None:
    assert sealed().from_string("{{ it|whole }}").render(it=html.script(name))


@pytest.mark.parametrize("name", ["editor", "walk"])
def test_it_names_no_address_that_it_could_ask(name: str) -> None:
    asked = re.findall(
        r"fetch\(([^)]*?)[,)]|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(", html.script(name)
    )
    assert len(asked) == 1  # the endpoint, or the paths of its own server
    assert not re.search(r"https?://(?!www\.w3\.org/)", html.script("walk"))


def test_the_walk_makes_no_markup_of_words() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", html.script("walk")
    )


def test_every_package_in_it_has_its_licence(web: Path) -> None:
    licences = (web.parent / "pages" / "editor" / "editor.LICENSES.txt").read_text("utf-8")
    held = re.findall(r"^(\S+) ([\d.]+) \((.+)\)$", licences, re.MULTILINE)
    locked = json.loads((web / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name for name, _, _ in held} >= {
        "@codemirror/view",
        "@codemirror/state",
        "codemirror-lang-sparql",
        "style-mod",
    }
    for name, version, licence in held:
        assert locked[f"node_modules/{name}"]["version"] == version
        assert licence in ("MIT", "ISC", "BSD-3-Clause")
    assert licences.count("Permission is hereby granted") == len(held)


def test_it_is_what_its_sources_make(web: Path) -> None:
    npm = shutil.which("npm")
    if not npm or not (web / "node_modules").is_dir():
        pytest.skip("make bundles installs what rebuilds the bundle")
    done = subprocess.run([npm, "run", "check"], cwd=web, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

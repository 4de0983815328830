"""What is installed is what the pins say, under licences that let anybody use kg. It asks no database of known holes."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

BINDING = re.compile(r"\bA?GPL|General Public License|Affero", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(repository: Path) -> dict[str, metadata.Distribution]:
    """Every distribution that kg needs at run time, and what those need, as far as it is installed."""
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    waiting, found = list(project["dependencies"]), {}
    while waiting:
        requirement = waiting.pop()
        name = NAME.match(requirement)
        if name is None or "extra ==" in requirement or plain(name[0]) in found:
            continue
        try:
            found[plain(name[0])] = distribution = metadata.distribution(name[0])
        except metadata.PackageNotFoundError:
            continue  # for another system or version of Python
        waiting += distribution.requires or []
    return found


def licence(distribution: metadata.Distribution) -> str:
    told = distribution.metadata
    classed = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    return "; ".join((told.get("License-Expression") or "", (told.get("License") or "")[:200], *classed))


def test_what_is_needed_is_pinned_and_installed_so(repository: Path) -> None:
    pins = dict(
        line.split("==", 1)
        for line in (repository / "constraints" / "py311.txt").read_text("utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    )
    pinned = {plain(name): version.split(";")[0].strip() for name, version in pins.items()}
    found = needed(repository)
    assert len(found) > 10
    assert {name for name in found if name not in pinned} == set()
    differing = {name: one.version for name, one in found.items() if one.version != pinned[name]}
    if differing:
        pytest.skip(f"installed without the pins: {differing}")


def test_nothing_is_imported_under_a_licence_that_binds(repository: Path) -> None:
    told = {name: licence(one) for name, one in needed(repository).items()}
    assert {name: said for name, said in told.items() if BINDING.search(LESSER.sub("", said))} == {}


@pytest.mark.parametrize(
    ("said", "binds"),
    [
        ("GPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("MIT", False),
        ("LGPL-2.1", False),
    ],
)
def test_a_licence_that_binds_is_known(said: str, binds: bool) -> None:
    assert bool(BINDING.search(LESSER.sub("", said))) == binds

"""The demonstration graph (or that of the folder KG_DOCUMENTS) in every format, and what it holds by our own count."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.verbs.export import suffixes

HERE = Path(__file__).resolve().parent
SECONDS = 120


@dataclass(frozen=True)
class Exports:
    """A folder with `graph` in every format, and what is in the graph."""

    folder: Path
    output: Path
    nodes: int
    edges: int
    triples: int
    evidence: int
    labels: tuple[str, ...]
    quotes: tuple[str, ...]

    def file(self, suffix: str) -> Path:
        return self.folder / f"graph{suffix}"


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Exports:
    folder = tmp_path_factory.mktemp("clients")
    output = folder / "output"
    kg.build([Path(os.environ.get("KG_DOCUMENTS", demonstration))], output)
    for suffix in suffixes():
        if suffix != ".parquet" or has("pyarrow"):
            kg.export(output, folder / f"graph{suffix}")
    graph = kg.load(output).networkx()
    return Exports(
        folder,
        output,
        graph.number_of_nodes(),
        graph.number_of_edges(),
        counted(output / "graph.ttl"),
        counted(output / "evidence.ttl"),
        tuple(sorted(about["label"] for _, about in graph.nodes(data=True))),
        tuple(sorted(about["evidence"][0].exact for *_, about in graph.edges(data=True))),
    )


def has(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def counted(file: Path) -> int:
    import pyoxigraph

    return len(set(pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE)))


def program(name: str, package: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program; skip where it is not installed, fail where it complains."""
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed: apt-get install {package}, or make clients")
    done = subprocess.run(
        [name, *map(str, words)], capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done


def node(client: str, *words: str | Path) -> dict[str, object]:
    """What a JavaScript client tells of a file; skip where there is no Node, or the client is not installed."""
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    if not (HERE / "node_modules").is_dir():
        pytest.skip("the JavaScript clients are not installed: make clients")
    done = program("node", "nodejs", HERE / "clients.mjs", client, *words)
    found: dict[str, object] = json.loads(done.stdout)
    return found

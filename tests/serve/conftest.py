"""A server over a graph made by hand; its limits are low, so that they are soon met."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import handmade
from tests.serving import Server, serving

OPTIONS = "--rows 20 --seconds 1 --body 100 --workers 2 --queue 20 --cors https://a.example --allow-host graph.example"


@pytest.fixture(scope="package")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade.output(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="package")
def server(output: Path) -> Iterator[Server]:
    with serving(output, *OPTIONS.split()) as running:
        yield running

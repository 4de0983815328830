"""What the tests of the readers ask for: the packaged word lists, and a Document of any text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from kg.model import Document, Source
from kg.readers.structure import structure
from kg.seeds import load

Words = Mapping[str, tuple[str, ...]]
Structured = Callable[..., Document]


@pytest.fixture(scope="session")
def words() -> Words:
    return load().words


@pytest.fixture(scope="session")
def structured(words: Words) -> Structured:
    """The Document of a text, by itself a file called 样本.txt."""

    def made(text: str, path: str = "样本.txt") -> Document:
        media_type = "text/markdown" if path.endswith(".md") else "text/plain"
        return structure(Source(path, "", media_type, text), words)

    return made

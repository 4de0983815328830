"""Twenty competency questions of the demonstration corpus: each answered by SPARQL with what the texts say, and nothing else.

A question is a file: the question in Chinese and in English, the rows of its answer, the query. The rows were read off the texts,
not off the graph: `=` must be found, `?` stands in the texts and may be missed, any other row is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import kg

QUESTIONS = sorted(Path(__file__).parent.glob("competency/*.rq"))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Path:
    folder = tmp_path_factory.mktemp("competency") / "output"
    kg.build([demonstration], folder, only=("graph", "evidence", "store"))
    return folder


def rows(file: Path, mark: str) -> list[tuple[str, ...]]:
    """The rows of an answer that are marked so."""
    found = re.findall(rf"^# {re.escape(mark)} (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return [tuple(cell.strip() for cell in row.split("|")) for row in found]


def test_there_are_twenty_and_each_is_a_question_in_both_languages() -> None:
    assert len(QUESTIONS) == 20
    for file in QUESTIONS:
        zh, en = file.read_text(encoding="utf-8").splitlines()[:2]
        assert zh.startswith("# ")
        assert zh.endswith("？"), file.name
        assert en.endswith("?"), file.name
        assert rows(file, "="), file.name


@pytest.mark.parametrize("file", QUESTIONS, ids=[file.stem for file in QUESTIONS])
def test_a_question_is_answered_by_what_the_texts_say(output: Path, file: Path) -> None:
    found = Counter(map(tuple, kg.query(output, str(file)).rows))
    stated, missed = Counter(rows(file, "=")), Counter(rows(file, "?"))
    assert stated - found == Counter(), "what the texts say, and the graph no longer does"
    assert found - stated - missed == Counter(), "what the graph says, and the texts do not"

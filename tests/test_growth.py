"""Twice the text is twice the work, in any stage; the corpus that this is measured on is the same for the same seed."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from kg.pipeline import portions
from kg.pipeline.belt import run
from kg.pipeline.gathering import Gathering
from kg.readers import parse
from kg.seeds import load

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
BASE = "https://example.org/id/"
TIMES = 8


def module(name: str) -> ModuleType:
    """A script of the benchmarks."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018 - one thing
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


synthetic, history = module("synthetic"), module("history")


def told(paragraphs: int) -> str:
    teller = synthetic.Teller(1, 7)
    return "\n".join(("白鹭市志愿服务见闻", "", *(teller.paragraph() for _ in range(paragraphs)), ""))


def spent(text: str) -> float:
    """Processor seconds of one document, from its bytes to its portion, at best."""
    seeds = load()

    def once() -> float:
        began = time.process_time()
        portions.pack(run(parse(text.encode(), "a.txt", "", seeds.words), seeds), BASE)
        return time.process_time() - began

    return min(once() for _ in range(3))


def test_no_stage_is_quadratic_in_the_length_of_a_document() -> None:
    """Eight times the text; a quadratic step that is an eighth of the work would make it more than fifteen times as long."""
    spent(told(4))
    assert spent(told(12 * TIMES)) < 3 * TIMES * spent(told(12))


def test_the_gather_is_not_quadratic_in_the_number_of_documents(tmp_path: Path) -> None:
    seeds = load()
    (name, text), *_ = synthetic.corpus(1)

    def gathered(documents: int) -> float:
        folder = tmp_path / str(documents)
        folder.mkdir()
        some = [
            portions.pack(
                run(parse(text.encode(), f"{number}-{name.rpartition('/')[2]}", "", seeds.words), seeds), BASE
            )
            for number in range(documents)
        ]
        began = time.process_time()
        with closing(Gathering(folder, BASE, ("graph", "evidence"), 0)) as gathering:
            for data in some:
                gathering.take(portions.unpack(data))
            assert len(gathering.graph(()).evidence) > 0
        return time.process_time() - began

    gathered(2)
    assert gathered(5 * TIMES) < 3 * TIMES * max(gathered(5), 0.01)


def test_a_corpus_is_the_same_for_the_same_seed_and_begins_with_the_smaller_one() -> None:
    corpus = dict(synthetic.corpus(30))
    assert list(dict(synthetic.corpus(60)).items())[:30] == list(corpus.items())
    assert corpus == dict(synthetic.corpus(30))
    assert corpus != dict(synthetic.corpus(30, seed=2))
    assert len({text.partition("\n")[0] for text in corpus.values()}) > 25


@pytest.mark.parametrize("documents", [1, 2000])
def test_places_go_on_being_new(documents: int) -> None:
    teller = synthetic.Teller(1, 0)
    assert len({teller.place(number) for number in range(documents)}) == documents


def test_a_history_is_drawn(tmp_path: Path) -> None:
    for seconds in (2.0, 1.0):
        timings = [
            {"corpus": "laws", "name": "read to relate", "seconds": seconds},
            {"corpus": "laws", "name": "jieba.cut", "seconds": 1.0},
        ]
        history.add(tmp_path / "runs.jsonl", {"timings": timings})
    assert history.ratios(tmp_path / "runs.jsonl") == {"laws": [(0, 0.5), (1, 1.0)]}
    assert all("commit" in json.loads(line) for line in (tmp_path / "runs.jsonl").read_text().splitlines())
    assert history.drawn(tmp_path / "runs.jsonl").count("<circle") == 2

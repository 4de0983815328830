"""Examples of terms, taken from a build of the demonstration corpus: each is a fact of the graph and a sentence of a source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.exports.terms.sample import Sample
from kg.verbs.samples import key, samples

KNOWN = ontology.load()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    kg.build([demonstration], folder / "output", cache=folder / "cache")
    return folder / "output"


@pytest.fixture(scope="module")
def found(output: Path) -> dict[str, Sample]:
    return samples(output)


def test_what_was_an_example_stays_one_as_long_as_the_graph_says_so(
    output: Path, found: dict[str, Sample]
) -> None:
    assert samples(output, kept=[key(one) for one in found.values()]) == found
    graph = kg.load(output)
    other = next(
        (
            graph.node(fact.subject).label,
            fact.predicate,
            graph.node(str(fact.object)).label,
            quote.path,
            quote.rule,
        )
        for fact in graph.facts(predicate="holdsPost")
        for quote in graph.quotes(fact)
        if graph.node(fact.subject).label != found["holdsPost"].subject
    )
    gone = ("某人", "holdsPost", "某职", "gone.txt", "holds")
    again = samples(output, kept=[other, gone])
    assert key(again["holdsPost"]) == other
    assert key(again["implements"]) == key(found["implements"])


def test_most_terms_are_shown_and_only_terms(found: dict[str, Sample]) -> None:
    assert set(found) <= {*KNOWN.classes, *KNOWN.properties}
    assert len(found) > 55


def test_a_property_is_shown_by_a_fact_of_its_own(found: dict[str, Sample]) -> None:
    assert [name for name in KNOWN.properties if name in found and found[name].predicate != name] == []


def test_a_class_is_shown_by_an_end_of_the_fact(found: dict[str, Sample]) -> None:
    evident = {"Assertion", "Evidence"}
    shown = {name: found[name] for name in KNOWN.classes if name in found and name not in evident}
    assert [name for name, one in shown.items() if one.instance not in (one.subject, one.object)] == []
    assert all(found[name].instance.startswith(name + "/") for name in evident)


def test_every_sentence_stands_in_its_source(found: dict[str, Sample], demonstration: Path) -> None:
    said = {name: one for name, one in found.items() if one.pieces}
    assert len(said) > 50
    for name, one in said.items():
        text = (demonstration / one.path).read_text("utf-8")
        sentence = "".join(piece.text for piece in one.pieces).strip("…")
        assert re.sub(r"\s", "", sentence) in re.sub(r"[\s>#*]", "", text), name


def test_a_mention_marks_what_is_mentioned(found: dict[str, Sample]) -> None:
    assert {piece.mark for piece in found["mentions"].pieces} == {"", "o"}


def test_what_the_build_states_itself_has_no_sentence(found: dict[str, Sample]) -> None:
    assert found["sha256"].pieces == ()
    assert re.fullmatch("[0-9a-f]{64}", found["sha256"].object)

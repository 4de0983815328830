"""Small documents of many genres through the whole belt: what comes out is kept beside each, fact by fact, entity by entity.

tests/cases/NAME/document.txt (or .md) is read; tests/cases/NAME/expected.txt is what it gave. `KG_UPDATE_CASES=1` writes the
latter again. expected.txt says what the belt does, not what it ought to do: its change is to be read like code.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import readers
from kg.model import Assertion, Entity, Literal, Reading
from kg.pipeline import belt
from kg.seeds import Seeds
from kg.seeds import load as load_seeds

CASES = sorted(path for path in Path(__file__).parent.joinpath("cases").glob("*/document.*"))
UPDATE = bool(os.environ.get("KG_UPDATE_CASES"))


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return load_seeds()


def name_of(thing: Entity | Literal) -> str:
    """A literal is its value; what is named within a whole (an office, an article) stands behind it."""
    if isinstance(thing, Literal):
        return thing.value
    return f"{name_of(thing.whole)}·{thing.names[0]}" if thing.whole else thing.names[0]


def fact_line(fact: Assertion) -> str:
    said = fact.evidence
    exact = "".join(said.exact.split())
    stated = f"{name_of(fact.subject)} → {fact.predicate} → {name_of(fact.object)}"
    return f"{stated} | {said.rule} | {said.modality or '-'} | {exact}"


def entity_line(entity: Entity) -> str:
    return f"{entity.type} | {entity.key} | {'、'.join(entity.names)}"


def tell(reading: Reading) -> str:
    """Facts, then entities, sorted, each once."""
    facts = sorted({fact_line(fact) for fact in reading.assertions})
    entities = sorted({entity_line(entity) for entity in reading.entities()})
    return "\n".join([*facts, "", *entities, ""])


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.parent.name)
def test_a_document_gives_what_it_gave(case: Path, seeds: Seeds) -> None:
    document = readers.read(case, case.name, "", seeds.words)
    told = tell(belt.run(document, seeds))
    expected = case.with_name("expected.txt")
    if UPDATE:
        expected.write_text(told, encoding="utf-8")
    assert expected.read_text(encoding="utf-8") == told


def test_every_case_is_small() -> None:
    """A case is read by people, whole."""
    lengths = {case.parent.name: len(case.read_text(encoding="utf-8")) for case in CASES}
    assert {name: length for name, length in lengths.items() if not 250 <= length <= 1000} == {}

"""What lies left of a trigger needs in its clause; and that holding forms against it loses no name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import ontology, pattern, readers
from kg.errors import Place
from kg.mentions import sweeping
from kg.mentions.finding import finder, surveyed
from kg.mentions.needs import FAR, Need, needs
from kg.mentions.sweeping import Family, FormBook
from kg.mentions.verdicts import stage
from kg.model import Document, Mention
from tests.mentions.sentences import SEEDS, sentence

REPOSITORY = Path(__file__).resolve().parents[2]
LISTS = {"levels": ("县", "自治县")}
NEEDS: list[tuple[str, str, list[tuple[set[str], set[str], int]], int]] = [
    ("words just before", "(我|本)", [({"我", "本"}, set(), 0)], 1),
    ("a list behind a run", "<levels> ~1,8", [({"县", "自治县"}, set(), 8)], 11),
    ("a mention, and nothing beyond it", "甲 {_:Place} [~1,4]", [(set(), {"Place"}, 4)], -1),
    ("one of both", "({_:Place}|乙)", [({"乙"}, {"Place"}, 0)], -1),
    ("what may be missing is no need", "丙 [甲|乙]", [({"丙"}, set(), 1)], 2),
    ("a choice that may end in anything", "(甲|~1,4)", [], 4),
    ("nothing beyond a stopper", "甲 ” ~1,8", [({"甲”"}, set(), 8)], -1),
    ("nothing beyond a gap", "甲 …20", [], -1),
    ("digits are as long as they are", "第 #", [({"第"}, set(), FAR)], FAR),
]


@pytest.mark.parametrize(
    ("line", "wanted", "reach"), [row[1:] for row in NEEDS], ids=[row[0] for row in NEEDS]
)
def test_what_a_line_needs(line: str, wanted: list[tuple[set[str], set[str], int]], reach: int) -> None:
    told = needs(pattern.parse(line, Place("forms.yaml", 1)).parts, LISTS)
    assert told.all == tuple(Need(frozenset(words), frozenset(types), far) for words, types, far in wanted)
    assert told.open == reach


def test_what_must_come_before_is_needed_too() -> None:
    place = Place("forms.yaml", 1)
    run, verb = (
        needs(pattern.parse("~1,8", place).parts, LISTS),
        needs(pattern.parse("办", place).parts, LISTS),
    )
    assert run.onward(verb) == (Need(frozenset("办"), frozenset(), 8),)
    name = needs(pattern.parse("{_:Place}", place).parts, LISTS)
    assert name.onward(verb) == name.all


def documents() -> list[tuple[Document, tuple[Mention, ...]]]:
    """The examples of all forms with what is known in them, and the demonstration corpus."""
    known = ontology.load()
    lines = [line for form in SEEDS.forms for line in (*form.yes, *form.no)]
    staged = [stage(line, known) for line in lines]
    files = readers.walk([REPOSITORY / "seeds" / "documents"])
    return [
        *((one.document, one.known) for one in staged),
        *((readers.read(path, name), ()) for path, name in files),
    ]


def test_no_name_is_lost_by_what_forms_need(monkeypatch: pytest.MonkeyPatch) -> None:
    made = finder(SEEDS)
    narrow = [[*surveyed(document, made, known).mentions()] for document, known in documents()]

    def everything(family: Family, *_: object) -> object:
        return family.having(-1)

    monkeypatch.setattr(Family, "fulfilled", everything)
    monkeypatch.setattr(sweeping, "_gate", lambda _: frozenset())
    generous = replace(made, forms=FormBook(SEEDS, ontology.load()))
    assert [[*surveyed(document, generous, known).mentions()] for document, known in documents()] == narrow


@pytest.mark.parametrize(
    ("text", "found"),
    [("甲市：本县组织了比赛", ["本县"]), ("甲市，县组织了比赛", []), ("书本、县城", [])],
    ids=["just before", "beyond a stopper", "in a word"],
)
def test_only_what_stands_in_the_clause_fulfils_a_need(text: str, found: list[str]) -> None:
    mentions = surveyed(sentence(text), finder(SEEDS)).mentions()
    assert [text[m.start : m.end] for m in mentions if m.form == "own-place"] == found

"""The packaged forms: every one makes what its examples mark; and the words in which a form's verdict is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.mentions import check_forms
from kg.mentions.verdicts import stage
from kg.seeds import load
from kg.seeds.verdicts import HOLDS, Verdict
from tests.mentions.sentences import SEEDS


@cache
def verdicts() -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in check_forms(SEEDS):
        found.setdefault(verdict.id, []).append(verdict)
    return found


@pytest.mark.parametrize("name", [source.id for source in SEEDS.forms])
def test_every_form_holds(name: str) -> None:
    faults = [f"{one.place} {one.verdict} {one.detail}" for one in verdicts()[name] if one.verdict != HOLDS]
    assert faults == []


def test_examples_know_only_what_they_mark() -> None:
    """An invented place is known because it is marked: 甲市 is in no lexicon."""
    assert not any(row.name == "甲市" for row in SEEDS.rows)
    (source,) = [source for source in SEEDS.forms if source.id == "body-of-place"]
    from kg import ontology

    staged = stage(source.yes[0], ontology.load())
    (place,) = staged.known
    (body,) = staged.wanted
    assert (staged.document.text[place.start : place.end], place.type) == ("甲市", "Place")
    assert body == (0, len("甲市人力资源和社会保障局"))


FORM = """\
guild:
  makes: Organisation
  where: |
    {_:Place} 织造 局会
  yes: |
    {{Place=甲市}织造局会}开张。
  no: |
    织造局会开张。
"""
SAID = [
    ("it holds", "", "", ["holds"]),
    (
        "a name that is not made",
        "织造局会}开张",
        "局会}开张",
        ["missing 甲市局会; found there: 甲市 (example)"],
    ),
    (
        "a name that is not marked",
        "开张。\n  no:",
        "开张，{Place=乙县}织造局会也开张。\n  no:",
        ["wrong gives 乙县织造局会"],
    ),
    (
        "a name in a no line",
        "    织造局会开张",
        "    {Place=乙县}织造局会开张",
        ["noisy a no line gives 乙县织造局会"],
    ),
    (
        "a line without an example",
        "局会\n  yes",
        "局会\n    {_:Place} 印染 局会\n  yes",
        ["idle no yes line needs it: {_:Place} 印染 局会"],
    ),
    (
        "an unless without an example",
        "  yes",
        "  unless: 丙 局会\n  yes",
        ["idle no example needs this unless: 丙 局会"],
    ),
    (
        "a condition without an example",
        "  yes",
        "  not-after: 法\n  yes",
        ["idle no example needs this not-after"],
    ),
    ("a form without a no line", "  no: |\n    织造局会开张。\n", "", ["error no no line"]),
    (
        "a yes line without a mark",
        "    {{Place=甲市}织造局会}",
        "    {Place=甲市}",
        ["error a yes line that marks no name with {…}"],
    ),
    (
        "a no line with a mark",
        "    织造局会开",
        "    {织造}局会开",
        ["error a no line that marks a name with {…}"],
    ),
    (
        "a role in an example",
        "{Place=甲市}",
        "{place:甲市}",
        ["error a form's example has the role place; wanted {…} for a name, {Class=…} for others"],
    ),
    (
        "a class that is not there",
        "{Place=甲市}",
        "{Plaec=甲市}",
        [
            "error an example has the class Plaec; wanted a class of the ontology; try Place (did you mean that?)"
        ],
    ),
    (
        "a class that it cannot make",
        "makes: Organisation",
        "makes: Organization",
        [
            "error guild makes Organization; wanted a class of the ontology; try Organisation (did you mean that?)"
        ],
    ),
    (
        "a line that nothing starts",
        "{_:Place} 织造 局会",
        "{_:Place} ~2,4",
        [
            "error form guild has a line without a word that could start it; wanted fixed words or a <list> outside [ ]"
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_is_said_of_a_form(old: str, new: str, said: list[str], tmp_path: Path) -> None:
    assert not old or FORM.count(old) == 1 or old == "{Place=甲市}"
    folder = tmp_path / "own" / "forms"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(FORM.replace(old, new) if old else FORM, encoding="utf-8")
    found = [one for one in check_forms(load([folder.parent], alone=True)) if one.id == "guild"]
    told = [f"{one.verdict} {one.detail}".strip() for one in found]
    assert [line for line in told if not line.startswith("idle") or line in said] == said
    assert all(one.place.line for one in found)

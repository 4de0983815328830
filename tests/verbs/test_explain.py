"""Explaining: the sentence with its words marked, what was carried into it, the rule; and why a sentence says nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kg
from kg.errors import KgError
from kg.seeds import Seeds
from kg.verbs import show
from kg.verbs.explain import Explanation, explain
from kg.verbs.load import Loaded
from kg.verbs.reasons import Rules
from kg.verbs.why_not import why_not
from tests.written import SEEDS, written


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return kg.load(written(tmp_path_factory.mktemp("explain")))


@pytest.fixture
def packaged() -> None:
    """A test that asks for this has the seeds of the package."""


@pytest.fixture(autouse=True)
def _made_seeds(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The rules that the readings made by hand name."""
    if "packaged" not in request.fixturenames:
        monkeypatch.setattr("kg.seeds.load", lambda _folders=(): SEEDS)


def lines(found: Explanation) -> list[str]:
    return list(show.explanation(found, show.bracketed))


def test_an_entity_and_its_facts_read_like_an_answer(loaded: Loaded) -> None:
    assert lines(explain(loaded, "市总工会")) == [
        "甲市总工会  群团组织 MassOrganisation",
        "also 市总工会",
        loaded.entity("甲市总工会").iri,
        "",
        "甲市总工会 — cooperatesWith 合作 → 甲市民政局",
        "  [甲市总工会]联合[甲市民政局]开展“暖冬”行动。",
        "    刊物/magazine.txt:3, 暖冬行动见闻",
        "    by the rule jointly",
        "",
        "甲市总工会 — implements 实施 → “暖冬”行动",
        "  [甲市总工会]联合甲市民政局‹开展›[“暖冬”行动]。",
        "    刊物/magazine.txt:3, 暖冬行动见闻",
        "    said as required",
        "    by the rule runs, rules/runs.yaml:3",
        "      {body:Organisation} … <run> {programme:Programme}",
        "      as in: 乙县工会推进“丁”行动。",
        "",
        "主席 — postIn 设于 → 甲市总工会",
        "  张三任[甲市总工会][主席]。",
        "    刊物/magazine.txt:4, 暖冬行动见闻",
        "    by the rule holds",
    ]


FACTS = {
    "both ends": ("甲市总工会 implements “暖冬”行动", ["甲市总工会 implements “暖冬”行动"]),
    "a property in Chinese": ("甲市总工会 实施 暖冬", ["甲市总工会 implements “暖冬”行动"]),
    "any object": ("市总工会 implements ?", ["甲市总工会 implements “暖冬”行动"]),
    "any subject": ("? repeals 甲省义工办法", ["甲省志愿服务条例 repeals 甲省义工办法"]),
    "a literal": ("甲省志愿服务条例 dateAdopted 2023-05", ["甲省志愿服务条例 dateAdopted 2023-05"]),
    "any ends": ("? holdsPost ?", ["张三 holdsPost 主席"]),
    "a symmetric property, either way": (
        "甲市民政局 cooperatesWith 甲市总工会",
        ["甲市总工会 cooperatesWith 甲市民政局"],
    ),
}


@pytest.mark.parametrize(("asked", "facts"), FACTS.values(), ids=FACTS)
def test_a_fact_by_its_parts(loaded: Loaded, asked: str, facts: list[str]) -> None:
    found = explain(loaded, asked)
    assert found.entity is None
    assert [f"{one.subject} {one.fact.predicate} {one.object}" for one in found.facts] == facts


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("乙市总工会", "nothing is called '乙市总工会'"),
        ("甲市", "names contain '甲市'"),
        ("甲市民政局 implements ?", "the graph does not say '甲市民政局 implements \\?'"),
        ("implements", "nothing is called 'implements'"),
    ],
)
def test_what_cannot_be_explained(loaded: Loaded, asked: str, said: str) -> None:
    with pytest.raises(KgError, match=said):
        explain(loaded, asked)


def test_a_date_is_marked_as_it_is_written(loaded: Loaded) -> None:
    (fact,) = explain(loaded, "? dateAdopted ?").facts
    assert [(piece.text, piece.mark) for piece in fact.tellings[0].pieces if piece.mark in {"s", "o"}] == [
        ("2023年5月", "o"),
        ("甲省志愿服务条例", "s"),
    ]


def test_what_the_sentence_does_not_name_is_said(loaded: Loaded) -> None:
    (fact,) = explain(loaded, "? embodies ?").facts
    assert fact.tellings[0].carried == ("the subject is the document itself",)
    (fact,) = explain(loaded, "? documentNumber ?").facts
    assert fact.tellings[0].carried == (
        "the subject is carried from line 1: 甲市民政局关于做好“暖冬”行动的通知",
    )


def test_of_many_facts_the_first_are_told_and_the_others_counted(loaded: Loaded) -> None:
    found = explain(loaded, "甲市总工会", most=1)
    assert (len(found.facts), found.left) == (1, 2)
    assert lines(found)[-1] == "… and 2 more facts; --all shows them"


@pytest.mark.parametrize("gone", ["in", "out/local.json"])
def test_without_the_sources_the_evidence_speaks(tmp_path: Path, gone: str) -> None:
    output = written(tmp_path)
    place = tmp_path / gone
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    (fact,) = explain(output, "? implements ?").facts
    assert "".join(piece.text for piece in fact.tellings[0].pieces).startswith(
        "甲市总工会联合甲市民政局开展“暖冬”行动。"
    )
    assert fact.tellings[0].line == 0


def test_a_source_that_has_changed_is_not_quoted(tmp_path: Path) -> None:
    output = written(tmp_path)
    (tmp_path / "in" / "刊物" / "magazine.txt").write_text("不同的文字" * 30, encoding="utf-8")
    (fact,) = explain(output, "? implements ?").facts
    assert "不同" not in "".join(piece.text for piece in fact.tellings[0].pieces)


def test_a_rule_that_is_no_more_is_named(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.seeds.load", lambda _folders=(): Seeds("0"))
    (fact,) = explain(loaded, "? implements ?").facts
    assert (fact.tellings[0].rule.rule, fact.tellings[0].rule.pattern) == ("runs", "")


REASONS = {
    "a fixed word and a list": ("runs", "甲会大力推进乙计划", ("推进",)),
    "a word on both sides of a gap": ("based-on", "依据《甲法》和《乙法》，制定本办法", ("依据", "制定")),
    "a sentence with a break in a word": ("based-on", "依\n据《甲法》，制\n定本办法", ("依据", "制定")),
    "a sentence without the rule's words": ("runs", "甲会听取汇报", ()),
}


@pytest.mark.parametrize(("rule", "said", "words"), REASONS.values(), ids=REASONS)
def test_the_words_of_a_rule_in_a_sentence(rule: str, said: str, words: tuple[str, ...]) -> None:
    assert Rules(SEEDS).reason(rule, said).words == words


@pytest.mark.usefixtures("packaged")
def test_why_a_sentence_states_nothing() -> None:
    found = why_not("白鹭市总工会听取了关于“鹭岛夜课”活动的汇报。")
    assert [name.text for name in found.names] == ["白鹭市总工会", "“鹭岛夜课”活动"]
    assert found.facts == ()
    assert "runs" in [miss.rule for miss in found.nearest]
    told = list(show.failure(found))
    assert any("is not there" in line for line in told)


@pytest.mark.usefixtures("packaged")
def test_a_sentence_that_states_something_after_all() -> None:
    found = why_not("白鹭市总工会开展“鹭岛夜课”活动。")
    assert [(fact.predicate, fact.rule) for fact in found.facts] == [("implements", "runs")]


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize("sentence", ["", " \n"])
def test_no_sentence(sentence: str) -> None:
    with pytest.raises(KgError, match="there is no sentence"):
        why_not(sentence)

"""Rules of columns: what they read in the rows of tables, what proves it, and what is said of those that cannot be run."""

# ruff: noqa: E501 - a table is read best with one row a line
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import SeedError
from kg.model import Assertion, Document, Literal, Source
from kg.pipeline import run
from kg.pipeline.belt import link
from kg.readers.extract import Merged, Writer
from kg.readers.structure import structure
from kg.relations import matches
from kg.relations.rows import MOST
from kg.relations.rulebook import rulebook
from kg.relations.verdicts import judge
from kg.seeds import Seeds, load, packaged

SEEDS = load()
UP = Merged.ABOVE


def table(*rows: tuple[str | Merged, ...]) -> Document:
    writer = Writer()
    writer.line("白鹭市有关事项", "paragraph 1")
    for number, cells in enumerate(rows, 1):
        writer.row(cells, f"table 1, row {number}")
    made = writer.extract()
    return structure(Source("a.docx", "", "", made.text, origins=made.origins), SEEDS.words, made)


def stated(document: Document, *, rows_only: bool = True) -> list[Assertion]:
    found = run(document, SEEDS).assertions
    return [one for one in found if one.evidence.rule.startswith("row-") or not rows_only]


def said(fact: Assertion) -> str:
    end = fact.object.value if isinstance(fact.object, Literal) else fact.object.names[0]
    return f"{fact.subject.names[0]} {fact.predicate} {end}"


HEAD = ("任务", "牵头单位", "配合单位")
PLAN = "开展“匠心进车间”行动"
UNION, SCHOOL = "白鹭市总工会", "白鹭市教育局"
RUNS, PART, WITH = (
    f"{UNION} implements “匠心进车间”行动", f"{SCHOOL} participatesIn “匠心进车间”行动", f"{UNION} cooperatesWith {SCHOOL}",
)  # fmt: skip

FACTS = {
    "who leads and who helps": ([HEAD, (PLAN, UNION, SCHOOL)], [RUNS, PART, WITH]),
    "columns in another order": ([HEAD[::-1], (SCHOOL, UNION, PLAN)], [RUNS, PART, WITH]),
    "a merged task": (
        [HEAD, (PLAN, UNION, ""), (UP, SCHOOL, "")], [RUNS, f"{SCHOOL} implements “匠心进车间”行动"],
    ),
    "a task left out under another": (
        [HEAD, (PLAN, UNION, ""), ("", SCHOOL, "")], [RUNS, f"{SCHOOL} implements “匠心进车间”行动"],
    ),
    "a task that names nothing is carried no further": (
        [HEAD, (PLAN, UNION, ""), ("走访慰问", SCHOOL, ""), ("", SCHOOL, "")], [RUNS],
    ),
    "who helps is not carried": ([HEAD, (PLAN, UNION, SCHOOL), ("走访慰问", UNION, "")], [RUNS, PART, WITH]),
    "a task that is denied": ([HEAD, ("不得开展“匠心进车间”行动", UNION, "")], []),
    "a task about a programme": ([HEAD, ("加强“匠心进车间”行动的宣传", UNION, "")], []),
    "other heads": ([("任务", "监督单位", "备注"), (PLAN, UNION, SCHOOL)], []),
    "two bodies side by side make no list": (
        [("姓名", "单位", "推荐单位"), ("应雪", "白鹭大学", "白鹭市总工会")],
        ["应雪 affiliatedWith 白鹭大学"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "facts"), FACTS.values(), ids=FACTS)
def test_facts(rows: list[tuple[str | Merged, ...]], facts: list[str]) -> None:
    found = {said(one) for one in stated(table(*rows))}
    turned = {f"{SCHOOL} cooperatesWith {UNION}": WITH}
    assert {turned.get(one, one) for one in found} == set(facts)


def test_a_fact_is_proven_by_its_row_and_by_its_cells() -> None:
    document = table(HEAD, (PLAN, UNION, ""), (UP, SCHOOL, ""))
    text = document.source.text
    first, second = sorted(stated(document), key=lambda one: one.evidence.start)
    for one, exact in ((first, f"{PLAN}\t{UNION}\t"), (second, SCHOOL)):
        assert one.evidence.exact == text[one.evidence.start : one.evidence.end]
        assert one.evidence.exact.strip() == exact.strip()
    captured = {one.role: (text[one.start : one.end], one.carried) for one in second.evidence.captures}
    assert captured == {"body": (SCHOOL, False), "programme": ("“匠心进车间”行动", True)}
    assert document.source.origin(second.evidence.start) == "table 1, row 3"


@pytest.mark.parametrize(("head", "modality"), [("职务", ""), ("拟任职务", "planned")])
def test_a_head_says_how(head: str, modality: str) -> None:
    document = table(("姓名", "单位", head), ("应雪", UNION, "主席"))
    (fact,) = [one for one in stated(document) if one.predicate == "holdsPost"]
    assert (said(fact), fact.evidence.modality) == (f"应雪 holdsPost {UNION}主席", modality)


def test_of_cells_under_known_heads_no_sentence_is_made() -> None:
    """甲会主席 | 沈静怡: side by side they say her office; under the heads of a plan they do not."""
    row = (f"{UNION}主席", "沈静怡", "1")
    office = f"沈静怡 holdsPost {UNION}主席"
    assert office in {said(one) for one in stated(table(row, row), rows_only=False)}
    headed = table(("牵头单位", "任务", "备注"), row)
    assert office not in {said(one) for one in stated(headed, rows_only=False)}


def written(folder: Path, line: str, more: str = "") -> Seeds:
    shutil.copytree(packaged() / "words", folder / "words")
    (folder / "rules").mkdir()
    rule = f'r:\n  states: "{{body}} implements {{plan}}"\n  columns: |\n    {line}\n{more}'
    (folder / "rules" / "a.yaml").write_text(rule, encoding="utf-8")
    return load([folder], alone=True)


GOOD = "<task-columns>: {plan:Programme} | <lead-columns>: {body:Organisation}"
FAULTS = {
    "one column": ("<task-columns>: {plan:Programme}", "", "a line of columns with one column only"),
    "no list": ("任务: {plan:Programme} | <lead-columns>: {body:Organisation}", "", "a.yaml:4:5: '任务: {plan:Programme}' is no column"),
    "a list of no heads": (GOOD.replace("lead-columns", "joiners"), "", "there is no list of heads joiners"),
    "an unknown list": (GOOD.replace("lead-columns", "led-columns"), "", "a.yaml:4:40: there is no list of heads led-columns"),
    "an unknown class": (GOOD.replace("Organisation", "Organization"), "", "a.yaml:4:56: there is no class Organization"),
    "nothing in a cell": (GOOD.replace("{plan:Programme}", ""), "", "is no column"),
    "carried over sentences": (GOOD, "  carry: plan in section\n", "carry is 'plan in section'; wanted role in table"),
    "both kinds of lines": (GOOD, "  where: 甲 {body:Organisation} {plan:Programme}\n", "r has no pattern line"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "more", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_run(line: str, more: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError) as caught:
        rulebook(written(tmp_path, line, more))
    assert fault in str(caught.value)


NO = "  no: 任务 | 监督单位 ¶ {Programme=甲} | {Organisation=乙}\n"
YES = "  yes: 任务 | 牵头单位 ¶ {plan:甲} | {body:乙}\n"
VERDICTS = {
    "holds": (YES + NO, ["holds"]),
    "missing": ("  yes: 任务 | 监督单位 ¶ {plan:甲} | {body:乙}\n" + NO, ["missing"]),
    "noisy": (YES + NO.replace("监督", "牵头"), ["noisy"]),
    "idle carry": (YES + NO + "  carry: plan in table\n", ["idle"]),
    "carry": ("  yes: 任务 | 牵头单位 ¶ {plan:甲} | {body:乙} ¶ | {body:丙}\n" + NO + "  carry: plan in table\n", ["holds"]),
}  # fmt: skip


@pytest.mark.parametrize(("more", "verdicts"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts(more: str, verdicts: list[str], tmp_path: Path) -> None:
    assert [one.verdict for one in judge(written(tmp_path, GOOD, more))] == verdicts


def test_a_line_that_no_example_needs(tmp_path: Path) -> None:
    line = f"{GOOD}\n    {GOOD.replace('task-', 'project-name-')}"
    assert [one.verdict for one in judge(written(tmp_path, line, YES + NO))] == ["idle"]


def test_a_table_of_a_thousand_columns_is_read_in_bounds() -> None:
    """Each task with each body would be 90,000 readings of a row and rule."""
    many = 300
    document = table(("任务", "牵头单位") * many, ("“匠心进车间”行动", UNION) * many)
    resolved = link(document, SEEDS)
    found = [rule.id for rule, _ in matches(resolved, rulebook(SEEDS)) if rule.id == "row-runs"]
    assert 0 < len(found) <= MOST
    assert RUNS in {said(one) for one in stated(document)}

"""What wants a human eye: which questions are asked, in what files, and that an answer comes back as a decision."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

import kg
from kg.errors import KgError
from kg.pipeline.decisions import load as decided
from kg.verbs import show
from kg.verbs.exchange import Annotated, annotated
from kg.verbs.exchange import write as write_annotations
from kg.verbs.questions import told, write
from kg.verbs.review import ALIKE, CARRIED, DOUBTED, LOOSE, Question, review

FIRST = "白鹭市总工会要服务职工。要深入开展“鹭岛夜课”活动。\n白鹭市总工会联合白鹭市民政局举办“邻里节”活动。\n"
SECOND = "本报记者 张小鹭\n白鹭市民政局举办“邻里节”活动。\n"
THIRD = "本报记者 张小鹭\n白鹭市民政局举办“邻里节”活动。违反前款规定的，由有关部门处理。\n"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", THIRD)):
        (folder / name).write_text(text, encoding="utf-8")
    kg.build(
        [folder / name for name in ("a.txt", "b.txt", "c.txt")],
        folder / "out",
        only=["graph", "evidence", "annotations", "store"],
    )
    return folder / "out"


def of_kind(found: tuple[Question, ...], kind: str) -> list[Question]:
    return [one for one in found if one.kind == kind]


def test_people_of_one_name_are_asked_about(output: Path) -> None:
    (one,) = of_kind(review(output), ALIKE)
    assert (one.subject, one.predicate, one.object) == (
        "Person/张小鹭@b.txt",
        "closeMatch",
        "Person/张小鹭@c.txt",
    )
    assert one.place == "b.txt:1 ‖ c.txt:1"
    assert one.sentence.count("[张小鹭]") == 2


def test_carried_subjects_are_asked_about(output: Path) -> None:
    for one in of_kind(review(output), CARRIED):
        assert one.subject_name not in one.sentence.partition("[")[2].partition("]")[0]
    assert {one.subject_name for one in of_kind(review(output), CARRIED)} >= {"白鹭市总工会"}


def test_citations_that_say_of_nothing_are_asked_about(output: Path) -> None:
    found = of_kind(review(output), LOOSE)
    assert [(one.subject, one.object, one.document) for one in found] == [("Document/c.txt", "前款", "c.txt")]
    assert "[前款]" in found[0].sentence


def test_facts_of_a_rule_that_is_often_wrong_are_asked_about(output: Path, tmp_path: Path) -> None:
    lines = []
    for one in annotated(kg.load(output)):
        kept = tuple(stated for stated in one.annotation.relations if stated.p != "cooperatesWith")
        lines.append(Annotated(msgspec.structs.replace(one.annotation, relations=kept), one.text))
    write_annotations(lines, tmp_path / "gold.brat", ".brat")
    found = review(output, [tmp_path / "gold.brat"])
    assert {one.predicate for one in of_kind(found, DOUBTED)} == {"cooperatesWith"}
    assert found[0].kind == DOUBTED
    assert "is right in 0 of 1 on the gold" in found[0].why
    assert of_kind(review(output, [tmp_path / "gold.brat"], low=0.0), DOUBTED) == []


def test_ids_stay_and_differ(output: Path) -> None:
    first, second = review(output), review(kg.load(output))
    assert first == second
    assert len({one.id for one in first}) == len(first) > 2


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".labelstudio.json"])
def test_an_answer_comes_back_as_a_decision_and_is_not_asked_again(
    output: Path, tmp_path: Path, suffix: str
) -> None:
    asked = review(output)
    file = tmp_path / f"x{suffix}"
    write(asked, file)
    assert decided([file]).rows == ()
    answer(file, suffix)
    (one,) = decided([file]).rows
    assert (one.id, one.decision, one.what()) == (
        asked[0].id,
        "reject",
        " ".join(
            filter(None, ("reject", asked[0].subject, asked[0].predicate, asked[0].object, asked[0].document))
        ),
    )
    assert review(output, decisions=[file]) == asked[1:]
    report = kg.build(
        [output.parent / f"{name}.txt" for name in "abc"],
        tmp_path / "out",
        only=["graph", "evidence", "annotations", "store"],
        decisions=[file],
    )
    assert report.unmet == ()
    assert asked[0].id not in {question.id for question in review(tmp_path / "out")}


def answer(file: Path, suffix: str) -> None:
    """Reject what is asked first."""
    if suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        rows[0]["decision"] = "reject"
        with file.open("w", encoding="utf-8", newline="") as lines:
            sheet = csv.DictWriter(lines, rows[0].keys())
            sheet.writeheader()
            sheet.writerows(rows)
    elif suffix == ".jsonl":
        questions = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        questions[0]["decision"] = "reject"
        file.write_text("".join(f"{json.dumps(one)}\n" for one in questions), encoding="utf-8")
    else:
        tasks = json.loads(file.read_text(encoding="utf-8"))
        chosen = {"type": "choices", "from_name": "decision", "value": {"choices": ["reject"]}}
        tasks[0]["annotations"] = [{"result": [chosen], "was_cancelled": False}]
        file.write_text(json.dumps(tasks), encoding="utf-8")


def test_what_was_accepted_is_not_asked_again(output: Path, tmp_path: Path) -> None:
    asked = review(output)
    write(asked, tmp_path / "x.csv")
    text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    for one in asked:
        text = text.replace(f"\n{one.id},,", f"\n{one.id},accept,")
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    report = kg.build(
        [output.parent / f"{name}.txt" for name in "abc"],
        tmp_path / "out",
        only=["graph", "evidence", "annotations", "store"],
        decisions=[tmp_path / "x.csv"],
    )
    assert report.unmet == ()
    assert review(tmp_path / "out") == ()
    carried = of_kind(asked, CARRIED)[0]
    told = "\n".join(
        show.explanation(kg.explain(tmp_path / "out", f"{carried.subject_name} implements ?"), show.bracketed)
    )
    assert f"decided by {carried.id}" in told


def test_a_rule_of_which_the_gold_says_nothing_is_not_doubted(output: Path, tmp_path: Path) -> None:
    lines = []
    for one in annotated(kg.load(output)):
        optional = tuple(
            msgspec.structs.replace(stated, optional=True) for stated in one.annotation.relations
        )
        lines.append(Annotated(msgspec.structs.replace(one.annotation, relations=optional), one.text))
    write_annotations(lines, tmp_path / "gold.brat", ".brat")
    assert of_kind(review(output, [tmp_path / "gold.brat"]), DOUBTED) == []


def test_a_merge_is_replayed(output: Path, tmp_path: Path) -> None:
    (one,) = of_kind(review(output), ALIKE)
    row = f"{one.id},merge,{one.subject},{one.predicate},{one.object},"
    (tmp_path / "decisions.csv").write_text(
        f"id,decision,subject,predicate,object,document\n{row}\n", encoding="utf-8"
    )
    report = kg.build(
        [output.parent / f"{name}.txt" for name in "abc"],
        tmp_path / "out",
        only=["graph", "evidence", "annotations", "store"],
        decisions=[tmp_path / "decisions.csv"],
    )
    assert report.unmet == ()
    assert of_kind(review(tmp_path / "out"), ALIKE) == []
    graph = kg.load(tmp_path / "out")
    person = graph.entity("张小鹭")
    wrote = list(graph.facts(subject=person.iri, predicate="authorOf"))
    assert len(wrote) == 2
    assert {quote.decisions for fact in wrote for quote in graph.quotes(fact)} == {(), (one.id,)}


def test_the_configuration_offers_every_decision(tmp_path: Path) -> None:
    write((), tmp_path / "x.labelstudio.xml")
    assert '<Choice value="split"/>' in (tmp_path / "x.labelstudio.xml").read_text(encoding="utf-8")


def test_a_formula_is_none_in_a_sheet(tmp_path: Path) -> None:
    one = Question("a", "Person/张三", "authorOf", "Document/a", "", CARRIED, "", "=1+1", "", "", "=1", "")
    write((one,), tmp_path / "x.csv")
    assert "'=1+1" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no way to write questions so"):
        write((), tmp_path / "x.txt")


def test_lines_for_a_person(output: Path) -> None:
    lines = list(told(review(output)))
    assert any("closeMatch" in line for line in lines)


def test_a_folder_without_stand_off_lines_is_told(tmp_path: Path, output: Path) -> None:
    kg.build([output.parent / "a.txt"], tmp_path / "out", only=["graph", "evidence", "store"])
    with pytest.raises(KgError, match="kg build without --only"):
        review(tmp_path / "out")

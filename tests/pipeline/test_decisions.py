"""A person's decisions: what a row may say, and what becomes of readings, graph and evidence when rows are replayed."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import KgError, Place
from kg.graph import gather
from kg.model import Assertion, Entity, Literal, Reading, Resolved
from kg.pipeline.decisions import COLUMNS, Decision, load
from kg.pipeline.replay import Replay
from kg.seeds import Row
from tests.handmade import BASE, document, link, readings, said

ROWS = "id,decision,subject,predicate,object,document\n"
UNION, BUREAU, WINTER = "Organisation/甲市总工会", "Organisation/甲市民政局", "Programme/“暖冬”行动"


def row(decision: str, subject: str, predicate: str = "", value: str = "", path: str = "") -> Decision:
    return Decision("d1", decision, subject, predicate, value, path, Place("decisions.csv", 2))


def replayed(*rows: Decision) -> tuple[list[Reading], Replay]:
    replay = Replay(rows, readings())
    return [replay.reading(one) for one in readings()], replay


def triples(found: list[Reading]) -> set[tuple[str, str, str]]:
    return {
        (
            one.subject.key,
            one.predicate,
            one.object.key if isinstance(one.object, Entity) else one.object.value,
        )
        for reading in found
        for one in reading.assertions
    }


def decided(found: list[Reading]) -> set[tuple[str, str]]:
    return {
        (one.subject.key, one.predicate)
        for reading in found
        for one in reading.assertions
        if one.evidence.decisions == ("d1",)
    }


BEFORE = triples(readings())
Triples = set[tuple[str, str, str]]

REPLAYED: dict[str, tuple[Decision, Triples, Triples]] = {
    "a fact is rejected": (
        row("reject", UNION, "implements", WINTER),
        {("甲市总工会", "implements", "“暖冬”行动")},
        set(),
    ),
    "a fact is rejected in a document that does not say it": (
        row("reject", UNION, "implements", WINTER, "notice.txt"),
        set(),
        set(),
    ),
    "a symmetric fact is rejected either way round": (
        row("reject", BUREAU, "cooperatesWith", UNION),
        {("甲市总工会", "cooperatesWith", "甲市民政局"), ("甲市民政局", "cooperatesWith", "甲市总工会")},
        set(),
    ),
    "a fact with a literal is rejected": (
        row("reject", "LegalInstrument/甲省志愿服务条例", "dateAdopted", "2023-05"),
        {("甲省志愿服务条例", "dateAdopted", "2023-05")},
        set(),
    ),
    "a body is merged, its post with it, and a body does not work with itself": (
        row("merge", UNION, "", BUREAU),
        {
            ("甲市总工会", "implements", "“暖冬”行动"),
            ("甲市总工会", "cooperatesWith", "甲市民政局"),
            ("甲市民政局", "cooperatesWith", "甲市总工会"),
            ("张三@甲市总工会", "holdsPost", "甲市总工会/主席"),
            ("甲市总工会/主席", "postIn", "甲市总工会"),
        },
        {
            ("甲市民政局", "implements", "“暖冬”行动"),
            ("张三@甲市总工会", "holdsPost", "甲市民政局/主席"),
            ("甲市民政局/主席", "postIn", "甲市民政局"),
        },
    ),
    "a thing is another one in one document": (
        row("split", "LegalInstrument/甲省志愿服务条例", path="notice.txt"),
        {("甲市民政局关于做好“暖冬”行动的通知", "basedOn", "甲省志愿服务条例")},
        {("甲市民政局关于做好“暖冬”行动的通知", "basedOn", "甲省志愿服务条例@notice.txt")},
    ),
    "a thing is a named other one in one document": (
        row("split", BUREAU, "", "Organisation/乙市民政局", "notice.txt"),
        {("甲市民政局关于做好“暖冬”行动的通知", "issuedBy", "甲市民政局")},
        {("甲市民政局关于做好“暖冬”行动的通知", "issuedBy", "乙市民政局")},
    ),
    "a merge into what no document names": (
        row("merge", "LegalInstrument/甲省义工办法", "", "LegalInstrument/义工办法"),
        {("甲省志愿服务条例", "repeals", "甲省义工办法")},
        {("甲省志愿服务条例", "repeals", "义工办法")},
    ),
    "an accepted fact stays": (row("accept", UNION, "implements", WINTER), set(), set()),
    "a name changes no fact": (row("rename", UNION, "", "甲市工会联合会"), set(), set()),
}


@pytest.mark.parametrize(("decision", "gone", "come"), REPLAYED.values(), ids=REPLAYED)
def test_what_is_decided_is_done(decision: Decision, gone: Triples, come: Triples) -> None:
    found, _ = replayed(decision)
    assert (BEFORE - triples(found), triples(found) - BEFORE) == (gone, come)


NAMED: dict[str, tuple[Decision, set[tuple[str, str]]]] = {
    "accepted": (row("accept", UNION, "implements", WINTER), {("甲市总工会", "implements")}),
    "renamed": (
        row("rename", "Programme/“暖冬”行动", "", "暖冬"),
        {("甲市总工会", "implements")},
    ),
    "split": (
        row("split", BUREAU, "", "Organisation/乙市民政局", "notice.txt"),
        {("甲市民政局关于做好“暖冬”行动的通知", "issuedBy")},
    ),
}


@pytest.mark.parametrize(("decision", "facts"), NAMED.values(), ids=NAMED)
def test_evidence_names_the_decision(decision: Decision, facts: set[tuple[str, str]]) -> None:
    found, replay = replayed(decision)
    assert decided(found) == facts
    assert replay.unmet() == ()


def test_a_citation_over_two_lines_is_met() -> None:
    of = document("a.txt", ("违反前\n款规定的，依法处理。\n",), breaks=("前\n款",))
    loose = link(of, "前款", Literal("")).mention
    replay = Replay((row("accept", "Document/a.txt", "unresolved", "前\n款", "a.txt"),), [])
    replay.reading(Reading(Resolved(of, (), None, (loose,)), ()))
    assert replay.unmet() == ()


NOTHING = {
    "a fact that nobody states": row("reject", UNION, "leads", BUREAU),
    "a fact that another document states": row("accept", UNION, "implements", WINTER, "notice.txt"),
    "a body that nobody names": row("merge", "Organisation/丁会", "", UNION),
    "a document that does not name it": row("split", UNION, path="notice.txt"),
    "a name of nothing": row("rename", "Person/李四", "", "李四四"),
    "a likeness that is none": row("reject", UNION, "closeMatch", BUREAU),
    "a citation that is none": row("accept", "Document/notice.txt", "unresolved", "第三条"),
}


@pytest.mark.parametrize("decision", NOTHING.values(), ids=NOTHING)
def test_what_meets_nothing_is_told(decision: Decision) -> None:
    found, replay = replayed(decision)
    replay.graph(gather(found, BASE))
    assert replay.unmet() == (decision,)
    assert triples(found) == BEFORE


def test_a_name_that_was_decided_on_stands_above_the_lexicon() -> None:
    rows = (
        Row(
            "甲市总工会",
            "MassOrganisation",
            (),
            "甲市总工会",
            "city",
            "",
            "",
            "",
            "",
            "list",
            Place("x.csv", 2),
        ),
    )
    found, replay = replayed(row("rename", UNION, "", "甲工"))
    graph = gather(found, BASE, replay.lexicon(rows))
    (node,) = [one for one in graph.entities.values() if one.iri.endswith(iri_end("甲市总工会"))]
    assert node.label == "甲工"
    assert "甲市总工会" in node.names
    assert ("level", Literal("city")) in node.literals


def iri_end(key: str) -> str:
    from kg.graph import slug

    return f"Organisation/{slug(key)}"


# --- what may be one thing

ZHANG = [Entity("Person", f"张三@{path}", ("张三",)) for path in ("a.txt", "b.txt", "c.txt")]


def people(*entities: Entity, told: Callable[[Entity], list[Assertion]] = lambda _: []) -> list[Reading]:
    found = []
    for number, entity in enumerate(entities):
        of = document(f"{'abcdefgh'[number]}.txt", ("张三到场。\n",))
        found.append(Reading(Resolved(of, (link(of, "张三", entity),)), tuple(told(entity))))
    return found


def close(found: list[Reading]) -> list[tuple[str, str]]:
    graph = gather(found, BASE)
    keys = {iri: node.label for iri, node in graph.entities.items()}
    return [(keys[one], keys[other]) for one, other in graph.close]


def local(name: str, *others: str, kind: str = "Organisation", at: str = "a") -> Entity:
    return Entity(kind, f"{name}@{at}", (name, *others))


LIKE: dict[str, tuple[tuple[Entity, ...], list[tuple[str, str]]]] = {
    "two people of one name": (tuple(ZHANG[:2]), [("张三", "张三")]),
    "three are three pairs": (tuple(ZHANG), [("张三", "张三")] * 3),
    "a name that many have": (tuple(local("张三", at=str(n), kind="Person") for n in range(7)), []),
    "a body, and what is called as it": (
        (local("市总工会"), Entity("Organisation", "甲市总工会", ("甲市总工会", "市总工会"))),
        [("市总工会", "甲市总工会")],
    ),
    "two that share but a short name": ((local("甲市总工会", "总工会"), local("乙市总工会", "总工会")), []),
    "a body and a person": ((ZHANG[0], local("张三")), []),
    "posts": ((local("主席", kind="Post"), local("主席", kind="Post", at="b")), []),
    "kinds of one class": ((local("甲局", kind="StateBody"), local("甲局", at="b")), [("甲局", "甲局")]),
}


@pytest.mark.parametrize(("entities", "pairs"), LIKE.values(), ids=LIKE)
def test_what_may_be_one_thing(entities: tuple[Entity, ...], pairs: list[tuple[str, str]]) -> None:
    assert close(people(*entities)) == pairs


def test_what_a_fact_joins_is_not_one_thing() -> None:
    of = document("a.txt", ("张三领导张三。\n",))
    led = said(of, "张三领导张三", local("甲会"), "leads", local("甲会", at="b"), "leads")
    reading = Reading(Resolved(of, ()), (led,))
    assert close([reading]) == []


def test_a_likeness_that_was_rejected_is_gone_and_one_that_was_accepted_stays() -> None:
    rejected = row("reject", "Person/张三@b.txt", "closeMatch", "Person/张三@a.txt")
    for decision, left in (
        (rejected, 2),
        (row("accept", "Person/张三@a.txt", "closeMatch", "Person/张三@b.txt"), 3),
    ):
        replay = Replay((decision,), people(*ZHANG))
        graph = replay.graph(gather([replay.reading(one) for one in people(*ZHANG)], BASE))
        assert len(graph.close) == left
        assert replay.unmet() == ()


def test_what_was_merged_is_no_longer_alike() -> None:
    replay = Replay((row("merge", "Person/张三@b.txt", "", "Person/张三@a.txt"),), people(*ZHANG[:2]))
    assert close([replay.reading(one) for one in people(*ZHANG[:2])]) == []


def test_the_order_of_documents_changes_nothing() -> None:
    rows = (row("merge", UNION, "", BUREAU),)
    graphs = []
    for found in (readings(), readings()[::-1]):
        replay = Replay(rows, found)
        graphs.append(gather([replay.reading(one) for one in found], BASE))
    assert graphs[0] == graphs[1]


# --- files


def written(folder: Path, *lines: str, name: str = "decisions.csv") -> Path:
    (folder / name).write_text(ROWS + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder / name


def test_a_file_is_known_by_its_digest(tmp_path: Path) -> None:
    file = written(tmp_path, f"a,reject,{UNION},implements,{WINTER},")
    found = load([file])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (found.digests, found.digest) == ((("decisions.csv", digest),), digest)
    assert [one.what() for one in found.rows] == [f"reject {UNION} implements {WINTER}"]
    assert load([]).digest == ""


def test_a_sheet_may_have_more_columns_in_any_order_and_rows_without_a_decision(tmp_path: Path) -> None:
    with (tmp_path / "sheet.csv").open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["why", *COLUMNS[::-1]])
        sheet.writerow(["because", "", WINTER, "implements", UNION, " reject ", "a"])
        sheet.writerow(["because", "", WINTER, "implements", UNION, "", "b"])
    assert [(one.id, one.decision) for one in load([tmp_path / "sheet.csv"]).rows] == [("a", "reject")]


LINE = {
    "id": "a",
    "decision": "reject",
    "subject": UNION,
    "predicate": "implements",
    "object": WINTER,
    "document": "",
}


def test_json_lines_and_label_studio_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**LINE, "why": "x"}) + "\n", encoding="utf-8")
    chosen = {"type": "choices", "value": {"choices": ["reject"]}, "from_name": "decision"}
    later = {"result": [], "was_cancelled": True}
    task = {"id": 1, "data": {**LINE, "decision": ""}, "annotations": [{"result": [chosen]}, later]}
    (tmp_path / "a.json").write_text(
        json.dumps([task, {"id": 2, "data": {}, "annotations": []}]), encoding="utf-8"
    )
    first, second = ([one.what() for one in load([tmp_path / name]).rows] for name in ("a.jsonl", "a.json"))
    assert first == second == [f"reject {UNION} implements {WINTER}"]


def test_what_is_written_beside_a_choice_takes_the_place_of_the_object(tmp_path: Path) -> None:
    results = [
        {"type": "choices", "value": {"choices": ["rename"]}},
        {"type": "textarea", "value": {"text": ["甲工"]}},
    ]
    (tmp_path / "a.json").write_text(
        json.dumps([{"data": LINE, "annotations": [{"result": results}]}]), encoding="utf-8"
    )
    assert [(one.decision, one.object) for one in load([tmp_path / "a.json"]).rows] == [("rename", "甲工")]


FAULTS = {
    "an unknown decision": (f"a,keep,{UNION},implements,{WINTER},", "decisions.csv:2: 'keep' is no decision"),
    "an unknown class": ("a,rename,Body/甲会,,乙会,", "'Body/甲会' is no entity"),
    "no key": ("a,rename,Organisation/,,乙会,", "is no entity"),
    "an unknown relation": (f"a,reject,{UNION},runs,{WINTER},", "'runs' is no relation"),
    "no object": (f"a,reject,{UNION},implements,,", "reject with an empty object"),
    "no id": (f",reject,{UNION},implements,{WINTER},", "reject with an empty id"),
    "a split of all": (f"a,split,{UNION},,,", "split with an empty document"),
    "a merge of two classes": (f"a,merge,{UNION},,{WINTER},", "not two of one class"),
    "a merge with itself": (f"a,merge,{UNION},,{UNION},", "not two of one class"),
    "an object that is no entity": (f"a,reject,{UNION},implements,暖冬,", "'暖冬' is no entity"),
    "an id that stands for two": (
        f"a,reject,{UNION},implements,{WINTER},\na,accept,{UNION},implements,{WINTER},",
        "decisions.csv:3: the id a stands for another decision too",
    ),
}


@pytest.mark.parametrize(("line", "wrong"), FAULTS.values(), ids=FAULTS)
def test_a_row_that_does_not_say_enough_is_refused(tmp_path: Path, line: str, wrong: str) -> None:
    with pytest.raises(KgError, match="^[^\n]*" + wrong.replace(".", r"\.")):
        load([written(tmp_path, line)])


@pytest.mark.parametrize(
    ("content", "wrong"),
    [("id,decision\n", "no column subject"), ("[1]", "CSV with the columns"), (None, "cannot be read")],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str | None, wrong: str) -> None:
    if content is not None:
        (tmp_path / "decisions.csv").write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=wrong):
        load([tmp_path / "decisions.csv"])


@pytest.mark.parametrize(
    ("ends", "wrong"),
    [
        ((("甲", "乙"), ("乙", "甲")), "in a circle"),
        ((("甲", "乙"), ("乙", "丙"), ("丙", "乙")), "in a circle"),
        ((("甲", "乙"), ("甲", "丙")), "merged into Organisation/乙 already"),
    ],
)
def test_merges_come_to_one_end(ends: tuple[tuple[str, str], ...], wrong: str) -> None:
    rows = [row("merge", f"Organisation/{one}", "", f"Organisation/{other}") for one, other in ends]
    with pytest.raises(KgError, match=wrong):
        Replay(rows, [])


# --- a whole build

NEWS = "白鹭市总工会要深入开展“鹭岛夜课”活动。白鹭市民政局联合白鹭市总工会举办“邻里节”活动。\n"


def test_a_build_replays_decisions_and_all_of_it_holds(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    kg.build([tmp_path / "news.txt"], tmp_path / "before")
    before = kg.load(tmp_path / "before")
    union, course = before.entity("白鹭市总工会"), before.entity("鹭岛夜课")
    file = written(
        tmp_path,
        f"one,accept,{union.iri},implements,{course.iri},",
        "two,rename,Organisation/白鹭市民政局,,白鹭民政,",
        "three,reject,Organisation/白鹭市民政局,cooperatesWith,Organisation/白鹭市总工会,",
        "four,reject,Organisation/丁会,leads,Organisation/戊会,",
    )
    report = kg.build([tmp_path / "news.txt"], tmp_path / "out", decisions=[file])
    assert [one.id for one in report.unmet] == ["four"]
    assert report.exit_code == 1
    graph = kg.load(tmp_path / "out")
    assert graph.manifest.decisions == {"decisions.csv": hashlib.sha256(file.read_bytes()).hexdigest()}
    assert graph.manifest.unmet == ("four",)
    assert graph.entity("白鹭民政").names == ("白鹭市民政局",)
    assert list(graph.facts(predicate="cooperatesWith")) == []
    assert list(before.facts(predicate="cooperatesWith")) != []
    (fact,) = graph.facts(subject=union.iri, value=course.iri)
    assert [quote.decisions for quote in graph.quotes(fact)] == [("one",)]
    text = (tmp_path / "out" / "evidence.ttl").read_text(encoding="utf-8")
    for name in ("one", "two", "three"):
        assert f'rdfs:label "decision:{name}"' in text
    assert "decision:four" not in text
    assert kg.verify(tmp_path / "out").faults == ()
    again = kg.build([tmp_path / "news.txt"], tmp_path / "again", decisions=[file])
    for name in ("graph.ttl", "evidence.ttl", "annotations.jsonl", "manifest.json"):
        assert (again.output / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_bad_file_of_decisions_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    with pytest.raises(KgError, match="no column"):
        kg.build([tmp_path / "news.txt"], tmp_path / "out", decisions=[tmp_path / "decisions.csv"])
    assert not (tmp_path / "out").exists()

"""Evaluation: figures by the definitions of the guidelines, errors of each kind apart, rules with the most faults first."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import kg
from kg.errors import KgError
from kg.verbs.evaluate import (
    BOUNDARY,
    ENTITIES,
    MISLINKED,
    MISSED,
    RELATIONS,
    RELAXED,
    SPURIOUS,
    STRICT,
    UNREAD,
    UNTRUE,
    Evaluation,
    Figures,
    evaluate,
)
from kg.verbs.exchange import BRAT, DOCCANO, LABEL_STUDIO, Annotated, annotated, write
from kg.verbs.scoring import ALL

TEXT = "甲市总工会开展“乙”活动，丙局参与。"
Json = dict[str, object]


def mention(text: str, kind: str, entity: str, *, optional: bool = False, whole: str = TEXT) -> Json:
    start = whole.index(text)
    return {
        "start": start,
        "end": start + len(text),
        "type": kind,
        "text": text,
        "entity": entity,
        "optional": optional,
    }


def entity(name: str, kind: str, *names: str) -> Json:
    return {"id": name, "type": kind, "names": list(names)}


def relation(s: str, p: str, o: str, *rules: str, optional: bool = False) -> Json:
    return {"s": s, "p": p, "o": o, "start": 0, "end": 5, "optional": optional, "rules": list(rules)}


UNION = mention("甲市总工会", "Organisation", "u")
BUREAU = mention("丙局", "Organisation", "b")
GOLD: Json = {
    "doc": "a",
    "mentions": [UNION, BUREAU, mention("“乙”活动", "Programme", "p")],
    "entities": [
        entity("u", "Organisation", "甲市总工会"),
        entity("b", "Organisation", "丙局"),
        entity("p", "Programme", "“乙”活动", "乙"),
    ],
    "relations": [relation("u", "implements", "p"), relation("b", "participatesIn", "p")],
}


def changed(**parts: list[Json]) -> Json:
    return {**GOLD, **parts}


def run(folder: Path, gold: list[Json], predicted: list[Json]) -> Evaluation:
    for name, documents in (("gold.jsonl", gold), ("annotations.jsonl", predicted)):
        lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        (folder / name).write_text(lines, encoding="utf-8")
    return evaluate(folder, folder / "gold.jsonl")


def test_the_same_annotation_is_right_in_all(tmp_path: Path) -> None:
    found = run(tmp_path, [GOLD], [GOLD])
    assert {table: rows["ALL"].f1 for table, rows in found.tables.items()} == dict.fromkeys(found.tables, 1.0)
    assert found.faults == ()
    assert set(found.means.values()) == {1.0}


OPTIONAL = {**BUREAU, "optional": True}
SHORT = mention("市总工会", "Organisation", "u")

CASES = {
    "a document that was not read": (changed(), None, STRICT, Figures(0, 0, 3), [MISSED] * 3 + [UNREAD] * 2),
    "quotation marks at the ends do not count": (
        changed(),
        changed(mentions=[UNION, BUREAU, mention("乙”活动", "Programme", "p")]),
        STRICT,
        Figures(3, 0, 0),
        [],
    ),
    "a boundary is one fault": (
        changed(),
        changed(mentions=[SHORT, *GOLD["mentions"][1:]]),  # type: ignore[index]
        STRICT,
        Figures(2, 1, 1),
        [BOUNDARY],
    ),
    "a boundary is near enough": (
        changed(),
        changed(mentions=[SHORT, *GOLD["mentions"][1:]]),  # type: ignore[index]
        RELAXED,
        Figures(3, 0, 0),
        [BOUNDARY],
    ),
    "another class is another mention": (
        changed(),
        changed(mentions=[{**UNION, "type": "Person"}, *GOLD["mentions"][1:]]),  # type: ignore[index]
        STRICT,
        Figures(2, 1, 1),
        [MISSED, SPURIOUS],
    ),
    "an optional mention that is missed": (
        changed(mentions=[UNION, OPTIONAL]),
        changed(mentions=[UNION]),
        STRICT,
        Figures(1, 0, 0),
        [],
    ),
    "an optional mention that is found": (
        changed(mentions=[UNION, OPTIONAL]),
        changed(mentions=[UNION, BUREAU]),
        STRICT,
        Figures(1, 0, 0),
        [],
    ),
    "a group more is no fault": (
        changed(),
        changed(mentions=[*GOLD["mentions"], {**BUREAU, "type": "Group"}]),  # type: ignore[misc]
        STRICT,
        Figures(3, 0, 0),
        [],
    ),
    "a mention of the wrong entity": (
        changed(),
        changed(mentions=[UNION, {**BUREAU, "entity": "u"}, *GOLD["mentions"][2:]]),  # type: ignore[index]
        STRICT,
        Figures(3, 0, 0),
        [MISLINKED],
    ),
    "a relation missed and one too many": (
        changed(),
        changed(relations=[relation("u", "implements", "p"), relation("b", "implements", "p", "runs")]),
        RELATIONS,
        Figures(1, 1, 1),
        [UNREAD, UNTRUE],
    ),
    "a symmetric relation either way round": (
        changed(relations=[relation("u", "cooperatesWith", "b")]),
        changed(relations=[relation("b", "cooperatesWith", "u")]),
        RELATIONS,
        Figures(1, 0, 0),
        [],
    ),
    "a relation that the gold does not annotate": (
        changed(),
        changed(relations=[*GOLD["relations"], relation("u", "embodies", "p")]),  # type: ignore[misc]
        RELATIONS,
        Figures(2, 0, 0),
        [],
    ),
    "a literal is its own name": (
        changed(relations=[relation("u", "dateIssued", "2024-01-01")]),
        changed(
            relations=[relation("u", "dateIssued", "2024-01-01"), relation("u", "dateIssued", "2024-01-02")]
        ),
        RELATIONS,
        Figures(1, 1, 0),
        [UNTRUE],
    ),
    "two entities made one": (
        changed(),
        changed(
            entities=[entity("u", "Organisation", "甲市总工会", "丙局"), *GOLD["entities"][2:]],  # type: ignore[index]
            mentions=[UNION, {**BUREAU, "entity": "u"}, *GOLD["mentions"][2:]],  # type: ignore[index]
            relations=GOLD["relations"][:1],  # type: ignore[index]
        ),
        ENTITIES,
        Figures(2, 0, 1),
        [MISLINKED, UNREAD, UNREAD, UNTRUE],
    ),
}


@pytest.mark.parametrize(("gold", "predicted", "table", "figures", "kinds"), CASES.values(), ids=CASES)
def test_figures_and_faults(
    tmp_path: Path, gold: Json, predicted: Json | None, table: str, figures: Figures, kinds: list[str]
) -> None:
    found = run(tmp_path, [gold], [] if predicted is None else [predicted])
    assert found.tables[table]["ALL"] == figures
    assert sorted(fault.kind for fault in found.faults) == sorted(kinds)


def test_the_rule_with_most_faults_stands_first(tmp_path: Path) -> None:
    relations = [
        relation("u", "implements", "p", "runs"),
        relation("b", "implements", "p", "runs", "also-runs"),
        relation("b", "leads", "u", "also-runs"),
    ]
    found = run(tmp_path, [GOLD], [changed(relations=relations)])
    assert list(found.rules.items()) == [("also-runs", Figures(0, 2)), ("runs", Figures(1, 1))]


def test_a_document_with_little_counts_as_much_in_the_mean(tmp_path: Path) -> None:
    found = run(tmp_path, [GOLD, {**GOLD, "doc": "b"}], [GOLD])
    assert found.means[RELATIONS] == 0.5
    assert found.tables[RELATIONS]["ALL"].recall == 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no document"),
        ('{"doc": "a"}\n{"doc": 1}\n', r"gold.jsonl:2: .*str"),
        ("not json\n", r"gold.jsonl:1: "),
    ],
)
def test_a_gold_file_that_is_none(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "annotations.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=said):
        evaluate(tmp_path, tmp_path / "gold.jsonl")


def test_documents_stand_with_their_own_figures_the_worst_first(tmp_path: Path) -> None:
    found = run(tmp_path, [GOLD, {**GOLD, "doc": "b"}], [GOLD])
    assert {doc: tables[RELATIONS] for doc, tables in found.documents.items()} == {
        "b": Figures(0, 0, 2),
        "a": Figures(2, 0, 0),
    }
    assert list(found.documents) == ["b", "a"]


def test_errors_show_their_sentence_where_the_text_is_at_hand(tmp_path: Path) -> None:
    lines = json.dumps(GOLD, ensure_ascii=False) + "\n"
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "annotations.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_text(f"前言。{TEXT}"[3:], encoding="utf-8")
    found = evaluate(tmp_path / "annotations.jsonl", tmp_path / "gold.jsonl", tmp_path)
    assert [(fault.kind, fault.said, fault.sentence) for fault in found.faults] == [
        (MISSED, "甲市总工会", "[甲市总工会]开展“乙”活动，丙局参与。"),
        (MISSED, "“乙”活动", "甲市总工会开展[“乙”活动]，丙局参与。"),
        (MISSED, "丙局", "甲市总工会开展“乙”活动，[丙局]参与。"),
        (UNREAD, "甲市总工会 → “乙”活动", "[甲市总工会]开展“乙”活动，丙局参与。"),
        (UNREAD, "丙局 → “乙”活动", "[甲市总工会]开展“乙”活动，丙局参与。"),
    ]


NEWS = "𠮷林市总工会要深入开展“鹭岛夜课”活动。\n甲市总工会联合甲市民政局举办“邻里节”活动。\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    kg.build([folder / "news.txt"], folder / "out", only=["graph", "evidence", "annotations", "store"])
    return folder / "out"


@pytest.mark.parametrize("form", [BRAT, DOCCANO, LABEL_STUDIO, ".jsonl"])
def test_a_gold_of_any_tool_gives_the_same_figures(built: Path, tmp_path: Path, form: str) -> None:
    (ours,) = annotated(kg.load(built))
    gone = ours.annotation.mentions[0]
    less = msgspec.structs.replace(
        ours.annotation, mentions=ours.annotation.mentions[1:], relations=ours.annotation.relations[1:]
    )
    write([Annotated(less, ours.text)], tmp_path / f"gold{form}", form)
    found = evaluate(built, tmp_path / f"gold{form}")
    assert found.tables[STRICT][ALL] == Figures(len(less.mentions), 1, 0)
    assert found.tables[RELATIONS][ALL].fp == 1
    spurious = next(fault for fault in found.faults if fault.kind == SPURIOUS)
    assert spurious.said == gone.text
    assert spurious.rules != ()
    assert f"[{gone.text}]" in spurious.sentence
    wrong = next(fault for fault in found.faults if fault.kind == UNTRUE)
    assert wrong.rules == ours.annotation.relations[0].rules != ()
    assert next(iter(found.rules.values())).fp == 1
    assert next(iter(found.forms.values())).fp == 1


def test_a_gold_of_another_text_is_told(built: Path, tmp_path: Path) -> None:
    (ours,) = annotated(kg.load(built))
    write([Annotated(ours.annotation, ours.text + "。")], tmp_path / "gold.brat", ".brat")
    with pytest.raises(KgError, match="not the one that was read"):
        evaluate(built, tmp_path / "gold.brat")


def test_the_means_are_those_of_the_shared_scorer(tmp_path: Path, shared: Path) -> None:
    gold = [
        json.loads(line) for line in (shared / "gold" / "seed.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chance = random.Random(7)  # noqa: S311 - the same damage every time is what is wanted
    predicted = [_damaged(document, chance) for document in json.loads(json.dumps(gold))][1:]
    found = run(tmp_path, gold, predicted).record()
    program = [
        sys.executable,
        str(shared / "tools" / "score.py"),
        "score",
        "gold.jsonl",
        "annotations.jsonl",
        "--json",
    ]
    done = subprocess.run(program, capture_output=True, text=True, check=True, cwd=tmp_path)
    theirs = json.loads(done.stdout)
    means = theirs.pop("mean F1 of documents")
    assert theirs == {table: found[table] for table in theirs}
    assert means == {table: round(mean, 4) for table, mean in found["mean F1 of documents"].items()}  # type: ignore[attr-defined]


def test_the_figures_are_those_of_the_shared_scorer(tmp_path: Path, shared: Path) -> None:
    """Against the gold's own tool, on annotations with every kind of damage."""
    sys.path.insert(0, str(shared / "tools"))
    try:
        import score  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    gold = [
        json.loads(line) for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for seed in range(5):
        chance = random.Random(seed)  # noqa: S311 - the same damage every time is what is wanted
        copies: list[Json] = json.loads(json.dumps(gold))
        predicted = [_damaged(document, chance) for document in copies][seed % 2 :]
        found = run(tmp_path, gold, predicted)
        tables = score.score(
            score.load(tmp_path / "gold.jsonl"), score.load(tmp_path / "annotations.jsonl"), []
        )
        expected = {
            table: {row: tuple(counts) for row, counts in rows.items()} for table, rows in tables.items()
        }
        actual = {t: {row: (f.tp, f.fp, f.fn) for row, f in rows.items()} for t, rows in found.tables.items()}
        assert expected == actual


def _damaged(document: dict[str, list[dict[str, object]]], chance: random.Random) -> Json:
    ids = [entity["id"] for entity in document["entities"]]
    for found in document["mentions"]:
        if chance.random() < 0.2:
            found["end"] = int(str(found["end"])) + 1
            found["text"] = f"{found['text']}某"
        if chance.random() < 0.1:
            found["entity"] = chance.choice(ids)
        if chance.random() < 0.1:
            found["type"] = chance.choice(["Group", "Person", "Programme"])
    for stated in document["relations"]:
        if chance.random() < 0.3:
            stated["o"] = chance.choice(ids)
    kept = {
        key: [row for row in document[key] if chance.random() > 0.15]
        for key in ("mentions", "entities", "relations")
    }
    return {**document, **kept}

"""Two graphs beside each other: what came, went and changed; the same graph in another order is the same graph."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import OutputError
from kg.graph import Graph, gather
from kg.model import Evidence, Reading
from kg.verbs import show
from kg.verbs.diff import Balance, Difference, Was, compare, diff, write_page
from tests.handmade import BASE, letter, magazine, readings
from tests.written import written


def graph(*read: Reading) -> Graph:
    return gather(read or readings(), BASE)


def with_evidence(change: Callable[[Evidence], Evidence]) -> Graph:
    whole = graph()
    return replace(
        whole,
        evidence={fact: tuple(map(change, places)) for fact, places in whole.evidence.items()},
    )


def test_a_graph_does_not_differ_from_itself() -> None:
    found = compare(graph(), gather(reversed(readings()), BASE))
    assert found == Difference(found.things, found.facts)
    assert not found.differ
    assert list(show.difference(found)) == ["the graphs do not differ"]


def test_a_document_that_came() -> None:
    found = compare(graph(magazine()), graph())
    assert {one.label for one in found.things.added} >= {"甲市民政局关于做好“暖冬”行动的通知"}
    assert found.things.lost == ()
    assert {(one.subject, one.predicate) for one in found.facts.added} >= {
        ("甲市民政局关于做好“暖冬”行动的通知", "basedOn")
    }
    assert found.documents == (Balance("notice.txt", 4, 0),)
    assert Balance("based-on", 1, 0) in found.rules


def test_and_one_that_went_is_the_mirror_of_it() -> None:
    came, went = compare(graph(letter()), graph()), compare(graph(), graph(letter()))
    assert came.facts.added == tuple(replace(one, gained=one.gone, gone=()) for one in went.facts.lost)
    assert came.things.added == went.things.lost
    assert [(one.name, one.gained) for one in came.rules] == [(one.name, one.gone) for one in went.rules]


def test_an_entity_that_changed() -> None:
    old = graph()
    iri, node = next((iri, node) for iri, node in old.entities.items() if node.label == "甲市总工会")
    new = replace(old, entities={**old.entities, iri: replace(node, label="甲市工会", names=())})
    (changed,) = compare(old, new).things.changed
    assert changed.changes == (Was("label", "甲市总工会", "甲市工会"), Was("names", "市总工会", ""))


def test_the_same_words_further_down_have_moved() -> None:
    found = compare(
        graph(), with_evidence(lambda one: structs.replace(one, start=one.start + 9, end=one.end + 9))
    )
    assert found.differ
    assert {(one.gained, one.gone) for one in found.facts.changed} == {((), ())}
    assert sum(one.moved for one in found.facts.changed) == sum(map(len, graph().evidence.values()))
    assert (found.documents, found.rules) == ((), ())


def test_another_rule_is_another_place() -> None:
    found = compare(
        graph(),
        with_evidence(lambda one: structs.replace(one, rule="runs-on") if one.rule == "runs" else one),
    )
    (changed,) = found.facts.changed
    assert [place.rule for place in (*changed.gained, *changed.gone)] == ["runs-on", "runs"]
    assert found.rules == (Balance("runs", 0, 1), Balance("runs-on", 1, 0))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("diff"))


def test_another_order_of_statements_is_no_difference(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(output, other, ignore=shutil.ignore_patterns("store"))
    for name in ("graph.ttl", "evidence.ttl"):
        triples = [quad.triple for quad in parse(path=output / name, format=RdfFormat.TURTLE)]
        random.Random(7).shuffle(triples)  # noqa: S311
        (other / name).write_bytes(serialize(triples, format=RdfFormat.TURTLE) or b"")
    assert (other / "graph.ttl").read_bytes() != (output / "graph.ttl").read_bytes()
    assert not diff(output, other).differ


def test_a_folder_without_evidence_cannot_be_compared(output: Path, tmp_path: Path) -> None:
    bare = written(tmp_path, "graph")
    with pytest.raises(OutputError, match=r"evidence\.ttl: the build did not write it"):
        diff(output, bare)


def test_the_page_says_it_and_runs_nothing(tmp_path: Path) -> None:
    found = compare(graph(magazine()), graph())
    write_page(found, tmp_path / "diff.html")
    text = (tmp_path / "diff.html").read_text(encoding="utf-8")
    assert "甲市民政局关于做好“暖冬”行动的通知" in text
    assert "<script" not in text
    assert "default-src &#39;none&#39;" in text
    write_page(compare(graph(), graph()), tmp_path / "same.html")
    assert "The graphs do not differ." in (tmp_path / "same.html").read_text(encoding="utf-8")


def test_what_is_hostile_in_a_name_is_text_on_the_page(tmp_path: Path) -> None:
    old = graph()
    iri, node = next(iter(old.entities.items()))
    new = replace(old, entities={**old.entities, iri: replace(node, label="<script>alert(1)</script>")})
    write_page(compare(old, new), tmp_path / "diff.html")
    text = (tmp_path / "diff.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_command_says_what_differs_and_leaves_with_1(output: Path, tmp_path: Path) -> None:
    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", "diff", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    same = run(output, output)
    assert (same.returncode, same.stdout, same.stderr) == (0, "the graphs do not differ\n", "")
    other = tmp_path / "other"
    shutil.copytree(output, other, ignore=shutil.ignore_patterns("store"))
    text = (other / "evidence.ttl").read_text(encoding="utf-8")
    (other / "evidence.ttl").write_text(text.replace("Rule:runs", "Rule:jogs"), encoding="utf-8")
    told = run(output, other, "--html", tmp_path / "page.html")
    assert told.returncode == 1
    assert "— implements →" in told.stdout
    assert "1 fact changed" in told.stdout
    assert (tmp_path / "page.html").exists()
    found = json.loads(run(output, other, "--json").stdout)
    assert [one["predicate"] for one in found["facts"]["changed"]] == ["implements"]
    assert run(output, tmp_path / "nothing").returncode == 2

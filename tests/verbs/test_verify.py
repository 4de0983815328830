"""Verify: what a build wrote holds; whatever is changed afterwards, in a source or in the output, is told with its place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import store
from kg.errors import OutputError
from kg.verbs.table import counted
from kg.verbs.verify import verify
from tests import handmade

LAW = "LegalInstrument:%E7%94%B2%E7%9C%81%E5%BF%97%E6%84%BF%E6%9C%8D%E5%8A%A1%E6%9D%A1%E4%BE%8B"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade.output(tmp_path_factory.mktemp("verify"))


@pytest.fixture
def output(whole: Path, tmp_path: Path) -> Path:
    """A copy of an output folder and its sources, to be spoilt."""
    shutil.copytree(whole.parent, tmp_path / "copy")
    place = tmp_path / "copy" / "output"
    known = json.loads((place / "local.json").read_text(encoding="utf-8"))
    moved = {path: str(tmp_path / "copy" / "sources" / path) for path in known}
    (place / "local.json").write_text(json.dumps(moved), encoding="utf-8")
    return place


def change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def source(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda output: change(output.parent / "sources" / name, old, new)


def written(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda output: change(output / name, old, new)


def test_what_a_build_wrote_holds(output: Path) -> None:
    verdict = verify(output)
    assert verdict.faults == ()
    assert verdict.holds
    assert verdict.summary() == "2 sources, 12 quotes, 16 mentions: all of it holds"


def test_sources_that_have_moved(output: Path, tmp_path: Path) -> None:
    (output.parent / "sources").rename(tmp_path / "elsewhere")
    assert not verify(output).holds
    assert verify(output, tmp_path / "elsewhere").holds
    (output / "local.json").unlink()
    assert "nobody knows where it lies" in verify(output).faults[0].what
    assert verify(output, tmp_path / "elsewhere").holds


@pytest.mark.parametrize(
    ("spoil", "place", "what"),
    [
        (
            source("notice.txt", "志愿服务条例》，", "志愿服务规定》，"),
            "notice.txt:3:10", "reads '规定' where it is quoted as '条例'",
        ),
        (
            source("notice.txt", "志愿服务条例》，", "志愿服务规定》，"),
            "notice.txt", "has changed since it was read",
        ),
        (
            source("刊物/magazine.txt", "暖冬行动见闻\n", "暖冬行动见闻。\n"),
            "刊物/magazine.txt", "more places are not as quoted",
        ),
        (
            source("刊物/magazine.txt", "《甲省义工办法》。", "《甲省义工办法》！"),
            "刊物/magazine.txt", "has changed since it was read",
        ),
        (
            lambda output: (output.parent / "sources" / "notice.txt").unlink(),
            "notice.txt", "cannot be read again",
        ),
        (
            lambda output: (output.parent / "sources" / "notice.txt").write_bytes(b""),
            "notice.txt", "cannot be read again",
        ),
        (
            written("graph.ttl", '"甲市总工会"@zh', '"乙市总工会"@zh'),
            "graph.ttl", "is not the file that the build wrote",
        ),
        (
            written("graph.ttl", '"2023-05"', '"2023-06"'),
            r"graph.ttl:\d+", "dateAdopted 2023-06: a fact without an assertion",
        ),
        (
            written("graph.ttl", '"2023-05"', '"2023-06"'),
            r"evidence.ttl:\d+", "states a fact that graph.ttl does not have: .*甲省志愿服务条例 dateAdopted 2023-05",
        ),
        (written("graph.ttl", '"2023-05"', '"2023-13"'), r"graph.ttl:\d+", "dateAdopted"),
        (written("graph.ttl", '    rdfs:label "甲市民政局"@zh ;\n', ""), r"graph.ttl:\d+", "label"),
        (
            written("graph.ttl", 'skos:prefLabel "甲省志愿服务条例"@zh', 'skos:prefLabel "Act"@en'),
            r"graph.ttl:\d+", "prefLabel",
        ),
        (
            written("graph.ttl", "a pk:Campaign, pk:Programme", "a pk:Place"),
            r"graph.ttl:\d+", "implements",
        ),
        (
            written("graph.ttl", "pk:mentions Organisation:", "pk:mentions Document:notice.txt, Organisation:"),
            r"graph.ttl:\d+", "only entities are mentioned",
        ),
        (
            written("evidence.ttl", "pk:rule Rule:runs", "pk:rule Rule:walks"),
            r"evidence.ttl:\d+", "names a rule that is none of this build's: walks",
        ),
        (
            written("evidence.ttl", "pk:rule Rule:runs ;\n", "\n"),
            r"evidence.ttl:\d+", "is not whole",
        ),
        (
            written("evidence.ttl", "oa:start 10", "oa:start 11"),
            r"evidence.ttl:\d+", "its IRI is not the hash of what it says",
        ),
        (
            written("evidence.ttl", "oa:start 10", "oa:start 11"),
            "刊物/magazine.txt:3:2", "reads .* where it is quoted as",
        ),
        (written("evidence.ttl", "oa:start 10", "oa:start 99"), r"evidence.ttl:\d+", "start 99: .*oa:end"),
        (
            written("evidence.ttl", 'pk:modality "required"', 'pk:modality "sometimes"'),
            r"evidence.ttl:\d+", "modality sometimes",
        ),
        (
            written("evidence.ttl", "rdf:predicate pk:repeals", "rdf:predicate pk:amends"),
            r"evidence.ttl:\d+", "its IRI is not the hash of what it states",
        ),
        (
            written("evidence.ttl", 'oa:prefix "暖', 'oa:prefix "寒'),
            "刊物/magazine.txt:1:1", "quoted as '寒冬行动见闻",
        ),
        (
            written("annotations.jsonl", '"start": 0, "end": 5', '"start": 1, "end": 6'),
            "notice.txt:1:2", "reads '市民政局关' where it is quoted as '甲市民政局'",
        ),
        (
            written("annotations.jsonl", '"sha256": "', '"sha256": "0'),
            "annotations.jsonl:1", "not a source of this build",
        ),
        (
            written("annotations.jsonl", '{"doc"', '["doc"'),
            "annotations.jsonl:1", "is not a line of annotations",
        ),
        (lambda output: (output / "evidence.ttl").unlink(), "output", "nothing proves the facts"),
        (
            lambda output: (output / "annotations.jsonl").unlink(),
            "annotations.jsonl", "cannot be read",
        ),
        (
            lambda output: shutil.rmtree(output / "store") or store.load(output / "store", [output / "graph.ttl"]),
            "store", "does not hold what",
        ),
        (
            lambda output: (output / "store" / "CURRENT").write_text("x"),
            "store", "cannot be opened",
        ),
    ],
)  # fmt: skip
def test_whatever_is_spoilt_is_told_with_its_place(
    output: Path, spoil: Callable[[Path], object], place: str, what: str
) -> None:
    spoil(output)
    verdict = verify(output)
    told = [str(fault).replace(f"{output}/", "").replace(f"{output.parent}/", "") for fault in verdict.faults]
    assert any(re.match(f"{place}: .*{what}", fault) for fault in told), "\n".join(told)
    assert verdict.summary().endswith(f": {counted(len(told), 'faults')}")


def test_every_character_of_a_quoted_source_counts(output: Path) -> None:
    path = output.parent / "sources" / "notice.txt"
    text = path.read_bytes().decode()
    for at in range(0, len(text.strip()), 4):
        path.write_bytes((text[:at] + "某" + text[at + 1 :]).encode())
        places = [str(fault.place) for fault in verify(output).faults]
        assert any(re.match(r"notice.txt:\d+:\d+$", place) for place in places), text[at]


def test_a_folder_that_no_build_wrote(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"manifest.json"):
        verify(tmp_path)

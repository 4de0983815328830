"""All that is nasty in one build beside good documents: each input is accounted for, and the good ones know nothing of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import kg
from kg.errors import SeedError
from kg.pipeline import belt
from kg.seeds import load
from tests import nasty

SIZE = 2_000
COMPARED = ("graph.ttl", "evidence.ttl", "annotations.jsonl", "manifest.json", "report.html", "explorer.html")


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("nasty") / "in"
    put(folder, nasty.good(60) | nasty.documents(SIZE))
    held = nasty.lay(folder / "laid", deep=60)
    yield folder
    for one in held:
        one.close()


@pytest.fixture(scope="module")
def built(corpus: Path) -> Iterator[kg.Report]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_READ_SECONDS", "1")
        yield kg.build([corpus], corpus.parent / "out", cache=corpus.parent / "cache")


def test_every_line_of_the_list_is_tried_somewhere(repository: Path) -> None:
    assert set(range(1, 116)) - nasty.numbers() - set(nasty.ELSEWHERE) == set()
    for number, (file, name) in nasty.ELSEWHERE.items():
        tree = ast.parse((repository / file).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, number


def test_there_are_enough() -> None:
    assert len(nasty.documents(1000)) > 200


def test_each_input_ends_once_and_says_why_it_is_not_ok(built: kg.Report) -> None:
    paths = [outcome.path for outcome in built.outcomes]
    assert len(paths) == len(set(paths))
    for one in built.outcomes:
        assert one.status in {"ok", "partial", "failed", "skipped"}
        assert (one.status == "ok") == (not one.reason), one
        assert one.reason.startswith(one.path) or one.status == "ok", one
        assert "\n" not in one.reason, one
        assert "internal fault" not in one.reason, one
        assert "Traceback" not in one.reason, one
    told = {one.path for one in built.outcomes}
    files = {
        f"nasty/{name}" for name in ("001-empty.txt", "049-empty.docx", "069-itself.pdf", "031-deep-256.html")
    }
    assert files <= told
    assert {one.status for one in built.outcomes if one.path.startswith("good/")} == {"ok"}
    assert built.exit_code == 1


def test_no_file_of_the_folder_is_forgotten(built: kg.Report) -> None:
    told = {one.path for one in built.outcomes}
    for name in nasty.documents(SIZE):
        assert name in told or any(path.startswith(f"{name}/") for path in told), name
    assert sum(path.startswith("laid/") for path in told) >= 20


def test_the_good_ones_have_the_bytes_of_a_build_without_the_nasty(
    built: kg.Report, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = kg.build([corpus / "good"], tmp_path / "alone", cache=tmp_path / "cache")
    lines = _lines(built.output)
    for line in (alone.output / "annotations.jsonl").read_bytes().splitlines():
        assert _moved(line) == lines[json.loads(line)["path"]]
    put(tmp_path / "copy", nasty.good(60))
    fresh = kg.build([tmp_path / "copy"], tmp_path / "fresh", cache=tmp_path / "second")
    monkeypatch.setattr(
        belt, "run", lambda *_: pytest.fail("read again, not as it was read beside the nasty ones")
    )
    beside = kg.build([tmp_path / "copy"], tmp_path / "beside", cache=corpus.parent / "cache")
    for name in COMPARED:
        assert (beside.output / name).read_bytes() == (fresh.output / name).read_bytes(), name


def _moved(line: bytes) -> list[tuple[int, int, str]]:
    """What a line of annotations says of the text, whatever the folder is called that it lies in."""
    return [(one["start"], one["end"], one["text"]) for one in json.loads(line)["mentions"]]


def _lines(output: Path) -> dict[str, list[tuple[int, int, str]]]:
    lines = (output / "annotations.jsonl").read_bytes().splitlines()
    return {
        json.loads(line)["path"].removeprefix("good/"): _moved(line) for line in lines if b'"good/' in line
    }


BAD_LEXICONS = {
    "blank": b"",
    "no head": "甲,乙\n".encode(),
    "one cell more": b"name,class,aliases,key,level,code,parent,since,until,source\na,Organisation,,,,,,,,x,y\n",
    "bytes": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("data", BAD_LEXICONS.values(), ids=BAD_LEXICONS)
def test_a_lexicon_that_is_none_is_refused_with_its_place(tmp_path: Path, data: bytes) -> None:
    place = put(tmp_path, {"lexicons/bad.csv": data})
    with pytest.raises(SeedError) as caught:
        load([place])
    assert "bad.csv" in caught.value.place.path


BAD_YAML = {
    "aliases": b"a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n",
    "twice": b"a: x\na: y\n",
    "tabs": b"a:\n\t- x\n",
    "deep": b"a: " + b"[" * 5000,
    "bytes": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("data", BAD_YAML.values(), ids=BAD_YAML)
def test_a_yaml_file_that_is_none_is_refused_with_its_place(tmp_path: Path, data: bytes) -> None:
    place = put(tmp_path, {"words/bad.yaml": data})
    with pytest.raises(SeedError) as caught:
        load([place])
    assert "bad.yaml" in caught.value.place.path


def test_a_tag_of_yaml_makes_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    place = put(
        tmp_path / "seeds",
        {"words/bad.yaml": f"own-words: !!python/object/apply:os.mkdir ['{made}']\n".encode()},
    )
    with suppress(SeedError):
        load([place])
    assert not made.exists()


def test_a_large_lexicon_with_blanks_and_doubles_is_read(tmp_path: Path) -> None:
    rows = "".join(
        f"白鹭市第{number}协会,SocialOrganisation,市{number}会|市{number}会,,city,,,,,made\n"
        for number in range(2000)
    )
    place = put(
        tmp_path,
        {
            "lexicons/many.csv": f"name,class,aliases,key,level,code,parent,since,until,source\n{rows}".encode()
        },
    )
    with suppress(SeedError):
        assert len(load([place], alone=True).rows) == 2000

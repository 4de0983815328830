"""Members of containers go through the whole belt as files do: built, kept, told, proved and explained."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

import kg
from kg.pipeline import belt
from kg.pipeline.folder import text_place
from kg.verbs.explain import explain
from kg.verbs.verify import verify

NOTICE = "白鹭市总工会关于开展“鹭岛夜课”活动的通知\n\n各县总工会：\n白鹭市总工会要深入开展“鹭岛夜课”活动。\n"
BRIEF = "白鹭市民政局联合白鹭市总工会举办“邻里节”活动。会议在青溪县召开。"
NAMES = [
    "notice.txt",
    "packed.zip/2024/notice.txt",
    "packed.zip/2024/通知.jsonl/1.json",
    "packed.zip/2024/通知.jsonl/2.json",
    "records.jsonl/1.json",
]


def record(title: str, text: str) -> bytes:
    return json.dumps({"title": title, "text": text}, ensure_ascii=False).encode() + b"\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("members") / "in"
    folder.mkdir()
    (folder / "notice.txt").write_text(NOTICE, "utf-8")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("2024/notice.txt", NOTICE)
        archive.writestr("2024/通知.jsonl", record("简讯", BRIEF) + b"{\n" + b"\n")
        archive.writestr("2024/programme.exe", b"MZ")
        archive.writestr("2024/inner.zip", b"no zip")
    (folder / "packed.zip").write_bytes(made.getvalue())
    (folder / "records.jsonl").write_bytes(record("邻里节", BRIEF))
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.Report:
    return kg.build([corpus], tmp_path_factory.mktemp("members") / "out")


def files(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] not in {"store", "local.json"}
    }


def test_each_member_is_accounted_for(built: kg.Report) -> None:
    told = {outcome.path: (outcome.status, outcome.reason.split("; ")[0]) for outcome in built.outcomes}
    bad = "packed.zip/2024/通知.jsonl/2.json"
    assert told == {
        **dict.fromkeys((name for name in NAMES if name != bad), ("ok", "")),
        bad: ("failed", f"{bad}:1:2: is no JSON: Expecting property name enclosed in double quotes"),
        "packed.zip/2024/inner.zip": ("failed", "packed.zip/2024/inner.zip: no zip file"),
        "packed.zip/2024/programme.exe": ("skipped", "packed.zip/2024/programme.exe: no reader for .exe"),
    }
    assert built.exit_code == 1


def test_a_member_is_proved_and_explained(built: kg.Report, corpus: Path, tmp_path: Path) -> None:
    assert verify(built.output).faults == ()
    moved = shutil.copytree(corpus, tmp_path / "elsewhere")
    assert verify(built.output, moved).faults == ()
    told = {telling.path for fact in explain(built.output, "白鹭市总工会").facts for telling in fact.tellings}
    assert told >= {"notice.txt", "packed.zip/2024/notice.txt", "records.jsonl/1.json"}


def test_a_changed_member_is_found_out(built: kg.Report, corpus: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(corpus, tmp_path / "elsewhere")
    (moved / "records.jsonl").write_bytes(record("邻里节", BRIEF.replace("青溪县", "绿溪县")))
    kept = str(text_place(built.output, "records.jsonl/1.json"))
    found = {fault.place.path for fault in verify(built.output, moved).faults}
    assert found == {"records.jsonl/1.json", kept}


def test_texts_of_records_are_kept(built: kg.Report) -> None:
    kept = text_place(built.output, "packed.zip/2024/通知.jsonl/1.json")
    assert kept.read_text("utf-8") == f"简讯\n{BRIEF}"
    assert not text_place(built.output, "packed.zip/2024/notice.txt").exists()


def test_two_workers_and_a_cache_change_nothing(
    built: kg.Report, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = kg.build([corpus], tmp_path / "out", workers=2, cache=tmp_path / "cache")
    assert files(again.output) == files(built.output)
    monkeypatch.setattr(belt, "run", lambda *_: pytest.fail("a document was read again"))
    assert files(kg.build([corpus], tmp_path / "out", cache=tmp_path / "cache").output) == files(built.output)


PLACES = {
    "as it is called": ("a/b.docx", "texts/a/b.docx.txt"),
    "a folder called like a text": ("a.docx.txt/b.docx", "texts/a.docx.txt~/b.docx.txt"),
    "and one like that": ("a.txt~/b.docx", "texts/a.txt~~/b.docx.txt"),
}


@pytest.mark.parametrize(("path", "place"), PLACES.values(), ids=PLACES)
def test_where_a_text_lies(path: str, place: str) -> None:
    assert text_place(Path(), path).as_posix() == place


def test_a_name_that_is_too_long_for_a_file_is_cut_and_told_apart(tmp_path: Path) -> None:
    """86 Han are 258 bytes; a zip may hold such names."""
    places = {text_place(tmp_path, f"{'中' * 300}{last}/{'文' * 86}.docx") for last in "甲乙"}
    assert len(places) == 2
    for place in places:
        place.parent.mkdir(parents=True)
        place.write_text("x", "utf-8")

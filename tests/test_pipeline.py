"""The whole belt: the same bytes whatever the order, the workers and the seed of hashes; one bad document costs itself only."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

import kg
from kg.errors import KgError, OutputError
from kg.pipeline import belt
from kg.pipeline.belt import Outcome, Task
from kg.store import lines, open_store

TEXTS = {
    "notice.txt": "白鹭市总工会关于开展“鹭岛夜课”活动的通知\n\n各县总工会：\n白鹭市总工会要深入开展“鹭岛夜课”活动。\n",
    "deep/brief.md": "# 简讯\n\n白鹭市民政局联合白鹭市总工会举办“邻里节”活动。会议在青溪县召开。\n",
    "law.txt": "白鹭市志愿服务条例\n\n第一条 根据《中华人民共和国慈善法》，制定本条例。\n\n第二条 本条例自2024年5月1日起施行。\n",
}
QUICK = ("graph", "evidence", "annotations")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "in"
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output that all others are compared with."""
    return kg.build([corpus], tmp_path_factory.mktemp("built") / "out").output


def written(output: Path) -> dict[str, bytes]:
    """The files of a build by name, those outside sameness apart; of the store, its sorted quads."""
    found = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] not in {"store", "local.json"}
    }
    return found | {"store": "".join(lines(open_store(output))).encode()}


def statuses(report: kg.Report) -> dict[str, str]:
    return {outcome.path: outcome.status for outcome in report.outcomes}


# --- what a build writes


def test_a_build_writes_all_that_it_should(built: Path, corpus: Path) -> None:
    names = {path.name for path in built.iterdir()}
    assert names == {
        *("graph.ttl", "evidence.ttl", "annotations.jsonl", "explorer.html", "report.html"),
        *("store", "manifest.json", "local.json"),
    }
    places = json.loads((built / "local.json").read_text(encoding="utf-8"))
    assert places == {name: str(corpus / name) for name in sorted(TEXTS)}


def test_the_manifest_says_what_went_in_and_came_out(built: Path, corpus: Path) -> None:
    text = (built / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert list(manifest["inputs"]) == sorted(TEXTS)
    assert manifest["version"] == kg.__version__
    assert manifest["documents"] == [{"path": name, "status": "ok"} for name in sorted(TEXTS)]
    assert manifest["counts"]["facts"] > 0
    assert set(manifest["files"]) == {
        "graph.ttl",
        "evidence.ttl",
        "annotations.jsonl",
        "explorer.html",
        "report.html",
    }
    assert manifest["rules"] == sorted(manifest["rules"])
    assert str(corpus.parent) not in text


def test_what_it_writes_is_true(built: Path) -> None:
    from kg.verbs.verify import verify

    assert verify(built).faults == ()


@pytest.mark.parametrize(
    ("only", "files"),
    [
        (("graph",), {"graph.ttl"}),
        (("annotations", "evidence"), {"annotations.jsonl", "evidence.ttl"}),
        (("store",), {"store"}),
        (("report",), {"report.html"}),
    ],
)
def test_only_what_is_asked_for(corpus: Path, tmp_path: Path, only: tuple[str, ...], files: set[str]) -> None:
    report = kg.build([corpus], tmp_path / "out", only=only)
    assert {path.name for path in report.output.iterdir()} == files | {"manifest.json", "local.json"}


def test_what_was_written_before_and_is_not_asked_for_is_gone(corpus: Path, tmp_path: Path) -> None:
    kg.build([corpus], tmp_path, only=("graph", "report"))
    kg.build([corpus], tmp_path, only=("graph",))
    assert not (tmp_path / "report.html").exists()


# --- sameness


def test_the_order_of_the_inputs_does_not_matter(corpus: Path, built: Path, tmp_path: Path) -> None:
    for name in TEXTS:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
    for name in random.Random(3).sample(sorted(TEXTS), len(TEXTS)):  # noqa: S311 - any order but the sorted one
        (tmp_path / "in" / name).write_bytes((corpus / name).read_bytes())
    assert written(kg.build([tmp_path / "in"], tmp_path / "out").output) == written(built)


@pytest.mark.parametrize(("seed", "workers"), [("0", 1), ("1", 2), ("4711", 1)])
def test_the_same_bytes_in_any_process(
    corpus: Path, built: Path, tmp_path: Path, seed: str, workers: int
) -> None:
    call = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(corpus),
        "-o",
        "out",
        "--workers",
        str(workers),
        "--fresh",
    ]
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    environment["PYTHONPATH"] = str(Path(kg.__file__).parent.parent)
    done = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(tmp_path / "out") == written(built)


def test_a_cached_build_is_the_same_and_reads_nothing(
    corpus: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build([corpus], tmp_path / "out", only=QUICK, cache=tmp_path / "cache")
    monkeypatch.setattr(belt, "run", lambda *_: pytest.fail("a document was read again"))
    again = kg.build([corpus], tmp_path / "out", cache=tmp_path / "cache")
    assert written(again.output) == written(built)


def test_a_damaged_cache_is_read_past(corpus: Path, built: Path, tmp_path: Path) -> None:
    kg.build([corpus], tmp_path / "out", cache=tmp_path / "cache")
    for entry in (tmp_path / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert written(kg.build([corpus], tmp_path / "out", cache=tmp_path / "cache").output) == written(built)


LATER = {
    "a document more": {"order.txt": "青溪县总工会关于表彰先进的决定\n\n青溪县总工会决定表彰李四。\n"},
    "one that says something else": {
        "notice.txt": "白鹭市民政局关于开展“鹭岛夜课”活动的通知\n\n白鹭市民政局要开展“鹭岛夜课”活动。\n"
    },
    "one that names it otherwise": {
        "deep/brief.md": "# 简讯\n\n白鹭市总工会（以下简称市总）举办“邻里节”活动。\n"
    },
    "one less": {"law.txt": None},
    "one back": {"law.txt": TEXTS["law.txt"], "order.txt": None},
}


def test_adding_changing_and_removing_documents_is_a_build_from_nothing(tmp_path: Path) -> None:
    """One folder built again and again after each change, against a new folder without any cache."""
    inputs, texts = tmp_path / "in", dict(TEXTS)
    for change, later in LATER.items():
        texts |= {name: text for name, text in later.items() if text is not None}
        for name, text in {**texts, **later}.items():
            (inputs / name).parent.mkdir(parents=True, exist_ok=True)
            (inputs / name).write_text(text or "", encoding="utf-8")
            if text is None:
                (inputs / name).unlink()
                texts.pop(name)
        again = kg.build([inputs], tmp_path / "out", cache=tmp_path / "cache").output
        anew = kg.build([inputs], tmp_path / change, cache=tmp_path / "none", fresh=True).output
        assert written(again) == written(anew), change


@pytest.mark.parametrize("change", ["bytes", "name", "encoding", "seeds"])
def test_whatever_decides_a_reading_decides_its_place_in_the_cache(tmp_path: Path, change: str) -> None:
    text = tmp_path / "a.txt"
    text.write_text("白鹭市总工会", encoding="utf-8")
    more = tmp_path / "seeds" / "words"
    more.mkdir(parents=True)
    (more / "more.yaml").write_text("words-of-this-test: 甲 乙\n", encoding="utf-8")
    cache = tmp_path / "cache"

    def entries() -> int:
        return sum(path.is_file() for path in (cache / "readings").rglob("*"))

    kg.build([text], tmp_path / "out", only=("graph",), cache=cache)
    kg.build([text], tmp_path / "out", only=("graph",), cache=cache)
    assert entries() == 1
    if change == "bytes":
        text.write_text("白鹭市总工会。", encoding="utf-8")
    elif change == "name":
        text = text.rename(tmp_path / "b.txt")
    folders = [tmp_path / "seeds"] if change == "seeds" else []
    encoding = "utf-8" if change == "encoding" else ""
    kg.build([text], tmp_path / "out", folders, only=("graph",), encoding=encoding, cache=cache)
    assert entries() == 2


# --- what cannot be read


def test_one_bad_document_costs_itself_only(corpus: Path, built: Path, tmp_path: Path) -> None:
    for name in TEXTS:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes((corpus / name).read_bytes())
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    report = kg.build([tmp_path / "in"], tmp_path / "out")
    expected = dict.fromkeys(TEXTS, "ok") | {"empty.txt": "failed", "binary.txt": "failed"}
    expected |= dict.fromkeys(("picture.png", "gone.txt", "pipe.txt"), "skipped")
    assert statuses(report) == dict(sorted(expected.items()))
    assert report.exit_code == 1
    assert all(outcome.reason.startswith(f"{outcome.path}: ") for outcome in report.left_out)
    for name in ("graph.ttl", "evidence.ttl", "annotations.jsonl"):
        assert (report.output / name).read_bytes() == (built / name).read_bytes()


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")]
)
def test_a_file_that_cannot_be_opened(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    opened = Path.open

    def refusing(path: Path, mode: str = "r", **options: str) -> IO[Any]:
        if path.name == "law.txt" and path.parent == corpus:
            raise error
        return opened(path, mode, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(Path, "open", refusing)
    report = kg.build([corpus], tmp_path / "out", only=QUICK)
    assert statuses(report)["law.txt"] == "failed"
    assert report.left_out[0].reason.startswith(f"law.txt: cannot be opened: {str(error.strerror).lower()}")


def test_a_fault_of_our_own_is_told_and_costs_one_document(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = belt.run

    def broken(document: kg.Document, seeds: kg.Seeds) -> kg.Reading:
        return run(document, seeds) if "law" not in document.path else 1 // 0  # type: ignore[return-value]

    monkeypatch.setattr(belt, "run", broken)
    report = kg.build([corpus], tmp_path / "out", only=QUICK, fresh=True)
    (failed,) = report.left_out
    assert failed.path == "law.txt"
    assert failed.reason.startswith("law.txt: internal fault, ZeroDivisionError")


def killing(settings: belt.Settings) -> Callable[[Task], Outcome]:
    """A worker that one document kills."""
    work = belt.start(settings)

    def take(task: Task) -> Outcome:
        if task.relative == "law.txt":
            os.kill(os.getpid(), 9)
        return work(task)

    return take


def test_a_worker_that_dies_costs_one_document(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline.start", killing)
    report = kg.build([corpus], tmp_path / "out", workers=2, only=QUICK)
    assert statuses(report) == dict.fromkeys(sorted(TEXTS), "ok") | {"law.txt": "failed"}
    assert "SIGKILL" in report.left_out[0].reason


NOTHING = {
    "no input": (lambda _: [], "there is nothing to read"),
    "no such file": (lambda folder: [folder / "nowhere"], "nowhere: no such file or folder"),
    "an empty folder": (lambda folder: [folder / "empty"], "no document in it that can be read"),
    "an empty file": (lambda folder: [folder / "empty.txt"], r"^empty\.txt: "),
    "only bad ones": (lambda folder: [folder / "empty.txt", folder / "binary.txt"], "none of 2 documents"),
}


@pytest.mark.parametrize(("inputs", "said"), NOTHING.values(), ids=NOTHING)
def test_a_call_without_anything_to_read(
    tmp_path: Path, inputs: Callable[[Path], list[Path]], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(KgError, match=said) as raised:
        kg.build(inputs(tmp_path), tmp_path / "out")
    assert raised.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_what_a_build_wrote_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("白鹭市总工会", encoding="utf-8")
    for _ in range(2):
        report = kg.build([tmp_path], tmp_path / "output", only=("graph",))
        assert statuses(report) == {"a.txt": "ok"}


@pytest.mark.parametrize("base", ["", "no iri", "https://example.org/no-end", "https://example.org/<>/"])
def test_a_base_that_will_not_do(corpus: Path, tmp_path: Path, base: str) -> None:
    with pytest.raises(KgError, match="wanted an absolute IRI that ends in"):
        kg.build([corpus], tmp_path / "out", base=base)


def test_a_base_of_the_users_own(corpus: Path, tmp_path: Path) -> None:
    kg.build([corpus], tmp_path / "out", base="https://example.org/我/".replace("我", "me"), only=("graph",))
    assert "https://example.org/me/Organisation/" in (tmp_path / "out" / "graph.ttl").read_text(
        encoding="utf-8"
    )


def test_a_product_that_there_is_not(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="'pictures' is nothing that a build writes; wanted graph, evidence"):
        kg.build([corpus], tmp_path / "out", only=("pictures",))


def test_an_output_folder_that_cannot_be_one(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        kg.build([corpus], tmp_path / "out")


def test_the_last_good_output_survives_a_build_that_fails(
    corpus: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build([corpus], tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "graph.ttl")

    monkeypatch.setattr("kg.exports.turtle.write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        kg.build([corpus], tmp_path / "out")
    assert written(tmp_path / "out") == written(built)

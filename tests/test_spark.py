"""The belt on Spark, where it is installed: the same bytes as here; a document that kills its process costs itself only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.pipeline import belt
from kg.pipeline.belt import Outcome, Task

pyspark = pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not (shutil.which("java") or "JAVA_HOME" in os.environ), reason="there is no Java"),
]
PRODUCTS = ("graph", "evidence", "annotations", "report")
TEXTS = {
    "notice.txt": "白鹭市总工会关于开展“鹭岛夜课”活动的通知\n\n各县总工会：\n白鹭市总工会要深入开展“鹭岛夜课”活动。\n",
    "deep/brief.md": "# 简讯\n\n白鹭市民政局联合白鹭市总工会举办“邻里节”活动。会议在青溪县召开。\n",
    "law.txt": "白鹭市志愿服务条例\n\n第一条 根据《中华人民共和国慈善法》，制定本条例。\n",
    "binary.txt": "\0\1\2" * 40,
    "poison.txt": "白鹭市总工会要开展“毒”活动。\n",
}


def killing(settings: belt.Settings) -> Callable[[Task], Outcome]:
    """A reader that one document kills."""
    work = belt.start(settings)

    def take(task: Task) -> Outcome:
        if task.relative == "poison.txt":
            os.kill(os.getpid(), 9)
        return work(task)

    return take


def test_the_same_bytes_and_a_poisoned_document_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The partition with the poison fails, and is read again with care; what Spark sorts is what is sorted here."""
    from pyspark.cloudpickle import register_pickle_by_value

    from kg import spark

    for name, text in TEXTS.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(spark, "start", killing)
    register_pickle_by_value(spark)  # so that the poison reaches the processes that read
    with spark.connected("local[1]") as cluster:
        there = pipeline.build(
            [tmp_path / "in"], tmp_path / "there", only=PRODUCTS, engine=cluster, fresh=True
        )
    statuses = {outcome.path: outcome.status for outcome in there.outcomes}
    assert statuses == dict.fromkeys(sorted(TEXTS), "ok") | {"binary.txt": "failed", "poison.txt": "failed"}
    assert [one.reason for one in there.left_out if "SIGKILL" in one.reason]
    (tmp_path / "in" / "poison.txt").unlink()
    here = kg.build([tmp_path / "in"], tmp_path / "here", only=PRODUCTS, fresh=True)
    for name in ("graph.ttl", "evidence.ttl", "annotations.jsonl"):
        assert (there.output / name).read_bytes() == (here.output / name).read_bytes()
    assert here.counts | {"left out": 2} == there.counts

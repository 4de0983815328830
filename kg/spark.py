"""Tasks in, read on a Spark cluster; outcomes and the sorted rows of what the documents add out, for one process to write.

The per-document part is a `mapPartitions`, the gather a keyed distinct and a sort. Every executor must see the documents under
the paths that the driver sees (a shared file system, or a copy on each machine) and have this package in its Python.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import KgError
from kg.pipeline.belt import Outcome, Settings, Task, start
from kg.pipeline.portions import FactRow, MentionRow, Rows, ThingRow, merged, unpack, without_rows
from kg.pipeline.workers import spread

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext

PARTITION = 4 << 20
"""About so many bytes of documents make a partition."""

ATTEMPTS = 4
"""So often is a partition tried."""


class Cluster:
    """A Spark cluster that reads; it is let go of by `close`."""

    def __init__(self, master: str) -> None:
        """Raises KgError where there is no Spark, or where it cannot be reached."""
        self.context = _connected(master)
        self.outcomes: RDD[Outcome] = self.context.emptyRDD()

    def close(self) -> None:
        """Let go of the cluster."""
        self.context.stop()

    def read(self, tasks: Sequence[Task], settings: Settings) -> Iterator[Outcome]:
        """The outcomes of the tasks; a portion comes without its rows, which stay where they are."""
        least = min(len(tasks), 2 * self.context.defaultParallelism)
        count = max(least, sum(task.size for task in tasks) // PARTITION)
        dealt = [task for first in range(count) for task in sorted(tasks, key=_size)[first::count]]
        self.outcomes = self.context.parallelize(dealt, count).mapPartitions(partial(_read, settings))
        if not settings.base:
            yield from self.outcomes.toLocalIterator()
            return
        self.outcomes.persist()
        yield from self.outcomes.map(_lightened).toLocalIterator()

    def rows(self) -> Rows:
        """The rows of all portions: things as one each, all in their order."""
        portions = self.outcomes.filter(_holds)
        things = portions.flatMap(_things).reduceByKey(merged).sortByKey().map(_thing)
        facts = portions.flatMap(_facts).sortBy(_place)
        mentions: RDD[MentionRow] = portions.flatMap(_mentions).sortByKey()
        return things.toLocalIterator(), facts.toLocalIterator(), mentions.toLocalIterator()


def connected(master: str) -> closing[Cluster]:
    """A cluster, for as long as the block lasts."""
    return closing(Cluster(master))


def _connected(master: str) -> SparkContext:
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError as error:
        raise KgError(
            "", "Spark is not installed", hint="pip install 'policykg[spark]', and Java 17"
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    home = str(Path(kg.__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    if master.startswith("local[") and master.endswith("]") and "," not in master:
        master = f"{master[:-1]},{ATTEMPTS}]"  # on one machine Spark tries a partition once only, unless it is told
    told = {
        "spark.app.name": "kg",
        "spark.executorEnv.PYTHONPATH": paths,
        "spark.task.maxFailures": str(ATTEMPTS),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
    }
    known = SparkConf()
    known.setMaster(master).setAll([pair for pair in told.items() if not known.contains(pair[0])])
    try:
        return SparkContext(conf=known)
    except Exception as error:  # Java's own errors, and Spark's
        raise KgError("", f"Spark at {master} cannot be reached, {error}", hint="Java 17 or newer") from error


def _read(settings: Settings, tasks: Iterable[Task]) -> Iterator[Outcome]:
    """Read a partition. One that has failed is read again with care: a document that kills its process is found out so."""
    from pyspark import TaskContext

    context = TaskContext.get()
    if context is not None and context.attemptNumber() > 0:
        yield from (outcome for _, outcome in spread(list(tasks), partial(start, settings), 1))
    else:
        yield from map(start(settings), tasks)


def _size(task: Task) -> tuple[int, str]:
    return -task.size, task.relative


def _holds(outcome: Outcome) -> bool:
    return bool(outcome.packed)


def _lightened(outcome: Outcome) -> Outcome:
    return replace(outcome, packed=without_rows(unpack(outcome.packed))) if outcome.packed else outcome


def _things(outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    return ((iri, told) for iri, _, told in unpack(outcome.packed).things)


def _thing(row: tuple[str, bytes]) -> ThingRow:
    return row[0], "", row[1]


def _facts(outcome: Outcome) -> list[FactRow]:
    return unpack(outcome.packed).facts


def _place(row: FactRow) -> tuple[str, str, bool, str, str, str]:
    return row[:6]


def _mentions(outcome: Outcome) -> list[MentionRow]:
    return unpack(outcome.packed).mentions

"""The belt as a whole: documents in, an output folder out; the one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import kg
from kg import ontology
from kg import seeds as knowledge
from kg.errors import KgError
from kg.exports.evidence import Build
from kg.graph import check
from kg.pipeline import cache as kept
from kg.pipeline.belt import OK, SKIPPED, Outcome, Settings, Task, run, start
from kg.pipeline.collecting import collecting_seldom
from kg.pipeline.decisions import Decision
from kg.pipeline.decisions import load as decisions_of
from kg.pipeline.files import files
from kg.pipeline.folder import LOCAL, MANIFEST, aside, chosen, held
from kg.pipeline.manifest import as_json, describe, standing
from kg.pipeline.portions import Rows
from kg.readers import with_columns
from kg.store import FILES

__all__ = ["DEFAULT_BASE", "MEMORY", "Outcome", "Report", "build", "run"]

DEFAULT_BASE = "https://w3id.org/policykg/id/"

MEMORY = 128
"""Megabytes of what documents add that are held before they go to files, if nobody says otherwise."""

Tell = Callable[[str, int, int], None]


class Engine(Protocol):
    """Who reads documents in another way than this process does with its workers, and sorts what they add."""

    def read(self, tasks: Sequence[Task], settings: Settings) -> Iterator[Outcome]:
        """The outcomes of the tasks, in any order; portions come without their rows."""

    def rows(self) -> Rows:
        """The rows of all portions, each kind in its order."""


def _silent(_stage: str, _done: int, _all: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: each document with its outcome, in the order of their names, and what came of them.

    `unmet` are the decisions that meet nothing any more.
    """

    output: Path
    outcomes: tuple[Outcome, ...]
    counts: dict[str, int]
    unmet: tuple[Decision, ...] = ()

    @property
    def left_out(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status != OK)

    @property
    def exit_code(self) -> int:
        return 1 if self.left_out or self.unmet else 0


def build(  # noqa: PLR0913 - its options are the command's
    inputs: Sequence[Path],
    output: Path,
    seeds_folders: Sequence[Path] = (),
    workers: int = 1,
    base: str = DEFAULT_BASE,
    only: Sequence[str] = (),
    encoding: str = "",
    cache: Path | None = None,
    *,
    fresh: bool = False,
    decisions: Sequence[Path] = (),
    memory: int = MEMORY,
    columns: str = "",
    engine: Engine | None = None,
    tell: Tell = _silent,
) -> Report:
    """Read documents (files and folders) and write the graph of what they say into a folder, with its evidence.

    `cache` None stands for the user's own cache folder; `fresh` reads every document again. `decisions` are files of what a
    person decided about facts and entities, replayed on what was read. What documents add to the graph is held in memory up
    to `memory` megabytes, and beyond that in files. `columns` says which columns of sheets hold whole texts, and their titles:
    text=正文,title=标题. `tell` hears (stage, done, of how many). Raises KgError where the call or
    all of the input is unusable; a document that cannot be read is in the report, and the others go on.

    >>> import kg, tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "news.txt").write_text("甲市总工会要持续推进“乙”活动。", encoding="utf-8")
    >>> report = kg.build([folder / "news.txt"], folder / "output", only=["graph"], cache=folder / "cache")
    >>> [(outcome.path, outcome.status) for outcome in report.outcomes]
    [('news.txt', 'ok')]
    >>> sorted(path.name for path in report.output.iterdir())
    ['graph.ttl', 'local.json', 'manifest.json']
    """
    output = Path(output)
    products = chosen(only)
    check(base)  # a base that will not do is said before anything is read
    with_columns({}, columns)  # and columns that say nothing
    decided = decisions_of([Path(path) for path in decisions])
    tasks, skipped = files([Path(path) for path in inputs], output)
    with held(output), collecting_seldom(), aside(output) as new:
        tell("seeds", 0, 1)
        seeds = knowledge.load(tuple(seeds_folders))
        made = Build(kg.__version__, seeds.digest, ontology.load().digest, decided.digest)
        stamp = f"{made.seeds} {made.ontology} {kept.code_digest()}"
        offering = f"{stamp} {kept.code_digest(kept.OFFERING)}"
        settings = Settings(
            *(tuple(seeds_folders), encoding, stamp, cache or kept.folder(), fresh),
            *("" if decided.rows else base, offering, columns),
        )
        if settings.cache:
            kept.prune(settings.cache, stamp)
            kept.prune(settings.cache, offering, kept.PORTIONS)
        from kg.pipeline.intake import Intake  # with all the exporters: not for those who only open an output

        with (
            TemporaryDirectory(dir=new, prefix=".gathering-") as folder,
            closing(Intake(Path(folder), new, base, products, decided, memory)) as intake,
        ):
            read = _read(tasks, settings, seeds, engine or workers, tell)
            outcomes = tuple(sorted((*skipped, *map(intake.take, read)), key=attrgetter("path")))
            if not intake.some:
                raise KgError("", _nothing(outcomes))
            tell("gather", 0, 1)
            if engine and not decided.rows:
                intake.gathering.sorted_elsewhere(engine.rows())
            graph, unmet = intake.graph(seeds)
            gone = {row.id for row in unmet}
            rows = ((row.id, row.what()) for row in decided.rows if row.id not in gone)
            made = replace(made, decided=tuple(sorted(rows)))
            tell("write", 0, 1)
            before = output if not fresh and standing(output, made, FILES) else None
            intake.write(graph, made, outcomes, before)
            manifest = describe(outcomes, graph, seeds, made, new, encoding, decided, columns)
        (new / LOCAL).write_bytes(as_json({task.relative: task.path for task in tasks}))
        (new / MANIFEST).write_bytes(as_json(manifest))
    return Report(output, outcomes, manifest.counts, unmet)


def _nothing(outcomes: Sequence[Outcome]) -> str:
    """Why there is nothing to build from, in one line."""
    failed = [outcome.reason for outcome in outcomes if outcome.status != SKIPPED]
    return (
        failed[0]
        if len(failed) == 1
        else f"none of {len(failed)} documents could be read, the first: {failed[0]}"
    )


def _read(
    tasks: Sequence[Task], settings: Settings, seeds: knowledge.Seeds, workers: int | Engine, tell: Tell
) -> Iterator[Outcome]:
    """The outcomes of the tasks, in whatever order they come."""
    outcomes: Iterable[Outcome]
    if not isinstance(workers, int):
        outcomes = workers.read(tasks, settings)
    elif workers > 1 and len(tasks) > 1:
        from kg.pipeline.workers import spread

        outcomes = (done for _, done in spread(tasks, partial(start, settings), workers))
    else:
        outcomes = map(start(settings, seeds), tasks)
    tell("read", 0, len(tasks))
    for number, outcome in enumerate(outcomes, 1):
        yield outcome
        tell("read", number, len(tasks))

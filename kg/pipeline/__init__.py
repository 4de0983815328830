"""The belt as a whole: documents in, an output folder out; the one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import kg
from kg import ontology
from kg import seeds as knowledge
from kg.errors import KgError
from kg.exports.evidence import Build
from kg.graph import Graph, gather
from kg.model import Reading
from kg.pipeline import cache as kept
from kg.pipeline import codec
from kg.pipeline.belt import OK, PARTIAL, SKIPPED, Outcome, Settings, Task, run, start
from kg.pipeline.collecting import collecting_seldom
from kg.pipeline.decisions import Decision, Decisions
from kg.pipeline.decisions import load as decisions_of
from kg.pipeline.files import files
from kg.pipeline.folder import LOCAL, MANIFEST, aside, chosen, held
from kg.pipeline.manifest import as_json, describe

__all__ = ["DEFAULT_BASE", "Outcome", "Report", "build", "run"]

DEFAULT_BASE = "https://w3id.org/policykg/id/"

Tell = Callable[[str, int, int], None]


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
    tell: Tell = _silent,
) -> Report:
    """Read documents (files and folders) and write the graph of what they say into a folder, with its evidence.

    `cache` None stands for the user's own cache folder; `fresh` reads every document again. `decisions` are files of what a
    person decided about facts and entities, replayed on what was read. `tell` hears (stage, done, of how many). Raises
    KgError where the call or all of the input is unusable; a document that cannot be read is in the report, and the others
    go on.

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
    gather((), base)  # a base that will not do is said before anything is read
    decided = decisions_of([Path(path) for path in decisions])
    tasks, skipped = files([Path(path) for path in inputs], output)
    with held(output), collecting_seldom():
        tell("seeds", 0, 1)
        seeds = knowledge.load(tuple(seeds_folders))
        made = Build(kg.__version__, seeds.digest, ontology.load().digest, decided.digest)
        stamp = f"{made.seeds} {made.ontology} {kept.code_digest()}"
        settings = Settings(tuple(seeds_folders), encoding, stamp, cache or kept.folder(), fresh)
        if settings.cache:
            kept.prune(settings.cache, stamp)
        outcomes, readings = _unpacked(_read(tasks, settings, seeds, workers, tell))
        outcomes = tuple(sorted((*skipped, *outcomes), key=lambda outcome: outcome.path))
        if not readings:
            raise KgError("", _nothing(outcomes))
        tell("gather", 0, 1)
        graph, readings, unmet = _decided(readings, base, seeds, decided)
        gone = {row.id for row in unmet}
        told = ((row.id, row.what()) for row in decided.rows if row.id not in gone)
        made = replace(made, decided=tuple(sorted(told)))
        tell("write", 0, 1)
        from kg.pipeline.writers import write  # with all the exporters: not for those who only open an output

        with aside(output) as new:
            write(graph, readings, made, new, products, outcomes)
            manifest = describe(outcomes, graph, seeds, made, new, encoding, decided)
            (new / LOCAL).write_bytes(as_json({task.relative: task.path for task in tasks}))
            (new / MANIFEST).write_bytes(as_json(manifest))
    return Report(output, outcomes, manifest.counts, unmet)


def _decided(
    readings: list[Reading], base: str, seeds: knowledge.Seeds, decided: Decisions
) -> tuple[Graph, list[Reading], tuple[Decision, ...]]:
    """The graph and the readings after the decisions, and the decisions that met nothing."""
    if not decided.rows:
        return gather(readings, base, seeds.rows), readings, ()
    from kg.pipeline.replay import Replay

    replay = Replay(decided.rows, readings)
    after = [replay.reading(reading) for reading in readings]
    graph = replay.graph(gather(after, base, replay.lexicon(seeds.rows)))
    return graph, after, replay.unmet()


def _unpacked(outcomes: Sequence[Outcome]) -> tuple[tuple[Outcome, ...], list[Reading]]:
    """The readings in the outcomes, and the outcomes without them; a document with flaws, or without text, is partly read."""
    told: list[Outcome] = []
    readings: list[Reading] = []
    for outcome in outcomes:
        known = replace(outcome, packed=b"")
        if outcome.packed:
            readings.append(codec.unpack(outcome.packed))
            document = readings[-1].document
            flaws = document.source.flaws or (() if document.text.strip() else ("there is no text in it",))
            if flaws:
                known = replace(known, status=PARTIAL, reason=f"{known.path}: {'; '.join(flaws)}")
        told.append(known)
    return tuple(told), readings


def _nothing(outcomes: Sequence[Outcome]) -> str:
    """Why there is nothing to build from, in one line."""
    failed = [outcome.reason for outcome in outcomes if outcome.status != SKIPPED]
    return (
        failed[0]
        if len(failed) == 1
        else f"none of {len(failed)} documents could be read, the first: {failed[0]}"
    )


def _read(
    tasks: Sequence[Task], settings: Settings, seeds: knowledge.Seeds, workers: int, tell: Tell
) -> tuple[Outcome, ...]:
    """The outcomes in the order of the tasks, in whatever order they come."""
    if workers > 1 and len(tasks) > 1:
        from kg.pipeline.workers import spread

        numbered: Iterable[tuple[int, Outcome]] = spread(tasks, partial(start, settings), workers)
    else:
        numbered = enumerate(map(start(settings, seeds), tasks))
    done: dict[int, Outcome] = {}
    tell("read", 0, len(tasks))
    for number, outcome in numbered:
        done[number] = outcome
        tell("read", len(done), len(tasks))
    return tuple(done[number] for number in range(len(tasks)))

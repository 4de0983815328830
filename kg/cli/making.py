"""Commands that make a graph and look after what makes it: build, check, evaluate, review."""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    AS_JSON,
    DECISIONS,
    MEGABYTES,
    OUTPUT,
    PATH,
    SEEDS,
    TEXTS,
    UNUSABLE,
    WORKERS,
    examples,
)
from kg.errors import KgError
from kg.terminal import answer, complain, hear, progress, say, say_json

if TYPE_CHECKING:
    from kg.pipeline import Engine, Report


@click.command(epilog=examples("kg build seeds/documents -o output --workers 2"))
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", default="output", show_default=True, type=PATH, help="Where it goes.")
@click.option("--workers", default=1, show_default=True, type=WORKERS, help="Processes that read.")
@SEEDS
@click.option("--base", default="", help="The base of entity IRIs; ends in / or #.")
@click.option("--only", default="", help="Of graph, evidence, annotations, store, explorer, report.")
@click.option("--encoding", default="", help="The encoding of documents that do not say theirs.")
@click.option(
    "--columns", default="", help="Of sheets whose rows are texts: text=HEAD and, if need be, title=HEAD."
)
@click.option("--cache", type=PATH, help="Where finished work is kept; else the user's cache folder.")
@click.option(
    "--memory",
    default=128,
    show_default=True,
    type=MEGABYTES,
    help="MB held before the gather goes to files.",
)
@click.option("--fresh", is_flag=True, help="Read every document again, whatever the cache holds.")
@click.option(
    "--engine",
    default="local",
    show_default=True,
    type=click.Choice(("local", "spark")),
    help="Who reads the documents.",
)
@click.option("--master", default="local[*]", show_default=True, help="Where Spark's cluster is.")
@click.option(
    "--watch", is_flag=True, help="Build again whenever documents, seeds or decisions change, until Ctrl-C."
)
@DECISIONS
@AS_JSON
def build(
    paths: tuple[Path, ...],
    output: Path,
    workers: int,
    seeds_folders: tuple[Path, ...],
    base: str,
    only: str,
    encoding: str,
    columns: str,
    cache: Path | None,
    memory: int,
    fresh: bool,
    engine: str,
    master: str,
    watch: bool,
    decisions: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Read documents (files and folders) and write their graph, with the evidence of every fact."""
    from kg import pipeline
    from kg.pipeline.watching import turns

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave as Ctrl-C does
    products = tuple(name.strip() for name in only.split(",") if name.strip())
    base = base or pipeline.DEFAULT_BASE
    more = (seeds_folders, workers, base, products, encoding, cache)

    def made(cluster: Engine | None, *, fresh: bool) -> int:
        with progress() as tell:
            report = pipeline.build(
                paths,
                output,
                *more,
                fresh=fresh,
                decisions=decisions,
                memory=memory,
                columns=columns,
                engine=cluster,
                tell=tell,
            )
        _tell(report, as_json=as_json)
        return report.exit_code

    with _engine(engine, master) as cluster:
        if not watch:
            return made(cluster, fresh=fresh)
        for number, _ in enumerate(turns(paths, output, (*seeds_folders, *decisions))):
            try:
                made(cluster, fresh=fresh and not number)
            except KgError as error:  # what is wrong now may be right at the next turn
                complain(str(error))
    return 0


def _engine(name: str, master: str) -> AbstractContextManager[Engine | None]:
    """Who reads, where it is not this process with its workers."""
    if name == "local":
        return nullcontext()
    from kg.spark import connected

    return connected(master)


def _tell(report: Report, *, as_json: bool) -> None:
    """What a build did."""
    from kg.verbs.table import counted

    for outcome in report.left_out:
        complain(f"{outcome.status}: {outcome.reason}")
    for row in report.unmet:
        complain(f"{row.place}: the decision {row.id} meets nothing any more: {row.what()}")
    if as_json:
        say_json(report)
    else:
        say(", ".join(counted(count, name) for name, count in report.counts.items()) + f" in {report.output}")
    hear()


@click.command(epilog=examples("kg check", "kg check seeds --notes", "kg check --book output/book"))
@click.argument("folders", nargs=-1, type=PATH)
@click.option(
    "--book", is_flag=False, flag_value=Path("book"), type=PATH, help="Write the rule book into this folder."
)
@click.option(
    "--gold", multiple=True, type=(PATH, PATH), help="For the book: a gold file and the folder of its texts."
)
@click.option(
    "--built", multiple=True, type=PATH, help="For the book: an output folder, to count each rule's readings."
)
@click.option("--notes", is_flag=True, help="List the names of several things, which context must resolve.")
@AS_JSON
def check(
    folders: tuple[Path, ...],
    notes: bool,
    book: Path | None,
    gold: tuple[tuple[Path, Path], ...],
    built: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Lexicons, forms and rules against the ontology and their own examples; without FOLDERS, the packaged seeds."""
    from kg.verbs.check import check

    if book is None and (gold or built):
        raise click.UsageError("--gold and --built say what the book tells; they need --book")
    checked = check(folders)
    answer(checked, lambda found: found.lines(notes=notes), as_json=as_json)
    complain(checked.summary())
    if book is not None and checked.exit_code != UNUSABLE:
        from kg.verbs.book import write

        for path in write(book, folders, checked.verdicts, gold, built):
            complain(str(path))
    return checked.exit_code


@click.command(epilog=examples("kg evaluate output output/annotations.jsonl --errors 5"))
@OUTPUT
@click.argument("gold", type=PATH)
@click.option("--errors", default=20, show_default=True, help="How many errors of each kind to list.")
@TEXTS
@SEEDS
@AS_JSON
def evaluate(
    output: Path, gold: Path, errors: int, texts: Path | None, seeds_folders: tuple[Path, ...], as_json: bool
) -> int:
    """Precision, recall and F1 by class, relation, rule and document, and every error with its sentence.

    GOLD is stand-off annotation (jsonl), a folder of brat, or an export of doccano or Label Studio (see docs/evaluate.md).
    """
    from kg.verbs import show
    from kg.verbs.evaluate import evaluate

    found = evaluate(output, gold, texts, seeds_folders)
    answer(found.record() if as_json else found, lambda _: show.evaluation(found, errors), as_json=as_json)
    return 0


@click.command(epilog=examples("kg review output", "kg review output -o output/review.csv"))
@OUTPUT
@click.option(
    "-o",
    "--to",
    "file",
    type=PATH,
    help="A sheet (.csv), lines (.jsonl) or tasks (.labelstudio.json) to fill in.",
)
@click.option("--gold", multiple=True, type=PATH, help="Doubt rules that are often wrong on this gold.")
@click.option("--low", default=0.8, show_default=True, help="The precision under which a rule is doubted.")
@DECISIONS
@SEEDS
@AS_JSON
def review(
    output: Path,
    file: Path | None,
    gold: tuple[Path, ...],
    low: float,
    decisions: tuple[Path, ...],
    seeds_folders: tuple[Path, ...],
    as_json: bool,
) -> int:
    """What wants a human eye: facts with little support, entities that may be one, citations that do not say of what.

    What is decided in the file comes back with `kg build --decisions`; see docs/review.md.
    """
    from kg.verbs import questions
    from kg.verbs.review import review

    found = review(output, gold, decisions, low, seeds_folders)
    if file is None:
        answer(found, questions.told, as_json=as_json)
    else:
        questions.write(found, file)
        say(str(file))
    kinds = Counter(one.kind for one in found)
    complain(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing to decide")
    return 0

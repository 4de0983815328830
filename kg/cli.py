"""The command line: one command a verb; arguments in, the verb's answer on stdout, what went wrong on stderr, an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import NoReturn

import click

from kg import __version__
from kg.errors import KgError
from kg.terminal import Unheard, answer, complain, paint, progress, say, say_json

INTERRUPTED = 130
UNUSABLE = 2
MOST = 20  # facts of an entity, unless all are asked for

PATH = click.Path(path_type=Path)
OUTPUT = click.argument("output", type=PATH)
SEEDS = click.option(
    "--seeds", "seeds_folders", multiple=True, type=PATH, help="More seeds, beside the packaged; may repeat."
)
WORKERS = click.IntRange(1, 256)
DECISIONS = click.option(
    "--decisions", multiple=True, type=PATH, help="What a person decided (see docs/review.md); may repeat."
)
TEXTS = click.option("--texts", type=PATH, help="The folder of the texts that stand-off annotation is of.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")


def main() -> NoReturn:
    """Run a command and leave with its exit code: 0 done, 1 something was left out or does not hold, 2 unusable."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = UNUSABLE
    try:
        code = cli.main(prog_name="kg", standalone_mode=False) or 0
        sys.stdout.flush()
    except KgError as error:
        for line in (str(error), *error.names):
            complain(line)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
    except (KeyboardInterrupt, click.Abort):
        complain("stopped; what is in the output folder is as it was")
        code = INTERRUPTED
    except (Unheard, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left in the buffer
        code = 0
    sys.exit(code)


def examples(*lines: str) -> str:
    """The end of a help text: calls that run."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


class Verbs(click.Group):
    """The commands in the order of this file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(self.commands)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=examples("kg build seeds/documents -o output", "kg explain output 白鹭市总工会"),
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Chinese policy text in, a knowledge graph out in which every fact leads back to its sentence."""


@cli.command(epilog=examples("kg build seeds/documents -o output --workers 2"))
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", default="output", show_default=True, type=PATH, help="Where it goes.")
@click.option("--workers", default=1, show_default=True, type=WORKERS, help="Processes that read.")
@SEEDS
@click.option("--base", default="", help="The base of entity IRIs; ends in / or #.")
@click.option("--only", default="", help="Of graph, evidence, annotations, store, explorer, report.")
@click.option("--encoding", default="", help="The encoding of documents that do not say theirs.")
@click.option("--cache", type=PATH, help="Where finished work is kept; else the user's cache folder.")
@click.option("--fresh", is_flag=True, help="Read every document again, whatever the cache holds.")
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
    cache: Path | None,
    fresh: bool,
    decisions: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Read documents (files and folders) and write their graph, with the evidence of every fact."""
    from kg import pipeline
    from kg.verbs.table import counted

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave as Ctrl-C does
    products = tuple(name.strip() for name in only.split(",") if name.strip())
    base = base or pipeline.DEFAULT_BASE
    more = (seeds_folders, workers, base, products, encoding, cache)
    with progress() as tell:
        report = pipeline.build(paths, output, *more, fresh=fresh, decisions=decisions, tell=tell)
    for outcome in report.left_out:
        complain(f"{outcome.status}: {outcome.reason}")
    for row in report.unmet:
        complain(f"{row.place}: the decision {row.id} meets nothing any more: {row.what()}")
    if as_json:
        say_json(report)
    else:
        say(", ".join(counted(count, name) for name, count in report.counts.items()) + f" in {report.output}")
    return report.exit_code


@cli.command(
    epilog=examples(
        "kg explain output 白鹭市总工会",
        "kg explain output 白鹭市总工会 implements ?",
        'kg explain output --why-not "白鹭市总工会听取了汇报。"',
    )
)
@OUTPUT
@click.argument("asked", nargs=-1)
@click.option("--why-not", "sentence", default="", help="What is in a sentence; the rules that came nearest.")
@click.option("--all", "everything", is_flag=True, help="All facts, not the first twenty.")
@SEEDS
@AS_JSON
def explain(
    output: Path,
    asked: tuple[str, ...],
    sentence: str,
    everything: bool,
    seeds_folders: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Why a fact is there: the sentence, its words, the rule.

    ASKED is an entity (a name, a short name, an IRI, a part of a name) or a fact, `subject predicate object`, with `?` for
    any end.
    """
    from kg.verbs import show
    from kg.verbs.explain import explain as ask

    if bool(asked) == bool(sentence):
        raise click.UsageError("name an entity or a fact, or give a sentence after --why-not")
    if sentence:
        from kg.verbs.why_not import why_not

        answer(why_not(sentence, seeds_folders), show.failure, as_json=as_json)
        return 0
    found = ask(output, " ".join(asked), seeds_folders, 0 if everything else MOST)
    answer(found, lambda found: show.explanation(found, paint()), as_json=as_json)
    return 0


@cli.command(
    epilog=examples(
        "kg query --list",
        "kg query output most-cited",
        'kg query output "SELECT ?name { ?p a pk:Programme ; rdfs:label ?name }" --format csv',
    )
)
@click.argument("output", required=False, type=PATH)
@click.argument("asked", default="")
@click.option(
    "--list", "listing", is_flag=True, help="The queries that come with kg, and what may be set in each."
)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value of a $name in the query; may repeat.",
)
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(("table", "csv", "json", "ttl"))
)
@click.option("--seconds", default=60.0, show_default=True, help="How long it may take.")
def query(
    output: Path | None, asked: str, listing: bool, values: tuple[str, ...], form: str, seconds: float
) -> int:
    """Ask in SPARQL: ASKED is a query, a file that holds one, or the name of one that comes with kg."""
    from kg.verbs import show
    from kg.verbs.query import named, query

    if listing or output is None:
        answer(named(), show.queries, as_json=False)
        return 0
    if not asked:
        raise click.UsageError("ask something, or see --list")
    pairs = dict(_pair(value) for value in values)
    say(query(output, asked, pairs, seconds=seconds).text(form).removesuffix("\n"))
    return 0


def _pair(value: str) -> tuple[str, str]:
    name, equals, meant = value.partition("=")
    if not equals:
        raise click.UsageError(f"--set {value}: NAME=VALUE is wanted")
    return name.strip().removeprefix("$"), meant


@cli.command(epilog=examples("kg verify output --sources seeds/documents"))
@OUTPUT
@click.option("--sources", type=PATH, help="The folder in which the sources lie now, if they have moved.")
@SEEDS
@AS_JSON
def verify(output: Path, sources: Path | None, seeds_folders: tuple[Path, ...], as_json: bool) -> int:
    """Read every source again and prove every hash, quote, offset and rule; SHACL over graph and evidence."""
    from kg.verbs.verify import verify

    with progress() as tell:
        verdict = verify(output, sources, seeds_folders, tell=tell)
    for fault in verdict.faults:
        complain(str(fault))
    if as_json:
        say_json(verdict)
    else:
        say(verdict.summary())
    return 0 if verdict.holds else 1


@cli.command(epilog=examples("kg check", "kg check seeds --notes", "kg check --book output/book"))
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


@cli.command(epilog=examples("kg find output 总工会 --type Organisation"))
@OUTPUT
@click.argument("words", nargs=-1, required=True)
@click.option("--type", "kind", default="", help="Only entities of this class, subclasses too.")
@AS_JSON
def find(output: Path, words: tuple[str, ...], kind: str, as_json: bool) -> int:
    """Entities by name, short name or part of it, those with most facts first."""
    from kg.verbs import show
    from kg.verbs.find import find

    found = find(output, " ".join(words), kind)
    answer(found, show.findings, as_json=as_json)
    if not found:
        complain(f"nothing is called {' '.join(words)}")
    return 0 if found else 1


@cli.command(epilog=examples("kg stats output"))
@OUTPUT
@click.option(
    "--most", default=10, show_default=True, help="How many of the most cited, the busiest, the rules."
)
@AS_JSON
def stats(output: Path, most: int, as_json: bool) -> int:
    """What is in it: counts by class and relation, the most cited laws, who runs most programmes, the rules at work."""
    from kg.verbs import show
    from kg.verbs.stats import stats

    answer(stats(output, most), show.statistics, as_json=as_json)
    return 0


@cli.command(epilog=examples("kg evaluate output output/annotations.jsonl --errors 5"))
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


@cli.command(
    epilog=examples(
        "kg export output output/graph.jsonld",
        "kg export output output/unions.graphml --relation implements --ego 白鹭市总工会 --depth 2",
    )
)
@OUTPUT
@click.argument("file", type=PATH)
@click.option(
    "--type", "types", multiple=True, help="Only entities of this class, subclasses too; may repeat."
)
@click.option("--relation", "relations", multiple=True, help="Only facts with this property; may repeat.")
@click.option("--document", "documents", multiple=True, help="Only what this file says; may repeat.")
@click.option("--ego", default="", metavar="ENTITY", help="Only what lies around this entity.")
@click.option(
    "--depth", default=1, show_default=True, type=click.IntRange(0), help="How many facts around it."
)
@click.option("--format", "form", default="", help="The format, where the suffix does not say it.")
@click.option("--evidence", is_flag=True, help="The evidence too, in ttl, nt, rdf and jsonld.")
@click.option("--raw-csv", is_flag=True, help="No apostrophe before cells of CSV that look like formulas.")
@click.option("--bom", is_flag=True, help="CSV with a byte-order mark, for Excel.")
@TEXTS
def export(
    output: Path,
    file: Path,
    types: tuple[str, ...],
    relations: tuple[str, ...],
    documents: tuple[str, ...],
    ego: str,
    depth: int,
    form: str,
    evidence: bool,
    raw_csv: bool,
    bom: bool,
    texts: Path | None,
) -> int:
    """Write the graph, or a part of it, in another format; the suffix of FILE says which (see docs/exports.md).

    Suffixes .brat, .doccano.jsonl and .labelstudio.json write annotations for these tools (see docs/evaluate.md).
    """
    from kg.exports.selection import Selection
    from kg.verbs.export import export

    wanted = Selection(types, relations, documents, ego, depth)
    how = {"evidence": evidence, "raw_csv": raw_csv, "bom": bom}
    notes = export(output, file, wanted, form=form, texts=texts, **how)
    for note in notes:
        complain(note)
    say(str(file))
    return 1 if notes else 0


@cli.command(epilog=examples("kg review output", "kg review output -o output/review.csv"))
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


@cli.command(epilog=examples("kg diff output output", "kg diff output output --html output/changes.html"))
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@click.option("--html", "page", type=PATH, help="Write a page of it, too.")
@AS_JSON
def diff(old: Path, new: Path, page: Path | None, as_json: bool) -> int:
    """Entities and facts that NEW has and OLD has not, the other way round, and what changed; exit code 1 if they differ."""
    from kg.verbs import show
    from kg.verbs.diff import diff, write_page

    found = diff(old, new)
    if page:
        write_page(found, page)
        complain(f"written: {page}")
    answer(found, show.difference, as_json=as_json)
    return 1 if found.differ else 0


@cli.command(epilog=examples("kg doctor output"))
@click.argument("output", required=False, type=PATH)
@AS_JSON
def doctor(output: Path | None, as_json: bool) -> int:
    """Versions, extras, fonts, browser, the cache, and the state of an output folder."""
    from kg.verbs import show
    from kg.verbs.doctor import BROKEN, doctor

    found = doctor(output)
    answer(found, show.health, as_json=as_json)
    return 1 if any(finding.state == BROKEN for finding in found) else 0

"""Commands that ask a graph: explain, query, find, stats, verify, diff."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import AS_JSON, OUTPUT, PATH, SEEDS, examples
from kg.terminal import answer, complain, paint, progress, say, say_json

MOST = 20  # facts of an entity, unless all are asked for


@click.command(
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


@click.command(
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


@click.command(epilog=examples("kg find output 总工会 --type Organisation"))
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


@click.command(epilog=examples("kg stats output"))
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


@click.command(epilog=examples("kg verify output --sources seeds/documents"))
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


@click.command(epilog=examples("kg diff output output", "kg diff output output --html output/changes.html"))
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

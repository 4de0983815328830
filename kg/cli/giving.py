"""Commands that hand a graph on, and the one that looks at the machine: export, publish, mcp, doctor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kg.cli.options import AS_JSON, OUTPUT, PATH, SEEDS, TEXTS, examples
from kg.terminal import answer, complain, progress, say


@click.command(
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
@click.option(
    "--engine",
    default="",
    type=click.Choice(("", "explorer", "pyvis")),
    metavar="ENGINE",
    help="What draws a page (.html): explorer, as else, or pyvis, which shows 1,500 entities at most.",
)
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
    engine: str,
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
    notes = export(output, file, wanted, form=form, engine=engine, texts=texts, **how)
    for note in notes:
        complain(note)
    say(str(file))
    return 1 if notes else 0


@click.command(
    epilog=examples(
        "kg publish output http://localhost:7878 --store oxigraph --dry-run",
        "kg publish output http://localhost:7878/store",
    )
)
@OUTPUT
@click.argument("url")
@click.option(
    "--store",
    "kind",
    default="gsp",
    show_default=True,
    help="What kind of store it is: gsp (URL is its Graph Store), sparql (URL takes queries and updates), oxigraph, virtuoso; "
    "fuseki, graphdb, neptune, qlever (these four not tested).",
)
@click.option(
    "--update", default="", metavar="URL", help="Where SPARQL updates go, if URL does not take them."
)
@click.option(
    "--user", default="", help="Who we are there; the password: KG_STORE_PASSWORD, or it is asked for."
)
@click.option(
    "--auth",
    default="",
    type=click.Choice(("", "basic", "digest", "bearer")),
    metavar="WAY",
    help="basic, digest or bearer (a token in KG_STORE_TOKEN); else as the store asks.",
)
@click.option(
    "--retries",
    default=4,
    show_default=True,
    type=click.IntRange(0, 20),
    help="After failures that may pass.",
)
@click.option("--fresh", is_flag=True, help="Send all, whatever the store has already.")
@click.option("--replace", is_flag=True, help="Delete the documents of another build with the same base.")
@click.option("--dry-run", is_flag=True, help="Tell what would be sent and deleted, and change nothing.")
@AS_JSON
def publish(
    output: Path,
    url: str,
    kind: str,
    update: str,
    user: str,
    auth: str,
    retries: int,
    fresh: bool,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Put the graph into a store on the web, a named graph a document; what the store has already is not sent again.

    By the SPARQL 1.1 Graph Store Protocol, else by SPARQL Update (see docs/publish.md).
    """
    from kg.verbs import show
    from kg.verbs.publish import publish
    from kg.verbs.publish.login import Login

    login = Login(user, _secret("KG_STORE_PASSWORD", user), os.environ.get("KG_STORE_TOKEN", ""), auth)
    how = {"fresh": fresh, "replace": replace, "dry_run": dry_run}
    with progress() as tell:
        found = publish(output, url, kind=kind, update=update, login=login, retries=retries, tell=tell, **how)
    answer(found, show.publishing, as_json=as_json)
    for line in show.unpublished(found):
        complain(line)
    return found.exit_code


def _secret(name: str, user: str) -> str:
    """A user's password: of the environment, else typed where somebody sits; never of the command line, which others can read."""
    known = os.environ.get(name, "")
    if user and not known and sys.stdin.isatty():
        return str(click.prompt(f"password of {user}", hide_input=True, err=True))
    return known


@click.command(epilog=examples("kg mcp output"))
@OUTPUT
@SEEDS
def mcp(output: Path, seeds_folders: tuple[Path, ...]) -> int:
    """Let a language model ask the graph: a server of the Model Context Protocol on stdin and stdout.

    It is started by the program that the model runs in, not by hand (see docs/mcp.md).
    """
    from kg.verbs.mcp import serve

    serve(output, seeds_folders)
    return 0


@click.command(epilog=examples("kg doctor output"))
@click.argument("output", required=False, type=PATH)
@AS_JSON
def doctor(output: Path | None, as_json: bool) -> int:
    """Versions, extras, fonts, browser, the cache, and the state of an output folder."""
    from kg.verbs import show
    from kg.verbs.doctor import BROKEN, doctor

    found = doctor(output)
    answer(found, show.health, as_json=as_json)
    return 1 if any(finding.state == BROKEN for finding in found) else 0

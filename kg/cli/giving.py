"""Commands that hand a graph on, and the one that looks at the machine: export, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import AS_JSON, OUTPUT, PATH, TEXTS, examples
from kg.terminal import answer, complain, say


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

"""Seeds, and if given gold files with their texts and folders that builds wrote, go in; the rule book comes out as two files."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from kg import ontology as ontologies
from kg.errors import KgError, OutputError
from kg.exports.book import Known, book, markdown, page
from kg.seeds import Seeds, load, shown
from kg.seeds.verdicts import Verdict

PAGE, TEXT = "rules.html", "rules.md"
FIRED = """SELECT ?rule (COUNT(DISTINCT ?e) AS ?places) (COUNT(DISTINCT ?path) AS ?documents) WHERE {
    ?e pk:rule ?rule ; oa:hasTarget/oa:hasSource ?path .
} GROUP BY ?rule"""


def write(
    folder: Path,
    seeds_folders: Sequence[Path] = (),
    verdicts: Iterable[Verdict] = (),
    gold: Sequence[tuple[Path, Path]] = (),
    built: Sequence[Path] = (),
) -> tuple[Path, Path]:
    """Write the rule book into a folder, as a page and as Markdown.

    `gold` are annotation files, each with the folder of the texts that it annotates: they are built anew, and each rule's
    facts are held against what careful readers found. `built` are output folders; how often each rule fired in them is told.
    """
    seeds = load(seeds_folders)
    known = dict.fromkeys([rule.id for rule in seeds.rules] + [form.id for form in seeds.forms], Known())
    for verdict in verdicts:
        if verdict.id in known and not known[verdict.id].verdict:
            known[verdict.id] = replace(known[verdict.id], verdict=verdict.verdict)
    for rule, (right, wrong) in _measured(gold, seeds_folders).items():
        known[rule] = replace(known.get(rule, Known()), right=right, wrong=wrong)
    for rule, (places, documents) in _fired(built, seeds).items():
        known[rule] = replace(known.get(rule, Known()), fired=places, documents=documents)
    made = book(
        seeds,
        ontologies.load(),
        known,
        tuple(shown(marked) for marked, _ in gold),
        tuple(shown(output) for output in built),
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = folder / PAGE, folder / TEXT
        for path, text in zip(paths, (page(made), markdown(made)), strict=True):
            path.write_bytes(text.encode())
    except OSError as error:
        raise OutputError(
            str(folder), f"cannot be written: {error.strerror}", "a folder to write into"
        ) from error
    return paths


def _measured(gold: Sequence[tuple[Path, Path]], seeds_folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """How many facts of each rule a gold file has, and how many it has not."""
    from kg.pipeline import build
    from kg.verbs.evaluate import evaluate

    counts: dict[str, tuple[int, int]] = {}
    for marked, texts in gold:
        if not texts.is_dir():
            raise KgError(
                str(texts), "no such folder", "the folder of the texts that the gold file annotates"
            )
        with tempfile.TemporaryDirectory(prefix="kg-book-") as place:
            build([texts], Path(place) / "output", seeds_folders)
            for rule, figures in evaluate(Path(place) / "output", marked).rules.items():
                right, wrong = counts.get(rule, (0, 0))
                counts[rule] = (right + figures.tp, wrong + figures.fp)
    return counts


def _fired(built: Sequence[Path], seeds: Seeds) -> dict[str, tuple[int, int]]:
    """At how many places each rule of the seeds found something, and in how many documents."""
    from pyoxigraph import QuerySolutions

    from kg.verbs.load import OA
    from kg.verbs.load import load as open_output
    from kg.verbs.stats import PREFIXES

    places: Counter[str] = Counter()
    documents: dict[str, int] = defaultdict(int)
    for output in built:
        found = open_output(output).store.query(f"{PREFIXES}PREFIX oa: <{OA}> {FIRED}")
        for row in found if isinstance(found, QuerySolutions) else ():
            rule = unquote(row["rule"].value.rpartition("/")[2])
            places[rule] += int(row["places"].value)
            documents[rule] += int(row["documents"].value)
    ids = {source.id for source in seeds.rules}
    return {rule: (places[rule], documents[rule]) for rule in sorted(places) if rule in ids}

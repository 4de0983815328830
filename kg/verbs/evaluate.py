"""What a build found and what careful readers found → precision, recall, F1 by type, relation, rule, document; every error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import KgError
from kg.pipeline.folder import MANIFEST
from kg.verbs import exchange
from kg.verbs.blame import with_forms, with_rules
from kg.verbs.load import load as open_output
from kg.verbs.matching import Annotation, load
from kg.verbs.passage import passage
from kg.verbs.scoring import (
    ALL,
    BOUNDARY,
    ENTITIES,
    KINDS,
    MISLINKED,
    MISSED,
    RELATIONS,
    RELAXED,
    SPURIOUS,
    STRICT,
    TABLES,
    UNREAD,
    UNTRUE,
    Fault,
    Figures,
    Tally,
    score,
)

__all__ = [
    "BOUNDARY",
    "ENTITIES",
    "MISLINKED",
    "MISSED",
    "RELATIONS",
    "RELAXED",
    "SPURIOUS",
    "STRICT",
    "UNREAD",
    "UNTRUE",
    "Evaluation",
    "Fault",
    "Figures",
    "evaluate",
]

ANNOTATIONS = "annotations.jsonl"
Texts = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The tables by name and row (`ALL` is the sum), the mean F1 of documents, the rules, worst first, and the errors.

    `documents` has the sums of the tables for each document, the worst relations first; `forms` what finds names, as `rules`
    what reads relations.
    """

    tables: dict[str, dict[str, Figures]]
    means: dict[str, float]
    rules: dict[str, Figures]
    faults: tuple[Fault, ...]
    documents: dict[str, dict[str, Figures]]
    forms: dict[str, Figures]

    def record(self) -> dict[str, object]:
        """All of it for a program."""

        def records(rows: dict[str, Figures]) -> dict[str, dict[str, float]]:
            return {row: figures.record() for row, figures in rows.items()}

        return {
            **{name: records(rows) for name, rows in self.tables.items()},
            "mean F1 of documents": self.means,
            "documents": {doc: records(rows) for doc, rows in self.documents.items()},
            "rules": records(self.rules),
            "forms": records(self.forms),
            "errors": self.faults,
        }


def evaluate(
    output: Path, gold: Path, texts: Path | None = None, seeds_folders: Sequence[Path] = ()
) -> Evaluation:
    """Score the annotations of an output folder, or of a file or folder of annotations, against those of careful readers.

    Both may be our own lines, a folder of brat, or an export of doccano or Label Studio. `texts` is the folder of the texts
    of a gold file of our own, to show the sentences of errors where the output's sources are gone. Raises KgError where
    there is nothing to compare, and where a gold text is not the one that was read.
    """
    output = Path(output)
    made = any((output / name).exists() for name in (MANIFEST, ANNOTATIONS))
    if output.is_dir() and not made and next(output.rglob("*.ann"), None) is None:
        raise KgError(str(output), f"there is no {ANNOTATIONS} in it", wanted="a folder that kg build wrote")
    wanted = {one.annotation.doc: one for one in exchange.read(Path(gold), texts)}
    if not wanted:
        raise KgError(
            str(gold), "there is no document in it", wanted="an annotation file, one document a line"
        )
    predicted, source = _predicted(output, {*wanted}, seeds_folders)
    for name, one in wanted.items():
        if one.text and name in predicted and source(name) not in ("", one.text):
            raise KgError(
                str(gold), f"the text of {name} is not the one that was read", "the same text, byte by byte"
            )
    tally = Tally()
    means: dict[str, list[float]] = defaultdict(list)
    documents: dict[str, dict[str, Figures]] = {}
    for name, one in wanted.items():
        alone = Tally()
        score(one.annotation, predicted.get(name, Annotation(name)), alone)
        documents[name] = {
            table: alone.figures(table, ALL) for table in TABLES if (table, ALL) in alone.counts
        }
        for table, figures in documents[name].items():
            means[table].append(figures.f1)
        tally.add(alone)
    tables = {
        table: {row: tally.figures(table, row) for t, row in sorted(tally.counts) if t == table}
        for table in TABLES
    }
    rules, forms = _worst(tally.rules), _worst(tally.forms)
    rank = {rule: number for number, rule in enumerate((*rules, *forms))}

    def order(fault: Fault) -> tuple[int, int, str, int]:
        worst = min((rank[rule] for rule in fault.rules), default=len(rank))
        return KINDS.index(fault.kind), worst, fault.doc, fault.start

    shown = {name: one.text or source(name) for name, one in wanted.items()}
    return Evaluation(
        tables=tables,
        means={table: sum(f1) / len(f1) for table in TABLES if (f1 := means[table])},
        rules=rules,
        faults=tuple(
            replace(fault, sentence=passage(shown[fault.doc], fault.start, fault.end))
            for fault in sorted(tally.faults, key=order)
        ),
        documents=dict(sorted(documents.items(), key=lambda row: (_f1(row[1]), row[0]))),
        forms=forms,
    )


def _predicted(
    output: Path, wanted: set[str], seeds_folders: Sequence[Path]
) -> tuple[dict[str, Annotation], Texts]:
    """The annotations to be scored, with their rules and forms where a build made them, and the texts by document."""
    if not (output / MANIFEST).exists():
        if (output / ANNOTATIONS).exists():
            return load(output / ANNOTATIONS), lambda _doc: ""
        read = {one.annotation.doc: one for one in exchange.read(output)}
        return {
            doc: one.annotation for doc, one in read.items()
        }, lambda doc: read[doc].text if doc in read else ""
    from kg import seeds
    from kg.verbs.sources import Sources

    loaded = open_output(output)
    known = seeds.load(seeds_folders)
    sources = Sources(loaded, known.words)
    found = {doc: one for doc, one in load(output / ANNOTATIONS).items() if doc in wanted}
    ruled = with_forms(with_rules(found, loaded), sources, known)
    return ruled, lambda doc: sources.text(ruled[doc].path) if doc in ruled else ""


def _worst(counts: dict[str, tuple[int, int]]) -> dict[str, Figures]:
    rows = {rule: Figures(right, wrong) for rule, (right, wrong) in counts.items()}
    return dict(
        sorted(rows.items(), key=lambda row: (-row[1].fp, row[1].precision if row[1].fp else 1.0, row[0]))
    )


def _f1(tables: dict[str, Figures]) -> tuple[float, ...]:
    return tuple(tables[table].f1 for table in (RELATIONS, ENTITIES) if table in tables)

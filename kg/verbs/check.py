"""Folders of seeds go in; one line a rule, form or lexicon fault comes out, and whether all of it holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import ontology as ontologies
from kg.errors import Place, SeedError
from kg.mentions import check_forms
from kg.relations.verdicts import judge
from kg.seeds import Row, Seeds, close, load, shown
from kg.seeds.verdicts import HOLDS, Verdict
from kg.verbs.table import counted

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Checked:
    """What `kg check` says: one line a verdict, the notes at the end.

    `exit_code` is 1 if anything does not hold, 2 if the seeds do not load.
    """

    verdicts: tuple[Verdict, ...]
    exit_code: int

    def lines(self, *, notes: bool = True) -> Iterator[str]:
        """The verdicts; without `notes`, how many of these there are."""
        left_out = 0
        for verdict in self.verdicts:
            if verdict.verdict == NOTE and not notes:
                left_out += 1
                continue
            yield " ".join(filter(None, (str(verdict.place), verdict.verdict, verdict.id, verdict.detail)))
        if left_out:
            yield f"{counted(left_out, 'names')} of several things, to be resolved by context; --notes lists them"

    def summary(self) -> str:
        """How many hold, and how many are to be mended, by verdict."""
        counted = Counter(verdict.verdict for verdict in self.verdicts if verdict.verdict != NOTE)
        return ", ".join(f"{number} {name}" for name, number in sorted(counted.items())) or "nothing to check"


def check(folders: Sequence[Path] = ()) -> Checked:
    """Checks the packaged seeds, or, where folders are given, what they hold, with the packaged seeds beside it."""
    try:
        seeds = load(folders)
        judged = [*_lexicons(seeds), *check_forms(seeds), *judge(seeds)]
    except SeedError as error:
        return Checked(
            (Verdict("", "error", error.place, str(error).removeprefix(f"{error.place}: ")),), error.exit_code
        )
    own = [f"{shown(Path(folder))}/" for folder in folders]
    if own:
        judged = [verdict for verdict in judged if any(verdict.place.path.startswith(start) for start in own)]
    faults = any(verdict.verdict not in (HOLDS, NOTE) for verdict in judged)
    judged.sort(key=lambda verdict: verdict.verdict == NOTE)
    return Checked(tuple(judged), 1 if faults else 0)


def _lexicons(seeds: Seeds) -> Iterator[Verdict]:
    yield from _rows(seeds.rows)
    yield from _order(seeds.rows)
    names: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Row] = {}
    for row in seeds.rows:
        for name in (row.name, *row.aliases):
            names[name].add(row.key)
            first.setdefault(name, row)
    for name, keys in sorted(names.items()):
        if len(keys) > 1:
            row = first[name]
            yield Verdict(
                name,
                NOTE,
                row.place,
                f"is a name of {', '.join(sorted(keys))}: it needs context to be resolved",
            )


def _rows(rows: Sequence[Row]) -> Iterator[Verdict]:
    """Duplicates and bad classes."""
    classes = ontologies.load().classes
    seen: dict[tuple[str, str, str], Place] = {}
    for row in rows:
        if row.type not in classes:
            hint = close(row.type, [*classes])
            yield Verdict(
                row.name,
                "error",
                row.place,
                f"there is no class {row.type}" + (f"; try {hint}" if hint else ""),
            )
        known = seen.setdefault((row.name, row.type, row.key), row.place)
        if known != row.place:
            yield Verdict(row.name, "error", row.place, f"is there twice; the other is at {known}")
        if len(set(row.aliases)) < len(row.aliases) or row.name in row.aliases:
            yield Verdict(row.name, "error", row.place, "has an alias twice, or its own name as an alias")


def _order(rows: Sequence[Row]) -> Iterator[Verdict]:
    """One verdict a file that is not sorted by class and name, at the first row that stands too late."""
    last: dict[str, tuple[str, str, str]] = {}
    said: set[str] = set()
    for row in rows:
        path, here = row.place.path, (row.type, row.name, row.key)
        if here < last.get(path, here) and path not in said:
            said.add(path)
            yield Verdict(
                row.name, "error", row.place, "stands out of order; rows are sorted by class and name"
            )
        last[path] = here

"""What a build read and wrote → its manifest: digests, outcomes, counts; the same build has the same one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kg.exports.evidence import Build
from kg.graph import Graph
from kg.pipeline.belt import OK, Outcome
from kg.pipeline.decisions import Decisions
from kg.pipeline.folder import LOCAL, MANIFEST, OWN, STORE
from kg.seeds import Seeds

NONE = Decisions()


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one input, as the manifest has it."""

    path: str
    status: str
    reason: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """What a build was made from and what it made: no clock, no place of this machine, so the same build has the same one.

    `decisions` has the sha256 of each file of decisions by its name; `unmet` the ids of those that met nothing.
    """

    version: str
    base: str
    seeds: str
    ontology: str
    inputs: dict[str, str]
    documents: tuple[Account, ...]
    counts: dict[str, int]
    rules: tuple[str, ...]
    files: dict[str, str]
    encoding: str = ""
    decisions: dict[str, str] = msgspec.field(default_factory=dict)
    unmet: tuple[str, ...] = ()
    columns: str = ""


def describe(
    outcomes: Sequence[Outcome],
    graph: Graph,
    seeds: Seeds,
    made: Build,
    folder: Path,
    encoding: str = "",
    decided: Decisions = NONE,
    columns: str = "",
) -> Manifest:
    """The manifest of what has been written into a folder."""
    met = {name for name, _ in made.decided}
    statuses = [outcome.status for outcome in outcomes]
    counts = {"documents": statuses.count(OK), "left out": len(statuses) - statuses.count(OK)}
    counts |= {
        "entities": len(graph.entities),
        "facts": len(graph.evidence),
        "evidence": sum(map(len, graph.evidence.values())),
    }
    return Manifest(
        version=made.version,
        base=graph.base,
        seeds=made.seeds,
        ontology=made.ontology,
        inputs={outcome.path: outcome.sha256 for outcome in outcomes if outcome.sha256},
        documents=tuple(Account(outcome.path, outcome.status, outcome.reason) for outcome in outcomes),
        counts=counts,
        rules=tuple(sorted({rule.id for rule in seeds.rules})),
        files=_digests(folder),
        encoding=encoding,
        decisions=dict(decided.digests),
        unmet=tuple(sorted({row.id for row in decided.rows} - met)),
        columns=columns,
    )


def standing(output: Path, made: Build, names: Sequence[str]) -> bool:
    """Whether some files of an output folder are those that a build with this version and this ontology wrote there."""
    try:
        before = msgspec.json.decode((output / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return False
    return (before.version, before.ontology) == (made.version, made.ontology) and all(
        name in before.files and _digest(output / name) == before.files[name] for name in names
    )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def as_json(value: object) -> bytes:
    """JSON for people and programs: indented, in UTF-8, with a newline at its end; a name of bad bytes is escaped."""
    plain = msgspec.to_builtins(value)
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _digests(folder: Path) -> dict[str, str]:
    """sha256 by name of every file that is kept, the store's own files apart."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] in OWN and name.parts[0] not in {STORE, LOCAL, MANIFEST}:
            found[name.as_posix()] = _digest(path)
    return found

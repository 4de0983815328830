"""A graph and the readings it comes from → the files of an output folder, by the exporters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kg import ontology, store
from kg.errors import KgError
from kg.exports import annotations as standoff
from kg.exports import evidence, explorer, report, turtle
from kg.exports.evidence import Build
from kg.graph import Graph
from kg.model import Reading
from kg.pipeline.belt import OK, Outcome
from kg.pipeline.folder import LOCAL, MANIFEST, OWN, STORE, TEXTS
from kg.seeds import Seeds

PRODUCTS = ("graph", "evidence", "annotations", "store", "explorer", "report")
TURTLE = {"graph": "graph.ttl", "evidence": "evidence.ttl"}
PLAIN = ("text/plain", "text/markdown")


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one input, as the manifest has it."""

    path: str
    status: str
    reason: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """What a build was made from and what it made: no clock, no place of this machine, so the same build has the same one."""

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


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The products asked for, in the order they are written; all where none is named."""
    for name in only:
        if name not in PRODUCTS:
            raise KgError("", f"{name!r} is nothing that a build writes", wanted=", ".join(PRODUCTS))
    return tuple(name for name in PRODUCTS if name in only or not only)


def write(
    graph: Graph,
    readings: Sequence[Reading],
    made: Build,
    folder: Path,
    only: Sequence[str] = (),
    outcomes: Sequence[Outcome] = (),
) -> None:
    """Write the products asked for into a folder, and the texts of the sources that are not plain text.

    `made` is what evidence.ttl says of the build, `outcomes` what report.html says of the documents.
    """
    products = chosen(only)
    turtles = [folder / name if part in products else folder / f".{name}" for part, name in TURTLE.items()]
    texts = {reading.document.path: reading.document.source.text for reading in readings}
    if "graph" in products or "store" in products:
        turtle.write(graph, turtles[0])
    if "evidence" in products or "store" in products:
        evidence.write(graph, readings, made, turtles[1])
    if "annotations" in products:
        standoff.write(readings, folder / "annotations.jsonl")
    if "store" in products:
        store.load(folder / STORE, turtles)
    if "explorer" in products:
        explorer.write(graph, ontology.load(), folder / "explorer.html", texts)
    if "report" in products:
        report.write(graph, ontology.load(), folder / "report.html", _account(readings, outcomes))
    _texts(readings, folder)


def _account(readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> report.Account:
    """What the report says of each document; where no outcomes are given, of those that were read."""
    found = {reading.document.path: reading for reading in readings}
    told = {outcome.path: outcome for outcome in outcomes} or {
        path: Outcome(path, OK) for path in sorted(found)
    }
    return report.Account(tuple(_read(outcome, found.get(path)) for path, outcome in sorted(told.items())))


def _read(outcome: Outcome, reading: Reading | None) -> report.Read:
    if reading is None:
        return report.Read(outcome.path, outcome.status, outcome.reason)
    sizes = (len(reading.document.source.text), len(reading.resolved.links), len(reading.assertions))
    return report.Read(outcome.path, outcome.status, outcome.reason, *sizes)


def describe(
    outcomes: Sequence[Outcome], graph: Graph, seeds: Seeds, made: Build, folder: Path, encoding: str = ""
) -> Manifest:
    """The manifest of what has been written into a folder."""
    statuses = [outcome.status for outcome in outcomes]
    counts = {"documents": statuses.count(OK), "left out": len(statuses) - statuses.count(OK)}
    counts |= {
        "entities": len(graph.entities),
        "facts": len(graph.facts),
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
    )


def as_json(value: object) -> bytes:
    """JSON for people and programs: indented, in UTF-8, with a newline at its end; a name of bad bytes is escaped."""
    plain = msgspec.to_builtins(value)
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _texts(readings: Sequence[Reading], folder: Path) -> None:
    """The decoded text of each source that is not plain text, as the offsets count it."""
    for reading in readings:
        source = reading.document.source
        if source.media_type not in PLAIN:
            place = folder / TEXTS / f"{source.path}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.text.encode("utf-8", "surrogatepass"))


def _digests(folder: Path) -> dict[str, str]:
    """sha256 by name of every file that is kept, the store's own files apart."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] in OWN and name.parts[0] not in {STORE, LOCAL, MANIFEST}:
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found

"""A graph and what stands beside it → the files of an output folder, by the exporters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kg import ontology, store
from kg.exports import annotations as standoff
from kg.exports import evidence, explorer, report, turtle
from kg.exports.evidence import Build
from kg.exports.putting import put
from kg.graph import Graph
from kg.model import Reading
from kg.pipeline.accounts import account
from kg.pipeline.belt import Outcome
from kg.pipeline.folder import STORE, chosen, text_place
from kg.pipeline.manifest import Account, Manifest, as_json
from kg.pipeline.notes import noted

__all__ = [
    "Account",
    "Beside",
    "Manifest",
    "as_json",
    "write",
    "write_evidence",
    "write_others",
    "write_text",
]

TURTLE = {"graph": "graph.ttl", "evidence": "evidence.ttl"}
PLAIN = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the products want besides the graph: the lines of annotations.jsonl, the texts of sources by path, the account."""

    lines: Callable[[], Iterable[str]]
    texts: Mapping[str, str]
    account: Callable[[], report.Account]


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
    ordered = sorted(readings, key=lambda reading: reading.document.path)
    for reading in ordered:
        source = reading.document.source
        write_text(source.path, source.media_type, source.text, folder)
    write_evidence(evidence.pieces(graph, ordered, made), folder, products)
    beside = Beside(
        lambda: standoff.lines(ordered),
        {reading.document.path: reading.document.source.text for reading in ordered},
        lambda: account(outcomes, [*map(noted, ordered)]),
    )
    write_others(graph, beside, folder, products)


def write_text(path: str, media_type: str, text: str, folder: Path) -> None:
    """Write the decoded text of a source that is not plain text, as the offsets count it."""
    if media_type not in PLAIN:
        place = text_place(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogatepass"))


def write_evidence(pieces: Iterable[str | bytes], folder: Path, products: Sequence[str]) -> None:
    """Write the pieces of evidence.ttl, where it is asked for, or needed for the store."""
    if wants_evidence(products):
        put(pieces, _turtle(folder, "evidence", products))


def wants_evidence(products: Sequence[str]) -> bool:
    """Whether evidence.ttl is made at all."""
    return "evidence" in products or "store" in products


def write_others(
    graph: Graph, beside: Beside, folder: Path, products: Sequence[str], before: Path | None = None
) -> None:
    """Write all other products; the store from that of the build `before`, if its files still stand in that folder."""
    turtles = [_turtle(folder, part, products) for part in TURTLE]
    if "graph" in products or "store" in products:
        turtle.write(graph, turtles[0])
    with ThreadPoolExecutor(1) as aside:  # the store's engine does not hold the interpreter while it loads
        stored = [aside.submit(_store, folder, turtles, before)] if "store" in products else []
        if "annotations" in products:
            put(beside.lines(), folder / "annotations.jsonl", standoff.ERRORS)
        if "explorer" in products:
            explorer.write(graph, ontology.load(), folder / "explorer.html", beside.texts)
        if "report" in products:
            report.write(graph, ontology.load(), folder / "report.html", beside.account())
        for one in stored:
            one.result()


def _store(folder: Path, turtles: Sequence[Path], before: Path | None) -> None:
    old = [before / name for name in TURTLE.values()] if before else []
    if not before or not store.renew(folder / STORE, turtles, before / STORE, old):
        store.load(folder / STORE, turtles)


def _turtle(folder: Path, part: str, products: Sequence[str]) -> Path:
    """Where a Turtle file is written: hidden where only the store wants it."""
    return folder / (TURTLE[part] if part in products else f".{TURTLE[part]}")

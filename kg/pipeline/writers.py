"""A graph and the readings it comes from → the files of an output folder, by the exporters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kg import ontology, store
from kg.exports import annotations as standoff
from kg.exports import evidence, explorer, report, turtle
from kg.exports.evidence import Build
from kg.graph import Graph
from kg.model import Reading
from kg.pipeline import warnings
from kg.pipeline.belt import OK, Outcome
from kg.pipeline.folder import STORE, TEXTS, chosen
from kg.pipeline.manifest import Account, Manifest, as_json

__all__ = ["Account", "Manifest", "as_json", "write"]

TURTLE = {"graph": "graph.ttl", "evidence": "evidence.ttl"}
PLAIN = ("text/plain", "text/markdown")


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
    with ThreadPoolExecutor(1) as beside:  # the store's engine does not hold the interpreter while it loads
        stored = [beside.submit(store.load, folder / STORE, turtles)] if "store" in products else []
        if "annotations" in products:
            standoff.write(readings, folder / "annotations.jsonl")
        if "explorer" in products:
            explorer.write(graph, ontology.load(), folder / "explorer.html", texts)
        if "report" in products:
            report.write(graph, ontology.load(), folder / "report.html", _account(readings, outcomes))
        _texts(readings, folder)
        for one in stored:
            one.result()


def _account(readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> report.Account:
    """What the report says of each document; where no outcomes are given, of those that were read."""
    found = {reading.document.path: reading for reading in readings}
    told = {outcome.path: outcome for outcome in outcomes} or {
        path: Outcome(path, OK) for path in sorted(found)
    }
    read = tuple(_read(outcome, found.get(path)) for path, outcome in sorted(told.items()))
    return report.Account(read, (_unresolved(readings), *_warnings(readings)))


def _unresolved(readings: Sequence[Reading]) -> report.Dropped:
    """The citations that lead nowhere: what is cited is not said."""
    found = [
        (reading.document.text[mention.start : mention.end], reading.document.path)
        for reading in readings
        for mention in reading.resolved.unresolved
    ]
    shown = tuple(f"{words}，{path}" for words, path in found)
    return report.Dropped("没有指明出处的引用", "citations that do not say of what", len(found), shown)


def _warnings(readings: Sequence[Reading]) -> Iterator[report.Dropped]:
    """What a careful reader would look at again."""
    told = (
        (
            "引用了文中没有的条（已删、改号或误写）",
            "citations of articles that the text at hand does not have (repealed, renumbered or mistaken)",
            warnings.absent(readings),
        ),
        (
            "引用时已废止的文件",
            "citations of what was repealed when they were written",
            warnings.repealed(readings),
        ),
    )
    for zh, en, found in told:
        if found:
            yield report.Dropped(
                zh, en, len(found), tuple(f"{one.said}，{one.about}，{one.path}" for one in found)
            )


def _read(outcome: Outcome, reading: Reading | None) -> report.Read:
    if reading is None:
        return report.Read(outcome.path, outcome.status, outcome.reason)
    sizes = (len(reading.document.source.text), len(reading.resolved.links), len(reading.assertions))
    return report.Read(outcome.path, outcome.status, outcome.reason, *sizes)


def _texts(readings: Sequence[Reading], folder: Path) -> None:
    """The decoded text of each source that is not plain text, as the offsets count it."""
    for reading in readings:
        source = reading.document.source
        if source.media_type not in PLAIN:
            place = folder / TEXTS / f"{source.path}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.text.encode("utf-8", "surrogatepass"))

"""An output folder in; the seconds that loading, writing Turtle and a two-hop query take out, beside rdflib in the same run.

    python benchmarks/store.py OUTPUT [--rounds 3] [--json FILE]

Both sides get the same files, graph.ttl and evidence.ttl, and must count the same triples and give the same answer. Each figure
is the best of its rounds; what has taken half a minute is not done again.
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import kg
from kg.exports import turtle
from kg.exports.turtle import VOCABULARIES
from kg.store import FILES, in_memory, open_store

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad, RdfFormat

ENOUGH = 30.0
HOPS = {
    "citations of citations": "SELECT (COUNT(*) AS ?n) WHERE { ?a pk:cites ?b . ?b pk:cites ?c }",
    "evidence to fact to subject": "SELECT (COUNT(*) AS ?n) WHERE { ?e pk:supports ?f . ?f rdf:subject ?s }",
}
PREFIXES = "".join(f"PREFIX {name}: <{start}>\n" for name, start in VOCABULARIES.items())
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Timing:
    """What took how many seconds, by whose hand, and what came of it: triples, bytes or an answer."""

    what: str
    by: str
    seconds: float
    result: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description="Times of kg's store beside rdflib alone.")
    parser.add_argument("output", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--alone", action="store_true", help="without rdflib, for a store that it could not hold"
    )
    parser.add_argument("--json", type=Path, help="write the timings to this file too")
    asked = parser.parse_args(arguments)
    timings = list((on_disk if asked.alone else measured)(asked.output, asked.rounds))
    print("\n".join(table(timings)))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(record(timings), indent=2) + "\n", "utf-8")


def measured(output: Path, rounds: int) -> Iterator[Timing]:
    """Every figure, ours before rdflib's."""
    import pyoxigraph

    files = [output / name for name in FILES]
    own, theirs = "kg (Oxigraph)", "rdflib"

    seconds, store = timed(lambda: in_memory(files), rounds)
    held = sum(1 for _ in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    yield Timing("load Turtle into memory", own, seconds, held)
    if (output / "store").is_dir():
        seconds, _ = timed(lambda: open_store(output), rounds)
        yield Timing("open the store on disk", own, seconds, held)
    seconds, graph = timed(lambda: parsed(files), rounds)
    yield Timing("load Turtle into memory", theirs, seconds, len(graph))

    for name, query in HOPS.items():
        answers = (
            (own, lambda query=query: int(next(iter(store.query(PREFIXES + query)))["n"].value)),
            ("kg query", lambda query=query: int(kg.query(output, query).rows[0][0])),
            (theirs, lambda query=query: int(next(iter(graph.query(PREFIXES + query)))[0])),
        )
        for by, answer in answers:
            seconds, found = timed(answer, rounds)
            yield Timing(f"two hops, {name}", by, seconds, found)

    whole = kg.load(output).graph()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "graph.ttl"
        seconds, _ = timed(lambda: turtle.write(whole, place), rounds)
        yield Timing("write graph.ttl, sorted", own, seconds, place.stat().st_size)
    facts = in_memory(files[:1])
    form = pyoxigraph.RdfFormat.TURTLE
    quads = list(facts.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    seconds, data = timed(lambda: serialized(quads, form), rounds)
    yield Timing("write the same triples, as they come", own, seconds, data)
    small = parsed(files[:1])
    seconds, data = timed(lambda: len(small.serialize(format="turtle", encoding="utf-8")), rounds)
    yield Timing("write graph.ttl, sorted", theirs, seconds, data)
    assert (len(graph), len(small)) == (held, len(quads)), "not the same triples on both sides"


def on_disk(output: Path, rounds: int) -> Iterator[Timing]:
    """What the store on disk answers, and how soon: counts, names, what lies around the thing with most facts."""
    own = "kg (Oxigraph)"
    seconds, store = timed(lambda: open_store(output), rounds)
    yield Timing("open the store on disk", own, seconds, 0)
    asked = {"all triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", **HOPS}
    for name, query in asked.items():
        seconds, found = timed(lambda: int(next(iter(store.query(PREFIXES + query)))["n"].value), 1)  # noqa: B023
        yield Timing(f"count {name}", own, seconds, found)
    loaded = kg.load(output)
    busiest = "SELECT ?o WHERE { ?s pk:cites ?o } GROUP BY ?o ORDER BY DESC(COUNT(?s)) LIMIT 1"
    seconds, answers = timed(lambda: [row["o"].value for row in store.query(PREFIXES + busiest)], 1)
    yield Timing("the most cited", own, seconds, len(answers))
    for here in answers:
        seconds, near = timed(lambda: len(loaded.neighbours(here)), rounds)  # noqa: B023
        yield Timing("its neighbours", own, seconds, near)
    seconds, known = timed(lambda: len(loaded.find("工会")), 1)
    yield Timing("find by a part of a name, the first time", own, seconds, known)
    seconds, known = timed(lambda: len(loaded.find("工会")), rounds)
    yield Timing("find by a part of a name, again", own, seconds, known)


def serialized(quads: Sequence[Quad], form: RdfFormat) -> int:
    """The bytes of some triples in Turtle, by the store's own writer."""
    import pyoxigraph

    stream = io.BytesIO()
    pyoxigraph.serialize([quad.triple for quad in quads], stream, form, prefixes=VOCABULARIES)
    return stream.tell()


def parsed(files: Sequence[Path]) -> rdflib.Graph:
    """Turtle files in one graph of rdflib."""
    import rdflib

    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


def timed(work: Callable[[], Made], rounds: int) -> tuple[float, Made]:
    """The best seconds of some rounds, and what the last one made."""
    best, spent = float("inf"), 0.0
    while True:
        start = time.perf_counter()
        made = work()
        took = time.perf_counter() - start
        best, spent, rounds = min(best, took), spent + took, rounds - 1
        if rounds < 1 or spent > ENOUGH:
            return best, made


def table(timings: Sequence[Timing]) -> Iterator[str]:
    """A line a figure; rdflib's with how many times as long it took."""
    ours = {one.what: one.seconds for one in reversed(timings)}
    yield f"{'':38} {'by':14} {'seconds':>10} {'result':>12}"
    for one in timings:
        times = one.seconds / ours[one.what]
        more = f"  × {times:,.0f}" if one.by == "rdflib" else ""
        yield f"{one.what:42} {one.by:14} {one.seconds:10.4f} {one.result:12,}{more}"


def record(timings: Sequence[Timing]) -> dict[str, object]:
    """The timings with what they were measured with."""
    versions = {name: version(name) for name in ("pyoxigraph", "rdflib")}
    return {
        "python": platform.python_version(),
        "kg": kg.__version__,
        **versions,
        "timings": [*map(asdict, timings)],
    }


if __name__ == "__main__":
    main()

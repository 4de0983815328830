"""Corpora in; characters and facts a second by stage, and the memory of builds, out, beside named baselines in the same run.

    python benchmarks/stages.py [NAME=PATH…] [--rounds 3] [--synthetic 60] [--history FILE] [--plot FILE]

Without a corpus the demonstration is read, and so many synthetic documents. Every stage is timed over all documents, `rounds`
times, and its best time is told, in seconds of the processor: what disturbs a run only ever makes it slower. The baselines
go over the same characters: `jieba.cut` and `jieba.posseg`; `re` with the words that the forms are looked for by, as one
alternation; Aho–Corasick over the names of the lexicons alone, the floor. A build is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import growth
import history
import synthetic

REPOSITORY = Path(__file__).resolve().parent.parent
BASE = "https://example.org/id/"
BELT = ("read", "find", "resolve", "relate")
PRODUCTS = "graph,evidence,annotations,store"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Timing:
    """What took how long over which corpus: characters and facts that went through (0: it says nothing), MB at the peak."""

    corpus: str
    name: str
    seconds: float
    characters: int = 0
    facts: int = 0
    peak: float = 0.0

    @property
    def speed(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds if self.seconds else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, add to the history, draw it."""
    parser = argparse.ArgumentParser(description="Stage timings of kg beside named baselines.")
    parser.add_argument("corpora", nargs="*", help="NAME=PATH")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--synthetic", type=int, default=60, metavar="DOCUMENTS")
    parser.add_argument("--history", type=Path, help="add the timings to this file, a line a run")
    parser.add_argument("--plot", type=Path, help="draw the history into this SVG")
    asked = parser.parse_args(arguments)
    timings = list(starts())
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "synthetic"
        synthetic.write(made, asked.synthetic)
        given = dict(one.split("=", 1) for one in asked.corpora) or {
            "demonstration": str(REPOSITORY / "seeds" / "documents")
        }
        for corpus, path in {**given, "synthetic": str(made)}.items():
            measured = [*stages(corpus, Path(path), asked.rounds), *builds(corpus, Path(path))]
            timings += measured
            print("\n".join(table(measured)), flush=True)
    if asked.history:
        history.add(asked.history, {"python": platform.python_version(), "timings": [*map(asdict, timings)]})
    if asked.plot and asked.history:
        asked.plot.write_text(history.drawn(asked.history), encoding="utf-8")


def starts() -> Iterator[Timing]:
    """What everybody pays before the first document."""
    for words in ("--help", "--version"):
        call = partial(subprocess.run, [sys.executable, "-m", "kg", words], check=True, capture_output=True)
        yield Timing("", f"kg {words}", best(call, 3, time.perf_counter)[0])


def stages(corpus: str, path: Path, rounds: int) -> Iterator[Timing]:
    """Each stage over all documents, then the baselines over the same characters."""
    from kg import entities, mentions, readers, relations, seeds
    from kg.graph import gather
    from kg.model import Reading
    from kg.pipeline import portions

    known = seeds.load()
    files = readers.walk([path])
    seconds, documents = best(lambda: [readers.read(place, name) for place, name in files], rounds)
    size = sum(len(document.text) for document in documents)
    parts = [Timing(corpus, "read", seconds, size)]
    mentions.find(documents[0], known)  # the forms are compiled once
    seconds, found = best(lambda: [mentions.find(document, known) for document in documents], rounds)
    parts.append(Timing(corpus, "find", seconds, size))
    pairs = list(zip(documents, found, strict=True))
    seconds, resolved = best(lambda: [entities.resolve(*pair, known) for pair in pairs], rounds)
    parts.append(Timing(corpus, "resolve", seconds, size))
    relations.relate(resolved[0], known)
    seconds, said = best(lambda: [relations.relate(one, known) for one in resolved], rounds)
    facts = sum(map(len, said))
    parts.append(Timing(corpus, "relate", seconds, size, facts))
    yield from parts
    yield Timing(corpus, "read to relate", sum(part.seconds for part in parts), size, facts)
    readings = [Reading(entities.keep(*pair), pair[1]) for pair in zip(resolved, said, strict=True)]
    seconds, _ = best(lambda: [portions.pack(reading, BASE) for reading in readings], rounds)
    yield Timing(corpus, "write each document's own", seconds, size, facts)
    seconds, _ = best(lambda: gather(readings, BASE, known.rows), rounds)
    yield Timing(corpus, "gather, in memory", seconds, size, facts)
    yield from baselines(corpus, [document.text for document in documents], rounds)


def baselines(corpus: str, texts: Sequence[str], rounds: int) -> Iterator[Timing]:
    """What others do over the same texts."""
    import ahocorasick_rs
    import jieba
    import jieba.posseg

    from kg import ontology, seeds
    from kg.mentions.forms import compile_form

    known, terms = seeds.load(), ontology.load()
    forms = (compile_form(form, known.words, terms) for form in known.forms)
    triggers = {word for form in forms for line in form.lines for word in line.triggers}
    wide = re.compile("|".join(map(re.escape, sorted(triggers, key=lambda word: (-len(word), word)))))
    names = sorted({row.name for row in known.rows} | {alias for row in known.rows for alias in row.aliases})
    automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    jieba.setLogLevel(logging.WARNING)
    size = sum(map(len, texts))
    with tempfile.TemporaryDirectory() as folder:
        words = jieba.Tokenizer()
        words.tmp_dir = folder
        words.initialize()
        tagger = jieba.posseg.POSTokenizer(words)
        next(iter(tagger.cut("一")), None)
        scans: dict[str, tuple[Callable[[str], int], int]] = {
            "jieba.cut": (lambda text: sum(1 for _ in words.cut(text)), rounds),
            "jieba.posseg": (lambda text: sum(1 for _ in tagger.cut(text)), 1),
            "re over the forms' triggers": (lambda text: sum(1 for _ in wide.finditer(text)), rounds),
            "Aho–Corasick over the lexicons": (
                lambda text: len(automaton.find_matches_as_indexes(text)),
                rounds,
            ),
        }
        for name, (scan, times) in scans.items():
            seconds, _ = best(lambda: sum(map(scan, texts)), times)  # noqa: B023 - called at once
            yield Timing(corpus, name, seconds, size)


def builds(corpus: str, path: Path) -> Iterator[Timing]:
    """The whole of `kg build`: from nothing, the same again, and what two workers make of it by the clock."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").symlink_to(path.resolve())
        for said in ("kg build", "kg build, nothing changed"):
            seconds, _, peak = growth.built(folder, ("--only", PRODUCTS))
            counts = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
            yield Timing(corpus, said, seconds, 0, counts["facts"], peak)
        for workers in (1, 2):
            _, wall, peak = growth.built(folder, ("--only", "graph", "--fresh", "--workers", str(workers)))
            yield Timing(
                corpus,
                f"kg build --only graph --workers {workers}, by the clock",
                wall,
                0,
                counts["facts"],
                peak,
            )


def best(
    act: Callable[[], Made], rounds: int, clock: Callable[[], float] = time.process_time
) -> tuple[float, Made]:
    """The shortest of so many runs, and what the last one made."""
    shortest = float("inf")
    while True:
        began = clock()
        made = act()
        shortest, rounds = min(shortest, clock() - began), rounds - 1
        if rounds < 1:
            return shortest, made


def table(timings: Sequence[Timing]) -> Iterator[str]:
    """The timings for a reader, each with its speed beside that of jieba.cut."""
    jieba = next((one.speed for one in timings if one.name == "jieba.cut"), 0.0)
    yield f"{timings[0].corpus:<52}{'seconds':>9}{'characters/s':>14}{'× jieba.cut':>13}{'facts/s':>10}{'MB':>6}"
    for one in timings:
        speed = f"{one.speed:>14,.0f}{one.speed / jieba:>13.2f}" if one.characters and jieba else " " * 27
        facts = f"{one.facts / one.seconds:>10,.0f}" if one.facts else " " * 10
        peak = f"{one.peak:>6.0f}" if one.peak else ""
        yield f"{one.name:<52}{one.seconds:>9.3f}{speed}{facts}{peak}".rstrip()


if __name__ == "__main__":
    main()

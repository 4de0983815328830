"""A corpus in; what building it twice, four times, … over costs out, the line through it, and that line carried on.

    python benchmarks/growth.py [FOLDER] [--places 甲市,乙市] [--times 1,2,4] [--only …] [--lines FILE] [--memory MB]

Each copy of FOLDER after the first is of other places: the names given with --places are exchanged for made-up ones, so that
what is local is new and what is national comes again. Without a folder the synthetic corpus grows, 300 documents at a time.
Each build is a process of its own, from an empty cache; then one document is changed and the build is made again.
Seconds are those of the processor, which other work on the machine does not change much.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import synthetic

STEP = 300
SUFFIXES = {".md", ".txt"}
LAUNCHER = """
import os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss)
os._exit(os.waitstatus_to_exitcode(status) not in (0, 1) or sys.stdout.flush() or 0)
"""
"""A process begins with the peak of the one that it was started by: a small one starts each build."""

HUNDRED_MILLION = 100_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build of so many documents cost: processor and wall seconds, megabytes of memory and of files."""

    corpus: str
    times: int
    documents: int
    characters: int
    seconds: float
    wall: float
    peak: float
    again: float
    again_wall: float
    again_peak: float
    output: float
    cache: float
    entities: int
    facts: int
    places: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure size after size; write a line of JSON for each as it is there."""
    parser = argparse.ArgumentParser(description="Cost of a build by the size of the corpus.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--places", default="")
    parser.add_argument("--times", default="1,2,4")
    parser.add_argument("--only", default="graph,evidence,annotations,store")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--memory", type=int, default=128)
    parser.add_argument("--lines", type=Path)
    asked = parser.parse_args(arguments)
    costs = []
    for times in map(int, asked.times.split(",")):
        cost = measured(asked, times)
        costs.append(cost)
        print(row(cost), flush=True)
        if asked.lines:
            asked.lines.parent.mkdir(parents=True, exist_ok=True)
            with asked.lines.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(cost), ensure_ascii=False) + "\n")
    if len(costs) > 1:
        print(told(costs))


def measured(asked: argparse.Namespace, times: int) -> Cost:
    """Grow the corpus, build it, change a document, build it again."""
    with tempfile.TemporaryDirectory(prefix="kg-growth-") as name:
        folder = Path(name)
        documents, characters = grown(folder / "in", asked.folder, asked.places.split(","), times)
        options = ("--only", asked.only, "--memory", str(asked.memory), "--workers", str(asked.workers))
        seconds, wall, peak = built(folder, options)
        changed = sorted(path for path in (folder / "in").rglob("*") if path.is_file())[documents // 2]
        with changed.open("a", encoding="utf-8") as file:
            file.write("\n白鹭市总工会要开展“邻里晨读”活动。\n")
        again = built(folder, options)
        counts = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
        return Cost(
            asked.folder.name if asked.folder else "synthetic",
            times,
            documents,
            characters,
            *(seconds, wall, peak),
            *again,
            size(folder / "out"),
            size(folder / "cache"),
            *(counts[name] for name in ("entities", "facts", "evidence")),
        )


def grown(target: Path, folder: Path | None, places: Sequence[str], times: int) -> tuple[int, int]:
    """Write the corpus so many times as large; how many documents and characters it has."""
    if folder is None:
        return STEP * times, synthetic.write(target, STEP * times)
    documents = characters = 0
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix()
        for copy in range(times):
            moved = target / f"{copy:03}" / renamed(name, places, copy)
            moved.parent.mkdir(parents=True, exist_ok=True)
            moved.write_text(renamed(text, places, copy), encoding="utf-8")
            documents, characters = documents + 1, characters + len(text)
    return documents, characters


def renamed(text: str, places: Sequence[str], copy: int) -> str:
    """A text of other places; the first copy is as it was."""
    if copy:
        for at, place in enumerate(filter(None, places)):
            first, second = synthetic.FIRST, synthetic.SECOND
            other = first[(copy + at) % len(first)] + second[(copy * 7 + at) % len(second)]
            text = text.replace(place, other + place[2:])
    return text


def built(folder: Path, options: Sequence[str]) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and megabytes at the peak of one build."""
    call = [sys.executable, "-m", "kg", "build", str(folder / "in"), "-o", str(folder / "out")]
    call = [sys.executable, "-c", LAUNCHER, *call, "--cache", str(folder / "cache"), *options]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, wall, peak = map(float, done.stdout.split())
    return seconds, wall, peak / 1024


def size(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20)


def fitted(costs: Sequence[Cost]) -> tuple[float, float]:
    """Processor seconds as a × charactersᵇ, by least squares of the logarithms: a and b."""
    points = [(math.log(cost.characters), math.log(cost.seconds)) for cost in costs]
    middle, height = (sum(part) / len(points) for part in zip(*points, strict=True))
    slope = sum((x - middle) * (y - height) for x, y in points) / sum((x - middle) ** 2 for x, _ in points)
    return math.exp(height - slope * middle), slope


def told(costs: Sequence[Cost]) -> str:
    """The line through the costs, and where it leads."""
    _, slope = fitted(costs)
    last = costs[-1]
    share = HUNDRED_MILLION / last.documents
    hours = last.seconds * share ** max(slope, 1.0) / 3600
    files = (last.output + last.cache) * share / (1 << 20)
    return (
        f"seconds grow as characters to the power {slope:.3f}\n"
        f"100,000,000 documents such as these: {hours:,.0f} hours of one core, {files:,.1f} TB of products and cache"
    )


def row(cost: Cost) -> str:
    """A line of the table."""
    speed = cost.characters / cost.seconds
    return (
        f"{cost.corpus} × {cost.times}: {cost.documents} documents, {cost.characters / 1e6:.1f} M characters, "
        f"{cost.seconds:.1f} s of processor ({cost.wall:.1f} s), {speed:,.0f} characters/s, {cost.peak:.0f} MB; one changed: "
        f"{cost.again:.1f} s ({cost.again / cost.seconds:.3f}), {cost.again_peak:.0f} MB; "
        f"{cost.entities} entities, {cost.facts} facts"
    )


if __name__ == "__main__":
    main()

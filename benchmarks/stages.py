"""Documents in; the seconds that each stage of the belt takes out, beside jieba.cut over the same text in the same run.

    python benchmarks/stages.py [PATH…] [--rounds 3] [--json FILE]

Without a path the demonstration corpus is read. Every stage is timed over all documents, `rounds` times, and its best time
is told: what disturbs a run only ever makes it slower. The whole build, cold and then from its cache, is told beside them.
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Timing:
    """What took how long: `seconds` is the best round, `characters` what went through (0 where that says nothing)."""

    name: str
    seconds: float
    characters: int = 0

    @property
    def speed(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds if self.seconds else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description="Stage timings of kg beside jieba.cut.")
    parser.add_argument("paths", nargs="*", type=Path, default=[REPOSITORY / "seeds" / "documents"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the timings to this file too")
    asked = parser.parse_args(arguments)

    timings = [*starts(), *stages(asked.paths, asked.rounds), *builds(asked.paths)]
    print(table(timings))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(
            json.dumps(record(timings, asked.paths), ensure_ascii=False, indent=2) + "\n", "utf-8"
        )


def starts() -> Iterable[Timing]:
    """What everybody pays before the first document."""
    for name, words in (("kg --help", ["--help"]), ("kg --version", ["--version"])):
        call = [sys.executable, "-m", "kg", *words]
        yield Timing(name, best(lambda: subprocess.run(call, check=True, capture_output=True), 3)[0])  # noqa: B023, S603


def stages(paths: Sequence[Path], rounds: int) -> Iterable[Timing]:
    """Each stage over all documents, then jieba over the same characters."""
    import jieba

    from kg import entities, mentions, ontology, readers, relations, seeds
    from kg.model import Document, Mention, Resolved

    yield Timing("load the ontology", best(ontology.load, 1)[0])
    seconds, known = best(seeds.load, 1)
    yield Timing("load the seeds", seconds)

    files = readers.walk(paths)
    seconds, documents = best(lambda: [readers.read(path, name) for path, name in files], rounds)
    size = sum(len(document.text) for document in documents)
    yield Timing("read", seconds, size)

    def find(document: Document) -> tuple[Mention, ...]:
        return mentions.find(document, known)

    yield Timing("find, first document (compiles forms)", best(lambda: find(documents[0]), 1)[0])
    seconds, found = best(lambda: [find(document) for document in documents], rounds)
    yield Timing("find", seconds, size)

    def resolve(document: Document, names: tuple[Mention, ...]) -> Resolved:
        return entities.resolve(document, names, known)

    seconds, resolved = best(lambda: [resolve(*pair) for pair in zip(documents, found, strict=True)], rounds)
    yield Timing("resolve", seconds, size)

    yield Timing(
        "relate, first document (compiles rules)", best(lambda: relations.relate(resolved[0], known), 1)[0]
    )
    seconds, _ = best(lambda: [relations.relate(one, known) for one in resolved], rounds)
    yield Timing("relate", seconds, size)

    with tempfile.TemporaryDirectory() as folder:
        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
        texts = [document.text for document in documents]
        seconds, _ = best(lambda: sum(1 for text in texts for _ in tokenizer.cut(text)), rounds)
    yield Timing("jieba.cut", seconds, size)


def builds(paths: Sequence[Path]) -> Iterable[Timing]:
    """The whole of `kg build`, in a process of its own: from nothing, then with every document in the cache."""
    with tempfile.TemporaryDirectory() as folder:
        call = [
            sys.executable,
            "-m",
            "kg",
            "build",
            *map(str, paths),
            "-o",
            f"{folder}/out",
            "--cache",
            f"{folder}/cache",
        ]
        for name in ("kg build, cold", "kg build, nothing changed"):
            yield Timing(name, best(lambda: subprocess.run(call, check=False, capture_output=True), 1)[0])  # noqa: S603


def best(act: Callable[[], Made], rounds: int) -> tuple[float, Made]:
    """The shortest of so many runs, and what the last one made."""
    shortest = float("inf")
    for _ in range(max(rounds, 1)):
        began = time.perf_counter()
        made = act()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, made


def belt(timings: Iterable[Timing]) -> Timing:
    """Read to relate taken together: what one worker does for a document."""
    parts = [timing for timing in timings if timing.name in {"read", "find", "resolve", "relate"}]
    return Timing("read to relate", sum(part.seconds for part in parts), parts[0].characters)


def table(timings: Sequence[Timing]) -> str:
    """The timings for a reader."""
    lines = [f"{'':<42}{'seconds':>10}{'characters/s':>15}"]
    for timing in (*timings, belt(timings)):
        speed = f"{timing.speed:>15,.0f}" if timing.characters else ""
        lines.append(f"{timing.name:<42}{timing.seconds:>10.3f}{speed}".rstrip())
    return "\n".join(lines)


def record(timings: Sequence[Timing], paths: Sequence[Path]) -> dict[str, object]:
    """The timings for a program."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "inputs": [path.name for path in paths],
        "timings": [asdict(timing) for timing in (*timings, belt(timings))],
    }


if __name__ == "__main__":
    main()

"""Runs of the benchmark in, a line of JSON each; a plot of them out: the belt's speed beside jieba.cut, by corpus."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path

WIDTH, HEIGHT, EDGE = 720, 320, 48
COLOURS = ("#1f6f8b", "#b3541e", "#4f7942", "#7a4988", "#8b6f1f", "#444444")
MEASURED, BESIDE = "read to relate", "jieba.cut"


def add(path: Path, run: dict[str, object]) -> None:
    """Add a run to a history, with the commit it was made at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"commit": commit(), **run}, ensure_ascii=False) + "\n")


def commit() -> str:
    """The commit that is checked out, if any."""
    call = ["git", "rev-parse", "--short", "HEAD"]
    where = Path(__file__).parent
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=where)
    return done.stdout.strip()


def ratios(path: Path) -> dict[str, list[tuple[int, float]]]:
    """By corpus: the number of each run, and the speed of the belt by that of jieba.cut in it."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        seconds: dict[str, dict[str, float]] = defaultdict(dict)
        for timing in json.loads(line)["timings"]:
            seconds[timing["corpus"]][timing["name"]] = timing["seconds"]
        for corpus, by_name in seconds.items():
            if MEASURED in by_name and by_name.get(BESIDE):
                found[corpus].append((number, by_name[BESIDE] / by_name[MEASURED]))
    return found


def drawn(path: Path) -> str:
    """The history as an SVG: a line a corpus, a point a run, the scale from nothing."""
    found = ratios(path)
    runs = max((number for points in found.values() for number, _ in points), default=0)
    most = max((ratio for points in found.values() for _, ratio in points), default=1.0) * 1.1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<text x="{EDGE}" y="20">{MEASURED}: characters a second, as many times those of {BESIDE}</text>',
        f'<path d="M{EDGE} {EDGE - 16}V{HEIGHT - EDGE}H{WIDTH - EDGE}" fill="none" stroke="#999"/>',
    ]
    for step in range(5):
        value = most * step / 4
        parts.append(f'<text x="8" y="{_down(value, most):.0f}">{value:.2f}</text>')
    for at, (corpus, points) in enumerate(sorted(found.items())):
        colour = COLOURS[at % len(COLOURS)]
        places = [(_across(number, runs), _down(ratio, most)) for number, ratio in points]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
        parts.append(f'<text x="{EDGE + 120 * at}" y="{HEIGHT - 16}" fill="{colour}">{corpus}</text>')
    return "\n".join((*parts, "</svg>", ""))


def _across(number: int, runs: int) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * (number / runs if runs else 0.5)


def _down(ratio: float, most: float) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * ratio / most

"""What hurts programs that read documents and write files, tried in figures: `make robust`; --short is the form for every CI run.

Each part says what was wanted, what came and whether that will do; each that finds nothing wrong has a control that must.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import kg
from kg import readers, seeds
from kg.errors import ReadError
from kg.pipeline import belt
from kg.relations.rulebook import rulebook
from tests import nasty
from tests.readers.raw_pdf import page, text
from tests.readers.wordfile import docx, p, table, tc
from tests.relations.test_linear import CATASTROPHE, searches, spent

PROSE = nasty.SENTENCE + "会议在青溪县召开，张三任白鹭市总工会主席。\n"
GOOD = {
    "txt": nasty.NOTICE.encode() * 3,
    "md": f"# 通知\n\n- {nasty.SENTENCE}\n\n| 任务 | 单位 |\n|-|-|\n| 甲 | 乙 |\n".encode(),
    "html": f"<html><meta charset=utf-8><body><h1>通知</h1><p>{nasty.SENTENCE}</p><table><tr><td>甲</table>".encode(),
    "docx": docx(p(nasty.SENTENCE) + table(tc("甲") + tc("乙"))),
    "pdf": page(text("one good line")),
}
FULL = {"txt": 20_000, "md": 20_000, "html": 10_000, "docx": 10_000, "pdf": 100_000}
SHORT = dict.fromkeys(FULL, 60)


@dataclass(frozen=True, slots=True)
class Result:
    """One row: what was tried and how often, what came of it, whether it will do."""

    what: str
    tried: int
    figure: str
    good: bool


def mutants(data: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    """The bytes with some of them flipped, cut out, doubled, or put in from elsewhere."""
    for _ in range(count):
        made = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 4, 30))
            way = chance.randrange(4)
            if way == 0:
                made[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
            elif way == 1:
                del made[at : at + size]
            elif way == 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 9))
            else:
                made[at:at] = chance.choice(
                    (b"\0", b"\xff\xfe", b"<", b"&", b"(", b"9" * 12, b"PK\3\4", "\ufeff\u202e".encode())
                )
        yield bytes(made)


def malformed(counts: dict[str, int]) -> Iterator[Result]:
    """Broken documents of each format: none may end in anything but a document or an error that names it."""
    words = seeds.load().words
    for kind, count in counts.items():
        faults: list[str] = []
        refused = empty = 0
        for data in mutants(GOOD[kind], count, random.Random(count)):
            name = f"a.{kind}"
            try:
                document = readers.parse(data, name, "", words)
                empty += not document.text.strip() and not document.source.flaws
            except ReadError as error:
                refused += 1
                if not str(error).startswith(name) or "\n" in str(error) or len(str(error)) <= len(name) + 2:
                    faults.append(str(error))
            except Exception as error:  # noqa: BLE001 - these are what is looked for
                faults.append(f"{type(error).__name__}: {error}")
        good = not faults and not empty
        figure = f"{len(faults)} unaccounted, {empty} empty and ok, {refused} refused with a place {faults[:1] or ''}"
        yield Result(f"malformed {kind}", count, figure, good)


def bombs(*, short: bool) -> Iterator[Result]:
    """What is made to take all time and room ends within its limits."""
    numbers = {13, 14, 15, 20, 24, 31, 38, 40, 54, 55, 56, 64, 69, 70, 74, 80}
    files = {
        name: data
        for name, data in nasty.documents(20_000 if short else 1_000_000).items()
        if int(name[6:9]) in numbers
    }
    chosen = dict(list(files.items())[:: 9 if short else 1])
    with tempfile.TemporaryDirectory() as folder:
        take = belt.start(belt.Settings(), seeds.load())
        worst, late = 0.0, []
        for name, data in chosen.items():
            place = Path(folder) / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)
            begun = time.monotonic()
            if readers.containers.holds(name):
                readers.look([place])
            else:
                outcome = take(belt.Task(str(place), name, len(data)))
                if "internal fault" in outcome.reason:
                    late.append(outcome.reason)
            took = time.monotonic() - begun
            worst = max(worst, took)
            if took > 6 * (10.5 + len(data) / 5000):
                late.append(f"{name} {took:.0f} s")
        yield Result(
            "bombs within their limits",
            len(chosen),
            f"longest {worst:.1f} s on the wall {late[:2] or ''}",
            not late,
        )


PUMPS: dict[str, Callable[[int], str]] = {
    "prose": lambda n: (PROSE * (n // len(PROSE) + 1))[:n],
    **{f"{sign} again and again": (lambda n, sign=sign: "甲" + sign * n) for sign in "龘一1《（“　、第"},  # type: ignore[misc]
    "no punctuation": lambda n: "会议在青溪县召开" * (n // 8),
    "a list": lambda n: "甲市总工会、" * (n // 6),
    "articles": lambda n: "".join(f"第{at}条 依照本法。\n" for at in range(n // 10)),
    "blank lines": lambda n: "甲\n" + "\n" * n,
    "cells": lambda n: "甲\t" * (n // 2),
    "marks": lambda n: "甲" + "\u0301" * n,
}


def scaling(*, short: bool) -> Iterator[Result]:
    """Ten times the text takes at most twelve times the time of the processor."""
    known = seeds.load()
    size = 10_000 if short else 60_000
    worst: list[tuple[float, str]] = []
    for name, pump in PUMPS.items():
        took = []
        for length in (size, 10 * size):
            document = pump(length).encode()
            best = 9e9
            for _ in range(2):
                begun = time.process_time()
                belt.run(readers.parse(document, "a.txt", "", known.words), known)
                best = min(best, time.process_time() - begun)
            took.append(best + 0.01)
        worst.append((took[1] / took[0], name))
    ratio, name = max(worst)
    yield Result(
        "10x text", len(PUMPS), f"at most {ratio:.1f}x the time ({name})", ratio <= (30 if short else 12)
    )


def choking(*, short: bool) -> Iterator[Result]:
    """Each rule on what it might choke on: 100 KB, which are 33 thousand signs."""
    size = 3_300 if short else 33_000
    took = [
        (spent(expression, pump), rule) for rule, expression, pump in searches(rulebook(seeds.load()), size)
    ]
    slowest, rule = max(took)
    control = spent(CATASTROPHE, "甲" * 26)
    most = 0.05 * (2 if short else 1)
    figure = f"slowest {slowest * 1000:.0f} ms ({rule}); control {control:.1f} s"
    yield Result("rules on pumps", len(took), figure, slowest <= most < control)


def unicode_corpus(*, short: bool) -> Iterator[Result]:
    """Odd characters keep their places: every sign of the reading text is the sign of the source that its offset leads to."""
    chance = random.Random(600)
    ranges = (
        (0x20, 0x7F),
        (0xA0, 0x2FF),
        (0x300, 0x36F),
        (0x2000, 0x206F),
        (0x3000, 0x9FFF),
        (0xE000, 0xFFFF),
        (0x1F000, 0x10FFFF),
    )
    wrong = 0
    count = 100 if short else 600
    words = seeds.load().words
    for _ in range(count):
        signs = (chr(chance.randrange(*chance.choice(ranges))) for _ in range(40))
        line = "甲" + "".join(sign for sign in signs if not "\ud800" <= sign <= "\udfff")
        document = readers.parse(f"{line}。\n乙{line}\n".encode(), "a.txt", "utf-8", words)
        wrong += document.source.text != f"{line}。\n乙{line}\n"
        for at, sign in enumerate(document.text):
            place = document.place(at, at + 1)
            wrong += document.source.text[place.start : place.start + 1] != sign
    yield Result("odd characters at their places", count, f"{wrong} misplaced", not wrong)


def mixed(*, short: bool) -> Iterator[Result]:
    """Good documents beside all the nasty ones are read as if they were alone."""
    good = nasty.good(40 if short else 1000)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in (good | nasty.documents(1_000 if short else 100_000)).items():
            for place in (root / "in" / name, *([root / "alone" / name] if name in good else ())):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        held = nasty.lay(root / "in" / "laid", 20 if short else 300)
        report = kg.build([root / "in"], root / "out", cache=root / "cache")
        beside = kg.build([root / "alone"], root / "beside", cache=root / "cache")  # as they were read there
        alone = kg.build([root / "alone"], root / "anew", cache=root / "other")
        for one in held:
            one.close()
        files = ("graph.ttl", "evidence.ttl", "annotations.jsonl", "manifest.json")
        same = all(
            (alone.output / name).read_bytes() == (beside.output / name).read_bytes() for name in files
        )
        told = Counter(one.status for one in report.outcomes)
        faults = [one.reason for one in report.outcomes if "internal fault" in one.reason]
        kept = sum(one.path in good and one.status == "ok" for one in report.outcomes) == len(good)
        figure = f"{'same' if same else 'other'} bytes; {dict(told)}, {len(faults)} faults of ours {faults[:1] or ''}"
        yield Result(
            f"{len(good)} good and all nasty", len(report.outcomes), figure, same and kept and not faults
        )


def main() -> int:
    """Run the parts, print their rows; 1 where one will not do."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--only", default="", help="parts by name, with commas")
    asked.add_argument(
        "--part", type=float, default=1.0, help="this part of the full numbers of malformed documents"
    )
    given = asked.parse_args()
    from crashes import concurrent, determinism, disk, kills  # beside this file

    counts = SHORT if given.short else {kind: max(1, int(count * given.part)) for kind, count in FULL.items()}
    parts: dict[str, Callable[[], Iterator[Result]]] = {
        "malformed": lambda: malformed(counts),
        "bombs": lambda: bombs(short=given.short),
        "scaling": lambda: scaling(short=given.short),
        "choking": lambda: choking(short=given.short),
        "unicode": lambda: unicode_corpus(short=given.short),
        "mixed": lambda: mixed(short=given.short),
        "kills": lambda: (Result(*row) for row in kills(3 if given.short else 100)),
        "disk": lambda: (Result(*row) for row in disk(short=given.short)),
        "concurrent": lambda: (Result(*row) for row in concurrent(2 if given.short else 50)),
        "determinism": lambda: (Result(*row) for row in determinism(2 if given.short else 24)),
    }
    rows: list[Result] = []
    for name, part in parts.items():
        if given.only and name not in given.only.split(","):
            continue
        begun = time.monotonic()
        for row in part():
            rows.append(row)
            print(
                f"{'ok  ' if row.good else 'BAD '} {row.what} ({row.tried}): {row.figure} [{time.monotonic() - begun:.0f} s]",
                flush=True,
            )
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(
            json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

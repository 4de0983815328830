"""The writing of all pages comes in; heads, feet and page numbers, which stand on several at the same place, go out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.readers.layout.rows import LEVEL, Stretch

ROWS = 4  # from the edge of a page that may be furniture
ZONE = 0.22  # of the height of a page, above and below
FOOT = 0.1  # of the height of a page, where a number that is its own says nothing else
SHIFT = 3.0  # points by which the place may differ
NEIGHBOURS = (1, -1, 2, -2)  # pages: left and right ones may have heads of their own
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Level:
    """The stretches on one level of a page, and their text, a tab for each gap."""

    y: float
    text: str
    stretches: tuple[Stretch, ...]


def furniture(
    pages: Sequence[tuple[int, float, Sequence[Stretch]]], numbered: Callable[[str], bool]
) -> set[int]:
    """The ids of the stretches that are furniture; a page comes as (number, height, its stretches by their bases).

    `numbered` knows what looks like nothing but a page number.
    """
    found: set[int] = set()
    for turned in (False, True):
        edges = [_edge(height, stretches, turned=turned) for _, height, stretches in pages]
        for at, levels in enumerate(edges):
            near = [(step, edges[at + step]) for step in NEIGHBOURS if 0 <= at + step < len(edges)]
            number, height, _ = pages[at]
            for level in levels:
                own = numbered(level.text) and _NUMBER.findall(level.text)[:1] == [str(number)]
                if own and min(level.y, height - level.y) < FOOT * height:
                    found.update(id(one) for one in level.stretches)
                    continue
                if not any(_again(level, other, step, numbered) for step, others in near for other in others):
                    break
                found.update(id(one) for one in level.stretches)
    return found


def repeated(pages: Sequence[Sequence[Stretch]]) -> set[int]:
    """The ids of the stretches that stand on a page and on the one after or before it alike: a watermark."""
    found: set[int] = set()
    for one, other in pairwise(pages):
        alike = {(here.text, round(here.x0 / 5), round(here.base / 5)) for here in one}
        alike &= {(here.text, round(here.x0 / 5), round(here.base / 5)) for here in other}
        for here in (*one, *other):
            if (here.text, round(here.x0 / 5), round(here.base / 5)) in alike:
                found.add(id(here))
    return found


def _edge(height: float, stretches: Sequence[Stretch], *, turned: bool) -> list[Level]:
    """The levels nearest to the upper edge, or to the lower one, the outermost first."""
    found: list[list[Stretch]] = []
    for one in reversed(stretches) if turned else stretches:
        if found and abs(one.base - found[-1][0].base) <= LEVEL * one.size:
            found[-1].append(one)
        elif len(found) == ROWS or not (
            one.base > height * (1 - ZONE) if turned else one.base < height * ZONE
        ):
            break
        else:
            found.append([one])
    levels = (sorted(level, key=lambda one: one.x0) for level in found)
    return [Level(level[0].base, "\t".join(one.text for one in level), tuple(level)) for level in levels]


def _again(level: Level, other: Level, step: int, numbered: Callable[[str], bool]) -> bool:
    """Does another page have it at the same place, a page number apart?"""
    if abs(level.y - other.y) > SHIFT:
        return False
    if level.text == other.text:
        return True
    if _NUMBER.sub("#", level.text) != _NUMBER.sub("#", other.text):
        return False
    one, two = _NUMBER.findall(level.text), _NUMBER.findall(other.text)
    counted = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(counted) != 1 or int(two[counted[0]][-9:]) - int(one[counted[0]][-9:]) != step:
        return False
    return numbered(level.text) or _apart(level.text, one[counted[0]])


def _apart(text: str, number: str) -> bool:
    """Does the number stand by itself at the start or the end: 甲刊　15?"""
    words = text.split()
    return len(words) > 1 and number in (words[0].strip("·-—|"), words[-1].strip("·-—|"))

"""A text with numbered items goes in; which earlier stretches an item shuts out comes out.

「新疆工会要作为。一要联合甲局宣传。二要打造品牌。」: the second item goes on from what stands before the list, not from 甲局.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.script.numerals import NUMERAL_CHARACTERS, parse

NUMERAL = "#"
_OPENS = r"(?:\A|(?<=[。！？；：:;\n]))\s*"

Shut = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Siblings:
    """`shut[i]` are the stretches that are closed from `starts[i]` on, up to the next start."""

    starts: tuple[int, ...]
    shut: tuple[Shut, ...]

    def hide(self, place: int, earlier: int) -> bool:
        """Whether what stands at `earlier` belongs to an item that is over at `place`."""
        here = bisect_right(self.starts, place) - 1
        return here >= 0 and any(start <= earlier < end for start, end in self.shut[here])


def numbering(shapes: Sequence[str]) -> re.Pattern[str]:
    """Shapes such as 「一是」 written 「#是」 → what finds them where a sentence or a line begins."""
    numeral = f"([{NUMERAL_CHARACTERS}]{{1,3}})"
    wanted = "|".join(re.escape(shape).replace(re.escape(NUMERAL), numeral) for shape in sorted(shapes, reverse=True))
    return re.compile(f"{_OPENS}(?P<mark>{wanted or '(?!)'})")


def siblings(text: str, marks: re.Pattern[str]) -> Siblings:
    """The items of a text by their marks: a list is a run of 一, 二, 三 … in one shape, and an item may hold a list.

    >>> two = siblings("一要宣传。二要服务。", numbering(["#要"]))
    >>> two.hide(7, 2), two.hide(4, 2)
    (True, False)
    """
    running: list[tuple[str, int, int, int]] = []  # shape, number, start of the first item, of this; outermost first
    starts: list[int] = []
    shut: list[Shut] = []
    for found in marks.finditer(text):
        place, mark = found.start("mark"), found["mark"]
        numeral = next(group for group in found.groups()[1:] if group)
        number, shape = parse(numeral), mark.replace(numeral, NUMERAL)
        level = next((level for level, one in enumerate(running) if one[0] == shape), len(running))
        if number == 1:
            running[level:] = [(shape, number, place, place)]
        elif level < len(running) and running[level][1] == number - 1:
            running[level:] = [(shape, number, running[level][2], place)]
        else:
            continue
        starts.append(place)
        shut.append(tuple((first, this) for _, _, first, this in running if first < this))
    return Siblings(tuple(starts), tuple(shut))

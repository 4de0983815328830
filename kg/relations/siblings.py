"""A text goes in; which earlier stretches a place does not go on from comes out: items that are over, other speakers.

「甲市总工会要作为。一要联合乙局宣传。二要打造品牌。」: the second item goes on from what stands before the list, not from 乙局.
「会议强调，要打造品牌。」: whoever was spoken of before, it is the meeting that asks now.
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


def marking(shapes: Sequence[str], voices: Sequence[str]) -> re.Pattern[str]:
    """Shapes such as 「一是」 written 「#是」, and words such as 会议强调 → what finds them where a sentence or a line begins."""
    numeral = f"([{NUMERAL_CHARACTERS}]{{1,3}})"
    marks = [re.escape(shape).replace(re.escape(NUMERAL), numeral) for shape in sorted(shapes, reverse=True)]
    said = [re.escape(voice) for voice in sorted(voices, key=len, reverse=True)]
    return re.compile(f"{_OPENS}(?P<mark>{'|'.join((*said, *marks)) or '(?!)'})")


def siblings(text: str, marks: re.Pattern[str]) -> Siblings:
    """The items of a text by their marks: a list is a run of 一, 二, 三 … in one shape, and an item may hold a list.

    A voice shuts out all that stands before it, and takes no part in lists.

    >>> two = siblings("一要宣传。二要服务。会议强调，要办好。", marking(["#要"], ["会议强调"]))
    >>> two.hide(7, 2), two.hide(4, 2), two.hide(16, 7)
    (True, False, True)
    """
    running: list[
        tuple[str, int, int, int]
    ] = []  # shape, number, start of the first item, of this; outermost first
    starts: list[int] = []
    shut: list[Shut] = []
    for found in marks.finditer(text):
        place, mark = found.start("mark"), found["mark"]
        numeral = next((group for group in found.groups()[1:] if group), "")
        number, shape = parse(numeral), mark.replace(numeral, NUMERAL) if numeral else ""
        level = next((level for level, one in enumerate(running) if one[0] == shape), len(running))
        if not numeral:
            running = [("", 0, 0, place)]
        elif number > 1 and level < len(running) and running[level][1] == number - 1:
            running[level:] = [(shape, number, running[level][2], place)]
        else:
            running[level:] = [(shape, number, place, place)]  # an excerpt may begin with （四）
        starts.append(place)
        shut.append(tuple((first, this) for _, _, first, this in running if first < this))
    return Siblings(tuple(starts), tuple(shut))

"""Source text and the spans to leave out come in; the reading text and the way back to the source go out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.readers.lines import Cut, Line
from kg.readers.shapes import ISSUER


@dataclass(frozen=True, slots=True)
class Assembly:
    """The reading text; `jumps` as in Document; `ends` and `gone` tell how much was left out before an offset."""

    text: str
    jumps: tuple[tuple[int, int], ...]
    ends: tuple[int, ...]
    gone: tuple[int, ...]

    def offset(self, source: int) -> int:
        """Where in the reading text an offset of the source that was not left out lies."""
        if not self.ends or source < self.ends[0]:
            return source
        at = bisect_right(self.ends, source)
        return source - (self.gone[at - 1] if at else 0)

    def near(self, source: int) -> int:
        """`offset` of any place of the source: of one that was left out, where the reading text goes on behind it."""
        at = bisect_right(self.ends, source)
        here = source - (self.gone[at - 1] if at else 0)
        return min(here, self.ends[at] - self.gone[at]) if at < len(self.ends) else here


def gaps(run: Sequence[Line], source: str) -> list[Cut]:
    """The breaks inside a run of lines; between two Latin words, and between two bodies over a title, one white space stays."""
    found = []
    for before, after in pairwise(run):
        kept = before.shape == after.shape == ISSUER or (
            _latin(source[before.end - 1]) and _latin(source[after.start])
        )
        found.append((before.end + kept, after.start))
    return found


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def assemble(source: str, cuts: Sequence[Cut]) -> Assembly:
    """Join what the cuts (sorted, apart) leave of the source."""
    parts, jumps, ends, gone = [], [], [], []
    at = length = removed = 0
    for start, end in cuts:
        if start > at:
            parts.append(source[at:start])
            jumps.append((length, at))
            length += start - at
        removed += end - start
        ends.append(end)
        gone.append(removed)
        at = end
    if at < len(source) or not jumps:
        parts.append(source[at:])
        jumps.append((length, at))
    return Assembly("".join(parts), tuple(jumps), tuple(ends), tuple(gone))

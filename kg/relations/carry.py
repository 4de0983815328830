"""What filled a role goes in, clause by clause; what an absent blank is carried from comes out."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass

from kg.model import Link
from kg.relations.rules import Carry
from kg.relations.tape import Clause

FURTHER = 8  # how many earlier ones are looked at when the last lies outside the stretch


@dataclass(frozen=True, slots=True)
class Fill:
    """The mentions that filled a role together, and the offset at which they did."""

    offset: int
    links: tuple[Link, ...]


class Memory:
    """Which mentions filled a role so far, by the role's name and their class and in the order of the text."""

    def __init__(self) -> None:
        self._fills: dict[tuple[str, str], list[Fill]] = defaultdict(list)

    def keep(self, role: str, offset: int, links: tuple[Link, ...]) -> None:
        """A bare institution or a kind (工会, 职工) is not what later sentences speak of."""
        links = tuple(link for link in links if not link.mention.weak)
        filled = Fill(offset, links)
        for kind in {link.mention.type for link in links}:
            insort(self._fills[role, kind], filled, key=_offset)

    def last(self, role: str, carry: Carry, clause: Clause, place: int) -> tuple[Link, ...]:
        """The last to fill a role before a place of the tape, within the stretch.

        A mention that opens the clause comes first: 「甲市总工会坚持问计于民、……，持续推进“乙”活动」 speaks of that body, however
        long the way to the verb.
        """
        opening = clause.links[0]
        if clause.at[0] == 0 < place and opening.mention.type in carry.types and not opening.mention.weak:
            return (opening,)
        begin, end = clause.stretch.start(carry.stretch, clause.start), clause.offset(place)
        found = max(
            (fill for kind in sorted(carry.types) if (fill := self._before((role, kind), begin, end))),
            key=_offset,
            default=None,
        )
        if found is None:
            return ()
        links = tuple(link for link in found.links if link.mention.type in carry.types)
        return links if carry.many else links[-1:]

    def _before(self, kind: tuple[str, str], begin: int, end: int) -> Fill | None:
        fills = self._fills.get(kind)
        if not fills:
            return None
        last = bisect_left(fills, end, key=_offset)
        for fill in reversed(fills[max(last - FURTHER, 0) : last]):
            if fill.links[0].mention.start >= begin:
                return fill
        return None


def _offset(fill: Fill) -> int:
    return fill.offset

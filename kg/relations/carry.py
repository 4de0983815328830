"""What filled a role goes in, clause by clause; what an absent blank is carried from comes out."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from kg.model import Link
from kg.relations.rules import Carry
from kg.relations.siblings import Siblings, siblings
from kg.relations.tape import Clause

WHOLE = "article"  # what a whole article speaks of, its items and voices speak of too
FURTHER = 16  # how many earlier ones are looked at when the last lies outside the stretch or in an item that is over


@dataclass(frozen=True, slots=True)
class Fill:
    """The mentions that filled a role together, and the offset at which they did."""

    offset: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a clause opens: what may stand before its subject (「下一步，」「2024年，」), what joins several subjects."""

    lead: re.Pattern[str]
    joiners: frozenset[str]
    never: tuple[str, ...]

    def subject(self, clause: Clause, place: int, types: frozenset[str]) -> tuple[Link, ...] | None:
        """The mentions that open a clause before a place of its tape, a list of them too; None where other words open it.

        Nobody where they own what follows, or where a bare institution opens it: 「各级人民政府应当……，建立乙制度」 is about
        no body that was named before.
        """
        found = self.lead.match(clause.tape)
        begins = found.end() if found else 0
        first = bisect_left(clause.at, begins)
        if first == len(clause.at) or not (clause.at[first] == begins < place):
            return None
        if clause.links[first].mention.type not in types:
            return None
        last = first
        while self._goes_on(clause, last, types):
            last += 1
        links = clause.links[first : last + 1]
        if clause.tape.startswith(self.never, clause.at[last] + 1) or any(
            link.mention.weak for link in links
        ):
            return ()
        return links

    def _goes_on(self, clause: Clause, index: int, types: frozenset[str]) -> bool:
        if index + 1 == len(clause.at) or clause.links[index + 1].mention.type not in types:
            return False
        return clause.tape[clause.at[index] + 1 : clause.at[index + 1]] in self.joiners


class Memory:
    """Which mentions filled a role so far, by the role's name and their class and in the order of the text."""

    def __init__(self, text: str, marks: re.Pattern[str], opening: Opening) -> None:
        self._text, self._marks, self._opening = text, marks, opening
        self._fills: dict[tuple[str, str], list[Fill]] = defaultdict(list)

    @cached_property
    def _items(self) -> Siblings:
        """The lists of the text; looked for when something is first carried, which in a statute is seldom."""
        return siblings(self._text, self._marks)

    def keep(self, role: str, offset: int, links: tuple[Link, ...]) -> None:
        """A bare institution or a kind (工会, 职工) is not what later sentences speak of."""
        links = tuple(link for link in links if not link.mention.weak)
        filled = Fill(offset, links)
        for kind in {link.mention.type for link in links}:
            insort(self._fills[role, kind], filled, key=_offset)

    def last(self, role: str, carry: Carry, clause: Clause, place: int) -> tuple[Link, ...]:
        """The last to fill a role before a place of the tape, within the stretch.

        What opens the clause comes first: 「下一步，甲市总工会坚持问计于民、……，持续推进“乙”活动」 speaks of that body,
        however long the way to the verb.
        """
        subject = self._opening.subject(clause, place, carry.types)
        if subject is not None:
            return subject if carry.many else subject[-1:]
        begin, end = clause.stretch.start(carry.stretch, clause.start), clause.offset(place)
        shut = carry.stretch != WHOLE
        found = max(
            (fill for kind in sorted(carry.types) if (fill := self._before((role, kind), begin, end, shut))),
            key=_offset,
            default=None,
        )
        if found is None:
            return ()
        links = tuple(link for link in found.links if link.mention.type in carry.types)
        return links if carry.many else links[-1:]

    def _before(self, kind: tuple[str, str], begin: int, end: int, shut: bool) -> Fill | None:
        fills = self._fills.get(kind)
        if not fills:
            return None
        last = bisect_left(fills, end, key=_offset)
        for fill in reversed(fills[max(last - FURTHER, 0) : last]):
            start = fill.links[0].mention.start
            if start >= begin and not (shut and self._items.hide(end, start)):
                return fill
        return None


def _offset(fill: Fill) -> int:
    return fill.offset

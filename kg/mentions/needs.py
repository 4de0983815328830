"""What lies left of a form's trigger → what a clause must hold there for the form to be worth trying at all.

A need is told from the line alone and is only ever too generous: where it fails the line makes nothing, where it holds the
line is tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import pattern
from kg.mentions.ground import STOPPERS
from kg.mentions.matcher import listed

FAR = 1 << 30  # no clause is so long


@dataclass(frozen=True, slots=True)
class Need:
    """One of these words, or a mention of one of these classes, that ends between the trigger and the stopper before it.

    `reach`: so many signs before the trigger at most; 0 is just before it.
    """

    words: frozenset[str]
    types: frozenset[str]
    reach: int


@dataclass(frozen=True, slots=True)
class Needs:
    """All needs of what stands left of a trigger, told from the trigger outwards as far as one clause must hold it all.

    `open`: it may end in the clause, so many signs before the trigger at most, and what comes before it may have needs too;
    -1 where it may not.
    """

    all: tuple[Need, ...]
    open: int

    def onward(self, before: Needs) -> tuple[Need, ...]:
        """These and the needs of what must stand before."""
        if self.open < 0:
            return self.all
        return (*self.all, *(replace(need, reach=min(need.reach + self.open, FAR)) for need in before.all))


Ends = tuple[frozenset[str], frozenset[str]]


def needs(parts: Sequence[pattern.Node], lists: Mapping[str, tuple[str, ...]]) -> Needs:
    """What a sequence left of a trigger needs."""
    found: list[Need] = []
    reach = 0
    for node in reversed(parts):
        if not isinstance(node, pattern.Maybe | pattern.Run | pattern.Numeral):
            ends = _ends([node], lists)
            if ends is not None:
                found.append(Need(*ends, reach))
        width = _width(node, lists)
        if width < 0:
            return Needs(tuple(found), -1)
        reach = min(reach + width, FAR)
    return Needs(tuple(found), reach)


def _ends(parts: Sequence[pattern.Node], lists: Mapping[str, tuple[str, ...]]) -> Ends | None:
    """The words and the classes of mention that a sequence may end with; None where it may end with anything."""
    words: set[str] = set()
    types: set[str] = set()
    for node in reversed(parts):
        match node:
            case pattern.Text(value=value):
                words.add(value)
                break
            case pattern.Words(name=name):
                words.update(listed(lists, name))
                break
            case pattern.Blank(types=names):
                types.update(names)
                break
            case pattern.Choice(options=options):
                nested = [_ends(option.parts, lists) for option in options]
            case pattern.Maybe(body=body):
                nested = [_ends(body.parts, lists)]
            case _:
                return None
        for ends in nested:
            if ends is None:
                return None
            words |= ends[0]
            types |= ends[1]
        if isinstance(node, pattern.Choice):
            break
    else:
        return None
    return frozenset(words), frozenset(types)


def _width(node: pattern.Node | pattern.Sequence, lists: Mapping[str, tuple[str, ...]]) -> int:
    """How many signs an element takes at most; -1 where it may hold a stopper, and what is left of it another clause."""
    match node:
        case pattern.Text(value=value):
            return len(value) if STOPPERS.isdisjoint(value) else -1
        case pattern.Words(name=name):
            words = listed(lists, name)
            return max(map(len, words), default=0) if STOPPERS.isdisjoint("".join(words)) else -1
        case pattern.Run(most=most):
            return most
        case pattern.Numeral():
            return FAR
        case pattern.Choice(options=options):
            return _widest([_width(option, lists) for option in options])
        case pattern.Maybe(body=body):
            return _width(body, lists)
        case pattern.Sequence(parts=parts):
            widths = [_width(part, lists) for part in parts]
            return -1 if -1 in widths else sum(widths)
    return -1


def _widest(widths: Sequence[int]) -> int:
    return -1 if -1 in widths else max(widths)

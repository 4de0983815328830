"""What lies left of a form's trigger → what a clause must hold there for the form to be worth trying at all.

A need is told from the line alone and is only ever too generous: where it fails the line makes nothing, where it holds the
line is tried. So that it can be looked up, it speaks of signs (the last of a word) and of classes of mentions, not of places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import pattern
from kg.mentions.ground import STOPPERS
from kg.mentions.matcher import listed


@dataclass(frozen=True, slots=True)
class Need:
    """One of these signs, or the end of a mention of one of these classes, between the trigger and the stopper before it.

    `beside`: and that just before the trigger.
    """

    signs: frozenset[str]
    types: frozenset[str]
    beside: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """All needs of what stands left of a trigger, told from the trigger outwards as far as one clause must hold it all.

    `open`: it may end in the clause, so that what comes before it may have needs there too; `empty`: nothing stands left.
    """

    all: tuple[Need, ...]
    open: bool
    empty: bool

    def onward(self, before: Needs) -> tuple[Need, ...]:
        """These and the needs of what must stand before."""
        if not self.open:
            return self.all
        return (*self.all, *(need if self.empty else replace(need, beside=False) for need in before.all))


Ends = tuple[frozenset[str], frozenset[str]]


def needs(parts: Sequence[pattern.Node], words: Mapping[str, tuple[str, ...]]) -> Needs:
    """What a sequence left of a trigger needs."""
    found: list[Need] = []
    for node in reversed(parts):
        if not isinstance(node, pattern.Maybe | pattern.Run | pattern.Numeral):
            ends = _ends([node], words)
            if ends is not None:
                found.append(Need(*ends, beside=node is parts[-1]))
        if not _plain(node, words):
            return Needs(tuple(found), open=False, empty=False)
    return Needs(tuple(found), open=True, empty=not parts)


def _ends(parts: Sequence[pattern.Node], words: Mapping[str, tuple[str, ...]]) -> Ends | None:
    """The signs and the classes of mention that a sequence may end with; None where it may end with anything."""
    signs: set[str] = set()
    types: set[str] = set()
    for node in reversed(parts):
        match node:
            case pattern.Text(value=value):
                signs.add(value[-1])
                break
            case pattern.Words(name=name):
                signs.update(word[-1] for word in listed(words, name))
                break
            case pattern.Blank(types=names):
                types.update(names)
                break
            case pattern.Choice(options=options):
                nested = [_ends(option.parts, words) for option in options]
            case pattern.Maybe(body=body):
                nested = [_ends(body.parts, words)]
            case _:
                return None
        for ends in nested:
            if ends is None:
                return None
            signs |= ends[0]
            types |= ends[1]
        if isinstance(node, pattern.Choice):
            break
    else:
        return None
    return frozenset(signs), frozenset(types)


def _plain(node: pattern.Node | pattern.Sequence, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Does an element hold no stopper, whatever it matches, so that what is left of it stands in the same clause?"""
    match node:
        case pattern.Text(value=value):
            return STOPPERS.isdisjoint(value)
        case pattern.Words(name=name):
            return STOPPERS.isdisjoint("".join(listed(words, name)))
        case pattern.Run() | pattern.Numeral():
            return True
        case pattern.Choice(options=options):
            return all(_plain(option, words) for option in options)
        case pattern.Maybe(body=body):
            return _plain(body, words)
        case pattern.Sequence(parts=parts):
            return all(_plain(part, words) for part in parts)
    return False

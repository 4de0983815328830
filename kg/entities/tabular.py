"""The rows of rosters come in; which body the offices and people of a row belong to goes out: 张三 | 甲局 | 局长."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Entity, Mention
from kg.script.grids import Cell, Row

NAMES, POSTS, OFFICES = "name-columns", "post-columns", "office-columns"
PARTED = re.compile(r"[、，,；;/／\s]+")
BODY, PERSON, POST = "Organisation", "Person", "Post"

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rosters:
    """`bodies`: where an office or a person stands → the body of its row; `posts`: a person → the offices of the row.

    `held`: the offices of rows with a person.
    """

    bodies: dict[int, Entity] = field(default_factory=dict)
    posts: dict[int, tuple[Spot, ...]] = field(default_factory=dict)
    held: set[Spot] = field(default_factory=set)


def rosters(
    rows: Iterable[Row],
    text: str,
    of: Callable[[str], Iterable[Mention]],
    body_at: Callable[[int], Entity | None],
    part_of: Callable[[Entity, str], Entity],
) -> Rosters:
    """What the rows of rosters say; `of` gives the mentions of a class, `body_at` the body that is named at a place.

    `part_of` is the body that an office is in by what stands before it: 甲院 | 刑庭庭长. One that has its own body is left out.
    """
    found = Rosters()
    listed = [row for row in rows if any(row.of(NAMES)) or any(row.of(POSTS))]
    if not listed:
        return found
    mentions = {kind: [*of(kind)] for kind in (BODY, PERSON, POST)}
    own = {m.end for m in mentions[BODY] if not m.weak}
    for row in listed:
        posts = [*_within(row.of(POSTS), mentions[POST])]
        people = [*_within(row.of(NAMES), mentions[PERSON])]
        named = {m.start: m.end for m in _within(row.of(OFFICES), mentions[BODY])}
        outer = [start for start in named if not any(one < start < named[one] for one in named)]
        body = body_at(outer[0]) if len(outer) == 1 else None
        if body is not None:
            found.bodies.update((person.start, body) for person in people)
            for cell in row.of(POSTS):
                for post in _within((cell,), posts):
                    before = PARTED.split(text[cell.start : post.start])[-1]
                    if post.start not in own:
                        found.bodies[post.start] = part_of(body, before)
        if len(people) == 1:
            spots = tuple((post.start, post.end) for post in posts)
            found.posts[people[0].start] = spots
            found.held.update(spots)
    return found


def _within(cells: Iterable[Cell], mentions: Iterable[Mention]) -> Iterator[Mention]:
    for cell in cells:
        yield from (m for m in mentions if cell.start <= m.start and m.end <= cell.end)

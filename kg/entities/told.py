"""Bodies told so far → those that a short name means: 领导小组, 办公室, 我局, 该校, and the group that a 组长 is of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.model import Entity

THAT = "该"
OFFICE = "办公室"


@dataclass(slots=True)
class Told:
    """The bodies of a document in the order of its text; `title_end` is where its title ends."""

    title_end: int
    group_posts: frozenset[str]
    group_heads: tuple[str, ...]
    own_bodies: tuple[str, ...]
    own_heads: Callable[[str], tuple[str, ...]]
    signer: Callable[[tuple[str, ...]], Entity | None]
    bodies: list[tuple[int, Entity]] = field(default_factory=list)

    def last(self, at: int, *heads: str) -> Entity | None:
        """The last body named before an offset whose name ends in one of some heads."""
        return next(self._before(at, heads), None)

    def _before(self, at: int, heads: tuple[str, ...]) -> Iterator[Entity]:
        return (e for start, e in reversed(self.bodies) if start < at and e.names[0].endswith(heads))

    def group_of(self, post: str, at: int) -> Entity | None:
        """The group that a 组长 or 成员 without a body is of: the last leading group or the like named before."""
        return self.last(at, *self.group_heads) if post in self.group_posts else None

    def own(self, said: str, type_: str, at: int) -> Entity | None:
        """我局 is the body of that head in the title, the last named or the signer; 该校 the last; 该校党委 its committee."""
        size = next(len(word) for word in self.own_bodies if said.startswith(word))
        heads = self.own_heads(said[1:size])
        titled = (
            e for start, e in self.bodies if start < min(at, self.title_end) and e.names[0].endswith(heads)
        )
        speaks = said[0] != THAT
        whole = (next(titled, None) if speaks else None) or self.last(at, *heads)
        if whole is None and speaks:
            whole = self.signer(heads)
        return _part(whole, said, size, type_) if whole is not None else None

    def second(self, said: str, size: int, type_: str, at: int) -> Entity | None:
        """领导小组 after 甲市乙工作领导小组 is that body, and 领导小组办公室 is its office, named before or not."""
        head = said[:size]
        whole = self.last(at, head)
        if whole is None and head.endswith(OFFICE):
            whole, size = self.last(at, head.removesuffix(OFFICE)), size - len(OFFICE)
        if whole is None or whole.names[0] == head:
            return None
        return _part(whole, said, size, type_)

    def office(self, said: str, type_: str, at: int) -> Entity | None:
        """The 办公室 of the last leading group or the like named before."""
        group = self.last(at, *self.group_heads)
        return _part(group, said, 0, type_) if group is not None else None


def _part(whole: Entity, said: str, size: int, type_: str) -> Entity:
    """A body, or its part that is called by what follows the first signs of a name."""
    rest = said[size:]
    if not rest:
        return whole
    return Entity(type_, whole.key + rest, tuple(dict.fromkeys((whole.names[0] + rest, said))))

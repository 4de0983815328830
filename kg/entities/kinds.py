"""What a name ends in → the class below its own that it tells: 甲市财政局 a state body, 甲区工会 a mass organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kinds:
    """Heads with the class that each tells; the longest that a name ends in decides."""

    heads: Mapping[str, str]
    longest: int
    ends: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, str]) -> Kinds:
        return cls(table, max(map(len, table), default=0), frozenset(head[-1] for head in table))

    def kind(self, name: str) -> str:
        """The class that a name's head tells, "" where it tells none."""
        if name[-1:] not in self.ends:
            return ""
        sizes = range(min(self.longest, len(name)), 0, -1)
        return next((self.heads[name[-size:]] for size in sizes if name[-size:] in self.heads), "")

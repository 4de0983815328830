"""Seeds in, how texts cite out: the words and expressions that the reading of citations goes by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.entities.aliases import Declaring
from kg.script.citations import ProvisionBook
from kg.seeds import Seeds


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts cite, from the seeds."""

    book: ProvisionBook
    declaring: Declaring
    between: re.Pattern[str]
    leaning: frozenset[str]
    backward: tuple[str, ...]
    heads: tuple[str, ...]
    sure: frozenset[str]
    loose: frozenset[str]
    repeals: tuple[str, ...]
    announcing: tuple[str, ...]
    amending: re.Pattern[str]
    breaching: tuple[str, ...]
    amendments: tuple[str, ...]
    changing: tuple[str, ...]
    several: re.Pattern[str]
    opening: tuple[str, ...]
    parts: Mapping[str, str]

    @classmethod
    def of(cls, seeds: Seeds) -> Manner:
        lists = seeds.words
        links = (
            "|".join(
                map(re.escape, sorted(lists.get("citation-links", ()), key=lambda word: (-len(word), word)))
            )
            or "(?!)"
        )
        return cls(
            ProvisionBook(seeds),
            Declaring.of(lists.get("declaring-words", ())),
            re.compile(rf"(?:[》〉>＞”’\s]|[（(][^（）()\n]{{0,40}}[）)]|[）)]|{links})*"),
            frozenset(lists.get("leaning-units", ())),
            lists.get("backward-words", ()),
            tuple(sorted(lists.get("own-instrument-heads", ()), key=lambda head: (-len(head), head))),
            frozenset(lists.get("sure-instrument-heads", ())),
            frozenset(lists.get("loose-instrument-heads", ())),
            lists.get("repeal-words", ()),
            lists.get("order-heads", ()),
            _any(lists.get("amending-title-words", ())),
            tuple(lists.get("breaching-words", ())) or ("\0",),
            tuple(lists.get("amendment-heads", ())),
            tuple(lists.get("changing-words", ())) or ("\0",),
            _any(lists.get("several-words", ())),
            tuple(lists.get("event-openings", ())),
            seeds.tables.get("named-parts", {}),
        )

    def amended(self, title: str) -> str:
        """刑法 of 刑法修正案（十一）; "" for a title of another kind."""
        return next((title.partition(word)[0] for word in self.amendments if word in title), "")

    def changes(self, title: str) -> bool:
        """Is it the title of a text that quotes what it puts into others?"""
        return self.amending.search(title) is not None or self.amended(title) != ""


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or "(?!)")

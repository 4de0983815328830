"""Many words at once: one Aho–Corasick pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Automaton:
    """Words to look for: `longest` gives, from left to right, the longest at each place; `every` gives all, by their end."""

    def __init__(self, words: Iterable[str], overlapping: bool = False) -> None:
        import ahocorasick_rs

        self._words = sorted(set(filter(None, words)))
        kind = ahocorasick_rs.MatchKind.Standard if overlapping else ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(self._words, matchkind=kind)

    def longest(self, text: str) -> Iterator[tuple[int, int, str]]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._words[index]

    def every(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, word) of every word at every place, by end, the longest first."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(((start, end, self._words[index]) for index, start, end in found), key=lambda hit: (hit[1], hit[0]))

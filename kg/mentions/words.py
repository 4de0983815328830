"""Many words at once: one Aho–Corasick pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Automaton:
    """Words to look for.

    `longest` gives, from left to right, the longest at each place; `every` gives the longest at each start, by end.
    """

    def __init__(self, words: Iterable[str], overlapping: bool = False) -> None:
        import ahocorasick_rs

        self._words = sorted(set(filter(None, words)))
        kind = ahocorasick_rs.MatchKind.Standard if overlapping else ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(self._words, matchkind=kind)

    def longest(self, text: str) -> Iterator[tuple[int, int, str]]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._words[index]

    def every(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, word) of the longest word at every place where one begins, by end, the longest first."""
        longest: dict[int, tuple[int, int]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start not in longest or longest[start][0] < end:
                longest[start] = (end, index)
        return sorted(
            ((start, end, self._words[index]) for start, (end, index) in longest.items()), key=_by_end
        )


def _by_end(hit: tuple[int, int, str]) -> tuple[int, int]:
    return hit[1], hit[0]

"""Many words at once: one Aho–Corasick pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Automaton:
    """Words to look for.

    `longest` gives, from left to right, the longest at each place; `every` gives the longest at each start, by end.
    One that is not `kept` for other texts is made in the way that takes the least time to make.
    """

    def __init__(self, words: Iterable[str], overlapping: bool = False, kept: bool = True) -> None:
        import ahocorasick_rs

        self.words = sorted(set(filter(None, words)))
        kind = ahocorasick_rs.MatchKind.Standard if overlapping else ahocorasick_rs.MatchKind.LeftmostLongest
        how = None if kept else ahocorasick_rs.Implementation.NoncontiguousNFA
        self._automaton = ahocorasick_rs.AhoCorasick(self.words, matchkind=kind, implementation=how)
        self._longer = [tuple(_begun(self.words, at)) for at in range(len(self.words))] if overlapping else []

    def longest(self, text: str) -> Iterator[tuple[int, int, str]]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self.words[index]

    def every(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the word, start, end) of the longest word at every place where one begins, by end, the longest first.

        Overlapping hits come so from the automaton; only of a word that begins others must it be seen whether they are there.
        """
        longer = self._longer
        return [
            hit
            for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if not longer[hit[0]] or not text.startswith(longer[hit[0]], hit[1])
        ]


def _begun(words: list[str], at: int) -> Iterator[str]:
    """The other words that begin with a word of a sorted list: they follow it."""
    for other in words[at + 1 :]:
        if not other.startswith(words[at]):
            break
        yield other

"""A rule's id and the words that it read → the line of the rule that fits them, its own example, and its words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.exports.explorer.sentence import MATCHED, Piece
from kg.pattern import Choice, Maybe, Repeat, Sequence, Text, Words, parse, parse_example
from kg.seeds import Line, Seeds

WORD = "w"

Wanted = tuple[frozenset[str], bool]
"""Words of which one should come next in a sentence, and whether one must."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule as it explains a sentence: the line of `where` that fits, its file and line, its first `yes` line, unmarked.

    All but `rule` are empty where the seeds at hand have no such rule. `words` are those of the sentence that the line has.
    """

    rule: str
    pattern: str = ""
    place: str = ""
    example: str = ""
    says: str = ""
    words: tuple[str, ...] = ()

    def mark(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces of a sentence with the words of the rule marked, each once, in their order."""
        left = list(self.words)
        for piece in pieces:
            text = piece.text
            while piece.mark == MATCHED and left and (at := text.find(left[0])) >= 0:
                word = left.pop(0)
                if at:
                    yield Piece(text[:at], MATCHED)
                yield Piece(word, WORD)
                text = text[at + len(word) :]
            if text:
                yield Piece(text, piece.mark)


class Rules:
    """The rules of some seeds, to look things up in."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.sources = {rule.id: rule for rule in seeds.rules}

    def reason(self, rule: str, said: str) -> Reason:
        """Why a rule fits some words: of its lines, the one of whose own words most are there; of one of columns, its first."""
        source = self.sources.get(rule)
        if source is None:
            return Reason(rule)
        said = "".join(said.split())
        fits = [
            (words, at)
            for at, one in enumerate(source.where)
            if (words := self._words(one, said)) is not None
        ]
        words, at = max(fits, key=lambda fit: (sum(map(len, fit[0])), -fit[1]), default=((), 0))
        example = parse_example(source.yes[0].text, source.yes[0].place).text if source.yes else ""
        pattern = source.patterns[at]
        return Reason(rule, pattern.text.strip(), str(pattern.place), example, source.en or source.zh, words)

    def _words(self, line: Line, said: str) -> tuple[str, ...] | None:
        """The line's own words as the sentence has them, in order; None if one that must be there is not."""
        found: list[str] = []
        at = 0
        for words, needed in self._wanted(parse(line.text, line.place)):
            here = [
                (place, -len(word), word) for word in words if word and (place := said.find(word, at)) >= 0
            ]
            if here:
                place, _, word = min(here)
                if any(char.isalnum() for char in word):  # a comma is no reason to show
                    found.append(word)
                at = place + len(word)
            elif needed:
                return None
        return tuple(found)

    def _wanted(self, tree: Sequence, *, needed: bool = True) -> Iterator[Wanted]:
        for part in tree.parts:
            if isinstance(part, Text):
                yield frozenset((part.value,)), needed
            elif isinstance(part, Words):
                yield frozenset(self.seeds.words.get(part.name, ())), needed
            elif isinstance(part, Choice):
                yield (
                    frozenset(
                        word for option in part.options for words, _ in self._wanted(option) for word in words
                    ),
                    needed,
                )
            elif isinstance(part, Maybe):
                yield from self._wanted(part.body, needed=False)
            elif isinstance(part, Repeat):
                yield from self._wanted(part.body, needed=needed)

"""A clause and a match go in; how the clause says it comes out: required, permitted, planned, proposed, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from kg.relations.alphabet import fold
from kg.relations.match import Match
from kg.relations.tape import Clause

STATED = ("required", "permitted", "planned", "proposed")
DENIED = "denied"
REACH = 5  # how far a negation looks for what it negates, in signs of the tape
BACK = 120  # how far before a match modal words count at all
PREFIX = "modal-"


@dataclass(frozen=True, slots=True)
class Modality:
    """The modal words of seeds/words: kind → words. `regex` finds the longest at each place, innocent words too."""

    regex: re.Pattern[str]
    kinds: dict[str, str]
    stops: re.Pattern[str]

    def of(self, clause: Clause, match: Match) -> str:
        """One of STATED, "" for a plain statement, DENIED for what is negated or forbidden."""
        if not match.anchors:
            return ""
        scope = self._scope(clause, match)
        if self.regex.search(clause.tape, scope, match.end) is None:
            return ""
        targets = sorted({*match.anchors, *_blanks(clause, match)})
        last = targets[-1][0]
        words = [
            (found.start(), found.end(), kind)
            for found in self.regex.finditer(clause.tape, scope, last)
            if (kind := self.kinds[found.group()])
        ]
        if any(kind not in STATED and self._governs(clause, match, word, targets) for *word, kind in words):
            return DENIED
        return next((kind for *_, kind in reversed(words) if kind in STATED), "")

    def word(self, said: str) -> str:
        """How a head says what stands below it: 拟任职务 is planned."""
        found = (self.kinds[one.group()] for one in self.regex.finditer(fold(said)))
        return next((kind for kind in found if kind in STATED), "")

    def _scope(self, clause: Clause, match: Match) -> int:
        """Where modal words begin to count: a match with its own subject is not bound by an earlier half of the clause."""
        least = max(match.start - BACK, 0)
        if match.carried or any(start == match.start for start, _ in match.anchors):
            return least
        return max(clause.tape.rfind("，", least, match.start), least)

    def _governs(self, clause: Clause, match: Match, word: list[int], targets: list[tuple[int, int]]) -> bool:
        """Whether a negation stands just before what the rule found; one that is among the rule's own words does not count."""
        start, end = word
        if any(first <= start and end <= last for first, last in match.anchors):
            return False
        forbids = self.kinds[clause.tape[start:end]] == "forbidden"
        following = next((first for first, _ in targets if first >= end), -1)
        if following < 0 or (not forbids and following - end > REACH):
            return False
        between = clause.tape[end:following]
        return "，" not in between if forbids else not self.stops.search(between)


def _blanks(clause: Clause, match: Match) -> set[tuple[int, int]]:
    links = {link.mention.start for filled in match.roles().values() for link in filled}
    first, last = bisect_left(clause.at, match.start), bisect_left(clause.at, match.end)
    return {
        (place, place + 1)
        for link, place in zip(clause.links[first:last], clause.at[first:last], strict=True)
        if link.mention.start in links
    }


def modality(lists: Mapping[str, tuple[str, ...]]) -> Modality:
    """The modal words among the word lists: modal-required …, modal-negated, modal-forbidden, modal-none, modal-stops."""
    kinds: dict[str, str] = {}
    for kind in (*STATED, "negated", "forbidden"):
        kinds |= {fold(word): kind for word in lists.get(PREFIX + kind, ())}
    kinds |= {fold(word): "" for word in lists.get(PREFIX + "none", ())}
    words = sorted(kinds, key=lambda word: (-len(word), word))
    stops = sorted({fold(word) for word in lists.get(PREFIX + "stops", ())} | {"，"})
    return Modality(
        re.compile("|".join(map(re.escape, words)) or "(?!)"),
        kinds,
        re.compile("|".join(map(re.escape, stops))),
    )

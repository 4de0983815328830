"""A document → the names of people that their place on the page makes certain: bylines, lists of comrades, appointments.

（记者付晨）, 甲某某、乙某某两位同志, 亓某为甲市法院副院长, and a bracket of names that closes a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.model import Mention
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

HAN = "[\u4e00-\u9fff]"
BLANK = "[ 　]"


class StatedBook:
    """The surnames, and the words round a name that leave no doubt."""

    def __init__(self, seeds: Seeds) -> None:
        lists = seeds.words
        single = "".join(sorted(word for word in lists.get("surnames", ()) if len(word) == 1)) or "\0"
        compound = "|".join(sorted(lists.get("compound-surnames-sure", ()))) or "\0"
        name = rf"(?:(?:{compound}){HAN}{{1,2}}|[{single}]{HAN}{{1,2}})"
        wide = rf"(?:{name}|[{single}]{BLANK}{{1,3}}{HAN})"
        names = ("not-person-words", "not-names", "byline-words")
        self._never = frozenset(word for name in names for word in lists.get(name, ()))
        self._name = re.compile(wide)
        self._lists = (
            re.compile(
                rf"(?:{_any(lists.get('byline-words', ()))}){BLANK}*[：:/]?{BLANK}*(?P<names>{name}(?:[ 　、]+{name})*)(?=[)）])"
            ),
            re.compile(
                rf"(?P<names>{name}(?:、{name})+)[{NUMERAL_CHARACTERS}]{{0,3}}(?:{_any(lists.get('comrades', ()))})"
            ),
            re.compile(rf"\n[ 　]*[(（](?P<names>{name}(?:[ 　]+{name})+)[)）]\s*\Z"),
        )
        bracket = rf"(?:[（(](?:{_any(lists.get('sexes', ()))})[^（）()\n]{{0,12}}[）)])?"
        opens = rf"(?:^|(?<=\n)|{_any(lists.get('appointing', ()))}){BLANK}*"
        as_what = _any(lists.get("appointed-as", ()))
        self._appointed = re.compile(
            rf"{opens}(?P<names>{wide}{bracket}(?:、{wide}{bracket})*)(?:{as_what})",
        )

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Names in the order of what makes them certain; those of appointments only before a body."""
        text = ground.text
        for pattern in self._lists:
            for found in pattern.finditer(text):
                yield from self._each(text, *found.span("names"))
        for found in self._appointed.finditer(text):
            if any(m.type in ground.words.anchor_types for m in ground.starts.get(found.end(), ())):
                yield from self._each(text, *found.span("names"))

    def _each(self, text: str, low: int, high: int) -> Iterator[Mention]:
        for found in self._name.finditer(text, low, high):
            if found[0] not in self._never:
                yield Mention(found.start(), found.end(), "Person", "person-stated")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"

"""Names that a document declares: 《…》（以下简称…） makes a short name that means the same from there on."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgspec import structs

from kg.entities.names import squeeze
from kg.model import Document, Entity, Link, Mention

LONG_TITLE = 8  # a shorter one may be a word
FARTHEST = 400  # no mention is longer
OTHERS = ("Group", "Post", "Person", "Date", "Number", "Version", "Provision")
NEAR = 120  # characters from a name to the word that declares a short one: two brackets of 40, and marks
NAME = r"[^“”\"《》『』（）()，。；、\n]{1,24}"


@dataclass(frozen=True, slots=True)
class Declaring:
    """The words that declare a short name, as expressions for what stands right behind the full name."""

    short: tuple[str, ...]
    said: re.Pattern[str]
    one: re.Pattern[str]
    several: re.Pattern[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> Declaring:
        listed = (
            "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"
        )
        said = rf"(?:{listed})[为是作]?[：:]?\s?"
        quoted = rf"[“\"《『]?(?P<name>{NAME})[”\"》』]?"
        aside = r"[（(][^（）()\n]{0,40}[）)]"
        one = rf"[”》〉]?(?:\s?{aside})?\s?(?:[（(](?:[^（）()\n]{{0,40}}[，,；;])?|[，,])?\s?{said}{quoted}"
        names = rf"(?P<names>(?:[“\"《]{NAME}[”\"》][、和与及，]?){{2,6}})"
        several = rf"[”》〉]?(?:{aside})?[，,（(]?分别{said}{names}"
        short = tuple(word for word in words if not any(one in word and one != word for one in words))
        return cls(short, re.compile(listed), re.compile(one), re.compile(several))

    def places(self, text: str) -> Callable[[int], bool]:
        """What tells of an offset whether a word that declares stands near behind it; in most texts none stands anywhere."""
        if not any(word in text for word in self.short):
            return _nowhere
        said = [match.start() for match in self.said.finditer(text)]

        def near(end: int) -> bool:
            at = bisect_left(said, end - NEAR)
            return at < len(said) and said[at] <= end + NEAR

        return near

    def after(self, text: str, end: int) -> Iterator[tuple[int, str]]:
        """(where, name) of the short name that is declared for what ends at `end`."""
        match = self.one.match(text, end)
        if match is not None and len(squeeze(match["name"])) >= 2:
            yield match.start("name"), match["name"]

    def shared(self, text: str, end: int) -> list[tuple[int, str]]:
        """The short names declared together for a list whose last name ends at `end`."""
        match = self.several.match(text, end)
        if match is None:
            return []
        return [
            (match.start("names") + m.start(1), m[1])
            for m in re.finditer(rf"[“\"《]({NAME})[”\"》]", match["names"])
        ]


def _nowhere(_end: int) -> bool:
    return False


def short_names(
    document: Document, mentions: Sequence[Mention], declaring: Declaring
) -> list[tuple[int, str, Mention]]:
    """(from where, short name, the mention that it is short for), of a document's instruments."""
    text = document.text
    found: list[tuple[int, str, Mention]] = []
    run: list[Mention] = []
    near = declaring.places(text)
    for mention in mentions:
        run = [*run, mention] if run and mention.start - run[-1].end <= 6 else [mention]
        if not near(mention.end):
            continue
        found.extend((at, name, mention) for at, name in declaring.after(text, mention.end))
        names = declaring.shared(text, mention.end)
        if len(names) == len(run):
            found.extend((at, name, one) for (at, name), one in zip(names, run, strict=True))
    return found


def declared(document: Document, links: Sequence[Link], declaring: Declaring) -> Iterator[Link]:
    """The links of every later place where the declared short name of a body or a programme stands and nothing else was found."""
    text, covered = document.text, list[tuple[int, int]]()
    near = declaring.places(text)
    if near is _nowhere:
        return
    for link in links:
        if link.mention.type in OTHERS or not near(link.mention.end) or not isinstance(link.entity, Entity):
            continue
        for at, name in declaring.after(text, link.mention.end):
            entity = structs.replace(
                link.entity, names=tuple(dict.fromkeys((*link.entity.names, squeeze(name))))
            )
            covered = covered or [(one.mention.start, one.mention.end) for one in links]
            for start, end in _uses(text, name, at):
                if not any(low < end and start < high for low, high in covered):
                    covered.append((start, end))
                    yield Link(Mention(start, end, link.mention.type, "declared"), entity)


def uses(text: str, found: Sequence[tuple[int, str, Mention]], mentions: Sequence[Mention]) -> list[Mention]:
    """A mention for every use of a short name that no other mention holds or crosses; what lies inside it may stay."""
    covered = sorted((mention.start, mention.end) for mention in mentions)
    new: list[Mention] = []
    for at, name, mention in found:
        for start, end in _uses(text, name, at):
            near = covered[bisect_left(covered, (start - FARTHEST, 0)) : bisect_left(covered, (end, 0))]
            if all(
                high <= start or (start <= low and high <= end and high - low < end - start)
                for low, high in near
            ):
                insort(covered, (start, end))
                new.append(Mention(start, end, mention.type, "declared"))
    return new


def _uses(text: str, name: str, at: int) -> Iterator[tuple[int, int]]:
    start = text.find(name, at)
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + len(name))


def titles_met(text: str, named: Sequence[Mention]) -> list[tuple[int, str, Mention]]:
    """Titles that stand in brackets once are known without them from there on: 附件：甲申报指南."""
    first: dict[str, Mention] = {}
    for mention in named:
        if mention.form == "title-in-brackets" and mention.end - mention.start >= LONG_TITLE:
            first.setdefault(text[mention.start : mention.end], mention)
    return sorted((mention.start, name, mention) for name, mention in first.items())

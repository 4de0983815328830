"""Readings go in; what a careful reader looks at again comes out: citations of articles that are not there, of the repealed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import ontology
from kg.model import Assertion, Entity, Literal, Reading
from kg.script.citations import NUM
from kg.script.numerals import parse

ARTICLE = re.compile(f"第({NUM})条(?:之({NUM}))?")
HEAD = 24  # an article's number stands in its first so many characters
FIRST = (1, 0)  # a text that does not begin with its first article is an excerpt
BEGUN = ("dateInForce", "dateIssued", "dateAdopted")
WRITTEN = ("dateRevised", "dateAdopted", "dateIssued")
CITING = ("cites", "basedOn")

Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Warned:
    """One place to look at again: the words there, the file, and what it is about."""

    said: str
    path: str
    about: str


def absent(readings: Iterable[Reading]) -> tuple[Warned, ...]:
    """Citations of an article that an instrument does not have, where its text is among the readings."""
    held = list(readings)
    texts: dict[str, set[Number]] = defaultdict(set)
    for reading in held:
        if reading.resolved.instrument is not None:
            texts[reading.resolved.instrument.key].update(_articles(reading))
    whole = {key: numbers for key, numbers in texts.items() if FIRST in numbers}
    return tuple(warned for reading in held for warned in _absent(reading, whole))


def _articles(reading: Reading) -> Iterator[Number]:
    document = reading.document
    for block in document.blocks:
        if block.kind == "article":
            match = ARTICLE.match(document.text, block.start, min(block.start + HEAD, block.end))
            if match is not None:
                yield _number(match)


def _absent(reading: Reading, texts: Mapping[str, set[Number]]) -> Iterator[Warned]:
    document, known = reading.document, ontology.load()
    for link in reading.resolved.links:
        entity = link.entity
        if not isinstance(entity, Entity) or known.top(entity.type) != "Provision":
            continue
        whole = entity
        while whole.whole is not None:
            whole = whole.whole
        match = ARTICLE.search(entity.key, len(whole.key))
        if match is not None and whole.key in texts and _number(match) not in texts[whole.key]:
            said = document.text[link.mention.start : link.mention.end]
            yield Warned(said, document.path, f"{whole.names[0]}{match[0]}")


def _number(match: re.Match[str]) -> Number:
    return parse(match[1]), parse(match[2]) if match[2] else 0


def repealed(readings: Iterable[Reading]) -> tuple[Warned, ...]:
    """Citations of an instrument that had been repealed when the citing one was written, as far as the dates of both are told."""
    facts = [fact for reading in readings for fact in reading.assertions]
    begun, written = _days(facts, BEGUN, first=True), _days(facts, WRITTEN, first=False)
    ended: dict[str, tuple[str, str]] = {}
    for fact in facts:
        if fact.predicate == "repeals" and isinstance(fact.object, Entity) and fact.subject.key in begun:
            day = begun[fact.subject.key]
            ended[fact.object.key] = min(
                ended.get(fact.object.key, (day, fact.subject.key)), (day, fact.subject.key)
            )
    found: dict[tuple[str, str], Warned] = {}
    for fact in facts:
        if (
            fact.predicate not in CITING
            or not isinstance(fact.object, Entity)
            or fact.object.key not in ended
        ):
            continue
        day, by = ended[fact.object.key]
        if fact.subject.key != by and written.get(fact.subject.key, "") >= day:
            about = f"{fact.object.names[0]}, {by} {day}"
            found.setdefault(
                (fact.subject.key, fact.object.key), Warned(fact.evidence.exact, fact.evidence.path, about)
            )
    return tuple(found.values())


def _days(facts: Iterable[Assertion], predicates: tuple[str, ...], *, first: bool) -> dict[str, str]:
    """The first or the last day that is told of each instrument."""
    days: dict[str, str] = {}
    for fact in facts:
        if fact.predicate in predicates and isinstance(fact.object, Literal):
            known = days.get(fact.subject.key, fact.object.value)
            days[fact.subject.key] = min(known, fact.object.value) if first else max(known, fact.object.value)
    return days

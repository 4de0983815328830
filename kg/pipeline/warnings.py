"""Readings go in; what a careful reader looks at again comes out: citations of articles that are not there, of the repealed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct

from kg import ontology
from kg.model import Entity, Literal, Reading
from kg.script.citations import NUM
from kg.script.numerals import parse

ARTICLE = re.compile(f"第({NUM})条(?:之({NUM}))?")
HEAD = 24  # an article's number stands in its first so many characters
FIRST = (1, 0)  # a text that does not begin with its first article is an excerpt
BEGUN = ("dateInForce", "dateIssued", "dateAdopted")
WRITTEN = ("dateRevised", "dateAdopted", "dateIssued")
DAYS = {*BEGUN, *WRITTEN}
CITING = ("cites", "basedOn")

Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Warned:
    """One place to look at again: the words there, the file, and what it is about."""

    said: str
    path: str
    about: str


class Watched(Struct, frozen=True, array_like=True, gc=False):
    """What of one document the warnings go by.

    `articles` are the numbers of the articles that the text of an `instrument` has; `cited` what it cites: whose article, which,
    the words, what they name. `days` are facts (property, instrument, day), `repeals` and `citing` pairs of instruments, the
    latter with the name of what is cited and the words.
    """

    path: str
    instrument: str = ""
    articles: tuple[Number, ...] = ()
    cited: tuple[tuple[str, Number, str, str], ...] = ()
    days: tuple[tuple[str, str, str], ...] = ()
    repeals: tuple[tuple[str, str], ...] = ()
    citing: tuple[tuple[str, str, str, str], ...] = ()


def watched(reading: Reading) -> Watched:
    """What of a reading the warnings go by."""
    facts, instrument = reading.assertions, reading.resolved.instrument
    between = [(fact, fact.object) for fact in facts if isinstance(fact.object, Entity)]
    return Watched(
        reading.document.path,
        "" if instrument is None else instrument.key,
        () if instrument is None else tuple(_articles(reading)),
        tuple(_cited(reading)),
        tuple(
            (fact.predicate, fact.subject.key, fact.object.value)
            for fact in facts
            if fact.predicate in DAYS and isinstance(fact.object, Literal)
        ),
        tuple((fact.subject.key, other.key) for fact, other in between if fact.predicate == "repeals"),
        tuple(
            (fact.subject.key, other.key, other.names[0], fact.evidence.exact)
            for fact, other in between
            if fact.predicate in CITING
        ),
    )


def absent(documents: Iterable[Watched]) -> Iterator[Warned]:
    """Citations of an article that an instrument does not have, where its text is among the documents, gone through twice."""
    texts: dict[str, set[Number]] = defaultdict(set)
    for document in documents:
        if document.instrument:
            texts[document.instrument].update(document.articles)
    whole = {key: numbers for key, numbers in texts.items() if FIRST in numbers}
    for document in documents:
        for key, number, said, about in document.cited:
            if key in whole and number not in whole[key]:
                yield Warned(said, document.path, about)


def _articles(reading: Reading) -> Iterator[Number]:
    document = reading.document
    for block in document.blocks:
        if block.kind == "article":
            match = ARTICLE.match(document.text, block.start, min(block.start + HEAD, block.end))
            if match is not None:
                yield _number(match)


def _cited(reading: Reading) -> Iterator[tuple[str, Number, str, str]]:
    document, known = reading.document, ontology.load()
    for link in reading.resolved.links:
        entity = link.entity
        if not isinstance(entity, Entity) or known.top(entity.type) != "Provision":
            continue
        whole = entity
        while whole.whole is not None:
            whole = whole.whole
        match = ARTICLE.search(entity.key, len(whole.key))
        if match is not None:
            said = document.text[link.mention.start : link.mention.end]
            yield whole.key, _number(match), said, f"{whole.names[0]}{match[0]}"


def _number(match: re.Match[str]) -> Number:
    return parse(match[1]), parse(match[2]) if match[2] else 0


def repealed(documents: Iterable[Watched]) -> Iterator[Warned]:
    """Citations of an instrument that had been repealed when the citing one was written, as far as the dates of both are told.

    The documents are gone through three times.
    """
    begun: dict[str, str] = {}
    written: dict[str, str] = {}
    for document in documents:
        for predicate, key, day in document.days:
            if predicate in BEGUN:
                begun[key] = min(begun.get(key, day), day)
            if predicate in WRITTEN:
                written[key] = max(written.get(key, day), day)
    ended: dict[str, tuple[str, str]] = {}
    for document in documents:
        for by, gone in document.repeals:
            if by in begun:
                ended[gone] = min(ended.get(gone, (begun[by], by)), (begun[by], by))
    told: set[tuple[str, str]] = set()
    for document in documents:
        for citing, cited, name, said in document.citing:
            if cited not in ended or (citing, cited) in told:
                continue
            day, by = ended[cited]
            if citing != by and written.get(citing, "") >= day:
                told.add((citing, cited))
                yield Warned(said, document.path, f"{name}, {by} {day}")

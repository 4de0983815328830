"""Readings → annotations.jsonl: one line a file, stand-off mentions, entities and relations, offsets of the source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from kg import ontology
from kg.exports.putting import put
from kg.model import Assertion, Entity, Reading

OUTSIDE = frozenset({"Document", "Date", "Number", "Version"})
"""Top classes without mentions of their own here: a document is the line itself, literals are objects of relations."""

ARTICLE = "@document"
ERRORS = "backslashreplace"

Key: TypeAlias = tuple[str, str]
Value: TypeAlias = "str | int | bool | list[str]"
Record: TypeAlias = Mapping[str, Value]


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write a line a reading, in the order of their paths."""
    put(lines(readings), path, ERRORS)


def lines(readings: Iterable[Reading]) -> Iterator[str]:
    """The lines of annotations.jsonl, each with its newline, in the order of the paths."""
    ordered = sorted(readings, key=lambda reading: reading.document.path)
    called = names(reading.document.path for reading in ordered)
    return (line(reading.document.path, called, body(reading)) for reading in ordered)


def names(paths: Iterable[str]) -> Counter[str]:
    """How many of some paths are the same but for their suffixes."""
    return Counter(map(_stem, paths))


def line(path: str, called: Counter[str], body: str) -> str:
    """A line, with its newline: what the document is called, then the rest."""
    doc = _stem(path) if called[_stem(path)] == 1 else path
    return json.dumps({"doc": doc, "path": path}, ensure_ascii=False)[:-1] + f", {body[1:]}\n"


def body(reading: Reading) -> str:
    """All that the line of a reading says but what the document is called, as JSON."""
    return json.dumps(_line(reading), ensure_ascii=False)


def _stem(path: str) -> str:
    return PurePosixPath(path).with_suffix("").as_posix()


def _line(reading: Reading) -> dict[str, str | list[Record]]:
    keys = _Keys(reading)
    mentions = list(keys.mentions())
    relations = list(_relations(reading.assertions, keys))
    unresolved = list(_unresolved(reading))
    return {
        "source": reading.document.path,
        "sha256": reading.document.source.sha256,
        "mentions": mentions,
        "entities": list(keys.entities()),
        "relations": relations,
        **({"unresolved": unresolved} if unresolved else {}),
    }


def _unresolved(reading: Reading) -> Iterator[Record]:
    """The citations that do not say of what."""
    document = reading.document
    for mention in reading.resolved.unresolved:
        place = document.place(mention.start, mention.end)
        text = document.source.text[place.start : place.end]
        yield {"start": place.start, "end": place.end, "text": text}


class _Keys:
    """The entities of one reading that have a mention, numbered e1, e2, … as they are first met."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.terms = ontology.load()
        self.numbers: dict[Key, str] = {}
        self.names: dict[Key, dict[str, None]] = {}

    def key(self, entity: Entity) -> Key:
        return self.terms.top(entity.type), entity.key

    def mentions(self) -> Iterator[Record]:
        """Every mention once, in the order of the text, the longer first; of two readings of one span, the first."""
        document = self.reading.document
        seen: set[tuple[int, int, str]] = set()
        for link in sorted(
            self.reading.resolved.links, key=lambda link: (link.mention.start, -link.mention.end)
        ):
            if not isinstance(link.entity, Entity):
                continue
            key = self.key(link.entity)
            place = document.place(link.mention.start, link.mention.end)
            span = (place.start, place.end, key[0])
            if key[0] in OUTSIDE or span in seen:
                continue
            seen.add(span)
            number = self.numbers.setdefault(key, f"e{len(self.numbers) + 1}")
            self.names.setdefault(key, {}).update(dict.fromkeys(filter(None, link.entity.names)))
            yield {
                "start": place.start,
                "end": place.end,
                "type": key[0],
                "text": document.source.text[place.start : place.end],
                "entity": number,
                "optional": False,
            }

    def entities(self) -> Iterator[Record]:
        """The numbered entities with their names, canonical first."""
        for key, number in self.numbers.items():
            yield {"id": number, "type": key[0], "names": list(self.names[key]) or [key[1]]}


def _relations(assertions: Iterable[Assertion], keys: _Keys) -> Iterator[Record]:
    """Each relation once, at the first place that says it; those with an end that has no mention are left out."""
    seen: set[tuple[str, str, str]] = set()
    for assertion in sorted(assertions, key=lambda one: (one.evidence.start, one.evidence.end)):
        subject = keys.numbers.get(keys.key(assertion.subject), "")
        value = _object(assertion, keys)
        told = (subject, assertion.predicate, value)
        if not subject or not value or told in seen:
            continue
        seen.add(told)
        if keys.terms.property(assertion.predicate).symmetric:
            seen.add((value, assertion.predicate, subject))
        place = assertion.evidence
        yield {
            **dict(zip(("s", "p", "o"), told, strict=True)),
            "start": place.start,
            "end": place.end,
            "optional": False,
        }


def _object(assertion: Assertion, keys: _Keys) -> str:
    """What stands for a relation's object: an entity's number, the document, a literal's words, or "" for nothing."""
    value = assertion.object
    if not isinstance(value, Entity):
        return value.value
    key = keys.key(value)
    return ARTICLE if key[0] == "Document" else keys.numbers.get(key, "")

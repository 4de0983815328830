"""What the routes of neighbourhoods answer: things, relations with their counts, neighbours, sentences in marked pieces."""

from __future__ import annotations

import msgspec

Text = tuple[str, str]
"""A stretch of a sentence and its mark: `s` subject, `o` object, `m` matched by the rule, else nothing."""


class Thing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A thing: `path` is its IRI without the base, as these routes and `/page/` take it; `top` the topmost of its classes."""

    iri: str
    path: str
    label: str
    type: str = ""
    top: str = ""


class Value(msgspec.Struct, frozen=True):
    """A literal at the end of a fact."""

    value: str
    datatype: str


class Hit(msgspec.Struct, frozen=True):
    """A thing that was found, and by which of its names."""

    thing: Thing
    name: str


class Hits(msgspec.Struct, frozen=True):
    """Things that have some words in a name, the best first; `more` where there are others."""

    hits: tuple[Hit, ...]
    more: bool
    truncated: str


class Relation(msgspec.Struct, frozen=True):
    """A property and how many facts it has there; `out` says that they lead from the thing."""

    property: str
    out: bool
    zh: str
    en: str
    count: int


class Entity(msgspec.Struct, frozen=True):
    """A thing with its names and what leads from it and to it, that of which there is most first."""

    thing: Thing
    names: tuple[str, ...]
    relations: tuple[Relation, ...]
    truncated: str


class Said(msgspec.Struct, frozen=True):
    """A place that says a fact: the sentence in pieces, the document, the span in the file `path`, the rule."""

    sentence: tuple[Text, ...]
    document: Thing
    path: str
    start: int
    end: int
    rule: str
    modality: str
    evidence: str


class Neighbour(msgspec.Struct, frozen=True):
    """A fact, what is at its other end, in how many places it is said, and one of them."""

    fact: str
    end: Thing | Value
    places: int
    said: Said | None


class Around(msgspec.Struct, frozen=True):
    """A page of the facts of a relation, those first that most places say."""

    thing: Thing
    relation: Relation
    page: int
    pages: int
    neighbours: tuple[Neighbour, ...]
    truncated: str


class Sentences(msgspec.Struct, frozen=True):
    """A page of the places that say a fact, in the order of the sources."""

    fact: str
    subject: Thing
    property: str
    object: Thing | Value
    count: int
    page: int
    pages: int
    said: tuple[Said, ...]
    truncated: str

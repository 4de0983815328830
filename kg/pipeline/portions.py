"""A Reading in; what its document adds to each product out, as far as that can be said without the others, as bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from kg.exports import annotations as standoff
from kg.exports.evidence import Places
from kg.graph.shares import Met, share, together
from kg.graph.shelf import packed
from kg.model import Literal, Reading
from kg.pipeline.notes import Noted, noted

ThingRow: TypeAlias = tuple[str, str, bytes]
"""The IRI of a thing, the document's path, and what is told of it."""

FactRow: TypeAlias = tuple[str, str, bool, str, str, str, bytes, bytes]
"""Subject, predicate, whether the object is a literal, object, datatype, path; the places, and their blocks in evidence.ttl."""

MentionRow: TypeAlias = tuple[str, tuple[str, ...]]
"""The IRI of a document, or of an article of one, and of what it mentions."""

Rows: TypeAlias = tuple[Iterable[ThingRow], Iterable[FactRow], Iterable[MentionRow]]
"""The rows of many portions, each kind in its order."""

ROW = 300
"""About so many bytes does a row take besides its long strings."""


class Portion(msgspec.Struct, frozen=True, array_like=True):
    """What one document adds to each product; `flaws` is what of it could not be read.

    `sizes` are those of the rows, in bytes: of things, facts and mentions.

    `body` is its line of annotations.jsonl as far as it is the document's own.
    """

    path: str
    media_type: str
    text: str
    things: list[ThingRow]
    facts: list[FactRow]
    mentions: list[MentionRow]
    sizes: tuple[int, int, int]
    body: str
    rules: list[str]
    noted: Noted
    flaws: tuple[str, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_met = msgspec.msgpack.Decoder(Met).decode
_portion = msgspec.msgpack.Decoder(Portion).decode


def pack(reading: Reading, base: str) -> bytes:
    """The portion of a reading in a graph with this base."""
    own, places = share(reading, base), Places(reading, base)
    document = reading.document
    things = [(met.iri, document.path, _encode(met)) for met in own.things]
    facts: list[FactRow] = []
    for fact, said in own.facts:
        value = fact.object
        parts = (True, value.value, value.datatype) if isinstance(value, Literal) else (False, value, "")
        row = (
            fact.subject,
            fact.predicate,
            *parts,
            document.path,
            packed(said),
            places.blocks(fact, said).encode(),
        )
        facts.append(row)
    sizes = (
        sum(len(row[2]) + ROW for row in things),
        sum(len(row[6]) + len(row[7]) + 2 * ROW for row in facts),
        sum(ROW * (len(row[1]) + 1) for row in own.mentions),
    )
    return _encode(
        Portion(
            document.path,
            document.source.media_type,
            document.source.text,
            things,
            facts,
            list(own.mentions),
            sizes,
            standoff.body(reading),
            sorted({place.rule for _, said in own.facts for place in said}),
            noted(reading),
            document.source.flaws,
        )
    )


def unpack(data: bytes) -> Portion:
    """The portion that was packed."""
    return _portion(data)


def without_rows(portion: Portion) -> bytes:
    """A portion without its rows, packed, for who has them sorted elsewhere."""
    return _encode(msgspec.structs.replace(portion, things=[], facts=[], mentions=[], sizes=(0, 0, 0)))


def merged(one: bytes, other: bytes) -> bytes:
    """What two rows tell of one thing, as one."""
    return _encode(together((_met(one), _met(other))))


def told(data: bytes) -> Met:
    """What is told of a thing, as its row has it."""
    return _met(data)

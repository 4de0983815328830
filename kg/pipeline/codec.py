"""A Reading to bytes and back: what the cache keeps and what a worker process sends home."""

from __future__ import annotations

import msgspec

from kg.model import Assertion, Document, Entity, Evidence, Link, Literal, Mention, Reading, Resolved

NOTHING = -1


class _Thing(msgspec.Struct, frozen=True, array_like=True):
    """An entity, or a literal (then `type` is empty, `key` the value and `names` its datatype); `whole` is a row number."""

    type: str
    key: str
    names: tuple[str, ...]
    whole: int = NOTHING


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A reading whose entities stand once, in a table that the links and assertions point into."""

    document: Document
    things: tuple[_Thing, ...]
    links: tuple[tuple[Mention, int], ...]
    instrument: int
    assertions: tuple[tuple[int, str, int, Evidence], ...]
    unresolved: tuple[Mention, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Packed)


def pack(reading: Reading) -> bytes:
    """The reading as bytes; the same reading gives the same bytes."""
    table = _Table()
    resolved = reading.resolved
    links = tuple((link.mention, table.row(link.entity)) for link in resolved.links)
    instrument = NOTHING if resolved.instrument is None else table.row(resolved.instrument)
    assertions = tuple(
        (table.row(a.subject), a.predicate, table.row(a.object), a.evidence) for a in reading.assertions
    )
    return _encoder.encode(
        _Packed(resolved.document, tuple(table.things), links, instrument, assertions, resolved.unresolved)
    )


def unpack(data: bytes) -> Reading:
    """The reading that was packed; raises ValueError where the bytes are not one."""
    packed = _decoder.decode(data)
    things: list[Entity | Literal] = []
    for thing in packed.things:
        things.append(_thing(thing, things))
    links = tuple(Link(mention, things[row]) for mention, row in packed.links)
    instrument = None if packed.instrument == NOTHING else _entity(things[packed.instrument])
    assertions = tuple(
        Assertion(_entity(things[s]), p, things[o], evidence) for s, p, o, evidence in packed.assertions
    )
    return Reading(Resolved(packed.document, links, instrument, packed.unresolved), assertions)


class _Table:
    """The distinct entities and literals in the order they are met, wholes before their parts."""

    def __init__(self) -> None:
        self.things: list[_Thing] = []
        self._rows: dict[Entity | Literal, int] = {}

    def row(self, thing: Entity | Literal) -> int:
        known = self._rows.get(thing)
        if known is not None:
            return known
        if isinstance(thing, Literal):
            packed = _Thing("", thing.value, (thing.datatype,))
        else:
            whole = NOTHING if thing.whole is None else self.row(thing.whole)
            packed = _Thing(thing.type, thing.key, thing.names, whole)
        self.things.append(packed)
        return self._rows.setdefault(thing, len(self.things) - 1)


def _thing(thing: _Thing, before: list[Entity | Literal]) -> Entity | Literal:
    if not thing.type:
        return Literal(thing.key, thing.names[0])
    whole = None if thing.whole == NOTHING else _entity(before[thing.whole])
    return Entity(thing.type, thing.key, thing.names, whole)


def _entity(thing: Entity | Literal) -> Entity:
    if isinstance(thing, Literal):
        raise ValueError("a literal where an entity was wanted")  # noqa: TRY004 - bytes that say so are bad bytes
    return thing

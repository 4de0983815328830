"""Portions in, in any order; the graph, and all that the products are written from, out: memory holds a part at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from kg.exports import annotations as standoff
from kg.exports.evidence import Told
from kg.graph import Fact, Graph, Node
from kg.graph.framed import each, put
from kg.graph.shelf import Shelf
from kg.graph.sorting import Sorter
from kg.graph.union import Called, Naming, alike, joined
from kg.model import Literal
from kg.pipeline.notes import Noted
from kg.pipeline.portions import ROW, FactRow, MentionRow, Portion, Rows, ThingRow, told
from kg.pipeline.spool import Spool, Texts
from kg.seeds import Row

_decoder = msgspec.msgpack.Decoder
_encode = msgspec.msgpack.Encoder().encode
_noted = _decoder(Noted).decode
_places = _decoder(list[msgspec.Raw]).decode


class Gathering:
    """What has been gathered so far, in a folder of its own that may be thrown away afterwards.

    First portions are taken, then the graph is made, then the rest is asked for, while the folder is there. `memory` is how
    many megabytes of rows are held before they go to files; what none of the products wants is not kept at all.
    """

    def __init__(self, folder: Path, base: str, products: Sequence[str], memory: int) -> None:
        self.products, self.most = products, memory << 20
        self.shelf = Shelf(folder / "shelf", base)
        self.things = Sorter(folder, "things", _decoder(list[ThingRow]).decode)
        self.facts = Sorter(folder, "facts", _decoder(list[FactRow]).decode)
        self.mentions = Sorter(folder, "mentions", _decoder(list[MentionRow]).decode)
        self.called = Sorter(folder, "called", _decoder(list[Called]).decode)
        self.rows: Rows = (self.things, self.facts, self.mentions)
        self.sorters = (self.things, self.facts, self.mentions, self.called)
        self.spools = tuple(Spool(folder / name) for name in ("texts", "bodies", "noted"))
        self.sources, self.bodies, self.noted = self.spools
        self.blocks = (folder / "blocks").open("wb")
        self.rules: set[str] = set()
        self.alike: set[tuple[str, str]] = set()

    def take(self, portion: Portion) -> None:
        """Take what one document adds."""
        path = portion.path
        if "explorer" in self.products:
            self.sources.put(path, portion.text.encode())
        if "annotations" in self.products:
            self.bodies.put(path, portion.body.encode())
        self.noted.put(path, _encode(portion.noted))
        self.rules.update(portion.rules)
        self.things.take(portion.things, portion.sizes[0])
        self.facts.take(portion.facts, portion.sizes[1])
        self.mentions.take(portion.mentions, portion.sizes[2])
        self._relieve()

    def sorted_elsewhere(self, rows: Rows) -> None:
        """Take rows that somebody else has sorted, in the place of those that portions bring."""
        self.rows = rows

    def _relieve(self) -> None:
        """Nothing more than is allowed stays in memory."""
        if sum(sorter.size for sorter in self.sorters) > self.most:
            for sorter in self.sorters:
                sorter.spill()

    def graph(self, rows: Iterable[Row]) -> Graph:
        """The graph of all that was taken; `rows` of the lexicons give names, levels and division codes."""
        things, facts, mentions = self.rows
        self.shelf.nodes(self._nodes(Naming(rows), things))
        self.alike = alike(self.called)
        for document, entities in mentions:
            self.shelf.mention(document, entities)
        self.shelf.facts(map(self._stated, groupby(facts, key=itemgetter(0, 1, 2, 3, 4))))
        return self.shelf.graph(sorted(self.alike))

    def _nodes(self, naming: Naming, things: Iterable[ThingRow]) -> Iterator[Node]:
        """The nodes; what they are called is noted as they pass."""
        for node in naming.nodes(told(data) for _, _, data in things):
            names = list(naming.calls(node))
            self.called.take(names, ROW * len(names))
            self._relieve()
            yield node

    def _stated(self, group: tuple[tuple[str, str, bool, str, str], Iterator[FactRow]]) -> tuple[Fact, bytes]:
        """A fact with the places that say it, which go into evidence.ttl beside it; the things that it joins are not one."""
        subject, predicate, literal, value, datatype = group[0]
        fact = Fact(subject, predicate, Literal(value, datatype) if literal else value)
        rows = list(group[1])
        self.alike.difference_update(joined(fact))
        put(self.blocks, rows[0][7] if len(rows) == 1 else b"".join([row[7] for row in rows]))
        if len(rows) == 1:
            return fact, rows[0][6]
        return fact, _encode([place for row in rows for place in _places(row[6])])

    def told(self, graph: Graph) -> Told:
        """Each fact with the blocks of its places."""
        self.blocks.close()
        blocks = ((said,) for said in each(Path(self.blocks.name)))
        return zip(graph.evidence, blocks, strict=True)

    def lines(self) -> Iterator[str]:
        """The lines of annotations.jsonl."""
        called = standoff.names(self.bodies)
        return (standoff.line(path, called, body) for path, body in Texts(self.bodies).items())

    def texts(self) -> Texts:
        """The texts of the sources by their paths."""
        return Texts(self.sources)

    def notes(self) -> Notes:
        """What is noted of each document, in the order of their paths."""
        return Notes(self.noted)

    def close(self) -> None:
        """Let go of all files."""
        self.shelf.close()
        self.blocks.close()
        for spool in self.spools:
            spool.close()


class Notes(Collection[Noted]):
    """Notes that lie in a file."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    def __iter__(self) -> Iterator[Noted]:
        return map(_noted, self.spool.values())

    def __len__(self) -> int:
        return len(self.spool)

    def __contains__(self, one: object) -> bool:
        return isinstance(one, Noted) and one.path in self.spool

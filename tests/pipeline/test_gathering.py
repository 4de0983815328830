"""The gather of portions: the graph that lies in a file is the graph in memory, however little memory it may have."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

import kg
from kg.exports import annotations, evidence
from kg.exports.putting import put
from kg.graph import Fact, Graph, gather
from kg.pipeline import portions
from kg.pipeline.folder import PRODUCTS
from kg.pipeline.gathering import Gathering
from kg.pipeline.spool import Spool
from kg.seeds import load
from tests import handmade
from tests.handmade import BASE
from tests.written import MADE

WRITTEN = ("graph.ttl", "evidence.ttl", "annotations.jsonl")


def taken(folder: Path, memory: int, order: int = 0) -> Gathering:
    gathering = Gathering(folder, BASE, PRODUCTS, memory)
    packed = [portions.pack(reading, BASE) for reading in handmade.readings()]
    random.Random(order).shuffle(packed)  # noqa: S311 - any order will do, the same each time
    for data in packed:
        gathering.take(portions.unpack(data))
    return gathering


def spread(graph: Graph) -> dict[str, object]:
    """All of a graph, in its order."""
    told: dict[str, object] = {}
    for field in fields(graph):
        value = getattr(graph, field.name)
        told[field.name] = list(value.items()) if hasattr(value, "items") else list(value)
    return told


@pytest.mark.parametrize(
    ("memory", "order"), [(128, 0), (0, 1), (0, 2)], ids=["in memory", "spilled", "spilled too"]
)
def test_it_is_the_graph_that_memory_would_hold(tmp_path: Path, memory: int, order: int) -> None:
    rows = load().rows
    held = gather(handmade.readings(), BASE, rows)
    with closing(taken(tmp_path, memory, order)) as gathering:
        graph = gathering.graph(rows)
        assert spread(graph) == spread(held)
        assert [len(part) for part in (graph.documents, graph.entities, graph.evidence, graph.mentions)] == [
            len(part) for part in (held.documents, held.entities, held.evidence, held.mentions)
        ]
        put(evidence.laid_out(graph, gathering.told(graph), gathering.rules, MADE), tmp_path / "told")
        told = (tmp_path / "told").read_text(encoding="utf-8")
        assert told == "".join(evidence.pieces(held, handmade.readings(), MADE))
        assert [*gathering.lines()] == [*annotations.lines(handmade.readings())]


def test_what_is_asked_of_it_one_by_one(tmp_path: Path) -> None:
    held = gather(handmade.readings(), BASE)
    with closing(taken(tmp_path, 0)) as gathering:
        graph = gathering.graph(())
        assert all(graph.evidence[fact] == places for fact, places in held.evidence.items())
        assert all(graph.node(iri) == node for iri, node in {**held.documents, **held.entities}.items())
        assert all(pair in graph.mentions for pair in held.mentions)
        assert ("no", "such") not in graph.mentions
        with pytest.raises(KeyError):
            graph.node("https://example.org/none")
        with pytest.raises(KeyError):
            graph.evidence[Fact(next(iter(held.entities)), "none", "none")]


@pytest.mark.parametrize("memory", [0, 1])
def test_whatever_the_memory_the_products_are_the_same(
    demonstration: Path, tmp_path: Path, memory: int
) -> None:
    """Spilled after every document, or when a megabyte is full, against what memory can hold."""
    products = ("graph", "evidence", "annotations")
    kg.build([demonstration], tmp_path / "much", only=products)
    kg.build([demonstration], tmp_path / "little", only=products, memory=memory)
    for name in WRITTEN:
        assert (tmp_path / "little" / name).read_bytes() == (tmp_path / "much" / name).read_bytes()


def test_a_spool_gives_back_what_it_was_given(tmp_path: Path) -> None:
    with closing(Spool(tmp_path / "spool")) as spool:
        for name, data in (("b", b"second"), ("a", b""), ("c", b"third")):
            spool.put(name, data)
        assert list(spool.items()) == [("a", b""), ("b", b"second"), ("c", b"third")]
        spool.put("d", b"late")
        assert (spool["b"], spool["d"], len(spool)) == (b"second", b"late", 4)
        with pytest.raises(KeyError):
            spool["e"]

"""The graph, with its evidence or without → N-Triples, N-Quads, TriG, Turtle: sorted, so equal graphs give equal bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import ontology
from kg.errors import OutputError
from kg.exports import turtle
from kg.exports.formats import Job, Notes
from kg.exports.turtle import VOCABULARIES
from kg.graph import Graph, evidence_iri, iri, statement_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

EVIDENCE = "evidence.ttl"


def write_ttl(job: Job, path: Path) -> Notes:
    """Turtle as a build writes it; the evidence, if wanted, after the graph."""
    with path.open("wb", buffering=1 << 20) as stream:
        for piece in turtle.pieces(job.graph):
            stream.write(piece.encode("utf-8"))
        if job.evidence:
            stream.write(b"# The evidence: for each fact, every place that says it.\n\n")
            _serialize(evidence(job), stream, "ttl")
    return ()


def write_nt(job: Job, path: Path) -> Notes:
    """N-Triples, a line a triple, in the order of their bytes."""
    with path.open("wb", buffering=1 << 20) as stream:
        stream.writelines(sorted(f"{quad.triple} .\n".encode() for quad in triples(job)))
    return ()


def write_nq(job: Job, path: Path) -> Notes:
    """N-Quads, a line a quad, in the order of their bytes: entities and facts in one graph, their evidence in another."""
    with path.open("wb", buffering=1 << 20) as stream:
        stream.writelines(sorted(f"{quad} .\n".encode() for quad in dataset(job)))
    return ()


def write_trig(job: Job, path: Path) -> Notes:
    """TriG: entities and facts in one graph, their evidence in another."""
    with path.open("wb", buffering=1 << 20) as stream:
        _serialize(sorted(dataset(job), key=_order), stream, "trig")
    return ()


def triples(job: Job) -> list[Quad]:
    """The triples of a job, sorted: entities and facts, and the evidence where it is asked for."""
    found = [*parsed(turtle.pieces(job.graph)), *(evidence(job) if job.evidence else ())]
    return sorted(found, key=_order)


def dataset(job: Job) -> Iterator[Quad]:
    """Entities and facts in the graph `{base}graph`, the evidence in `{base}evidence`."""
    from pyoxigraph import NamedNode, Quad

    parts = {"graph": parsed(turtle.pieces(job.graph)), "evidence": evidence(job)}
    for name, quads in parts.items():
        graph = NamedNode(job.graph.base + name)
        yield from (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)


def parsed(pieces: Iterable[str]) -> Iterator[Quad]:
    """The triples that some Turtle says."""
    from pyoxigraph import RdfFormat, parse

    return parse("".join(pieces).encode("utf-8"), format=RdfFormat.TURTLE)


def evidence(job: Job) -> list[Quad]:
    """What evidence.ttl says of the places that the job's graph holds, sorted; raises OutputError where there is none."""
    from pyoxigraph import RdfFormat, parse

    file = job.folder / EVIDENCE
    if not file.exists():
        raise OutputError(str(file), "the build did not write it", hint="kg build without --only")
    found = sorted(parse(path=file, format=RdfFormat.TURTLE), key=_order)
    return found if job.whole else _of(job.graph, found)


def _of(graph: Graph, quads: Iterable[Quad]) -> list[Quad]:
    """The triples about some facts and their places, and about the build and the rules behind them."""
    about: Mapping[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        about[str(quad.subject)[1:-1]].append(quad)
    rules = {place.rule for places in graph.evidence.values() for place in places}
    kept = {statement_iri(graph.base, fact) for fact in graph.evidence}
    kept |= {iri(graph.base, "Rule", rule) for rule in rules}
    for fact, places in graph.evidence.items():
        for place in places:
            own = evidence_iri(graph.base, fact, place)
            name = own.rpartition("/")[2]
            kept |= {own, *(f"{graph.base}{kind}/{name}" for kind in ("Target", "Position", "Quote"))}
    starts = tuple(f"{graph.base}{kind}/" for kind in ("Activity", "Decision", "Input", "Software"))
    return [quad for here, said in about.items() if here in kept or here.startswith(starts) for quad in said]


def _serialize(quads: Iterable[Quad], stream: IO[bytes], kind: str) -> None:
    from pyoxigraph import RdfFormat, serialize

    wanted = RdfFormat.from_extension(kind)
    assert wanted is not None
    held = list(quads)
    said = {_namespace(quad.predicate.value) for quad in held} | {ontology.XSD}
    prefixes = {name: start for name, start in VOCABULARIES.items() if start in said}
    inputs = held if wanted.supports_datasets else [quad.triple for quad in held]
    serialize(inputs, stream, wanted, prefixes=prefixes)


def _namespace(term: str) -> str:
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)

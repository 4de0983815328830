"""Turtle files and the store of them → where they break the shapes: SHACL Core by pyshacl, its SPARQL by the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg import ontology, store
from kg.errors import Place
from kg.verbs.quotations import Fault, Told

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store
    from rdflib.term import Node

FILE = "shapes.ttl"


def broken(files: Sequence[Path], memory: Store, base: str) -> Iterator[Fault]:
    """Every shape that files, together, do not conform to, with the file and line of what breaks it."""
    import rdflib
    from rdflib.namespace import SH

    shapes = rdflib.Graph().parse(ontology.packaged() / FILE)
    crossing = sorted(shapes.objects(None, SH.sparql), key=str)
    shapes.remove((None, SH.sparql, None))
    told: list[Told] = []
    for focus, what in (
        *_core(memory, shapes),
        *(one for rule in crossing for one in _crossing(memory, shapes, rule)),
    ):
        told = told or [Told(file) for file in files]
        place = next((one.place(focus) for one in told if focus in one.about), Place(str(files[0])))
        yield Fault(place, f"{unquote(focus.removeprefix(base))} {what}")


def _core(memory: Store, shapes: rdflib.Graph) -> list[tuple[str, str]]:
    """What SHACL Core finds, as (thing, what is wrong with it), sorted."""
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    data = rdflib.Graph()
    for triple in store.view(memory):
        data.add(triple)
    conforms, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, meta_shacl=False)
    if conforms:
        return []
    found: list[tuple[str, str]] = []
    for result in results.subjects(SH.resultSeverity, None):
        focus, path, value, message = (
            results.value(result, name) for name in (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
        )
        found.append((str(focus), _told(path, value, message)))
    return sorted(found)


def _crossing(memory: Store, shapes: rdflib.Graph, rule: Node) -> list[tuple[str, str]]:
    """What a constraint in SPARQL finds over all things at once, sorted."""
    from pyoxigraph import QuerySolutions
    from rdflib.namespace import SH

    declared = (
        node for owner in shapes.objects(rule, SH.prefixes) for node in shapes.objects(owner, SH.declare)
    )
    prefixes = {
        str(shapes.value(node, SH.prefix)): str(shapes.value(node, SH.namespace)) for node in declared
    }
    found = memory.query(str(shapes.value(rule, SH.select)), prefixes=prefixes)
    assert isinstance(found, QuerySolutions)
    message = shapes.value(rule, SH.message)
    rows = ((row["this"], row["path"], row["value"]) for row in found)
    return sorted((this.value, _told(path.value, value.value, message)) for this, path, value in rows)


def _told(path: object, value: object, message: object) -> str:
    """What is wrong in one line: the property, the value, the message of the shape."""
    shown = (str(part).removeprefix(ontology.NAMESPACE) for part in (path, value) if part is not None)
    return f"{' '.join(unquote(part) for part in shown)}: {' '.join(str(message).split())}"

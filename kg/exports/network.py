"""A graph → a pyvis network under a template of our own: a page that fetches nothing, or a picture in a notebook.

The lists of nodes and edges are filled directly; all stands where the layout of other pictures puts it: no physics, no chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import ontology
from kg.exports import sheet
from kg.exports.explorer.content import strongest
from kg.exports.explorer.seal import sealed
from kg.exports.explorer.sentence import shown
from kg.exports.formats import Job, Notes
from kg.exports.gexf import positions
from kg.exports.selection import among
from kg.exports.tables import NOWHERE
from kg.graph import Fact, Graph, Node
from kg.model import Evidence, Literal

if TYPE_CHECKING:
    from pyvis.network import Network

MOST = 1500
LABEL, NAME, QUOTE = 20, 120, 200
NAMES = 8
HEIGHT = 680
BEND = 0.16

OPTIONS: dict[str, object] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": True, "hover": True, "keyboard": False, "navigationButtons": False},
    "nodes": {
        "shape": "dot",
        "borderWidth": 1,
        "scaling": {
            "min": 8,
            "max": 44,
            "label": {"enabled": True, "min": 14, "max": 60, "maxVisible": 18, "drawThreshold": 8},
        },
    },
    "edges": {"width": 1, "selectionWidth": 2, "smooth": False, "arrows": {"to": {"scaleFactor": 0.5}}},
}


class Kind(msgspec.Struct, frozen=True):
    """A top class: its names, its colour, how many things of it are shown."""

    zh: str
    en: str
    colour: str
    count: int


class Thing(msgspec.Struct, frozen=True):
    """A node as it is read about: its names, the label first, and its class in both languages."""

    names: tuple[str, ...]
    top: str
    zh: str
    en: str


class Told(msgspec.Struct, frozen=True):
    """A fact between numbered things, or of one and a value, where `object` is -1; the first of its places."""

    subject: int
    predicate: str
    object: int
    value: str
    quote: str
    paper: str
    places: int


class Content(msgspec.Struct, frozen=True):
    """What the page has to say beside the picture; of how many things and facts these are."""

    things: tuple[Thing, ...]
    facts: tuple[Told, ...]
    kinds: dict[str, Kind]
    relations: dict[str, tuple[str, str]]
    of_things: int
    of_facts: int

    @property
    def left_out(self) -> str:
        """What is not shown, in words; empty where nothing is."""
        if len(self.things) == self.of_things:
            return ""
        return f"{len(self.things):,} of {self.of_things:,} entities and documents are shown, those with most facts"


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph as pyvis has it, and as a page of its own; a notebook shows it where it stands last in a cell."""

    network: Network
    page: str
    left_out: str = ""

    def write(self, path: Path | str) -> None:
        """Write the page to a file."""
        Path(path).write_bytes(self.page.encode("utf-8"))

    def _repr_html_(self) -> str:
        """A frame in which the page's own scripts run, and nothing of the notebook is within their reach."""
        return (
            f'<iframe sandbox="allow-scripts" title="kg" width="100%" height="{HEIGHT}" frameborder="0" '
            f'srcdoc="{escape(self.page)}"></iframe>'
        )


def write(job: Job, path: Path) -> Notes:
    """Write a page; the answer says what it does not show."""
    made = picture(job.graph)
    made.write(path)
    return (made.left_out,) if made.left_out else ()


def picture(graph: Graph, most: int = MOST) -> Picture:
    """The picture of a graph, or of the `most` (MOST at the most) of its entities that have most facts."""
    every = strongest(graph, len(graph.entities) + len(graph.documents))
    nodes = strongest(graph, min(most, MOST))
    part = among(graph, {node.iri for node in nodes})
    content = _content(part, nodes, len(every), len(graph.evidence))
    network = _network(part, nodes, content)
    network.templateEnv = sealed(sheet.file)  # as set_template_dir does, but all that is put in is escaped
    network.path = "network.html"
    dressed = sheet.dressed(("network.css",), (library(), sheet.file("network.js")))
    network.templateEnv.globals.update(content=content, **dressed)
    network.prep_notebook()  # its `show` takes the template from here
    return Picture(network, network.generate_html(), content.left_out)


def library() -> str:
    """The vis-network library as pyvis carries it; the pointer to its source map is taken off."""
    import pyvis

    script = max(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    lines = script.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))


def _content(graph: Graph, nodes: Sequence[Node], of_things: int, of_facts: int) -> Content:
    terms = ontology.load()
    number = {node.iri: at for at, node in enumerate(nodes)}
    tops = Counter(terms.top(node.type) for node in nodes)
    relations = {name: terms.properties[name] for name in sorted({fact.predicate for fact in graph.evidence})}
    return Content(
        things=tuple(
            Thing(
                tuple(shown(name, NAME) for name in (node.label, *node.names[:NAMES])),
                terms.top(node.type),
                terms.classes[node.type].label_zh,
                terms.classes[node.type].label_en,
            )
            for node in nodes
        ),
        facts=tuple(_told(fact, evidence, number) for fact, evidence in graph.evidence.items()),
        kinds={
            top: Kind(one.label_zh, one.label_en, one.colour, count)
            for top, count in tops.most_common()
            for one in (terms.classes[top],)
        },
        relations={name: (one.label_zh, one.label_en) for name, one in relations.items()},
        of_things=of_things,
        of_facts=of_facts,
    )


def _told(fact: Fact, evidence: Sequence[Evidence], number: dict[str, int]) -> Told:
    first, value = next(iter(evidence), NOWHERE), fact.object
    return Told(
        number[fact.subject],
        fact.predicate,
        -1 if isinstance(value, Literal) else number[value],
        shown(value.value, NAME) if isinstance(value, Literal) else "",
        shown(first.exact, QUOTE),
        shown(first.path, NAME),
        len(evidence),
    )


def _network(graph: Graph, nodes: Sequence[Node], content: Content) -> Network:
    """The nodes and edges as pyvis keeps them; the ids are the numbers of things and facts."""
    from pyvis.network import Network

    terms, places = ontology.load(), positions(graph)
    ends = [(told.subject, told.object) for told in content.facts if told.object >= 0]
    facts = Counter(end for pair in ends for end in pair)
    network = Network(directed=True, cdn_resources="in_line")
    network.options = OPTIONS
    network.nodes = [
        {
            "id": at,
            "label": shown(node.label, LABEL),
            "kind": content.things[at].top,
            "color": content.kinds[content.things[at].top].colour,
            "value": facts[at],
            "x": places[node.iri][0],
            "y": places[node.iri][1],
        }
        for at, node in enumerate(nodes)
    ]
    lanes = Counter[frozenset[int]]()
    for at, told in enumerate(content.facts):
        if told.object >= 0:
            pair = frozenset((told.subject, told.object))
            symmetric = terms.properties[told.predicate].symmetric
            network.edges.append(
                {"id": at, "from": told.subject, "to": told.object, "arrows": "" if symmetric else "to"}
                | _bent(lanes[pair], forward=told.subject <= told.object)
            )
            lanes[pair] += 1
    return network


def _bent(lane: int, *, forward: bool) -> dict[str, object]:
    """The curve of the second and further facts between two things, so that none hides another."""
    if not lane:
        return {}
    side = "curvedCW" if forward == bool(lane % 2) else "curvedCCW"
    return {"smooth": {"enabled": True, "type": side, "roundness": round(BEND * ((lane + 1) // 2), 2)}}

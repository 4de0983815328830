"""An output folder → what is in it, as an object: entities by name, their facts, the places that say them, other views."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from kg import ontology
from kg.errors import AmbiguousError, KgError, OutputError
from kg.graph import DOCUMENT, Fact, Graph, Node, iri, statement_iri
from kg.model import Literal
from kg.pipeline.folder import MANIFEST
from kg.pipeline.manifest import Manifest
from kg.verbs.quote import Quote

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

    from kg.exports.frames import Frames
    from kg.exports.network import Picture
    from kg.exports.selection import Selection
    from kg.verbs.query import Answer
    from kg.verbs.walk import Neighbour

OA, DCTERMS = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/"
NAMES = (ontology.RDFS + "label", ontology.SKOS + "altLabel")
MENTIONS = "mentions"
MOST = 10  # names to choose from
INFLUENCED = "http://www.w3.org/ns/prov#wasInfluencedBy"


def load(output: Path | str) -> Loaded:
    """Open what a build wrote; raises OutputError for a folder that no build wrote.

    >>> import kg, tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "news.txt").write_text("中华全国总工会", encoding="utf-8")
    >>> _ = kg.build([folder / "news.txt"], folder / "output", only=["graph", "evidence", "store"])
    >>> graph = kg.load(folder / "output")
    >>> graph.entity("全国总工会").label
    '中华全国总工会'
    """
    folder = Path(output)
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError:
        raise OutputError(
            str(folder), f"there is no {MANIFEST} in it", "a folder that kg build wrote"
        ) from None
    except msgspec.DecodeError as error:
        raise OutputError(str(path), f"damaged, {error}", hint="kg build, which writes it anew") from error
    return Loaded(folder, manifest)


@dataclass(frozen=True)
class Loaded:
    """A graph on disk. What is asked for is read when it is asked for."""

    folder: Path
    manifest: Manifest
    _kept: dict[str, Node] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """The embedded store, open for reading."""
        from kg.store import open_store

        return open_store(self.folder)

    def query(self, sparql: str) -> Answer:
        """What a SPARQL query finds; see kg.verbs.query."""
        from kg.verbs.query import query

        return query(self.folder, sparql)

    def rdflib(self) -> rdflib.Graph:
        """Graph and evidence as rdflib sees them: read only, nothing is copied."""
        from kg.store import view

        return view(self.store)

    def networkx(self) -> networkx.MultiDiGraph:
        """Entities as nodes, facts as edges; see kg.exports.property_graph."""
        from kg.exports.property_graph import property_graph

        return property_graph(self.graph())

    def pyvis(self, wanted: Selection | None = None) -> Picture:
        """The graph, or what is wanted of it, as a pyvis network that a notebook shows; see kg.exports.network."""
        from kg.exports.network import picture
        from kg.verbs.export import WHOLE, part

        return picture(part(self, wanted or WHOLE))

    def graph(self) -> Graph:
        """All of it as the Graph that the exporters take."""
        from kg.verbs.reload import reload

        return reload(self)

    def to_pandas(self) -> Frames:
        """Nodes, edges and evidence as frames of pandas; raises KgError where that is not installed."""
        from kg.exports.frames import frames

        return frames(self.graph())

    def neighbours(self, entity: str, relation: str = "") -> tuple[Neighbour, ...]:
        """The facts of an entity, along and against, each with what stands at its other end; see kg.verbs.walk."""
        from kg.verbs.walk import neighbours

        return neighbours(self, entity, relation)

    def paths(self, start: str, end: str, longest: int = 4) -> tuple[tuple[Neighbour, ...], ...]:
        """The shortest ways between two entities, of at most `longest` facts; see kg.verbs.walk."""
        from kg.verbs.walk import paths

        return paths(self, start, end, longest)

    def entity(self, asked: str) -> Node:
        """The entity of a name, a short name, an IRI or a part of a name; raises KgError where there is none, or several."""
        found = self.find(asked)
        if not found:
            raise KgError(
                "", f"nothing is called {asked!r}", hint=f"kg find {self.folder} with a part of the name"
            )
        if len(found) > 1:
            raise self._several(asked, found)
        return found[0]

    def _several(self, asked: str, found: Sequence[Node]) -> AmbiguousError:
        """Names and classes, one a line; the last part of the IRI where these do not tell them apart."""
        seen = Counter((node.label, node.type) for node in found)
        shown = [
            f"  {node.label}  {node.type}"
            if seen[node.label, node.type] == 1
            else f"  {node.label}  {unquote(node.iri.removeprefix(self.manifest.base))}"
            for node in found[:MOST]
        ]
        if len(found) > MOST:
            shown.append(f"  … and {len(found) - MOST} more: kg find {self.folder} {asked}")
        wanted = asked.strip().strip("<>《》")
        exact = all(wanted in (node.label, *node.names) for node in found)
        said = f"{len(found)} {'are called' if exact else 'names contain'} {asked!r}"
        return AmbiguousError(said, "one of these", tuple(shown))

    def find(self, asked: str) -> tuple[Node, ...]:
        """Entities and documents by IRI or its end, as in `Person/张三@甲局`; else those of just this name; then other name.

        Where there are none, those that have it in a name.
        """
        wanted = asked.strip().strip("<>《》")
        kind, _, key = wanted.partition("/")
        for here in (wanted, iri(self.manifest.base, kind, key)):
            if ":" in here and _is_iri(here) and (node := self.node(here)).label:
                return (node,)
        return next((self._sorted(level) for level in self._levels(wanted) if level), ())

    def holding(self, words: str) -> tuple[Node, ...]:
        """Entities and documents that have some words in a name, those that are called just so first."""
        found: dict[Node, None] = {}
        for level in self._levels(words.strip().strip("<>《》")):
            found |= dict.fromkeys(self._sorted(level))
        return tuple(found)

    def _sorted(self, iris: set[str]) -> tuple[Node, ...]:
        """Documents last, then the shorter name first."""
        order = sorted(
            map(self.node, iris), key=lambda node: (node.type == DOCUMENT, len(node.label), node.iri)
        )
        return tuple(order)

    def _levels(self, wanted: str) -> Iterator[set[str]]:
        if not wanted:
            return
        for names in self._names:
            yield names.get(wanted, set())
        yield {
            here for names in self._names for name, many in names.items() if wanted in name for here in many
        }

    @cached_property
    def _names(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """IRIs by label, and by other name."""
        labels: dict[str, set[str]] = defaultdict(set)
        others: dict[str, set[str]] = defaultdict(set)
        for predicate, names in zip(NAMES, (labels, others), strict=True):
            for subject, _, name in self.triples("", predicate):
                if subject.startswith(self.manifest.base):
                    names[_text(name)].add(subject)
        return labels, others

    def node(self, here: str) -> Node:
        """An entity or document by its IRI; its label is empty where there is none."""
        if here not in self._kept:
            self._kept[here] = self._node(here)
        return self._kept[here]

    def _node(self, here: str) -> Node:
        about = self._about(here)
        label = about.get(NAMES[0], [""])[0]
        terms = ontology.load()
        stated = (name.removeprefix(ontology.NAMESPACE) for name in about.get(ontology.RDF + "type", ()))
        types = [name for name in stated if name in terms.classes]
        kind = min(types, key=lambda name: (-terms.depth(name), name), default="") if label else ""
        whole = about.get(DCTERMS + "isPartOf", [""])[0]
        return Node(here, kind, label, tuple(sorted(about.get(NAMES[1], ()))), (), whole)

    def facts(self, *, subject: str = "", predicate: str = "", value: str = "") -> Iterator[Fact]:
        """Facts by any of their parts: an IRI, a property's name, an IRI. What no document states is no fact."""
        named = ontology.NAMESPACE + predicate if predicate else ""
        for here, stated, said in self.triples(subject, named, value):
            name = stated.removeprefix(ontology.NAMESPACE)
            if name in {stated, MENTIONS} or not here.startswith(self.manifest.base):
                continue
            fact = Fact(here, name, said)
            if self._any(statement_iri(self.manifest.base, fact), ontology.RDF + "predicate"):
                yield fact

    def mentioning(self, entity: str) -> Iterator[str]:
        """The documents that mention an entity."""
        for document, _, _ in self.triples("", ontology.NAMESPACE + MENTIONS, entity):
            yield document

    def quotes(self, fact: Fact) -> tuple[Quote, ...]:
        """Every place that says a fact, in the order of the sources."""
        found = map(self.quote, self.supporting(statement_iri(self.manifest.base, fact)))
        return tuple(sorted(found, key=lambda quote: (quote.path, quote.start)))

    def fact(self, statement: str) -> Fact | None:
        """The fact that an assertion is of, by the assertion's IRI."""
        parts = {name.removeprefix(ontology.RDF): value for _, name, value in self.triples(statement)}
        if not {"subject", "predicate", "object"} <= parts.keys():
            return None
        predicate = _text(parts["predicate"]).removeprefix(ontology.NAMESPACE)
        return Fact(_text(parts["subject"]), predicate, parts["object"])

    def supporting(self, statement: str) -> tuple[str, ...]:
        """The IRIs of the evidence of an assertion, sorted."""
        return tuple(
            sorted(one for one, _, _ in self.triples("", ontology.NAMESPACE + "supports", statement))
        )

    def quote(self, evidence: str) -> Quote:
        """One place that says a fact, by the IRI of the evidence."""
        about = self._about(evidence)
        target = self._about(about[OA + "hasTarget"][0])
        selectors = [self._about(selector) for selector in target[OA + "hasSelector"]]
        found = {
            name.removeprefix(OA): values[0] for selector in selectors for name, values in selector.items()
        }
        source, scope = target[OA + "hasSource"][0], target.get(OA + "hasScope", [""])[0]
        # not all about the source: it mentions a great many things
        paths = (_text(value) for _, _, value in self.triples(source, ontology.NAMESPACE + "sourcePath"))
        return Quote(
            path=next(paths),
            start=int(found["start"]),
            end=int(found["end"]),
            exact=found["exact"],
            rule=unquote(about[ontology.NAMESPACE + "rule"][0].rpartition("/")[2]),
            prefix=found.get("prefix", ""),
            suffix=found.get("suffix", ""),
            modality=about.get(ontology.NAMESPACE + "modality", [""])[0],
            article=self.node(scope or source).label,
            decisions=tuple(sorted(unquote(one.rpartition("/")[2]) for one in about.get(INFLUENCED, ()))),
            document=scope or source,
        )

    def _about(self, subject: str) -> dict[str, list[str]]:
        """Predicates and objects of a subject."""
        found: dict[str, list[str]] = defaultdict(list)
        for _, predicate, value in self.triples(subject):
            found[predicate].append(_text(value))
        return found

    def _any(self, subject: str, predicate: str) -> bool:
        return next(self.triples(subject, predicate), None) is not None

    def triples(
        self, subject: str = "", predicate: str = "", value: str = ""
    ) -> Iterator[tuple[str, str, str | Literal]]:
        """Triples by IRIs; an empty string stands for anything."""
        from pyoxigraph import DefaultGraph, NamedNode, Triple
        from pyoxigraph import Literal as Words

        here, stated, said = (NamedNode(part) if part else None for part in (subject, predicate, value))
        for quad in self.store.quads_for_pattern(here, stated, said, DefaultGraph()):
            one, other = quad.subject, quad.object
            if isinstance(one, Triple) or isinstance(other, Triple):
                continue  # RDF 1.2; a build writes none
            if isinstance(other, Words):
                datatype = other.datatype.value.removeprefix(ontology.XSD)
                yield one.value, quad.predicate.value, Literal(other.value, datatype)
            else:
                yield one.value, quad.predicate.value, other.value


def _is_iri(words: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        return bool(NamedNode(words))
    except ValueError:
        return False


def _text(value: str | Literal) -> str:
    return value.value if isinstance(value, Literal) else value

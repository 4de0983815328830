"""An output folder → the Graph that was written into it, for exporters; what filled the blanks of a rule is not kept there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from kg import ontology
from kg.graph import DOCUMENT, Fact, Graph, Node, evidence_order, fact_order
from kg.model import Evidence, Literal
from kg.verbs.load import DCTERMS, MENTIONS, NAMES, OA, Loaded

PK, RDF = ontology.NAMESPACE, ontology.RDF
Values = tuple[str | Literal, ...]
NONE: Values = ()
CLOSE = ontology.SKOS + "closeMatch"


def reload(loaded: Loaded) -> Graph:
    """All of a graph in memory: entities, documents, facts, and each place that says one."""
    found: dict[str, dict[str, list[str | Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in loaded.triples():
        found[subject][predicate].append(value)
    page = _Page(
        {s: {p: tuple(values) for p, values in about.items()} for s, about in found.items()},
        loaded.manifest.base,
    )
    evidence: dict[Fact, list[Evidence]] = {
        page.fact(subject): [] for subject, about in page.about.items() if RDF + "subject" in about
    }
    for subject, about in page.about.items():
        for statement in about.get(PK + "supports", NONE):
            evidence[page.fact(str(statement))].append(page.evidence(subject))
    stated = {(fact.subject, fact.predicate, fact.object) for fact in evidence}
    nodes = {subject: page.node(subject, stated) for subject in sorted(page.about) if page.is_node(subject)}
    return Graph(
        base=page.base,
        documents={here: node for here, node in nodes.items() if node.type == DOCUMENT},
        entities={here: node for here, node in nodes.items() if node.type != DOCUMENT},
        evidence={
            fact: tuple(sorted(evidence[fact], key=evidence_order))
            for fact in sorted(evidence, key=fact_order)
        },
        mentions=tuple(
            sorted(
                (here, str(value)) for here in nodes for value in page.about[here].get(PK + MENTIONS, NONE)
            )
        ),
        close=tuple(
            sorted((here, str(value)) for here in nodes for value in page.about[here].get(CLOSE, NONE))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """Predicates and values by subject."""

    about: Mapping[str, Mapping[str, Values]]
    base: str

    def is_node(self, subject: str) -> bool:
        """Whether it is an entity or a document, and nothing that only evidence has."""
        about = self.about[subject]
        return (
            subject.startswith(self.base)
            and NAMES[0] in about
            and any(kind.startswith(PK) for kind in self.iris(subject, RDF + "type"))
        )

    def node(self, subject: str, stated: set[tuple[str, str, str | Literal]]) -> Node:
        terms = ontology.load()
        kinds = [kind.removeprefix(PK) for kind in self.iris(subject, RDF + "type")]
        known = tuple(
            (predicate.removeprefix(PK), value)
            for predicate, values in sorted(self.about[subject].items())
            for value in values
            if predicate.startswith(PK)
            and isinstance(value, Literal)
            and (subject, predicate.removeprefix(PK), value) not in stated
        )
        return Node(
            iri=subject,
            type=min(kinds, key=lambda kind: (-terms.depth(kind), kind)),
            label=self.one(subject, NAMES[0]),
            names=tuple(sorted(_text(name) for name in self.about[subject].get(NAMES[1], NONE))),
            literals=known,
            whole=self.one(subject, DCTERMS + "isPartOf"),
        )

    def fact(self, statement: str) -> Fact:
        about = self.about[statement]
        predicate = self.one(statement, RDF + "predicate").removeprefix(PK)
        return Fact(self.one(statement, RDF + "subject"), predicate, about[RDF + "object"][0])

    def evidence(self, here: str) -> Evidence:
        target = self.one(here, OA + "hasTarget")
        source, scope = self.one(target, OA + "hasSource"), self.one(target, OA + "hasScope")
        said = {
            name: values[0]
            for selector in self.iris(target, OA + "hasSelector")
            for name, values in self.about[selector].items()
        }
        number = unquote(scope).rpartition("#")[2]
        return Evidence(
            path=self.one(source, PK + "sourcePath"),
            start=int(_text(said[OA + "start"])),
            end=int(_text(said[OA + "end"])),
            exact=_text(said[OA + "exact"]),
            rule=unquote(self.one(here, PK + "rule").rpartition("/")[2]),
            article=int(number) if number.isdecimal() else 1,
            modality=self.one(here, PK + "modality"),
        )

    def one(self, subject: str, predicate: str) -> str:
        """The one value of a predicate as a string; empty where there is none."""
        values = self.about[subject].get(predicate, NONE)
        return _text(values[0]) if values else ""

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(value for value in self.about[subject].get(predicate, NONE) if isinstance(value, str))


def _text(value: str | Literal) -> str:
    return value.value if isinstance(value, Literal) else value

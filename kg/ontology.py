"""The ontology's Turtle → what is a class, what is a property, where each may stand, and what both are called."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from kg.errors import OntologyError, Place

NAMESPACE = "https://w3id.org/policykg/ontology#"
FILE = "policy.ttl"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
STEPS = 2  # of a chain of properties
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Class:
    """A class: `parents` and `top` are classes of the ontology; a literal class (Date, Number, Version) is its own top."""

    name: str
    parents: tuple[str, ...]
    top: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    colour: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A relation ("object") or a literal property ("literal").

    `domain` and `range` are names of classes, any of which will do; none means anything. `datatypes` are local names of XML
    Schema. `inverse` is a name only: its facts are never stored. What is `derived` no rule may state. `chain`: two properties
    that lead to it, as 担任 and 设于 lead to 任职于.
    """

    name: str
    kind: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    datatypes: tuple[str, ...]
    symmetric: bool
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    inverse: str = ""
    inverse_zh: str = ""
    inverse_en: str = ""
    derived: bool = False
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """What exists. `digest` is the sha256 of the ontology's files.

    `below` holds each class with all below it; `ends` the classes that may be a property's subject, and its object;
    `chains` a property with what follows it and what both lead to.
    """

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    namespace: str
    digest: str
    below: Mapping[str, frozenset[str]]
    ends: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    chains: Mapping[str, tuple[tuple[str, str], ...]]

    def top(self, name: str) -> str:
        """The top class of a class; a literal class's own name.

        >>> load().top("Statute")
        'LegalInstrument'
        """
        try:
            return self.classes[name].top
        except KeyError:
            return self._class(name).top  # which says what is wrong

    def subclasses(self, name: str) -> frozenset[str]:
        """A class and all below it.

        >>> sorted(load().subclasses("Provision"))
        ['Article', 'Chapter', 'Item', 'Paragraph', 'Provision']
        """
        return self.below[self._class(name).name]

    def is_a(self, name: str, other: str) -> bool:
        """Whether a class is another or lies below it."""
        return self._class(name).name in self.subclasses(other)

    def depth(self, name: str) -> int:
        """How many classes lie above a class; the deeper, the more specific."""
        return max((self.depth(parent) + 1 for parent in self._class(name).parents), default=0)

    def fits(self, name: str, subject_type: str, object_type: str) -> bool:
        """Whether a property may stand between two classes; a literal's class (Date) or datatype (gYear) is its type.

        >>> load().fits("cites", "Article", "Statute"), load().fits("cites", "Person", "Statute")
        (True, False)
        >>> load().fits("dateHeld", "Event", "Date"), load().fits("dateHeld", "Event", "gYear")
        (True, True)
        """
        stated = self.property(name)
        subjects, objects = self.ends[name]
        if stated.domain and self._class(subject_type).name not in subjects:
            return False
        if stated.kind == "literal":
            return object_type in stated.range or object_type in stated.datatypes
        return not stated.range or self._class(object_type).name in objects

    def property(self, name: str) -> Property:
        """A property by its name; raises OntologyError where there is none."""
        try:
            return self.properties[name]
        except KeyError:
            raise OntologyError(FILE, f"there is no property {name!r}") from None

    def _class(self, name: str) -> Class:
        try:
            return self.classes[name]
        except KeyError:
            raise OntologyError(FILE, f"there is no class {name!r}") from None


def load(folder: Path | None = None) -> Ontology:
    """The ontology of a folder that holds a policy.ttl; without one, that of the package. Read once a process."""
    return _read(folder or packaged())


@cache
def packaged() -> Path:
    """Where the ontology lies: in the installed package's data, or in the checkout beside the package."""
    here = Path(__file__).resolve().parent
    carried = here / "_data" / "ontology"
    return carried if carried.is_dir() else here.parent / "ontology"


@cache
def _read(folder: Path) -> Ontology:
    path = folder / FILE
    try:
        found = _Triples(path)
        digest = hashlib.sha256(
            b"\0".join(file.read_bytes() for file in sorted(folder.glob("*.ttl")))
        ).hexdigest()
    except OSError as error:
        raise OntologyError(str(path), f"cannot be read, {error.strerror or error}") from error
    except SyntaxError as error:
        raise OntologyError(Place(str(path), error.lineno or 0, error.offset or 0), error.msg) from error
    parents = found.classes()
    below = {
        name: frozenset(other for other in parents if _reaches(parents, other, name)) for name in parents
    }
    classes = {name: found.a_class(name, parents) for name in sorted(parents)}
    properties = {name: found.a_property(name) for name in sorted(found.stated())}
    for stated in properties.values():
        for name in (*stated.domain, *stated.range):
            if name not in classes and ":" not in name and name not in stated.datatypes:
                raise OntologyError(str(path), f"{stated.name} speaks of {name}, which is no class")
    ends = {
        name: (_all_below(stated.domain, below), _all_below(stated.range, below))
        for name, stated in properties.items()
    }
    chains: dict[str, tuple[tuple[str, str], ...]] = {}
    for stated in properties.values():
        if len(stated.chain) == STEPS:
            chains[stated.chain[0]] = (*chains.get(stated.chain[0], ()), (stated.chain[1], stated.name))
    return Ontology(classes, properties, NAMESPACE, digest, below, ends, chains)


def _all_below(names: Iterable[str], below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(below.get(name, ()) for name in names))


def _reaches(parents: Mapping[str, tuple[str, ...]], name: str, wanted: str) -> bool:
    return name == wanted or any(_reaches(parents, parent, wanted) for parent in parents[name])


class _Triples:
    """The triples of a Turtle file by subject and predicate; IRIs, blank nodes and words as plain strings."""

    def __init__(self, path: Path) -> None:
        from pyoxigraph import Literal, RdfFormat, Triple, parse

        self.path = path
        self.objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.words: dict[tuple[str, str, str], str] = {}
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.inverses: dict[str, str] = {}
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                continue  # RDF 1.2; an ontology has none
            if isinstance(value, Literal):
                self.words[subject.value, predicate, value.language or ""] = value.value
            else:
                self._link(subject.value, predicate, value.value)

    def _link(self, subject: str, predicate: str, value: str) -> None:
        self.objects[subject, predicate].append(value)
        if predicate == RDF + "type":
            self.kinds[subject].add(value.removeprefix(OWL).removeprefix(RDFS))
        elif predicate == OWL + "inverseOf":
            self.inverses[value] = subject

    def _ours(self, *kinds: str) -> Iterator[str]:
        for iri, found in self.kinds.items():
            if iri.startswith(NAMESPACE) and found & set(kinds):
                yield iri.removeprefix(NAMESPACE)

    def classes(self) -> dict[str, tuple[str, ...]]:
        """Every class, literal ones too, with its parents; raises OntologyError for a parent that is none."""
        parents = {
            name: tuple(sorted(self._names(NAMESPACE + name, RDFS + "subClassOf", ours=True)))
            for name in self._ours("Class", "Datatype")
        }
        for name, above in parents.items():
            for parent in above:
                if parent not in parents:
                    raise OntologyError(
                        str(self.path), f"{name} is a subclass of {parent}, which is no class"
                    )
        try:
            TopologicalSorter(parents).prepare()
        except CycleError as error:
            raise OntologyError(str(self.path), f"{error.args[1][0]} is a subclass of itself") from error
        return parents

    def stated(self) -> list[str]:
        """Every property that facts may have: those that are not the inverse of another."""
        return [
            name
            for name in self._ours("ObjectProperty", "DatatypeProperty")
            if (NAMESPACE + name, OWL + "inverseOf") not in self.objects
        ]

    def a_class(self, name: str, parents: Mapping[str, tuple[str, ...]]) -> Class:
        iri, top = NAMESPACE + name, name
        while parents[top]:
            top = parents[top][0]
        colour = self._word(iri, NAMESPACE + "colour") or self._word(NAMESPACE + top, NAMESPACE + "colour")
        return Class(name, parents[name], top, *self._called(iri), colour, "Datatype" in self.kinds[iri])

    def a_property(self, name: str) -> Property:
        iri = NAMESPACE + name
        literal = "DatatypeProperty" in self.kinds[iri]
        wanted = self._names(iri, RDFS + "range")
        inverse = self.inverses.get(iri, "")
        return Property(
            name,
            "literal" if literal else "object",
            self._names(iri, RDFS + "domain"),
            wanted,
            tuple(dict.fromkeys(kind for one in wanted for kind in self._datatypes(one))) if literal else (),
            "SymmetricProperty" in self.kinds[iri],
            *self._called(iri),
            inverse=inverse.removeprefix(NAMESPACE),
            inverse_zh=self._word(inverse, RDFS + "label", "zh"),
            inverse_en=self._word(inverse, RDFS + "label", "en"),
            derived=self._word(iri, NAMESPACE + "derived") == "true",
            chain=tuple(
                _local(step)
                for cell in self.objects[iri, OWL + "propertyChainAxiom"]
                for step in self._list(cell)
            ),
        )

    def _datatypes(self, name: str) -> Iterator[str]:
        """The XML Schema types behind a range: itself, what it equals, or the members of the union that it equals."""
        if NAMESPACE + name not in self.kinds:
            yield name
        for other in self.objects[NAMESPACE + name, OWL + "equivalentClass"]:
            yield from (_local(member) for member in self._members(other))

    def _names(self, subject: str, predicate: str, *, ours: bool = False) -> tuple[str, ...]:
        """The names of the classes that stand there, unions opened; owl:Thing is no name at all."""
        found = [member for value in self.objects[subject, predicate] for member in self._members(value)]
        return tuple(
            _local(iri) for iri in found if iri != OWL + "Thing" and (not ours or iri.startswith(NAMESPACE))
        )

    def _members(self, node: str) -> Iterator[str]:
        lists = self.objects[node, OWL + "unionOf"]
        if not lists:
            yield node
        for cell in lists:
            yield from self._list(cell)

    def _list(self, cell: str) -> Iterator[str]:
        while cell != RDF + "nil":
            yield self.objects[cell, RDF + "first"][0]
            cell = self.objects[cell, RDF + "rest"][0]

    def _called(self, iri: str) -> tuple[str, str, str, str]:
        label_zh, label_en, definition_zh, definition_en = (
            self._word(iri, predicate, language)
            for predicate in (RDFS + "label", SKOS + "definition")
            for language in ("zh", "en")
        )
        return label_zh, label_en, definition_zh, definition_en

    def _word(self, iri: str, predicate: str, language: str = "") -> str:
        return self.words.get((iri, predicate, language), "")


def _local(iri: str) -> str:
    """The name of a term of our own or of XML Schema; another vocabulary's keeps its whole IRI."""
    return iri.removeprefix(NAMESPACE).removeprefix(XSD)

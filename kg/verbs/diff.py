"""Two output folders → what the second has and the first has not, what it lost, and what changed: entities and facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kg.errors import OutputError
from kg.graph import Fact, Graph, Node, fact_order
from kg.model import Evidence, Literal
from kg.verbs.load import Loaded, load

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Was:
    """Something of an entity that changed: its type, its label, its other names or a property; values joined by `、`."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or document that was added, lost or changed."""

    iri: str
    type: str
    label: str
    changes: tuple[Was, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A place that says a fact: where, by which rule, in which words."""

    document: str
    start: int
    end: int
    rule: str
    quote: str
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that was added, lost, or is said elsewhere than before.

    `gained` and `gone` are the places that say it now and did not, and the other way round; `moved` is how many say the same
    words by the same rule at other offsets.
    """

    subject: str
    predicate: str
    object: str
    gained: tuple[Said, ...] = ()
    gone: tuple[Said, ...] = ()
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Change(Generic[One]):
    """What was added, lost and changed of one kind of thing; each sorted by IRI."""

    added: tuple[One, ...] = ()
    lost: tuple[One, ...] = ()
    changed: tuple[One, ...] = ()

    def parts(self) -> tuple[tuple[One, ...], ...]:
        """All three, in this order."""
        return self.added, self.lost, self.changed


@dataclass(frozen=True, slots=True)
class Balance:
    """What a document or a rule says more and less than before, in places."""

    name: str
    gained: int
    gone: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How two graphs differ. `documents` and `rules` count the places gained and gone, the busiest first."""

    things: Change[Thing]
    facts: Change[Stated]
    documents: tuple[Balance, ...] = ()
    rules: tuple[Balance, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether there is any difference at all."""
        return any((*self.things.parts(), *self.facts.parts()))


def diff(old: Path | str | Loaded, new: Path | str | Loaded) -> Difference:
    """How the graph of one output folder differs from that of another; the order of statements in files is no difference.

    Raises OutputError for a folder that no build wrote, or one written without its evidence.
    """
    return compare(_graph(old), _graph(new))


def _graph(output: Path | str | Loaded) -> Graph:
    graph = output if isinstance(output, Loaded) else load(output)
    if not any((graph.folder / name).exists() for name in ("store", "evidence.ttl")):
        file = str(graph.folder / "evidence.ttl")
        raise OutputError(file, "the build did not write it", hint="kg build without --only")
    return graph.graph()


def compare(old: Graph, new: Graph) -> Difference:
    """How a graph differs from another."""
    nodes = [{**graph.documents, **graph.entities} for graph in (old, new)]
    gained, gone, moved = _places(old, new)
    facts = sorted({*gained, *(old.evidence.keys() ^ new.evidence.keys())}, key=fact_order)
    told = {
        fact: Stated(
            *_named(fact, nodes), _said(gained.get(fact, ())), _said(gone.get(fact, ())), moved.get(fact, 0)
        )
        for fact in facts
    }
    return Difference(
        things=_things(*nodes),
        facts=Change(
            tuple(stated for fact, stated in told.items() if fact not in old.evidence),
            tuple(stated for fact, stated in told.items() if fact not in new.evidence),
            tuple(stated for fact, stated in told.items() if fact in old.evidence and fact in new.evidence),
        ),
        documents=_balance(told.values(), "document"),
        rules=_balance(told.values(), "rule"),
    )


def _things(old: Mapping[str, Node], new: Mapping[str, Node]) -> Change[Thing]:
    both = sorted(old.keys() & new.keys())
    changed = ((new[here], _changes(old[here], new[here])) for here in both if old[here] != new[here])
    return Change(
        tuple(_thing(new[here]) for here in sorted(new.keys() - old.keys())),
        tuple(_thing(old[here]) for here in sorted(old.keys() - new.keys())),
        tuple(Thing(node.iri, node.type, node.label, changes) for node, changes in changed),
    )


def _thing(node: Node) -> Thing:
    return Thing(node.iri, node.type, node.label)


def _changes(old: Node, new: Node) -> tuple[Was, ...]:
    """What is otherwise, property by property."""
    one, other = _known(old), _known(new)
    names = dict.fromkeys((*one, *other))
    return tuple(
        Was(name, one.get(name, ""), other.get(name, ""))
        for name in names
        if one.get(name, "") != other.get(name, "")
    )


def _known(node: Node) -> dict[str, str]:
    found = {"type": node.type, "label": node.label, "names": "、".join(node.names), "partOf": node.whole}
    for name, literal in node.literals:
        found[name] = "、".join(filter(None, (found.get(name, ""), literal.value)))
    return found


def _places(
    old: Graph, new: Graph
) -> tuple[dict[Fact, list[Evidence]], dict[Fact, list[Evidence]], dict[Fact, int]]:
    """The places gained, gone and moved, by fact; of two that differ in their offsets alone, none is gone and none gained."""
    gained: dict[Fact, list[Evidence]] = {}
    gone: dict[Fact, list[Evidence]] = {}
    moved: dict[Fact, int] = {}
    for fact in old.evidence.keys() | new.evidence.keys():
        one, other = old.evidence.get(fact, ()), new.evidence.get(fact, ())
        more, less = _without(other, one), _without(one, other)
        if not more and not less:
            continue
        words = Counter(map(_words, more)) & Counter(map(_words, less))
        gained[fact], gone[fact] = _left(more, words), _left(less, words)
        moved[fact] = words.total()
    return gained, gone, moved


def _without(places: Iterable[Evidence], others: Iterable[Evidence]) -> list[Evidence]:
    known = {_spot(place) for place in others}
    return [place for place in places if _spot(place) not in known]


def _spot(place: Evidence) -> tuple[str, int, int, int, str, str, str]:
    return place.path, place.start, place.end, place.article, place.exact, place.rule, place.modality


def _words(place: Evidence) -> tuple[str, str, str, str]:
    return place.path, place.exact, place.rule, place.modality


def _left(places: Iterable[Evidence], words: Counter[tuple[str, str, str, str]]) -> list[Evidence]:
    """The places without as many of each wording as are told to have moved."""
    spent, left = Counter(words), []
    for place in places:
        if spent[_words(place)]:
            spent[_words(place)] -= 1
        else:
            left.append(place)
    return left


def _said(places: Iterable[Evidence]) -> tuple[Said, ...]:
    return tuple(
        Said(place.path, place.start, place.end, place.rule, place.exact, place.modality) for place in places
    )


def _named(fact: Fact, nodes: Sequence[Mapping[str, Node]]) -> tuple[str, str, str]:
    """A fact by the names of its ends, the newer name first."""

    def name(iri: str) -> str:
        return next((part[iri].label for part in reversed(nodes) if iri in part), iri)

    value = fact.object
    return name(fact.subject), fact.predicate, value.value if isinstance(value, Literal) else name(value)


def _balance(stated: Iterable[Stated], part: str) -> tuple[Balance, ...]:
    gained: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for one in stated:
        gained.update(getattr(place, part) for place in one.gained)
        gone.update(getattr(place, part) for place in one.gone)
    found = (Balance(name, gained[name], gone[name]) for name in gained | gone)
    return tuple(sorted(found, key=lambda one: (-one.gained - one.gone, one.name)))


def write_page(found: Difference, path: Path) -> None:
    """Write a difference as a page that runs no script and fetches nothing."""
    from kg.exports import difference

    parts = {"things": found.things.parts(), "facts": found.facts.parts()}
    text = difference.page(parts, found.documents, found.rules)
    try:
        path.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(str(path), f"cannot be written, {error.strerror or error}") from error

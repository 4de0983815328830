"""An entity or a fact → why the graph has it: every sentence that says it, the words that do, the rule that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg import ontology, seeds
from kg.errors import KgError
from kg.graph import Fact, Node, fact_order
from kg.model import Literal
from kg.verbs.load import Loaded, load
from kg.verbs.reasons import Rules
from kg.verbs.sources import Sources
from kg.verbs.telling import Teller, Telling
from kg.verbs.trace import Tracer

ANY = ("", "?", "*")


@dataclass(frozen=True, slots=True)
class Explained:
    """A fact with the names of its ends and all that says it."""

    fact: Fact
    subject: str
    predicate: str
    object: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked for: the entity, if one was, and its facts, those it is the subject of first; `left` are not shown."""

    entity: Node | None
    facts: tuple[Explained, ...]
    left: int


def explain(
    output: Path | Loaded, asked: str, seeds_folders: Sequence[Path] = (), most: int = 0
) -> Explanation:
    """Why the graph says what it says about an entity, or why it has a fact; of many facts the first `most`, 0 being all.

    An entity is asked for by a name, a short name, an IRI or a part of a name; a fact by `subject predicate object`, where
    `?` stands for anything and the property may be named in Chinese.
    Raises KgError where nothing or more than one thing is called so.
    """
    graph = output if isinstance(output, Loaded) else load(output)
    stated = _stated(asked)
    entity = None if stated else graph.entity(asked)
    facts = list(_facts(graph, *stated)) if stated else _about(graph, entity.iri if entity else "")
    if stated and not facts:
        said = f"the graph does not say {asked!r}"
        raise KgError("", said, hint="kg explain --why-not with the sentence that should say it")
    known = seeds.load(tuple(seeds_folders))
    sources = Sources(graph, known.words)
    teller = Teller(graph, sources, Rules(known), Tracer(sources, known))
    shown = tuple(_explained(teller, fact) for fact in islice(facts, most or None))
    return Explanation(entity, shown, len(facts) - len(shown))


def _about(graph: Loaded, iri: str) -> list[Fact]:
    """The facts that an entity is the subject of, then those it is the object of."""
    others = (fact for fact in graph.facts(value=iri) if fact.subject != iri)
    return [*sorted(graph.facts(subject=iri), key=fact_order), *sorted(others, key=fact_order)]


def _explained(teller: Teller, fact: Fact) -> Explained:
    stated = ontology.load().property(fact.predicate)
    value = fact.object.value if isinstance(fact.object, Literal) else teller.graph.node(fact.object).label
    tellings = tuple(teller.tell(fact, quote) for quote in teller.graph.quotes(fact))
    name = f"{stated.name} {stated.label_zh}"
    return Explained(fact, teller.graph.node(fact.subject).label, name, value, tellings)


def _stated(asked: str) -> tuple[str, str, str] | None:
    """Subject, property and object of `S predicate O`; the property by its name or its Chinese label."""
    words = asked.split()
    names = {name: name for name in ontology.load().properties}
    names |= {known.label_zh: known.name for known in ontology.load().properties.values()}
    for at, word in enumerate(words):
        if word in names and len(words) > 1:
            return " ".join(words[:at]), names[word], " ".join(words[at + 1 :])
    return None


def _facts(graph: Loaded, subject: str, predicate: str, value: str) -> Iterator[Fact]:
    """The facts of a property whose ends are called so; `?` or nothing stands for any end."""
    subjects, values = (
        None if end in ANY else {node.iri for node in graph.find(end)} for end in (subject, value)
    )
    symmetric = ontology.load().property(predicate).symmetric
    for fact in graph.facts(predicate=predicate):
        said = fact.object.value if isinstance(fact.object, Literal) else fact.object
        stated = _fits(fact.subject, subjects) and (_fits(said, values) or said == value)
        if stated or (symmetric and _fits(said, subjects) and _fits(fact.subject, values)):
            yield fact


def _fits(end: str, wanted: set[str] | None) -> bool:
    return wanted is None or end in wanted

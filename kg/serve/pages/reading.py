"""An IRI of the graph → what its page says: an entity, a document, a fact, a place that says one, or anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg import ontology
from kg.exports.explorer.sentence import shown
from kg.exports.turtle import VOCABULARIES
from kg.graph import DOCUMENT, Fact, Node
from kg.model import Literal
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.saying import NOTHING, Group, Link, Slice, Speaker, Told, cut
from kg.serve.pages.shelf import Opened
from kg.serve.site import RequestError
from kg.verbs.load import DCTERMS, MENTIONS, OA

MOST = 50
"""Facts, sentences, mentions or triples on a page."""

SAME = ontology.SKOS + "closeMatch"
FACT, PLACE, RULE = "Assertion", "Evidence", "Rule"

Known = tuple[Link, tuple[Link, ...]]
"""A property and what stands behind it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page says. `template` is how; what a template does not need is empty.

    `groups` are facts around a thing, `said` what a document says, `about` triples as they are.
    """

    template: str
    iri: str
    title: str
    kind: Link
    names: tuple[str, ...] = ()
    about: tuple[Known, ...] = ()
    groups: tuple[Group, ...] = ()
    said: tuple[Told, ...] = ()
    mentions: tuple[Link, ...] = ()
    facts_part: Slice = NOTHING
    mentions_part: Slice = NOTHING
    said_part: Slice = NOTHING


@dataclass(frozen=True, slots=True)
class Asked:
    """Which IRI, and which part of each of its lists."""

    iri: str
    facts: int = 1
    mentions: int = 1
    said: int = 1


def reader(asked: Asked, addresses: Addresses) -> Callable[[Opened], Reading]:
    """The view of a graph that reads about an IRI; raises RequestError where the graph has nothing of it."""

    def read(opened: Opened) -> Reading:
        speaker = Speaker(opened, addresses)
        kind = addresses.tail(asked.iri).partition("/")[0]
        if kind == FACT and (fact := opened.graph.fact(asked.iri)):
            return _fact(speaker, asked, fact)
        if kind == PLACE and (found := _place(speaker, asked)):
            return found
        if kind == RULE and (found := _rule(speaker, asked)):
            return found
        node = opened.graph.node(asked.iri)
        if node.type == DOCUMENT:
            return _document(speaker, asked, node)
        return _entity(speaker, asked, node) if node.type else _anything(speaker, asked)

    return read


def _entity(speaker: Speaker, asked: Asked, node: Node) -> Reading:
    facts = speaker.around(asked.iri)
    part = cut(len(facts), asked.facts, MOST)
    documents = sorted(set(speaker.graph.mentioning(asked.iri)))
    mentions = cut(len(documents), asked.mentions, MOST)
    return Reading(
        "entity.html",
        asked.iri,
        shown(node.label),
        _class(node.type),
        tuple(map(shown, node.names)),
        tuple(_known(speaker, asked.iri)),
        tuple(speaker.groups(facts, part)),
        mentions=speaker.links(documents[mentions.start : mentions.end]),
        facts_part=part,
        mentions_part=mentions,
    )


def _document(speaker: Speaker, asked: Asked, node: Node) -> Reading:
    """A file or an article: what is known of it, what it says in the order of the text, what it mentions."""
    graph = speaker.graph
    facts = speaker.around(asked.iri)
    part = cut(len(facts), asked.facts, MOST)
    targets = {t for name in ("hasSource", "hasScope") for t, _, _ in graph.triples("", OA + name, asked.iri)}
    evidence = {one for target in targets for one, _, _ in graph.triples("", OA + "hasTarget", target)}
    places = sorted(
        ((graph.quote(one), one) for one in evidence), key=lambda place: (place[0].start, place[1])
    )
    said = cut(len(places), asked.said, MOST)
    named = sorted({str(value) for _, _, value in graph.triples(asked.iri, ontology.NAMESPACE + MENTIONS)})
    mentions = cut(len(named), asked.mentions, MOST)
    return Reading(
        "document.html",
        asked.iri,
        shown(node.label),
        _class(node.type),
        tuple(map(shown, node.names)),
        tuple(_known(speaker, asked.iri)),
        tuple(speaker.groups(facts, part)),
        tuple(_each(speaker, (one for _, one in places[said.start : said.end]))),
        speaker.links(named[mentions.start : mentions.end]),
        part,
        mentions,
        said,
    )


def _fact(speaker: Speaker, asked: Asked, fact: Fact) -> Reading:
    count = len(speaker.graph.supporting(asked.iri))
    part = cut(count, asked.said, MOST)
    told = speaker.told(fact, MOST, part.start)
    stated = ontology.load().property(fact.predicate)
    title = f"{told.subject.label} – {stated.label_zh} – {told.object.label}"
    return Reading("fact.html", asked.iri, shown(title), _class(FACT), said=(told,), said_part=part)


def _place(speaker: Speaker, asked: Asked) -> Reading | None:
    told = tuple(_each(speaker, (asked.iri,)))
    if not told:
        return None
    title = shown(speaker.graph.quote(asked.iri).exact, 60)
    about = tuple(_triples(speaker, asked.iri))
    return Reading("place.html", asked.iri, title, _class(PLACE), about=about, said=told)


def _rule(speaker: Speaker, asked: Asked) -> Reading | None:
    """A rule: what it read, a place at a time."""
    rule = ontology.NAMESPACE + "rule"
    evidence = sorted(one for one, _, _ in speaker.graph.triples("", rule, asked.iri))
    if not evidence:
        return None
    part = cut(len(evidence), asked.said, MOST)
    title = next((value for _, _, value in speaker.graph.triples(asked.iri, ontology.RDFS + "label")), "")
    name = title.value if isinstance(title, Literal) else speaker.addresses.tail(asked.iri)
    return Reading(
        "rule.html",
        asked.iri,
        shown(name),
        Link("规则 rule", speaker.addresses.page(rule), PLACE),
        said=tuple(_each(speaker, evidence[part.start : part.end])),
        said_part=part,
    )


def _each(speaker: Speaker, evidence: Iterable[str]) -> Iterator[Told]:
    """The fact of each piece of evidence, with the one sentence."""
    for one in evidence:
        fact, statement = _supported(speaker, one)
        if fact:
            ends = speaker.link(fact.subject), fact.predicate, speaker.link(fact.object)
            said = speaker.said(fact, speaker.graph.quote(one), one)
            yield Told(*ends, speaker.addresses.page(statement), (said,))


def _supported(speaker: Speaker, evidence: str) -> tuple[Fact | None, str]:
    """The fact that a piece of evidence supports, and its assertion."""
    for _, _, statement in speaker.graph.triples(evidence, ontology.NAMESPACE + "supports"):
        return speaker.graph.fact(str(statement)), str(statement)
    return None, ""


def _anything(speaker: Speaker, asked: Asked) -> Reading:
    """What has no page of its own kind: its triples, then those that lead to it."""
    about = tuple(_triples(speaker, asked.iri))
    around = sorted({subject for subject, _, _ in speaker.graph.triples("", "", asked.iri)})
    if not about and not around:
        tail = speaker.addresses.tail(asked.iri)
        raise RequestError(404, f"the graph has nothing at {tail}", "an IRI of this build", "search by name")
    part = cut(len(around), asked.mentions, MOST)
    kind = next((value[0] for name, value in about if name.label == "rdf:type" and value), Link(""))
    label = next((value[0].label for name, value in about if name.label == "rdfs:label"), "")
    return Reading(
        "anything.html",
        asked.iri,
        label or speaker.addresses.tail(asked.iri),
        kind,
        about=about,
        mentions=speaker.links(around[part.start : part.end]),
        mentions_part=part,
    )


def _known(speaker: Speaker, iri: str) -> Iterator[Known]:
    """What stands about an entity beside its facts: literals that the build knows, wholes and parts, what may be the same."""
    terms = ontology.load()
    found: dict[str, list[str | Literal]] = {}
    for _, name, value in speaker.graph.triples(iri):
        local = name.removeprefix(ontology.NAMESPACE)
        own = local in terms.properties and terms.properties[local].derived and local != MENTIONS
        if own or name in (SAME, DCTERMS + "isPartOf"):
            found.setdefault(name, []).append(value)
    for other, _, _ in speaker.graph.triples("", SAME, iri):
        found.setdefault(SAME, []).append(other)
    if parts := sorted(part for part, _, _ in speaker.graph.triples("", DCTERMS + "isPartOf", iri)):
        found[DCTERMS + "hasPart"] = list(parts)
    for name, values in sorted(found.items()):
        yield _property(speaker, name), tuple(speaker.link(value) for value in sorted(values, key=str)[:MOST])


def _triples(speaker: Speaker, iri: str) -> Iterator[Known]:
    found: dict[str, list[str | Literal]] = {}
    for _, name, value in speaker.graph.triples(iri):
        found.setdefault(name, []).append(value)
    for name, values in sorted(found.items()):
        yield (
            _property(speaker, name),
            tuple(_end(speaker, value) for value in sorted(values, key=str)[:MOST]),
        )


def _end(speaker: Speaker, value: str | Literal) -> Link:
    link = speaker.link(value)
    return link if isinstance(value, Literal) or speaker.addresses.tail(value) else _property(speaker, value)


def _property(speaker: Speaker, iri: str) -> Link:
    """A term, ours or another's: with its prefix, and where it is explained."""
    short = next(
        (
            f"{name}:{iri.removeprefix(start)}"
            for name, start in VOCABULARIES.items()
            if iri.startswith(start)
        ),
        iri,
    )
    return Link(short, speaker.addresses.page(iri))


def _class(name: str) -> Link:
    one = ontology.load().classes[name]
    return Link(f"{one.label_zh} {one.label_en}", f"/ontology#{name}", one.top, name)

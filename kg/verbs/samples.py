"""An output folder → for each term of the ontology the fact and the sentence that show best what it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg import ontology, seeds
from kg.exports.explorer.sentence import CUT, OBJECT, PLAIN, STOPS, SUBJECT, Piece
from kg.exports.terms.sample import Sample
from kg.graph import Fact, Graph, Node, evidence_iri, statement_iri
from kg.model import Evidence, Literal
from kg.ontology import Ontology
from kg.verbs.load import MENTIONS, Loaded, load
from kg.verbs.reasons import Rules
from kg.verbs.sources import Sources
from kg.verbs.telling import Teller, Telling
from kg.verbs.trace import Tracer

LONG = 90
"""Characters of a sentence that a reader takes in at once."""

Rank = tuple[bool, bool, int, bool, int, int, str, str]
Key = tuple[str, str, str, str, str]
"""The names of a fact's ends and of its property, the path and the rule: by these an example is known again."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact and one place that says it; the type of each end is a class, of a literal the name of its datatype."""

    fact: Fact
    place: Evidence
    telling: Telling
    types: tuple[str, str]
    names: tuple[str, str]
    fresh: bool

    def sample(self, instance: str = "") -> Sample:
        """As the page shows it."""
        told = self.telling
        return Sample(
            self.names[0],
            self.fact.predicate,
            self.names[1],
            told.pieces,
            told.path,
            told.line,
            told.rule.rule,
            instance,
        )

    def rank(self, ends: Sequence[str]) -> Rank:
        """The less, the better: short prose in which each of the ends stands once, by its full name, and nothing is carried."""
        text = "".join(piece.text for piece in self.telling.pieces)
        marks = [piece.mark for piece in self.telling.pieces]
        unclear = sum(marks.count(end) != 1 for end in ends)
        renamed = sum(name not in text for name in self.names)
        prose = text.rstrip("”』」）)")[-1:] in STOPS
        fits = LONG // 4 <= len(text) <= LONG
        place = str(self.fact), self.telling.path
        return self.fresh, not prose, unclear, not fits, len(self.telling.carried), renamed, *place


def key(sample: Sample) -> Key:
    """What an example is known by."""
    return sample.subject, sample.predicate, sample.object, sample.path, sample.rule


def samples(
    output: Path | Loaded, seeds_folders: Sequence[Path] = (), kept: Collection[Key] = ()
) -> dict[str, Sample]:
    """By the name of a class or property; a term that the graph has nothing of is not there.

    What was an example before (`kept`) stays one as long as the graph says so, and another is taken only where it does not.
    """
    loaded = output if isinstance(output, Loaded) else load(output)
    graph, terms = loaded.graph(), ontology.load()
    told = tuple(_told(loaded, graph, tuple(seeds_folders), frozenset(kept)))
    found: dict[str, Sample] = {}
    for name in terms.properties:
        stated = [one for one in told if one.fact.predicate == name]
        if stated:
            found[name] = _best(stated, (SUBJECT, OBJECT)).sample()
    for name in terms.classes:
        if sample := _of_class(name, told, terms):
            found[name] = sample
    return found | _known(graph, terms, kept) | _mentioned(graph, told) | _evident(graph, told)


def _told(
    loaded: Loaded, graph: Graph, seeds_folders: tuple[Path, ...], kept: frozenset[Key]
) -> Iterator[_Told]:
    known = seeds.load(seeds_folders)
    sources = Sources(loaded, known.words)
    teller = Teller(loaded, sources, Rules(known), Tracer(sources, known))
    for fact, places in graph.evidence.items():
        subject, value = graph.node(fact.subject), fact.object
        if isinstance(value, Literal):
            kind, name = value.datatype, value.value
        else:
            node = graph.node(value)
            kind, name = node.type, node.label
        for place, quote in zip(places, loaded.quotes(fact), strict=True):
            telling = teller.tell(fact, quote)
            here = (subject.label, fact.predicate, name, quote.path, quote.rule)
            yield _Told(fact, place, telling, (subject.type, kind), (subject.label, name), here not in kept)


def _best(told: Iterable[_Told], ends: Sequence[str]) -> _Told:
    return min(told, key=lambda one: one.rank(ends))


def _of_class(name: str, told: Sequence[_Told], terms: Ontology) -> Sample | None:
    """A fact of which one end is of just this class, or else of a class below it, or has a value of this kind."""
    literal = terms.classes[name].literal
    for wanted in (frozenset((name,)), terms.subclasses(name)):
        ends = [
            (one, at)
            for one in told
            for at in (0, 1)
            if (
                name in terms.property(one.fact.predicate).range and at
                if literal
                else one.types[at] in wanted
            )
        ]
        if ends:
            one, at = min(ends, key=lambda end: end[0].rank(((SUBJECT, OBJECT)[end[1]],)))
            return one.sample(one.names[at])
    return None


def _known(graph: Graph, terms: Ontology, kept: Collection[Key]) -> dict[str, Sample]:
    """Of what the build knows without a sentence: values of the lexicons and of files."""
    found: dict[str, Sample] = {}
    nodes: Iterable[Node] = (*graph.entities.values(), *graph.documents.values())
    for node in nodes:
        for name, value in node.literals:
            sample = Sample(node.label, name, value.value)
            if name in terms.properties and (name not in found or key(sample) in kept):
                found[name] = sample
    return found


def _mentioned(graph: Graph, told: Sequence[_Told]) -> dict[str, Sample]:
    """Which document mentions what, by a sentence whose subject that is."""
    mentions = set(graph.mentions)
    papers = {paper.label: paper.iri for paper in graph.documents.values()}
    there = [one for one in told if (papers.get(one.telling.article, ""), one.fact.subject) in mentions]
    if not there:
        return {}
    one = _best(there, (SUBJECT,))
    sample = replace(
        one.sample(),
        subject=one.telling.article,
        predicate=MENTIONS,
        object=one.names[0],
        pieces=tuple(_as_object(one.telling.pieces)),
        rule="",
    )
    return {MENTIONS: sample}


def _as_object(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A sentence in which what was the subject is what is mentioned, and nothing else is marked."""
    for piece in pieces:
        yield Piece(piece.text, OBJECT if piece.mark == SUBJECT else PLAIN)


def _evident(graph: Graph, told: Sequence[_Told]) -> dict[str, Sample]:
    """The terms that speak of facts and their places, all shown by one fact whose sentence has a mood."""
    moody = [one for one in told if one.place.modality]
    if not moody:
        return {}
    one = _best(moody, (SUBJECT, OBJECT))
    place = _short(graph, evidence_iri(graph.base, one.fact, one.place))
    fact = _short(graph, statement_iri(graph.base, one.fact))
    shown = one.sample()
    ends = {"supports": fact, "rule": one.place.rule, "modality": one.place.modality}
    said = {name: replace(shown, subject=place, predicate=name, object=value) for name, value in ends.items()}
    return {"Assertion": replace(shown, instance=fact), "Evidence": replace(shown, instance=place), **said}


def _short(graph: Graph, iri: str) -> str:
    """The end of an IRI, its hash cut: enough to find it again by."""
    return iri.removeprefix(graph.base)[: iri.rfind("/") - len(graph.base) + 9] + CUT

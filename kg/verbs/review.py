"""An output folder → what in it wants a human eye, each question with its sentence, its rule and an id that stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kg import ontology, seeds
from kg.errors import KgError
from kg.exports.explorer.sentence import STOPS
from kg.graph import DOCUMENT, Fact, Graph, Node, digest, iri
from kg.model import Evidence, Literal
from kg.pipeline.decisions import SAME, UNRESOLVED, reference
from kg.pipeline.decisions import load as decided
from kg.verbs.load import Loaded, load
from kg.verbs.matching import Annotation
from kg.verbs.matching import load as read_lines
from kg.verbs.passage import passage
from kg.verbs.scoring import Figures
from kg.verbs.sources import Sources

ANNOTATIONS = "annotations.jsonl"
LOW = 0.8
"""A rule that is right less often than this on a gold is one whose lonely facts are shown."""

EMBODIES, DECISION = "embodies", "Decision"
ANY, FIRST = "", "="
"""In front of a name: any of an entity's names, or the one that it is called by in a text."""
CARRIED, DOUBTED, ALIKE, LOOSE = "carried", "doubted", "alike", "unresolved"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide: a fact, two entities that may be one, or a citation that does not say of what.

    The columns of a decision stand first (`decision` is what the reader fills in), then what helps to take it: `why` it is
    asked, the names of both ends, the rule, the sentence with the words in brackets, and where it stands.
    """

    id: str
    subject: str
    predicate: str
    object: str
    document: str
    kind: str
    why: str
    subject_name: str
    object_name: str
    rule: str
    sentence: str
    place: str
    decision: str = ""


def review(
    output: Path | Loaded,
    gold: Sequence[Path] = (),
    decisions: Sequence[Path] = (),
    low: float = LOW,
    seeds_folders: Sequence[Path] = (),
) -> tuple[Question, ...]:
    """The questions about a graph, those about the least trusted facts first.

    Asked are: facts that one sentence says by a rule which is right in less than `low` on the `gold` (files or folders, as
    evaluate takes them); facts whose subject stands in an earlier sentence, at every place that says them; pairs of entities
    of which one is called as the other; citations that do not say of what. Questions that `decisions` answer,
    or that the build replayed an answer to, are left out.
    Raises OutputError for a folder that no build wrote.
    """
    graph = output if isinstance(output, Loaded) else load(output)
    page = _Page.of(graph, _measured(graph, gold, seeds_folders), low, seeds_folders)
    answered = {row.id for row in decided(decisions).rows}
    found = (*page.facts(), *page.pairs(), *page.citations())
    base = graph.manifest.base
    return tuple(
        {
            one.id: one
            for one in found
            if one.id not in answered
            and next(graph.triples(iri(base, DECISION, one.id)), None) is None  # the build replayed it
        }.values()
    )


def _measured(graph: Loaded, gold: Sequence[Path], seeds_folders: Sequence[Path]) -> dict[str, Figures]:
    """How often each rule is right on all the gold."""
    from kg.verbs.evaluate import evaluate

    found: dict[str, Figures] = {}
    for path in gold:
        for rule, figures in evaluate(graph.folder, path, None, seeds_folders).rules.items():
            before = found.get(rule, Figures())
            found[rule] = Figures(before.tp + figures.tp, before.fp + figures.fp)
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """What the questions are made of: the graph, its stand-off lines by path, its texts, and how good its rules are."""

    graph: Graph
    lines: Mapping[str, Annotation]
    sources: Sources
    measured: Mapping[str, Figures]
    low: float
    spots: Mapping[tuple[str, str, str], list[tuple[int, int]]]
    own: frozenset[tuple[str, str]]

    @classmethod
    def of(
        cls, graph: Loaded, measured: Mapping[str, Figures], low: float, seeds_folders: Sequence[Path]
    ) -> _Page:
        file = graph.folder / ANNOTATIONS
        if not file.exists():
            raise KgError(str(file), "there is no such file", hint="kg build without --only")
        lines = {one.path: one for one in read_lines(file).values()}
        spots: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
        for path, line in lines.items():
            names = {entity.id: entity.names for entity in line.entities}
            for mention in line.mentions:
                for nth, name in enumerate(names.get(mention.entity, ())):
                    for at in (ANY, FIRST)[: 2 if nth == 0 else 1]:
                        spots[path, mention.type, at + name].append((mention.start, mention.end))
        whole = graph.graph()
        sources = Sources(graph, seeds.load(seeds_folders).words)
        own = frozenset(
            (here, fact.object)
            for fact in whole.facts
            if fact.predicate == EMBODIES and isinstance(fact.object, str)
            for here in (fact.subject, whole.node(fact.subject).whole)
        )
        return cls(whole, lines, sources, measured, low, spots, own)

    def facts(self) -> Iterator[Question]:
        """Facts that little supports: those by the worst rules first, then those whose subject was carried to them."""
        doubted: list[tuple[float, int, Question]] = []
        for number, (fact, places) in enumerate(self.graph.evidence.items()):
            if any(place.decisions for place in places):
                continue
            first = places[0]
            figures = self.measured.get(first.rule)
            if len(places) == 1 and figures and figures.tp + figures.fp and figures.precision < self.low:
                said = f"{first.rule} is right in {figures.tp} of {figures.tp + figures.fp} on the gold, and only it says so"
                doubted.append((figures.precision, number, self.fact(fact, first, DOUBTED, said)))
            elif all(self.is_carried(fact, place) for place in places):
                said = "the subject stands in an earlier sentence"
                doubted.append((1.0, number, self.fact(fact, first, CARRIED, said)))
        yield from (question for _, _, question in sorted(doubted, key=lambda row: row[:2]))

    def is_carried(self, fact: Fact, place: Evidence) -> bool:
        """Whether the subject is named in the text, but not in the sentence that says a fact, up to its words.

        A document's own instrument is what all its words are about; it is carried nowhere.
        """
        node = self.graph.node(fact.subject)
        top = ontology.load().top(node.type)
        own = (iri(self.graph.base, DOCUMENT, place.path), fact.subject) in self.own
        if top == DOCUMENT or own or place.path not in self.lines:
            return False
        names = (node.label, *node.names)
        spots = [spot for name in names for spot in self.spots.get((place.path, top, name), ())]
        text = self.sources.text(place.path)
        inside = any(start < place.end and STOPS.isdisjoint(text[end : place.start]) for start, end in spots)
        return bool(text) and bool(spots) and not inside

    def fact(self, fact: Fact, place: Evidence, kind: str, why: str) -> Question:
        subject, value = self.graph.node(fact.subject), fact.object
        other, name = (
            (value.value, value.value)
            if isinstance(value, Literal)
            else (self.reference(value), self.graph.node(value).label)
        )
        ends = self.reference(fact.subject), fact.predicate, other
        text = self.sources.text(place.path)
        sentence = passage(text, place.start, place.end) or f"[{place.exact}]"
        where = f"{place.path}:{text.count(chr(10), 0, place.start) + 1}" if text else place.path
        return Question(_id(*ends), *ends, "", kind, why, subject.label, name, place.rule, sentence, where)

    def pairs(self) -> Iterator[Question]:
        """Entities that may be one."""
        for one, other in self.graph.close:
            nodes = self.graph.node(one), self.graph.node(other)
            shared = sorted({nodes[0].label, *nodes[0].names} & {nodes[1].label, *nodes[1].names})
            ends = self.reference(one), SAME, self.reference(other)
            seen = [self.first(node) for node in nodes]
            why = f"both are called {'、'.join(shared[:3])}"
            yield Question(
                _id(*ends),
                *ends,
                "",
                ALIKE,
                why,
                nodes[0].label,
                nodes[1].label,
                "",
                " ‖ ".join(sentence for sentence, _ in seen),
                " ‖ ".join(where for _, where in seen),
            )

    def first(self, node: Node) -> tuple[str, str]:
        """The sentence where an entity is first mentioned, and where that is."""
        top = ontology.load().top(node.type)
        for path in self.mentioned(node):
            text = self.sources.text(path)
            found = (self.spots.get((path, top, FIRST + name)) for name in (node.label, *node.names))
            spots = next(filter(None, found), None)
            if spots and text:
                start, end = min(spots)
                return passage(text, start, end), f"{path}:{text.count(chr(10), 0, start) + 1}"
        return "", ""

    def mentioned(self, node: Node) -> list[str]:
        """The paths of the sources that mention an entity."""
        found = (self.graph.documents[here] for here, entity in self.graph.mentions if entity == node.iri)
        return sorted({unquote((one.whole or one.iri).rpartition("/")[2]) for one in found})

    def citations(self) -> Iterator[Question]:
        """Citations that do not say of what."""
        for path, line in sorted(self.lines.items()):
            for loose in line.unresolved:
                ends = reference(DOCUMENT, path), UNRESOLVED, loose.text
                text = self.sources.text(path)
                sentence = passage(text, loose.start, loose.end) or f"[{loose.text}]"
                where = f"{path}:{text.count(chr(10), 0, loose.start) + 1}" if text else path
                why = "the citation does not say of what"
                yield Question(_id(*ends), *ends, path, LOOSE, why, path, loose.text, "", sentence, where)

    def reference(self, here: str) -> str:
        kind, _, key = here.removeprefix(self.graph.base).partition("/")
        return reference(kind, unquote(key))


def _id(*parts: str) -> str:
    return digest(*parts)[:12]

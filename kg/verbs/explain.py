"""An entity or a fact → why the graph has it: every sentence that says it, the words that do, the rule that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import ontology, seeds
from kg.errors import KgError
from kg.exports.explorer.sentence import OBJECT, SUBJECT, Ends, Piece, sentence
from kg.graph import DOCUMENT, Fact, Node
from kg.mentions.dates import DATE, literal
from kg.model import Capture, Evidence, Literal
from kg.verbs.load import Loaded, Quote, load
from kg.verbs.reasons import Reason, Rules
from kg.verbs.sources import Sources, Spot

ANY = ("", "?", "*")
SELVES = {SUBJECT: "the subject", OBJECT: "the object"}


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that says a fact. `pieces` are its sentence, marked s(ubject), o(bject), w(ords of the rule), m(atched) or not.

    `line` counts from 1; 0 where the source is no longer at hand. `carried` says what stands before the sentence.
    """

    path: str
    line: int
    article: str
    pieces: tuple[Piece, ...]
    modality: str
    carried: tuple[str, ...]
    rule: Reason


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
    """What was asked for: the entity, if one was, and its facts, those it is the subject of first."""

    entity: Node | None
    facts: tuple[Explained, ...]


def explain(output: Path | Loaded, asked: str, seeds_folders: Sequence[Path] = ()) -> Explanation:
    """Why the graph says what it says about an entity, or why it has a fact.

    An entity is asked for by a name, a short name, an IRI or a part of a name; a fact by `subject predicate object`, where
    `?` stands for anything and the property may be named in Chinese.
    Raises KgError where nothing or more than one thing is called so.
    """
    graph = output if isinstance(output, Loaded) else load(output)
    stated = _stated(asked)
    if stated is None:
        entity = graph.entity(asked)
        facts = [
            *graph.facts(subject=entity.iri),
            *(f for f in graph.facts(value=entity.iri) if f.subject != entity.iri),
        ]
    else:
        entity = None
        facts = list(_facts(graph, *stated))
        if not facts:
            raise KgError(
                "",
                f"the graph does not say {asked!r}",
                hint="kg explain --why-not with the sentence that should say it",
            )
    teller = _Teller(graph, Sources(graph), Rules(seeds.load(tuple(seeds_folders))))
    return Explanation(entity, tuple(map(teller.fact, facts)))


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


@dataclass(frozen=True, slots=True)
class _Teller:
    """What a telling draws on."""

    graph: Loaded
    sources: Sources
    rules: Rules

    def fact(self, fact: Fact) -> Explained:
        terms = ontology.load().property(fact.predicate)
        value = fact.object.value if isinstance(fact.object, Literal) else self.graph.node(fact.object).label
        tellings = tuple(self.telling(fact, quote) for quote in self.graph.quotes(fact))
        subject = self.graph.node(fact.subject).label
        return Explained(fact, subject, f"{terms.name} {terms.label_zh}", value, tellings)

    def telling(self, fact: Fact, quote: Quote) -> Telling:
        text = self.sources.text(quote.path)
        whole = text or quote.prefix + quote.exact + quote.suffix
        shift = 0 if text else quote.start - len(quote.prefix)
        ends = dict(self.ends(fact, quote))
        inside = {role: spot for role, spot in ends.items() if quote.start <= spot[0]}
        captures = tuple(Capture(role, spot[0] - shift, spot[1] - shift) for role, spot in inside.items())
        place = (quote.start - shift, quote.end - shift)
        evidence = Evidence(quote.path, *place, quote.exact, quote.rule, captures=captures)
        roles = list(inside)
        marks = Ends(*(roles.index(role) if role in roles else -1 for role in (SUBJECT, OBJECT)))
        reason = self.rules.reason(quote.rule, quote.exact)
        return Telling(
            path=quote.path,
            line=_line(text, quote.start) if text else 0,
            article=quote.article,
            pieces=tuple(reason.mark(sentence(evidence, whole, marks))),
            modality=quote.modality,
            carried=tuple(self.carried(fact, quote, ends, text)),
            rule=reason,
        )

    def ends(self, fact: Fact, quote: Quote) -> tuple[tuple[str, Spot], ...]:
        """Where subject and object stand: inside the quotation if they do, else where they were last named before it."""
        found = []
        for role, end in ((SUBJECT, fact.subject), (OBJECT, fact.object)):
            spots = (
                _dates(quote, end)
                if isinstance(end, Literal)
                else self.sources.spots(quote.path, self.graph.node(end))
            )
            inside = [spot for spot in spots if quote.start <= spot[0] and spot[1] <= quote.end]
            before = [spot for spot in spots if spot[1] <= quote.start]
            if inside or before:
                found.append((role, inside[0] if inside else before[-1]))
        return tuple(found)

    def carried(self, fact: Fact, quote: Quote, ends: dict[str, Spot], text: str) -> Iterator[str]:
        """What to say of an end that the quotation does not hold."""
        for role, end in ((SUBJECT, fact.subject), (OBJECT, fact.object)):
            node = None if isinstance(end, Literal) else self.graph.node(end)
            spot = ends.get(role)
            if node is None or (spot and quote.start <= spot[0]):
                continue
            if node.type == DOCUMENT:
                yield f"{SELVES[role]} is the document itself"
            elif spot and text:
                yield f"{SELVES[role]} is carried from line {_line(text, spot[0])}: {text[slice(*spot)]}"
            elif spot:
                yield f"{SELVES[role]} is carried from before: {node.label}"
            else:
                yield f"{SELVES[role]} is what the document is about: {node.label}"


def _dates(quote: Quote, value: Literal) -> list[Spot]:
    """Where a quotation gives a literal: the date that means it, or its very words."""
    spots = [found.span() for found in DATE.finditer(quote.exact) if literal(found) == value]
    if not spots and (at := quote.exact.find(value.value)) >= 0:
        spots = [(at, at + len(value.value))]
    return [(quote.start + start, quote.start + end) for start, end in spots]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1

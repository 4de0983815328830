"""A fact and one place that says it → the sentence with its words marked, what was carried into it, and the rule's reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.exports.explorer.sentence import OBJECT, SUBJECT, Ends, Piece, ends, sentence
from kg.graph import DOCUMENT, Fact, Node
from kg.model import Capture, Evidence, Literal
from kg.script.dates import DATE, literal
from kg.verbs.load import Loaded
from kg.verbs.quote import Quote
from kg.verbs.reasons import Reason, Rules
from kg.verbs.sources import Sources, Spot
from kg.verbs.trace import Tracer

SELVES = {SUBJECT: "the subject", OBJECT: "the object"}
EMBODIES = "embodies"


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that says a fact. `pieces` are its sentence, marked s(ubject), o(bject), w(ords of the rule), m(atched) or not.

    `line` counts from 1; 0 where the source is no longer at hand; `place` is where its format says that it stands: page 3,
    sheet 任务, row 7. `carried` says what stands outside the sentence.
    """

    path: str
    line: int
    article: str
    pieces: tuple[Piece, ...]
    modality: str
    carried: tuple[str, ...]
    rule: Reason
    decisions: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """What a telling draws on."""

    graph: Loaded
    sources: Sources
    rules: Rules
    tracer: Tracer

    def tell(self, fact: Fact, quote: Quote) -> Telling:
        """How one place says a fact: read again if that can be done, else from what the build wrote."""
        filled = self.tracer.captures(fact, quote)
        spots = self._traced(fact, quote, filled) if filled else self._written(fact, quote)
        text = self.sources.text(quote.path)
        whole = text or quote.prefix + quote.exact + quote.suffix
        shift = 0 if text else quote.start - len(quote.prefix)
        captures = tuple(Capture(role, start - shift, end - shift) for role, (start, end) in spots.items())
        evidence = Evidence(
            quote.path, quote.start - shift, quote.end - shift, quote.exact, quote.rule, captures=captures
        )
        numbers = {role: number for number, role in enumerate(spots)}
        marks = Ends(numbers.get(SUBJECT, -1), numbers.get(OBJECT, -1))
        reason = self.rules.reason(quote.rule, quote.exact)
        pieces = tuple(reason.mark(sentence(evidence, whole, marks)))
        return Telling(
            path=quote.path,
            line=_line(text, quote.start) if text else 0,
            article=quote.article,
            pieces=pieces,
            modality=quote.modality,
            carried=tuple(self._carried(fact, quote, spots, {piece.mark for piece in pieces})),
            rule=reason,
            decisions=quote.decisions,
            place=self.sources.place(quote.path, quote.start),
        )

    def _traced(self, fact: Fact, quote: Quote, filled: tuple[Capture, ...]) -> dict[str, Spot]:
        """Where subject and object stand, by what filled the blanks."""
        text = self.sources.text(quote.path)
        evidence = Evidence(quote.path, quote.start, quote.end, quote.exact, quote.rule, captures=filled)
        found = ends(evidence, text, self._names(fact.subject), self._names(fact.object))
        pairs = ((SUBJECT, found.subject), (OBJECT, found.object))
        return {role: (filled[at].start, filled[at].end) for role, at in pairs if at >= 0}

    def _names(self, end: str | Literal) -> tuple[str, ...]:
        if isinstance(end, Literal):
            return (end.value,)
        node = self.graph.node(end)
        return (node.label, *node.names)

    def _written(self, fact: Fact, quote: Quote) -> dict[str, Spot]:
        """Where subject and object stand: inside the quotation if they do, else where they were last named before it."""
        found: dict[str, Spot] = {}
        for role, end in ((SUBJECT, fact.subject), (OBJECT, fact.object)):
            spots = self._spots(quote, end)
            inside = [spot for spot in spots if quote.start <= spot[0] and spot[1] <= quote.end]
            before = [spot for spot in spots if spot[1] <= quote.start]
            if inside or before:
                found[role] = inside[0] if inside else before[-1]
        return found

    def _spots(self, quote: Quote, end: str | Literal) -> list[Spot]:
        if isinstance(end, Literal):
            return _said(quote, end)
        return self.sources.spots(quote.path, self.graph.node(end))

    def _carried(self, fact: Fact, quote: Quote, spots: dict[str, Spot], marked: set[str]) -> Iterator[str]:
        """What to say of an end that the quotation does not hold."""
        text = self.sources.text(quote.path)
        for role, end in ((SUBJECT, fact.subject), (OBJECT, fact.object)):
            spot = spots.get(role)
            if isinstance(end, Literal) or (spot and quote.start <= spot[0]):
                continue
            node = self.graph.node(end)
            if node.type == DOCUMENT:
                yield f"{SELVES[role]} is the document itself"
            elif spot and role in marked:
                yield f"{SELVES[role]} is carried from earlier in the sentence"
            elif spot and text:
                place = self.sources.place(quote.path, spot[0]) or f"line {_line(text, spot[0])}"
                yield f"{SELVES[role]} is carried from {place}: {text[slice(*spot)]}"
            else:
                yield f"{SELVES[role]} is {self._elsewhere(node)}: {node.label}"

    def _elsewhere(self, node: Node) -> str:
        """What an entity is to a document that states something of it without naming it there."""
        if next(self.graph.facts(predicate=EMBODIES, value=node.iri), None):
            return "what the document is the text of"
        return "not named in this sentence"


def _said(quote: Quote, value: Literal) -> list[Spot]:
    """Where a quotation gives a literal: the date that means it, or its very words."""
    spots = [found.span() for found in DATE.finditer(quote.exact) if literal(found) == value]
    if not spots and (at := quote.exact.find(value.value)) >= 0:
        spots = [(at, at + len(value.value))]
    return [(quote.start + start, quote.start + end) for start, end in spots]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1

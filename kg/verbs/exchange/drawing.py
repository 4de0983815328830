"""An annotation ↔ what a drawing tool shows of it: spans with labels, arrows between them; the rest is not lost on the way."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from kg import ontology
from kg.verbs.matching import Annotation, Marked, Named, Stated

SAME = "sameAs"
"""An arrow that says that two spans name one thing; it is no relation of the graph."""

UNDRAWN = frozenset({"Assertion", "Evidence", "Document", "Date", "Number", "Version"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation and the text whose code points its offsets count."""

    annotation: Annotation
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with a label. `optional` is None where the tool has no word for it; `name` is of what it stands for."""

    start: int
    end: int
    type: str
    optional: bool | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow from one span to another, both by their numbers."""

    source: int
    target: int
    p: str
    optional: bool | None = None


def draw(annotation: Annotation) -> tuple[list[Span], list[Arc]]:
    """A span for each mention, in order, and an arrow for each relation that joins two of them, where it is said."""
    names = {entity.id: entity.names[:1] for entity in annotation.entities}
    spans = []
    for mention in annotation.mentions:
        name = next(iter(names.get(mention.entity, ())), "")
        shown = "" if name == mention.text else flat(name)
        spans.append(Span(mention.start, mention.end, mention.type, mention.optional, shown))
    homes = _homes(annotation)
    arcs = []
    for stated in annotation.relations:
        if _drawn(stated, homes):
            source, target = (
                _nearest(annotation.mentions, homes[end], stated) for end in (stated.s, stated.o)
            )
            arcs.append(Arc(source, target, stated.p, stated.optional))
    return spans, arcs


def redraw(known: Annotation, spans: Sequence[Span], arcs: Sequence[Arc], text: str) -> Annotation:
    """What was known, as far as it is still drawn, and what has been drawn since; of an unchanged drawing just what was known.

    A new span stands for the thing of its class that is called by the span's name, else by its words; a known one for what
    it stood for, unless a name has been put to it that this thing does not have.
    """
    book = _Book(known)
    waiting: dict[tuple[int, int, str], deque[int]] = defaultdict(deque)
    for number, mention in enumerate(known.mentions):
        waiting[mention.start, mention.end, mention.type].append(number)
    kept: dict[int, Marked] = {}
    found: list[Marked | None] = [None] * len(spans)
    for number, span in enumerate(spans):
        if same := waiting[span.start, span.end, span.type]:
            at = same.popleft()
            found[number] = kept[at] = _again(known.mentions[at], span, book)
    fresh = []
    for number, span in enumerate(spans):
        if found[number] is None:
            words = text[span.start : span.end]
            entity = book.called(span.type, span.name or words)
            made = Marked(span.start, span.end, span.type, words, entity, bool(span.optional))
            found[number] = made
            fresh.append(made)
    mentions = [kept[at] for at in sorted(kept)] + sorted(fresh, key=lambda one: (one.start, -one.end))
    marked = [one for one in found if one is not None]
    book.join((marked[arc.source].entity, marked[arc.target].entity) for arc in arcs if arc.p == SAME)
    mentions = [msgspec.structs.replace(one, entity=book.home(one.entity)) for one in mentions]
    used = {mention.entity for mention in mentions} | book.unseen
    relations = _relations(known, [arc for arc in arcs if arc.p != SAME], marked, book, used)
    return msgspec.structs.replace(
        known, mentions=tuple(mentions), entities=book.entities(used), relations=tuple(relations)
    )


def labels() -> tuple[str, ...]:
    """The classes that spans are labelled with."""
    terms = ontology.load()
    return tuple(sorted({terms.top(name) for name in terms.classes} - UNDRAWN))


def arrows() -> dict[str, tuple[str, str]]:
    """The relations that arrows can show, each with the classes that it leads from and to, as `A|B`."""
    terms, tops = ontology.load(), set(labels())
    found = {}
    for name, known in sorted(terms.properties.items()):
        if known.kind == "object":
            one, other = (
                "|".join(sorted({terms.top(kind) for kind in kinds if kind in terms.classes} & tops))
                for kinds in (known.domain, known.range)
            )
            if one and other:
                found[name] = one, other
    return found


def flat(name: str) -> str:
    """A name on one line, as notes hold it."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Ruler:
    """Counts code points of a text as UTF-16 units, and back."""

    astral: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Ruler:
        """The ruler of a text."""
        return cls(tuple(at for at, char in enumerate(text) if char > "\uffff"))

    def units(self, points: int) -> int:
        """Code points → UTF-16 units.

        >>> Ruler.of("𠮷野家").units(2)
        3
        """
        return points + bisect_right(self.astral, points - 1)

    def points(self, units: int) -> int:
        """UTF-16 units → code points; raises ValueError between the two halves of a character."""
        at = bisect_right(range(len(self.astral)), units - 2, key=lambda nth: self.astral[nth] + nth)
        points = units - at
        if self.units(points) != units:
            raise ValueError(f"{units} is inside a character")
        return points


class _Book:
    """The entities of an annotation while it is drawn again."""

    def __init__(self, known: Annotation) -> None:
        self.known = {entity.id: entity for entity in known.entities}
        self.homes: dict[str, str] = {}
        self.names: dict[tuple[str, str], str] = {}
        for entity in known.entities:
            for name in entity.names:
                self.names.setdefault((entity.type, flat(name)), entity.id)
        self.unseen = set(self.known) - {mention.entity for mention in known.mentions}

    def called(self, kind: str, name: str) -> str:
        """The id of what is called so, a new one where there is none."""
        at = kind, flat(name)
        if at not in self.names:
            number = len(self.known) + 1
            while f"e{number}" in self.known:
                number += 1
            self.names[at] = f"e{number}"
            self.known[f"e{number}"] = Named(f"e{number}", kind, (name,))
        return self.names[at]

    def is_called(self, entity: str, name: str) -> bool:
        return entity in self.known and flat(name) in map(flat, self.known[entity].names)

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Make two things one: the first stays and takes on the names of the second."""
        for one, other in pairs:
            stays, goes = self.home(one), self.home(other)
            if stays != goes:
                self.homes[goes] = stays
                names = (*self.known[stays].names, *self.known[goes].names)
                self.known[stays] = msgspec.structs.replace(
                    self.known[stays], names=tuple(dict.fromkeys(names))
                )

    def home(self, entity: str) -> str:
        while entity in self.homes:
            entity = self.homes[entity]
        return entity

    def entities(self, used: set[str]) -> tuple[Named, ...]:
        return tuple(entity for entity in self.known.values() if entity.id in used)


def _again(mention: Marked, span: Span, book: _Book) -> Marked:
    optional = mention.optional if span.optional is None else span.optional
    entity = mention.entity
    if span.name and not book.is_called(entity, span.name):
        entity = book.called(mention.type, span.name)
    return msgspec.structs.replace(mention, optional=optional, entity=entity)


def _relations(
    known: Annotation, arcs: Sequence[Arc], marked: Sequence[Marked], book: _Book, used: set[str]
) -> list[Stated]:
    """The known relations that are drawn still, or that no arrow can show; then those that were drawn since."""
    homes = _homes(known)
    ends = [(marked[arc.source], marked[arc.target]) for arc in arcs]
    triples = [
        (book.home(one.entity), arc.p, book.home(other.entity))
        for arc, (one, other) in zip(arcs, ends, strict=True)
    ]
    waiting, flags = Counter(triples), defaultdict(list)
    for arc, triple in zip(arcs, triples, strict=True):
        flags[triple].append(arc.optional)
    found: list[Stated] = []
    ids = {entity.id for entity in known.entities}
    for stated in known.relations:
        triple = (book.home(stated.s), stated.p, book.home(stated.o) if stated.o in ids else stated.o)
        again = msgspec.structs.replace(stated, s=triple[0], o=triple[2])
        if not _drawn(stated, homes):
            if triple[0] in used and (stated.o not in ids or triple[2] in used):
                found.append(again)
        elif waiting[triple]:
            waiting[triple] -= 1
            flag = flags[triple].pop(0)
            found.append(again if flag is None else msgspec.structs.replace(again, optional=flag))
    told = {(stated.s, stated.p, stated.o) for stated in found}
    for arc, triple, (one, other) in zip(arcs, triples, ends, strict=True):
        if triple not in told:
            told.add(triple)
            span = min(one.start, other.start), max(one.end, other.end)
            found.append(Stated(*triple, *span, bool(arc.optional)))
    return found


def _homes(annotation: Annotation) -> dict[str, list[int]]:
    homes: dict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(annotation.mentions):
        homes[mention.entity].append(number)
    return homes


def _drawn(stated: Stated, homes: dict[str, list[int]]) -> bool:
    """Whether an arrow can show a relation: both ends are mentioned, and are two."""
    return stated.s != stated.o and bool(homes.get(stated.s)) and bool(homes.get(stated.o))


def _nearest(mentions: Sequence[Marked], numbers: Sequence[int], stated: Stated) -> int:
    """The mention inside the words that say a relation, else the one nearest to them."""

    def distance(number: int) -> tuple[int, int]:
        mention = mentions[number]
        return max(stated.start - mention.start, mention.end - stated.end, 0), number

    return min(numbers, key=distance)

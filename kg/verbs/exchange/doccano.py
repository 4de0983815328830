"""Annotated documents ↔ JSON lines for doccano, whose offsets count UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import KgError, Place
from kg.verbs.exchange.drawing import Annotated, Arc, Ruler, Span, draw, redraw
from kg.verbs.matching import Annotation


class Entity(msgspec.Struct, frozen=True):
    """A labelled span."""

    id: int
    label: str
    start_offset: int
    end_offset: int


class Relation(msgspec.Struct, frozen=True):
    """An arrow between two spans, by their ids."""

    id: int
    from_id: int
    to_id: int
    type: str


class Record(msgspec.Struct, frozen=True):
    """A line: a text, what is drawn on it, and under `kg` what doccano has no words for, which it keeps as it is."""

    text: str
    id: int | str = 0
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    label: tuple[tuple[int, int, str], ...] = ()
    doc: str = ""
    kg: Annotation = msgspec.field(default_factory=lambda: Annotation(""))


def write(documents: Iterable[Annotated], file: Path) -> None:
    """Write a line a document; ids count through the file."""
    spans_so_far = arcs_so_far = 0
    with file.open("wb") as lines:
        for number, document in enumerate(documents, 1):
            spans, arcs = draw(document.annotation)
            ruler = Ruler.of(document.text)
            entities = tuple(
                Entity(spans_so_far + at, span.type, ruler.units(span.start), ruler.units(span.end))
                for at, span in enumerate(spans, 1)
            )
            relations = tuple(
                Relation(
                    arcs_so_far + at, spans_so_far + arc.source + 1, spans_so_far + arc.target + 1, arc.p
                )
                for at, arc in enumerate(arcs, 1)
            )
            known = document.annotation
            record = {
                "id": number,
                "text": document.text,
                "entities": entities,
                "relations": relations,
                "doc": known.doc,
                "kg": known,
            }
            lines.write(msgspec.json.encode(record) + b"\n")
            spans_so_far += len(spans)
            arcs_so_far += len(arcs)


def read(file: Path, lines: Iterable[bytes]) -> Iterator[Annotated]:
    """The documents of a file; one without a name is called by its id."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _document(msgspec.json.decode(line, type=Record))
            except (ValueError, LookupError) as error:
                wanted = "a line that doccano exports: text, entities, relations"
                raise KgError(Place(str(file), number), str(error), wanted) from error


def _document(record: Record) -> Annotated:
    ruler = Ruler.of(record.text)
    drawn = [(one.start_offset, one.end_offset, one.label) for one in record.entities] or record.label
    spans = []
    for start, end, label in drawn:
        span = Span(ruler.points(start), ruler.points(end), label)
        if not 0 <= span.start <= span.end <= len(record.text):
            raise ValueError(f"the text has no {start}-{end}")
        spans.append(span)
    numbers = {one.id: number for number, one in enumerate(record.entities)}
    arcs = [Arc(numbers[one.from_id], numbers[one.to_id], one.type) for one in record.relations]
    known = record.kg if record.kg.doc else Annotation(record.doc or str(record.id))
    return Annotated(redraw(known, spans, arcs, record.text), record.text)

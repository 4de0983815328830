"""Annotated documents ↔ Label Studio's JSON, whose offsets count code points; and the configuration that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import msgspec

from kg import ontology
from kg.errors import KgError
from kg.verbs.exchange.drawing import SAME, Annotated, Arc, Ruler, Span, arrows, draw, labels, redraw
from kg.verbs.matching import Annotation

LABELS, RELATION, CHOICES = "labels", "relation", "choices"
OPTIONAL = "optional"


class Value(msgspec.Struct, frozen=True):
    """What a region or a choice holds."""

    start: int = 0
    end: int = 0
    text: str | list[str] = ""
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True):
    """What stands beside a region: the name of what it stands for."""

    text: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True):
    """A region, a choice about one, or an arrow between two."""

    type: str
    id: str = ""
    value: Value = Value()
    meta: Note = Note()
    from_id: str = ""
    to_id: str = ""
    direction: str = ""
    labels: tuple[str, ...] = ()


class Version(msgspec.Struct, frozen=True):
    """What one person, or one model, drew."""

    result: tuple[Result, ...] = ()
    was_cancelled: bool = False


class Data(msgspec.Struct, frozen=True):
    """The text, and under `kg` what Label Studio has no words for, which it keeps as it is."""

    text: str = ""
    doc: str = ""
    kg: Annotation = msgspec.field(default_factory=lambda: Annotation(""))


class Drawing(msgspec.Struct, frozen=True):
    """A document with what was drawn on it; what a program drew stands under `predictions`."""

    data: Data
    id: int = 0
    annotations: tuple[Version, ...] = ()
    predictions: tuple[Version, ...] = ()


def write(documents: Iterable[Annotated], file: Path) -> None:
    """Write all documents as tasks with predictions, from which a person's annotation starts."""
    tasks = [
        {
            "id": number,
            "data": {"text": one.text, "doc": one.annotation.doc, "kg": one.annotation},
            "predictions": [{"model_version": "kg", "result": list(_results(one))}],
        }
        for number, one in enumerate(documents, 1)
    ]
    file.write_bytes(msgspec.json.format(msgspec.json.encode(tasks), indent=1) + b"\n")


def read(file: Path, data: bytes) -> Iterator[Annotated]:
    """The documents of a JSON export: of each the last annotation that was not cancelled, else the first prediction."""
    try:
        tasks = msgspec.json.decode(data, type=list[Drawing])
    except ValueError as error:
        raise KgError(str(file), str(error), wanted="a JSON export of Label Studio") from error
    for number, task in enumerate(tasks):
        done = [one for one in task.annotations if not one.was_cancelled] or list(task.predictions[:1])
        results = done[-1].result if done else ()
        try:
            yield _document(task, results)
        except (ValueError, LookupError) as error:
            wanted = "regions of the text and arrows between them"
            raise KgError(str(file), f"task {task.id or number + 1}: {error}", wanted) from error


def configuration() -> str:
    """The labelling configuration: a label for each of our classes, an arrow for each relation, the mark of what is optional."""
    terms = ontology.load()
    colours = {top: escape(terms.classes[top].colour) for top in labels()}
    lines = (
        "<View>",
        "  <Relations>",
        *(f'    <Relation value="{name}"/>' for name in (*arrows(), SAME)),
        "  </Relations>",
        '  <Labels name="label" toName="text">',
        *(f'    <Label value="{top}" background="{colour}"/>' for top, colour in colours.items()),
        "  </Labels>",
        '  <Text name="text" value="$text" granularity="symbol"/>',
        '  <Choices name="optional" toName="text" perRegion="true" choice="multiple">',
        f'    <Choice value="{OPTIONAL}"/>',
        "  </Choices>",
        "</View>",
        "",
    )
    return "\n".join(lines)


def _results(document: Annotated) -> Iterator[dict[str, object]]:
    spans, arcs = draw(document.annotation)
    for number, span in enumerate(spans, 1):
        words = document.text[span.start : span.end]
        place = {"start": span.start, "end": span.end, "text": words}
        region: dict[str, object] = {"id": f"m{number}", "to_name": "text"}
        note = {"meta": {"text": [span.name]}} if span.name else {}
        labelled = {"type": LABELS, "from_name": "label", "value": {**place, "labels": [span.type]}}
        yield {**region, **labelled, **note}
        if span.optional:
            chosen = {"type": CHOICES, "from_name": "optional", "value": {**place, "choices": [OPTIONAL]}}
            yield {**region, **chosen}
    for arc in arcs:
        ends = {"from_id": f"m{arc.source + 1}", "to_id": f"m{arc.target + 1}"}
        yield {"type": RELATION, **ends, "direction": "right", "labels": [arc.p]}


def _document(task: Drawing, results: Iterable[Result]) -> Annotated:
    text = task.data.text
    told = list(results)
    flags = {one.id for one in told if one.type == CHOICES and OPTIONAL in one.value.choices}
    spans: dict[str, Span] = {}
    ruler = Ruler.of(text)
    for one in told:
        if one.type == LABELS and one.value.labels:
            start, end = _place(text, one.value, ruler)
            name = " ".join(one.meta.text).strip()
            spans[one.id] = Span(start, end, one.value.labels[0], one.id in flags, name)
    numbers = {region: number for number, region in enumerate(spans)}
    arcs = []
    for one in told:
        if one.type == RELATION and one.labels:
            ends = (one.to_id, one.from_id) if one.direction == "left" else (one.from_id, one.to_id)
            arcs += [Arc(numbers[ends[0]], numbers[ends[1]], label) for label in one.labels]
    known = task.data.kg if task.data.kg.doc else Annotation(task.data.doc or str(task.id))
    return Annotated(redraw(known, list(spans.values()), arcs, text), text)


def _place(text: str, value: Value, ruler: Ruler) -> tuple[int, int]:
    """Where a region stands: in code points, or in UTF-16 units as old versions wrote them, by what it quotes."""
    words = value.text if isinstance(value.text, str) else "".join(value.text)
    if 0 <= value.start <= value.end <= len(text) and (
        not words or text[value.start : value.end].split() == words.split()
    ):
        return value.start, value.end
    start, end = ruler.points(value.start), ruler.points(value.end)
    if text[start:end].split() != words.split():
        raise ValueError(f"the text has not {words!r} at {value.start}-{value.end}")
    return start, end

"""Questions about a graph → a sheet (CSV), JSON lines, or tasks for Label Studio: each is read again as decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

import msgspec

from kg.errors import KgError, OutputError
from kg.exports.escape import cell
from kg.pipeline.decisions import COLUMNS, DECISIONS
from kg.verbs.review import Question

HELP = tuple(field.name for field in fields(Question) if field.name not in COLUMNS)


def write(questions: Sequence[Question], file: Path) -> None:
    """Write the questions to a file, whole or not at all; its suffix says how. Raises KgError for another suffix."""
    form = next((suffix for suffix in WRITERS if file.name.lower().endswith(suffix)), "")
    if not form:
        raise KgError(str(file), "no way to write questions so", f"one of {', '.join(WRITERS)}")
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(WRITERS[form](questions))
        aside.replace(file)
    except OSError as error:
        raise OutputError(str(file), f"cannot be written, {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)


def told(questions: Iterable[Question]) -> Iterator[str]:
    """The questions for a person to read on a terminal."""
    for one in questions:
        yield f"{one.id}  {one.subject_name} — {one.predicate} → {one.object_name}"
        yield f"    {one.why}" + (f"; by the rule {one.rule}" if one.rule else "")
        yield from (f"    {part}" for part in one.sentence.split(" ‖ ") if part)
        yield f"    {one.place}"


def _sheet(questions: Sequence[Question]) -> bytes:
    """A sheet with the columns of decisions first; the byte-order mark tells a spreadsheet that it is UTF-8."""
    rows = [dict.fromkeys((*COLUMNS, *HELP), ""), *map(asdict, questions)]
    rows[0] = {name: name for name in rows[0]}
    text = "".join(",".join(cell(row[name]) for name in rows[0]) + "\n" for row in rows)
    return text.encode("utf-8-sig", "backslashreplace")


def _lines(questions: Sequence[Question]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in questions)


def _tasks(questions: Sequence[Question]) -> bytes:
    tasks = [
        {"data": {**asdict(one), "fact": f"{one.subject_name} — {one.predicate} → {one.object_name}"}}
        for one in questions
    ]
    return msgspec.json.format(msgspec.json.encode(tasks), indent=1) + b"\n"


def _configuration(_questions: Sequence[Question]) -> bytes:
    """The labelling configuration that shows the tasks."""
    lines = (
        "<View>",
        '  <Header value="$fact"/>',
        '  <Text name="sentence" value="$sentence"/>',
        '  <Text name="why" value="$why"/>',
        '  <Text name="place" value="$place"/>',
        '  <Choices name="decision" toName="sentence" choice="single" showInline="true">',
        *(f'    <Choice value="{name}"/>' for name in DECISIONS),
        "  </Choices>",
        '  <TextArea name="object" toName="sentence" placeholder="merge, split: Class/key; rename: the name"/>',
        "</View>",
        "",
    )
    return "\n".join(lines).encode()


WRITERS: Mapping[str, Callable[[Sequence[Question]], bytes]] = {
    ".labelstudio.json": _tasks,
    ".labelstudio.xml": _configuration,
    ".jsonl": _lines,
    ".csv": _sheet,
}
